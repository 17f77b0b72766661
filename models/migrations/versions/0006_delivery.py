"""Delivery that can be trusted: channels that rest, letters of a day, what was held or refused, a person's language.

Revision: 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Messages that are there have been tried by no channel and stood in no letter."""
    op.create_table(
        "channel",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("recent", _JSON, nullable=False),
        sa.Column("blocked_until", _INSTANT, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("off_since", _INSTANT, nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_channel"),
    )
    op.add_column("message", sa.Column("tried", _JSON, server_default=sa.text("'[]'"), nullable=False))
    op.add_column("message", sa.Column("letter_on", sa.Date(), nullable=True))
    op.add_column("message", sa.Column("renewed_on", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("language", sa.String(), server_default=sa.text("''"), nullable=False))
    held = sa.text("status = 'held'")
    op.create_index("message_letter", "message", ["person_id", "letter_on"])
    op.create_index("message_held", "message", ["queued_on"], sqlite_where=held, postgresql_where=held)
