"""One work item, one unit, one period."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class AssignmentStatus(StrEnum):
    """Where an assignment stands."""

    OPEN = "open"
    RECEIVED = "received"
    SUBMITTED = "submitted"
    OVERDUE = "overdue"
    DONE = "done"
    WITHDRAWN = "withdrawn"


OPEN_ASSIGNMENT = (AssignmentStatus.OPEN, AssignmentStatus.RECEIVED, AssignmentStatus.OVERDUE)
"""Statuses in which the doer still owes something; the partial indexes below cover exactly these."""

_OWED = text("status IN ('open', 'received', 'overdue')")


class Assignment(SQLModel, table=True):
    """What one unit, or the office for it, has to do by a day.

    `due_on` is what people were told; `due_basis`, `due_value` say how it was counted, `due_provisional` that a
    holiday year or term was not known yet. `reminded_on` and `reminders` keep what was said already. `unannounced`:
    the unit is told nothing before somebody stands at its door; inspectors and the office are told instead.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("work_item_id", "period", "unit_id", name="one_assignment"),
        Index("assignment_owed_due", "status", "due_on", sqlite_where=_OWED, postgresql_where=_OWED),
        Index(
            "assignment_owed_item",
            "work_item_id",
            "due_on",
            "reminded_on",
            "opened_on",
            sqlite_where=_OWED,
            postgresql_where=_OWED,
        ),
        Index("assignment_unit", "unit_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    work_item_id: int = Field(foreign_key="work_item.id")
    unit_id: int = Field(foreign_key="unit.id")
    period: str
    opens_on: date
    due_on: date
    due_basis: str
    due_value: int = 0
    due_provisional: bool = False
    unannounced: bool = False
    status: str = Field(default=AssignmentStatus.OPEN)
    opened_on: date
    answered_on: date | None = None
    answer: str = ""
    reminded_on: date | None = None
    reminders: int = 0
