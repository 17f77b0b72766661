"""A comprehensive or special supervision of one unit."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from models.columns import Json


class SupervisionStatus(StrEnum):
    """Open until the last of its steps is done."""

    OPEN = "open"
    CLOSED = "closed"


class Supervision(SQLModel, table=True):
    """`number` is its public name (督导〔2026〕1号); `key` is form and unit; `team` are names, the leader first.

    `rule` is the version of the timetable by which its steps were dated.
    """

    __tablename__ = "supervision"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    number: str = Field(unique=True)
    kind: str
    topic: str
    matters: str = ""
    unit_id: int = Field(foreign_key="unit.id", index=True)
    team: list[str] = Field(sa_column=Column(Json, nullable=False))
    on_site_on: date
    rule: str
    status: str = Field(default=SupervisionStatus.OPEN, index=True)
    opened_on: date
    opened_by: str
    closed_on: date | None = None
