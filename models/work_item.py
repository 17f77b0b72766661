"""One entry of the plan as loaded: what its assignments point to."""

from __future__ import annotations

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from models.columns import Json


class WorkItem(SQLModel, table=True):
    """`item` is the entry's id in the plan. An entry that left the plan stays, `active` false.

    `digest` is of what decides its days and units; `moved`: that has changed, and the open deadlines are not counted
    again yet.
    """

    __tablename__ = "work_item"

    id: int | None = Field(default=None, primary_key=True)
    item: str = Field(unique=True)
    plan: str
    title: str
    klass: str
    kind: str
    programme: str
    doer: str
    asks: str
    unannounced: bool = False
    evidence: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    reminders: list[int] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    reminder_cap: int = 5
    digest: str
    moved: bool = False
    active: bool = True
