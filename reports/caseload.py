"""The cases of an office at a glance: by zone and severity, the last message of each, the units on key monitoring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, or_, select

from models.tables import (
    assignment_is_owed,
    assignments,
    findings,
    messages,
    monitorings,
    office_is_owing,
    rectification_is_ended,
    rectification_is_owed,
    rectifications,
    units,
    work_items,
)
from rules.office import FindingSeverity
from rules.standing import FIXED_POINT, RETURN_VISIT
from rules.units import zone_order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Select, Table
    from sqlalchemy.orm import Session

    from reports.cases import CaseLine

MOST_MONITORED = 100
_WEIGHT = case({severity: place for place, severity in enumerate(FindingSeverity)}, value=findings.c.severity)


@dataclass(frozen=True, slots=True)
class ZoneLoad:
    """The cases of one severity in one zone that have not ended.

    Args:
        overdue: those in which whoever owes, the unit or the office's side, is past the last day.
        next_due_on: the first last day that has not passed; None where all have.
    """

    zone: str
    severity: str
    open: int
    overdue: int
    next_due_on: date | None


@dataclass(frozen=True, slots=True)
class Monitored:
    """A unit on key monitoring; `visits_owed`: checks and return visits that nobody has made yet."""

    unit: str
    zone: str
    started_on: date
    started_by: str
    reason: str
    open_cases: int
    visits_owed: int
    next_visit_by: date | None


@dataclass(frozen=True, slots=True)
class Said:
    """The last message about a case."""

    on: date
    kind: str


def read_by_zone(session: Session, day: date) -> tuple[ZoneLoad, ...]:
    """Zone by zone, the heaviest severity first."""
    units_last = case((rectification_is_owed, rectifications.c.due_on), else_=rectifications.c.check_due_on)
    is_late = or_(
        rectification_is_owed & (rectifications.c.due_on < day),
        office_is_owing & (rectifications.c.check_due_on < day),
    )
    found = session.execute(
        select(
            units.c.zone,
            findings.c.severity,
            func.count(),
            func.count().filter(is_late),
            func.min(units_last).filter(units_last >= day),
        )
        .join(findings, findings.c.id == rectifications.c.finding_id)
        .join(units, units.c.id == rectifications.c.unit_id)
        .where(~rectification_is_ended)
        .group_by(units.c.zone, findings.c.severity)
        .order_by(units.c.zone, _WEIGHT.desc())
    )
    return tuple(sorted((ZoneLoad(*row) for row in found), key=lambda load: zone_order(load.zone)))


def read_monitored(session: Session) -> tuple[Monitored, ...]:
    """The units on key monitoring, those since longest first, at most `MOST_MONITORED`."""
    cases = _per_unit(rectifications, ~rectification_is_ended).subquery()
    standing = select(work_items.c.id).where(work_items.c.item.in_([FIXED_POINT, RETURN_VISIT]))
    is_visit = assignment_is_owed & assignments.c.work_item_id.in_(standing)
    visits = _per_unit(assignments, is_visit).add_columns(func.min(assignments.c.due_on).label("due_on")).subquery()
    found = session.execute(
        select(
            *(units.c.name, units.c.zone, monitorings.c.started_on, monitorings.c.started_by, monitorings.c.reason),
            *(func.coalesce(cases.c.count, 0), func.coalesce(visits.c.count, 0), visits.c.due_on),
        )
        .join(units, units.c.id == monitorings.c.unit_id)
        .outerjoin(cases, cases.c.unit_id == units.c.id)
        .outerjoin(visits, visits.c.unit_id == units.c.id)
        .where(monitorings.c.ended_on.is_(None))
        .order_by(monitorings.c.started_on, monitorings.c.id)
        .limit(MOST_MONITORED)
    )
    return tuple(Monitored(*row) for row in found)


def read_last_said(session: Session, lines: Sequence[CaseLine]) -> dict[str, Said]:
    """The last message about each of these cases, by its number; a case of which nobody was told is missing."""
    number = messages.c.facts["number"].as_string()
    of_these = select(rectifications.c.unit_id).where(rectifications.c.id.in_([line.id for line in lines]))
    newest = (
        select(func.max(messages.c.id))
        .where(messages.c.unit_id.in_(of_these), number.in_([line.number for line in lines]))
        .group_by(number)
    )
    found = session.execute(
        select(number.label("number"), messages.c.queued_on, messages.c.kind).where(messages.c.id.in_(newest))
    )
    return {row.number: Said(row.queued_on, row.kind) for row in found} if lines else {}


def _per_unit(table: Table, condition: ColumnElement[bool]) -> Select[Any]:
    return select(table.c.unit_id, func.count().label("count")).where(condition).group_by(table.c.unit_id)
