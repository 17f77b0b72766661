"""A rectification: the case that a finding opens and that only somebody outside the unit can close."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, false, text
from sqlmodel import Field, SQLModel

from models.columns import Json


class RectificationStatus(StrEnum):
    """Where a case stands; overdue is no status but a comparison of days, so time alone changes nothing."""

    DRAFT = "draft"
    ISSUED = "issued"
    RECEIVED = "received"
    RECTIFYING = "rectifying"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


CLIMBING = (
    RectificationStatus.ISSUED,
    RectificationStatus.RECEIVED,
    RectificationStatus.RECTIFYING,
    RectificationStatus.RETURNED,
)
"""Statuses in which the unit owes an answer, so that the ladder climbs once the due day has passed."""

CHECKING = (RectificationStatus.SUBMITTED, RectificationStatus.VERIFIED)
"""Statuses in which the inspector owes: to verify, and to file."""

OFFICE_OWES = (RectificationStatus.DRAFT, *CHECKING)
"""Statuses in which the office's side owes its step: to issue, to verify, to file."""

ENDED = (RectificationStatus.CLOSED, RectificationStatus.WITHDRAWN)
"""Statuses in which nobody owes anything any more."""

_OWED = text("status IN ('issued', 'received', 'rectifying', 'returned')")
_OF_THE_OFFICE = text("status IN ('draft', 'submitted', 'verified')")


class Rectification(SQLModel, table=True):
    """One case. `number` is its public name (整改〔2026〕3号).

    The unit's clock: `due_on`, with the `ladder` that was frozen when the case opened ([{rung, after, tell, measure,
    proposals}, ...], `ladder_version` its digest) and `rung`, the highest one climbed in this `round`, which counts
    returns. `first_due_on` never changes once the unit was told it; `extensions` counts those approved.

    The office's clock: `check_due_on`, the last day to issue a draft, or to verify and file a report, with a ladder
    of its own. `climbed_on`: the last climb of the clock that runs. `needs_revisit`: nobody closes it before
    somebody was there again.
    """

    __tablename__ = "rectification"
    __table_args__ = (
        Index("rectification_owed_due", "due_on", sqlite_where=_OWED, postgresql_where=_OWED),
        Index("rectification_office_due", "check_due_on", sqlite_where=_OF_THE_OFFICE, postgresql_where=_OF_THE_OFFICE),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    finding_id: int = Field(foreign_key="finding.id", unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    status: str = Field(default=RectificationStatus.ISSUED)
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
    climbed_on: date | None = None
    restarts_at: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    extensions: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    needs_revisit: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    check_due_on: date | None = None
    check_ladder: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False, server_default=text("'[]'"))
    )
    check_version: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    check_rung: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
