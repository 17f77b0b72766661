"""What was opened completely, what ran last, and indexes by which a sweep's time grows with what is due.

Revision: 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OWED = sa.text("status IN ('open', 'received', 'overdue')")
_WIDER = {
    "assignment_owed_due": ["status", "due_on"],
    "assignment_owed_item": ["work_item_id", "due_on", "reminded_on", "opened_on"],
}


def upgrade() -> None:
    """Nothing is marked as complete yet: the next sweep counts once more and marks what it finds."""
    op.create_table(
        "issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("units_digest", sa.String(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_issue"),
        sa.UniqueConstraint("item", "period", name="one_issue"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("work", name="pk_heartbeat"),
    )
    for name, columns in _WIDER.items():
        op.drop_index(name, table_name="assignment")
        op.create_index(name, "assignment", columns, sqlite_where=_OWED, postgresql_where=_OWED)
