"""Rectifications: the list, and one case with its whole history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlmodel import col

from models import CLIMBING, ENDED, OFFICE_OWES, Change, Escalation, Finding, Rectification, Subject, UnitRow
from reports import case_parts as parts
from rules.errors import NotFoundError
from rules.escalating import working_days_overdue
from rules.plan import Kind

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from rules.desk import Desk
    from rules.plan import Occurrence


MOST_CARRIED = 300


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as a line.

    Args:
        working_days_overdue: 0 unless the unit owes an answer and its due day has passed.
        rung: the highest rung climbed in this round; 0 for none.
        check_due_on: by when the office's side owes its step: to issue a draft, or to verify and file a report.
        check_overdue: working days for which it is late with that; 0 if it is not.
        days_left: calendar days to the last day of whoever owes now, negative when it has passed; None at the end.
    """

    id: int
    number: str
    unit: str
    severity: str
    fact: str
    found_by: str
    status: str
    opened_on: date
    first_due_on: date
    due_on: date
    due_provisional: bool
    round: int
    rung: int
    submitted_on: date | None
    closed_on: date | None
    working_days_overdue: int
    zone: str = ""
    category: str = ""
    extensions: int = 0
    check_due_on: date | None = None
    check_rung: int = 0
    needs_revisit: bool = False
    check_overdue: int = 0
    days_left: int | None = None

    @property
    def owed_on(self) -> date:
        """The day to which `days_left` counts: the office's side while it owes a step, otherwise the unit's own."""
        return (self.check_due_on if self.status in OFFICE_OWES else None) or self.due_on


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case's history."""

    on: date
    by: str
    from_status: str
    to_status: str
    why: str
    rules: str = ""
    via: str = ""


@dataclass(frozen=True, slots=True)
class Climb:
    """One rung climbed; `told` 0 means that nobody could be reached."""

    on: date
    round: int
    rung: int
    working_days_overdue: int
    told: int
    stage: str = "report"


@dataclass(frozen=True, slots=True)
class Case:
    """A case with every step and every rung, oldest first, and the ladder that was frozen when it opened."""

    line: CaseLine
    due_basis: str
    due_value: int
    steps: tuple[Step, ...]
    climbs: tuple[Climb, ...]
    ladder: tuple[dict[str, Any], ...]
    details: parts.Details = field(default_factory=parts.Details)
    extensions: tuple[parts.Request, ...] = ()
    proposals: tuple[parts.Proposed, ...] = ()
    revisits: tuple[parts.Visited, ...] = ()


def read_cases(
    session: Session, day: date, desk: Desk, *, closed: bool = True, limit: int = 300
) -> tuple[CaseLine, ...]:
    """The cases by due day, those not closed first, at most `limit`; `closed` False leaves closed ones out."""
    is_closed = col(Rectification.status).in_(ENDED)
    condition = true() if closed else ~is_closed
    found = session.execute(
        _lines(condition).order_by(is_closed, col(Rectification.due_on), col(Rectification.id)).limit(limit)
    )
    return tuple(_line(row, day, desk) for row in found)


def read_carried(session: Session, day: date, desk: Desk, found: Occurrence) -> tuple[CaseLine, ...]:
    """The cases of earlier years that a follow-up check finds not closed at its units; () for other kinds of work."""
    if found.kind is not Kind.RECTIFICATION_FOLLOWUP:
        return ()
    before = col(Rectification.opened_on) < found.opens_on.replace(month=1, day=1)
    is_open = col(Rectification.status).not_in(ENDED)
    rows = session.execute(
        _lines(before & is_open & col(UnitRow.name).in_(found.units))
        .order_by(col(Rectification.id))
        .limit(MOST_CARRIED)
    )
    return tuple(_line(row, day, desk) for row in rows)


def read_case(session: Session, day: date, desk: Desk, number_or_id: str | int) -> Case:
    """One case with its history.

    Args:
        session: a session of the office's database.
        day: the day by which working days overdue are counted.
        desk: the office.
        number_or_id: ``整改〔2026〕3号`` or 3.

    Raises:
        NotFoundError: no such case.
    """
    row = session.execute(_lines(_is_named(number_or_id))).one_or_none()
    if row is None:
        raise NotFoundError("reports.no_case", case=str(number_or_id))
    case = session.get_one(Rectification, row.id)
    return Case(
        line=_line(row, day, desk),
        due_basis=case.due_basis,
        due_value=case.due_value,
        steps=_steps(session, row.id),
        climbs=_climbs(session, row.id),
        ladder=tuple(case.ladder),
        details=parts.read_details(session, case.finding_id),
        extensions=parts.read_requests(session, case_id=row.id),
        proposals=parts.read_proposals(session, case_id=row.id),
        revisits=parts.read_visits(session, row.id),
    )


def _is_named(number_or_id: str | int) -> ColumnElement[bool]:
    text = str(number_or_id).strip()
    named = col(Rectification.number) == text
    return or_(named, col(Rectification.id) == int(text)) if text.isdecimal() else named


def _lines(condition: ColumnElement[bool]) -> Any:
    return (
        select(
            col(Rectification.id),
            col(Rectification.number),
            col(UnitRow.name).label("unit"),
            col(Finding.severity),
            col(Finding.fact),
            col(Finding.found_by),
            col(Rectification.status),
            col(Rectification.opened_on),
            col(Rectification.first_due_on),
            col(Rectification.due_on),
            col(Rectification.due_provisional),
            col(Rectification.round),
            col(Rectification.rung),
            col(Rectification.submitted_on),
            col(Rectification.closed_on),
            col(UnitRow.zone),
            col(Finding.category),
            col(Rectification.extensions),
            col(Rectification.check_due_on),
            col(Rectification.check_rung),
            col(Rectification.needs_revisit),
        )
        .join(Finding, col(Finding.id) == col(Rectification.finding_id))
        .join(UnitRow, col(UnitRow.id) == col(Rectification.unit_id))
        .where(condition)
    )


def _line(row: Any, day: date, desk: Desk) -> CaseLine:
    owes, checks = row.status in CLIMBING, row.status in OFFICE_OWES
    overdue = working_days_overdue(desk.calendar, row.due_on, day) if owes else 0
    late = working_days_overdue(desk.calendar, row.check_due_on, day) if checks and row.check_due_on else 0
    last = row.due_on if owes else row.check_due_on
    left = (last - day).days if last and row.status not in ENDED else None
    counted: dict[str, Any] = {"working_days_overdue": overdue, "check_overdue": late, "days_left": left}
    return CaseLine(**row._asdict(), **counted)


def _steps(session: Session, case_id: int) -> tuple[Step, ...]:
    found = session.execute(
        select(
            *(col(getattr(Change, name)) for name in ("on", "by", "from_status", "to_status", "why", "rules", "via"))
        )
        .where(col(Change.subject) == Subject.RECTIFICATION, col(Change.subject_id) == case_id)
        .order_by(col(Change.id))
    )
    return tuple(Step(*row) for row in found)


def _climbs(session: Session, case_id: int) -> tuple[Climb, ...]:
    found = session.execute(
        select(
            col(Escalation.climbed_on),
            col(Escalation.round),
            col(Escalation.rung),
            col(Escalation.working_days_overdue),
            col(Escalation.told),
            col(Escalation.stage),
        )
        .where(col(Escalation.rectification_id) == case_id)
        .order_by(col(Escalation.climbed_on), col(Escalation.round), col(Escalation.rung), col(Escalation.id))
    )
    return tuple(Climb(*row) for row in found)
