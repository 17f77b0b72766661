"""The records of visits, and how far the month and the term are covered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select
from sqlmodel import col

from models import UnitRow, Visit
from rules.chasing import VISITS_A_TERM, term_of
from rules.errors import NotFoundError
from rules.spanning import month_end
from rules.units import SCHOOLS, zone_order

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from rules.desk import Desk


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One record. `late`: it was entered more than two days after the visit."""

    id: int
    visited_on: date
    half: str
    season: str
    unit: str
    zone: str
    inspector: str
    companions: tuple[str, ...]
    looked_at: str
    record: str
    highlights: str
    problems: str
    result: str
    counts: dict[str, int]
    findings: tuple[str, ...]
    assignment_id: int | None
    recorded_on: date
    recorded_by: str

    @property
    def days_until_recorded(self) -> int:
        """Calendar days between visit and record."""
        return (self.recorded_on - self.visited_on).days


@dataclass(frozen=True, slots=True)
class ZoneVisits:
    """One zone: its schools, how many of them were visited this month, and how often this term.

    Args:
        below_law: schools with fewer visits this term than the law asks for; 0 in a vacation.
        records: visits recorded this month.
    """

    zone: str
    schools: int
    visited: int
    records: int
    below_law: int


def read_visit(session: Session, visit_id: int) -> VisitLine:
    """The record of that number.

    Raises:
        NotFoundError: no such record.
    """
    row = session.execute(_lines().where(col(Visit.id) == visit_id)).one_or_none()
    if row is None:
        raise NotFoundError("reports.no_visit", visit=str(visit_id))
    return _line(row)


def read_visits(session: Session, first: date, last: date, limit: int = 300) -> tuple[VisitLine, ...]:
    """The records of visits from `first` to `last`, both inclusive, the latest first."""
    found = _lines().where(col(Visit.visited_on).between(first, last))
    ordered = found.order_by(col(Visit.visited_on).desc(), col(UnitRow.code)).limit(limit)
    return tuple(_line(row) for row in session.execute(ordered))


def read_zone_visits(session: Session, day: date, desk: Desk) -> tuple[ZoneVisits, ...]:
    """Every zone with schools, by name; [] before anything was recorded in the year."""
    begin = date(day.year - 1, 8, 1)
    rows = session.execute(
        select(col(UnitRow.code), col(Visit.visited_on), func.count())
        .join(UnitRow, col(UnitRow.id) == col(Visit.unit_id))
        .where(col(Visit.visited_on).between(begin, month_end(day.year, day.month)))
        .group_by(col(UnitRow.code), col(Visit.visited_on))
    )
    days: dict[str, dict[date, int]] = defaultdict(dict)
    for code, on, count in rows.tuples():
        days[code][on] = count
    zones: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for unit in desk.roster.units:
        if unit.kind in SCHOOLS:
            month = sum(count for on, count in days[unit.code].items() if (on.year, on.month) == (day.year, day.month))
            zones[unit.zone].append((month, _is_below_law(desk, day, unit.stages, days[unit.code])))
    if not any(days.values()):
        return ()
    return tuple(_zone(zone, schools) for zone, schools in sorted(zones.items(), key=_by_name))


def _is_below_law(desk: Desk, day: date, stages: Any, days: dict[date, int]) -> bool:
    term = term_of(desk.office.terms, stages, day) if stages else None
    if term is None:
        return False
    return sum(count for on, count in days.items() if term[1] <= on <= term[2]) < VISITS_A_TERM


def _by_name(zone: tuple[str, object]) -> str:
    return zone_order(zone[0])


def _zone(zone: str, schools: list[tuple[int, bool]]) -> ZoneVisits:
    return ZoneVisits(
        zone=zone,
        schools=len(schools),
        visited=sum(month > 0 for month, _ in schools),
        records=sum(month for month, _ in schools),
        below_law=sum(below for _, below in schools),
    )


def _lines() -> Select[Any]:
    joined: Select[Any] = select(Visit, col(UnitRow.name).label("unit"), col(UnitRow.zone).label("zone"))
    return joined.join(UnitRow, col(UnitRow.id) == col(Visit.unit_id))


def _line(row: Any) -> VisitLine:
    visit: Visit = row.Visit
    return VisitLine(
        id=visit.id or 0,
        visited_on=visit.visited_on,
        half=visit.half,
        season=visit.season,
        unit=row.unit,
        zone=row.zone,
        inspector=visit.inspector,
        companions=tuple(visit.companions),
        looked_at=visit.looked_at,
        record=visit.record,
        highlights=visit.highlights,
        problems=visit.problems,
        result=visit.result,
        counts=visit.counts,
        findings=tuple(visit.findings),
        assignment_id=visit.assignment_id,
        recorded_on=visit.recorded_on,
        recorded_by=visit.recorded_by,
    )
