"""What the plan's targets were measured to be, in a table of its own that only grows.

Revision: 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No target has been measured yet; the function that refuses changes is there since the first tables."""
    op.create_table(
        "measurement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_measurement_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
        sa.UniqueConstraint("key", name=op.f("uq_measurement_key")),
    )
    op.create_index(op.f("ix_measurement_item"), "measurement", ["item"])
    op.create_index(op.f("ix_measurement_unit_id"), "measurement", ["unit_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER measurement_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON measurement "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history()"
        )
        return
    for act in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER measurement_no_{act} BEFORE {act} ON measurement "
            "BEGIN SELECT RAISE(ABORT, 'the history only grows'); END"
        )
