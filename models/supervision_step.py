"""One step of a supervision: its last day and how it is counted, and what was done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

_OWED = text("done_on IS NULL")


class SupervisionStep(SQLModel, table=True):
    """`place` is its order. `document` is the number of its paper, `deadline_on` the rectification day of a letter."""

    __tablename__ = "supervision_step"
    __table_args__ = (
        UniqueConstraint("supervision_id", "step", name="one_supervision_step"),
        Index("supervision_step_owed", "due_on", sqlite_where=_OWED, postgresql_where=_OWED),
    )

    id: int | None = Field(default=None, primary_key=True)
    supervision_id: int = Field(foreign_key="supervision.id")
    step: str
    place: int
    due_on: date
    due_basis: str
    due_value: int = 0
    provisional: bool = False
    source: str
    done_on: date | None = None
    done_by: str = ""
    document: str = ""
    note: str = ""
    deadline_on: date | None = None
    reminded_on: date | None = None
