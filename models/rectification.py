"""A rectification: the case that a finding opens and that only somebody outside the unit can close."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, text
from sqlmodel import Field, SQLModel

from models.columns import Json


class RectificationStatus(StrEnum):
    """Where a case stands; overdue is no status but a comparison of days, so time alone changes nothing."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    CLOSED = "closed"


CLIMBING = (RectificationStatus.OPEN, RectificationStatus.RETURNED)
"""Statuses in which the unit owes an answer, so that the ladder climbs once the due day has passed."""

_OWED = text("status IN ('open', 'returned')")


class Rectification(SQLModel, table=True):
    """One case. `number` is its public name (整改〔2026〕3号).

    `ladder` is frozen when the case opens ([{rung, after, tell, measure, proposals}, ...], `ladder_version` its
    digest). `round` counts returns, `rung` is the highest rung climbed in this round. `first_due_on` never changes.
    """

    __tablename__ = "rectification"
    __table_args__ = (Index("rectification_owed_due", "due_on", sqlite_where=_OWED, postgresql_where=_OWED),)

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    finding_id: int = Field(foreign_key="finding.id", unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    status: str = Field(default=RectificationStatus.OPEN)
    opened_on: date
    first_due_on: date
    due_on: date
    due_basis: str
    due_value: int = 0
    due_provisional: bool = False
    counted_from: date
    ladder: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    ladder_version: str
    round: int = 1
    rung: int = 0
    reminded_on: date | None = None
    submitted_on: date | None = None
    closed_on: date | None = None
