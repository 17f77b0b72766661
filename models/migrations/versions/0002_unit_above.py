"""A unit knows the unit above it: the school of a grade, the county of its supervision office.

Revision: 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The units that are there stand under none until the roster is loaded again."""
    op.add_column("unit", sa.Column("parent", sa.String(), server_default=sa.text("''"), nullable=False))
