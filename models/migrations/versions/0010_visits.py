"""The records of visits.

Revision: 0010, after 0009.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TEXTS = ("half", "season", "inspector", "looked_at", "record", "highlights", "problems", "result", "recorded_by")


def upgrade() -> None:
    """One new table."""
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        *(sa.Column(name, _JSON, nullable=False) for name in ("companions", "counts", "findings")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_visit_unit_id"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_visit_assignment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
        sa.UniqueConstraint("key", name="uq_visit_key"),
    )
    op.create_index("visit_unit", "visit", ["unit_id", "visited_on"], unique=False)
    op.create_index("visit_day", "visit", ["visited_on"], unique=False)
