"""Complaints, their sources apart from them, and the cases that came of them.

Revision: 0008, after 0007.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three new tables; what is there stays."""
    _complaint()
    op.create_table(
        "complaint_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        *(_text(name) for name in ("name", "contact", "statement")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_complaint_source_complaint_id"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_source"),
        sa.UniqueConstraint("complaint_id", name="uq_complaint_source_complaint_id"),
    )
    op.create_table(
        "complaint_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("rectification_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name="fk_complaint_case_complaint_id"),
        sa.ForeignKeyConstraint(["rectification_id"], ["rectification.id"], name="fk_complaint_case_rectification_id"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_case"),
        sa.UniqueConstraint("complaint_id", "rectification_id", name="one_link"),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _day(name: str, *, nullable: bool) -> sa.Column[date]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        *(_text(name) for name in ("key", "number", "status", "how", "registered_by", "handler", "inspector")),
        *(_text(name) for name in ("outcome", "reply")),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        *(_day(name, nullable=False) for name in ("received_on", "answer_due_on", "finish_due_on")),
        *(_day(name, nullable=True) for name in ("answered_on", "extended_on", "finished_on")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_complaint_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_complaint"),
        sa.UniqueConstraint("key", name="uq_complaint_key"),
        sa.UniqueConstraint("number", name="uq_complaint_number"),
    )
    op.create_index("ix_complaint_unit_id", "complaint", ["unit_id"], unique=False)
    running = sa.text("status IN ('registered', 'accepted')")
    op.create_index(
        "complaint_running", "complaint", ["status"], unique=False, sqlite_where=running, postgresql_where=running
    )
