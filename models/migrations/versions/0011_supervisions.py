"""Comprehensive and special supervisions with their steps.

Revision: 0011, after 0010.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def upgrade() -> None:
    """Two new tables."""
    op.create_table(
        "supervision",
        sa.Column("id", sa.Integer(), nullable=False),
        *_texts("key", "number", "kind", "topic", "matters", "rule", "status", "opened_by"),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("team", _JSON, nullable=False),
        sa.Column("on_site_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_supervision_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supervision"),
        sa.UniqueConstraint("key", name="uq_supervision_key"),
        sa.UniqueConstraint("number", name="uq_supervision_number"),
    )
    op.create_index("ix_supervision_unit_id", "supervision", ["unit_id"], unique=False)
    op.create_index("ix_supervision_status", "supervision", ["status"], unique=False)
    op.create_table(
        "supervision_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supervision_id", sa.Integer(), nullable=False),
        *_texts("step", "due_basis", "source", "done_by", "document", "note"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_value", sa.Integer(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("done_on", "deadline_on", "reminded_on")),
        sa.ForeignKeyConstraint(["supervision_id"], ["supervision.id"], name="fk_supervision_step_supervision_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supervision_step"),
        sa.UniqueConstraint("supervision_id", "step", name="one_supervision_step"),
    )
    owed = sa.text("done_on IS NULL")
    op.create_index(
        "supervision_step_owed", "supervision_step", ["due_on"], unique=False, sqlite_where=owed, postgresql_where=owed
    )
