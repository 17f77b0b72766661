"""What was opened for whom: lets the daily sweep pass over an occurrence without counting its assignments."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class Issue(SQLModel, table=True):
    """Every unit of `units_digest` has its assignment of the entry in the period. One row an entry and period."""

    __tablename__ = "issue"
    __table_args__ = (UniqueConstraint("item", "period", name="one_issue"),)

    id: int | None = Field(default=None, primary_key=True)
    item: str
    period: str
    units_digest: str
    completed_on: date
