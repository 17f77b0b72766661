"""The table of the rotation.

Revision: 0012, after 0011.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One new table."""
    op.create_table(
        "rotation_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("cycle", "years", "unit_id", "year", "month")),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_rotation_turn_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rotation_turn"),
        sa.UniqueConstraint("item", "cycle", "unit_id", name="one_turn_a_cycle"),
    )
    op.create_index("ix_rotation_turn_year", "rotation_turn", ["year"], unique=False)
