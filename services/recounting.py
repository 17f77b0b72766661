"""Counting again: when holidays or terms become known, provisional deadlines are recomputed and the change is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from models import AssignmentStatus, Subject
from models.rows import batches
from models.tables import (
    assignment_is_owed,
    assignments,
    findings,
    offices,
    rectification_is_owed,
    rectifications,
    work_items,
)
from rules.counting import DueDay, due_day
from rules.desk import Desk
from rules.office import Role
from rules.plan import Doer, DueBasis, Occurrence
from rules.recurring import occurrences
from rules.working_days import digest, next_working_day
from services import history, people, posting
from words import say

_OF_A_CASE = (Role.LIAISON, Role.PRINCIPAL, Role.INSPECTOR)
_Given = tuple[date, bool]


@dataclass(frozen=True, slots=True)
class _Moved:
    """One deadline as it was told and as it is now."""

    row: Any
    due: DueDay
    status: str
    told: Callable[[people.Directory], Iterable[people.Contact]]

    @property
    def is_new_day(self) -> bool:
        return bool(self.row.due_on != self.due.on)


def recount(session: Session, day: date, desk: Desk) -> list[int]:
    """No provisional deadline is left that the days known now would count otherwise; those told of one know the new.

    Nothing is looked at while holidays and terms are those of the last time. A deadline never moves to a day that has
    passed: it then is the next working day, or stays.

    Returns:
        The ids of what got another day: assignments first, then rectifications.
    """
    version = _version(desk)
    if session.scalar(select(offices.c.calendar_digest)) == version:
        return []
    session.execute(update(offices).values(calendar_digest=version))
    work, cases = _assignments(session, day, desk), _cases(session, day, desk)
    for subject, table, moved in (
        (Subject.ASSIGNMENT, assignments, work),
        (Subject.RECTIFICATION, rectifications, cases),
    ):
        _store(session, table, moved)
        history.append(session, day, subject, [_step(desk, it) for it in moved])
        _tell(session, day, desk, subject, [it for it in moved if it.is_new_day])
    return [it.row.id for it in work if it.is_new_day] + [it.row.id for it in cases if it.is_new_day]


def _version(desk: Desk) -> str:
    terms = sorted(map(str, desk.office.terms))
    return sha256("|".join([digest(desk.calendar), str(desk.office.policies.counting), *terms]).encode()).hexdigest()[
        :32
    ]


def _assignments(session: Session, day: date, desk: Desk) -> list[_Moved]:
    rows = session.execute(
        select(assignments, work_items.c.item, work_items.c.title, work_items.c.doer)
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .where(assignment_is_owed, assignments.c.due_provisional)
        .order_by(assignments.c.id)
    )
    planned = cache(lambda year: {(it.item, it.period): it for it in occurrences(desk, year)})
    found = ((row, _due_of(desk, row, planned)) for row in rows)
    return [_moved_assignment(row, _not_passed(desk, row, due, day), day) for row, due in found if _differs(row, due)]


def _due_of(desk: Desk, row: Any, planned: Callable[[int], dict[tuple[str, str], Occurrence]]) -> DueDay:
    """As the plan dates the occurrence now; work opened by hand is counted from its opening day."""
    for year in (row.opens_on.year, row.opens_on.year + 1, row.opens_on.year - 1):
        occurrence = planned(year).get((row.item, row.period))
        if occurrence is not None:
            return DueDay(occurrence.due_on, occurrence.due_provisional)
    return _counted(desk, row, row.opens_on)


def _moved_assignment(row: Any, due: DueDay, day: date) -> _Moved:
    """What was overdue by the old day and is not by the new one is open again."""
    in_time_again = row.status == AssignmentStatus.OVERDUE and due.on >= day
    doer, unannounced = Doer(row.doer), row.unannounced
    return _Moved(
        row,
        due,
        AssignmentStatus.OPEN if in_time_again else row.status,
        lambda found: found.doers(doer, row.unit_id, unannounced=unannounced),
    )


def _cases(session: Session, day: date, desk: Desk) -> list[_Moved]:
    rows = session.execute(
        select(rectifications, findings.c.fact)
        .join(findings, findings.c.id == rectifications.c.finding_id)
        .where(rectification_is_owed, rectifications.c.due_provisional)
        .order_by(rectifications.c.id)
    )
    found = ((row, _counted(desk, row, row.counted_from)) for row in rows)
    return [_moved_case(row, _not_passed(desk, row, due, day)) for row, due in found if _differs(row, due)]


def _moved_case(row: Any, due: DueDay) -> _Moved:
    return _Moved(
        row, due, row.status, lambda found: [it for role in _OF_A_CASE for it in found.told(role, row.unit_id)]
    )


def _counted(desk: Desk, row: Any, start: date) -> DueDay:
    basis = DueBasis(row.due_basis)
    if basis not in (DueBasis.WORKING_DAYS, DueBasis.CALENDAR_DAYS):
        return DueDay(row.due_on, row.due_provisional)
    return due_day(desk.calendar, desk.office.policies.counting, start, basis, row.due_value)


def _differs(row: Any, due: DueDay) -> bool:
    return bool((row.due_on, row.due_provisional) != (due.on, due.provisional))


def _not_passed(desk: Desk, row: Any, due: DueDay, day: date) -> DueDay:
    if due.on >= day or row.due_on < day:
        return due
    return DueDay(min(row.due_on, next_working_day(desk.calendar, day)), due.provisional)


def _store(session: Session, table: Table, moved: list[_Moved]) -> None:
    """One statement for each new day, however many rows it is for."""
    groups: dict[tuple[date, bool, str, str], list[int]] = defaultdict(list)
    for it in moved:
        groups[it.due.on, it.due.provisional, it.row.status, it.status].append(it.row.id)
    for (due_on, provisional, was, status), ids in groups.items():
        values = {"due_on": due_on, "due_provisional": provisional, "status": str(status)}
        for batch in batches(ids):
            session.execute(update(table).where(table.c.id.in_(batch), table.c.status == was).values(values))


def _step(desk: Desk, it: _Moved) -> history.Step:
    return history.Step(it.row.id, it.row.status, it.status, _why(desk, it))


def _why(desk: Desk, it: _Moved) -> str:
    word = "act.due_moved" if it.is_new_day else "act.due_settled"
    return say(desk.office.language, word, old=it.row.due_on, new=it.due.on)


def _tell(session: Session, day: date, desk: Desk, subject: Subject, moved: list[_Moved]) -> None:
    """One message for each person and piece of work, naming all its units."""
    found = people.directory(session, (it.row.unit_id for it in moved))
    about: dict[tuple[people.Contact, str], list[_Moved]] = defaultdict(list)
    for it in moved:
        what = f"{it.row.item}:{it.row.period}" if subject is Subject.ASSIGNMENT else str(it.row.id)
        for contact in it.told(found):
            about[contact, what].append(it)
    notes = [
        posting.Note(
            f"due_changed:{subject}:{what}:{its[0].due.on}:{contact.id}",
            "due_changed",
            contact,
            _facts(desk, its, found),
        )
        for (contact, what), its in about.items()
    ]
    posting.queue(session, day, desk, notes)


def _facts(desk: Desk, its: list[_Moved], found: people.Directory) -> dict[str, Any]:
    first = its[0]
    return {
        "title": first.row.title if hasattr(first.row, "title") else f"{first.row.number} {first.row.fact}",
        "unit": posting.listed(found.name_of(it.row.unit_id) for it in its),
        "old_on": first.row.due_on.isoformat(),
        "new_on": first.due.on.isoformat(),
        "why": _why(desk, first),
    }
