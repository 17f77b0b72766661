"""One occurrence as the office has published it: what a changed plan is compared with, and what calendars show."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import Json


class PlannedOccurrence(SQLModel, table=True):
    """One entry in one period as it was loaded last; what left the plan stays, `cancelled` true.

    `uid` names it in calendars for ever, also when its entry gets another id. `sequence` counts its changes,
    `changed_on` is the day of the last one, `planned_on` that of the first load. `is_late`: it was due already when a
    later plan added it, so that it is never opened. `units` are codes, `former_units` those that it was for once.
    """

    __tablename__ = "planned_occurrence"
    __table_args__ = (UniqueConstraint("item", "period", name="one_planned_occurrence"),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    item: str
    period: str
    title: str
    programme: str
    doer: str
    asks: str
    opens_on: date
    due_on: date
    provisional: bool = False
    secret: bool = False
    units: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    former_units: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    planned_on: date
    changed_on: date
    sequence: int = 0
    cancelled: bool = False
    is_late: bool = False
