"""The record of a visit: kept with its columns, and it answers the work for which the inspector went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import OPEN_ASSIGNMENT, AssignmentStatus, Subject, Visit
from models.rows import insert_new
from models.tables import (
    assignment_is_owed,
    assignments,
    complaint_visits,
    complaints,
    draw_visits,
    rectifications,
    visits,
    work_items,
)
from rules.chasing import term_of
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.office import Person
from rules.plan import Asks, Kind
from rules.units import Unit, above
from services import history, people

COUNTS = ("papers", "meetings", "talks", "questionnaires", "rounds")
"""The numbers of the form: papers read, meetings joined, talks, questionnaires, rounds of the campus."""

_HANDED_IN = AssignmentStatus.SUBMITTED
HALVES = ("all", "am", "pm")


@dataclass(frozen=True, slots=True)
class Record:
    """What the record says; see `models.visit`.

    Args:
        visited_on: None: today.
        by: who enters it; empty: the inspector.
        findings: numbers of rectifications that were opened for what was found.
        assignment_id: the work that it answers; None: the unit's owed visit of those days, the monthly one first.
    """

    unit: str
    inspector: str
    looked_at: str
    result: str
    visited_on: date | None = None
    half: str = "all"
    by: str = ""
    companions: Sequence[str] = ()
    record: str = ""
    highlights: str = ""
    problems: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: Sequence[str] = ()
    assignment_id: int | None = None


def record_visit(session: Session, day: date, desk: Desk, record: Record) -> int:
    """The visit is recorded and its work answered; the visit's id, the same when the same visit comes again.

    Raises:
        NotFoundError: no such unit, person, assignment or rectification.
        RefusedError: a visitor who is of a school or should stay away, a day to come, nothing written, an impossible
            number, or a rectification or assignment of another unit.
    """
    place, visited_on = people.unit_named(session, record.unit), record.visited_on or day
    visitor = people.office_person_named(session, record.inspector)
    writer = people.office_person_named(session, record.by or record.inspector)
    _check(day, desk, record, place, visitor, visited_on)
    numbers = _findings(session, record, place)
    key = f"{place.code}:{visited_on}:{record.half}:{visitor.name}"
    work = _work(session, record, place, visited_on)
    row = _row(day, desk, record, place, visited_on) | {"key": key, "findings": numbers, "recorded_by": writer.name}
    added = insert_new(session, Visit, [row | {"assignment_id": work.id if work else None}])
    if added:
        history.append(session, day, Subject.VISIT, [history.Step(added[0].id, "", "recorded", "")], by=writer.name)
    if work and work.status in OPEN_ASSIGNMENT:
        why = f"{visited_on} {record.result.strip()}"
        _answer(session, day, work, history.Step(work.id, work.status, _HANDED_IN, why), by=visitor.name)
    return int(session.execute(select(visits.c.id).where(visits.c.key == key)).scalar_one())


def _check(  # noqa: PLR0913, PLR0917  (all sides of a record)
    day: date, desk: Desk, record: Record, place: people.Place, visitor: Person, visited_on: date
) -> None:
    if visited_on > day:
        raise RefusedError("refuse.visit_to_come", visited=visited_on, day=day)
    if not record.looked_at.strip() or not record.result.strip():
        raise RefusedError("refuse.nothing_written")
    if record.half not in HALVES:
        raise RefusedError("refuse.bad_half", half=record.half)
    for name in (visitor.name, *record.companions):
        if stays_away(desk, name, place.code):
            raise RefusedError("refuse.stays_away", person=name, unit=place.name)
    bad = [f"{name}={value}" for name, value in record.counts.items() if name not in COUNTS or value < 0]
    if bad:
        raise RefusedError("refuse.bad_count", value="、".join(bad))


def stays_away(desk: Desk, name: str, code: str) -> bool:
    """Whether the inspector is close to the unit or to one above it (条例 art. 10)."""
    line = _line(desk, code)
    return any(person.name == name and not line.isdisjoint(person.recused) for person in desk.roster.people)


def _line(desk: Desk, code: str) -> set[str]:
    unit = _unit(desk, code)
    return {code, *(one.code for one in above(desk.roster.units, unit))} if unit else {code}


def _unit(desk: Desk, code: str) -> Unit | None:
    return next((unit for unit in desk.roster.units if unit.code == code), None)


def _findings(session: Session, record: Record, place: people.Place) -> list[str]:
    numbers = [number.strip() for number in record.findings if number.strip()]
    if not numbers:
        return []
    found = session.execute(
        select(rectifications.c.number, rectifications.c.unit_id).where(rectifications.c.number.in_(numbers))
    )
    units = dict(found.tuples().all())
    for number in numbers:
        if number not in units:
            raise NotFoundError("refuse.no_case", case=number)
        if units[number] != place.id:
            raise RefusedError("refuse.not_of_the_visit", case=number, unit=place.name)
    return numbers


def _work(session: Session, record: Record, place: people.Place, visited_on: date) -> Any:
    """The assignment that is answered: the one that was picked, else an owed visit of the unit in whose days it falls.

    A visit for which the inspector was drawn or sent goes before the routine one; None where there is neither.
    """
    chosen = (
        select(*(assignments.c[name] for name in ("id", "status", "unit_id")))
        .add_columns(draw_visits.c.inspectors, complaints.c.inspector, work_items.c.kind)
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .outerjoin(draw_visits, draw_visits.c.assignment_id == assignments.c.id)
        .outerjoin(complaint_visits, complaint_visits.c.assignment_id == assignments.c.id)
        .outerjoin(complaints, complaints.c.id == complaint_visits.c.complaint_id)
        .order_by(assignments.c.due_on, assignments.c.id)
    )
    if record.assignment_id is not None:
        row = session.execute(chosen.where(assignments.c.id == record.assignment_id)).one_or_none()
        if row is None:
            raise NotFoundError("refuse.no_assignment", id=record.assignment_id)
        if row.unit_id != place.id:
            raise RefusedError("refuse.other_assignment", id=record.assignment_id, unit=place.name)
        return row
    fits = (
        assignment_is_owed,
        assignments.c.unit_id == place.id,
        work_items.c.asks == Asks.SITE_VISIT,
        assignments.c.opens_on <= visited_on,
        assignments.c.due_on >= visited_on,
    )
    owed = session.execute(chosen.where(*fits)).all()
    drawn = [row for row in owed if record.inspector.strip() in (*(row.inspectors or ()), row.inspector)]
    routine = [row for row in owed if row.kind == Kind.ROUTINE_VISIT and not row.inspectors]
    return next(iter(drawn + routine), None)


def _row(day: date, desk: Desk, record: Record, place: people.Place, visited_on: date) -> dict[str, Any]:
    unit = _unit(desk, place.code)
    term = term_of(desk.office.terms, unit.stages, visited_on) if unit and unit.stages else None
    return {
        "unit_id": place.id,
        "visited_on": visited_on,
        "half": record.half,
        "season": term[0] if term else "",
        "inspector": record.inspector.strip(),
        "companions": [name.strip() for name in record.companions if name.strip()],
        "looked_at": record.looked_at.strip(),
        "record": record.record.strip(),
        "highlights": record.highlights.strip(),
        "problems": record.problems.strip(),
        "result": record.result.strip(),
        "counts": {name: record.counts.get(name, 0) for name in COUNTS},
        "recorded_on": day,
    }


def _answer(session: Session, day: date, work: Any, step: history.Step, *, by: str) -> None:
    """The report is what the law asks for after a visit (条例 art. 15); the office accepts it."""
    session.execute(
        update(assignments)
        .where(assignments.c.id == work.id, assignments.c.status == work.status)
        .values(status=_HANDED_IN, answered_on=day, answer=step.why)
    )
    history.append(session, day, Subject.ASSIGNMENT, [step], by=by)
