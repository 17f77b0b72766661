"""Which unannounced visit belongs to a complaint.

Revision: 0013, after 0012.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One new table."""
    op.create_table(
        "complaint_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_complaint_visit_complaint_id"),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name="fk_complaint_visit_assignment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_visit"),
        sa.UniqueConstraint("assignment_id", name="uq_complaint_visit_assignment_id"),
    )
    op.create_index("ix_complaint_visit_complaint_id", "complaint_visit", ["complaint_id"], unique=False)
