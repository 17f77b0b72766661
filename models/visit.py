"""The record of a visit by a responsible inspector (责任督学随访记录)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from models.columns import Json


class Visit(SQLModel, table=True):
    """Who was where on which day, what was looked at, and what came of it.

    `key` is unit, day, half of the day and inspector. `counts` are the numbers of the form: papers read, meetings
    joined, talks, questionnaires, rounds of the campus. `findings` are the numbers of rectifications. `assignment_id`
    is the work that the visit answered. `season` names the term: ``2026春``.
    """

    __tablename__ = "visit"
    __table_args__ = (Index("visit_unit", "unit_id", "visited_on"), Index("visit_day", "visited_on"))

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id")
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id")
    visited_on: date
    half: str = "all"
    season: str = ""
    inspector: str
    companions: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    looked_at: str
    record: str = ""
    highlights: str = ""
    problems: str = ""
    result: str
    counts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    findings: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    recorded_on: date
    recorded_by: str
