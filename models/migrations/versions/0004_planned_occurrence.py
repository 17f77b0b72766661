"""What the office has published is kept: a changed plan is compared with it, and calendars show it.

Revision: 0004, after 0003.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """The table; it is filled when the folder is loaded next, and nothing counts as a change then."""
    op.create_table(
        "planned_occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("uid", "item", "period", "title", "programme", "doer", "asks")
        ),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("units", _JSON, nullable=False),
        sa.Column("former_units", _JSON, nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_planned_occurrence"),
        sa.UniqueConstraint("uid", name="uq_planned_occurrence_uid"),
        sa.UniqueConstraint("item", "period", name="one_planned_occurrence"),
    )
