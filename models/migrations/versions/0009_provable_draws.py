"""A draw keeps all that decides it, and the visits that came of it.

Revision: 0009, after 0008.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Draws that are there are of rule 1; what did not exist then stays empty."""
    for name in ("item", "topic", "checklist", "lot", "digest"):
        op.add_column("drawing", sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("drawing", sa.Column("rule", sa.String(), server_default=sa.text("'1'"), nullable=False))
    op.add_column("drawing", sa.Column("secret", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("drawing", sa.Column("asked", _JSON, server_default=sa.text("'{}'"), nullable=False))
    for name in ("units", "inspectors"):
        op.add_column("drawing", sa.Column(name, _JSON, server_default=sa.text("'[]'"), nullable=False))
    op.create_index("ix_drawing_item", "drawing", ["item"], unique=False)
    _draw_visit()


def _draw_visit() -> None:
    sealed = sa.text("told_on IS NULL")
    op.create_table(
        "draw_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drawing_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=False),
        sa.Column("inspectors", _JSON, nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["drawing_id"], ["drawing.id"], name="fk_draw_visit_drawing_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_draw_visit_unit_id"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_draw_visit_assignment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draw_visit"),
        sa.UniqueConstraint("drawing_id", "unit_id", name="one_draw_visit"),
    )
    op.create_index(
        "draw_visit_sealed", "draw_visit", ["visit_on"], unique=False, sqlite_where=sealed, postgresql_where=sealed
    )
    op.create_index("draw_visit_assignment", "draw_visit", ["assignment_id"], unique=False)
