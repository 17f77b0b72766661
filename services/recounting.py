"""Counting again: when holidays, terms or the plan change, deadlines are recomputed and the change is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, and_, or_, select, update
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
from rules.plan import Asks, Doer, DueBasis, Occurrence
from rules.working_days import digest, next_working_day
from services import history, opening, people, posting, promising, visitors, winding
from words import say

_OF_A_CASE = (Role.LIAISON, Role.PRINCIPAL, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class _Moved:
    """One deadline as it was told and as it is now; `also`: what else of its row is otherwise now."""

    row: Any
    due: DueDay
    status: str
    told: Callable[[people.Directory], Iterable[people.Contact]]
    also: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_new_day(self) -> bool:
        return bool(self.row.due_on != self.due.on)


def recount(session: Session, day: date, desk: Desk) -> list[int]:
    """No deadline is left that the plan or the days known now would count otherwise; those told of one know the new.

    Provisional deadlines are counted again when holidays or terms have changed, firm ones only where their entry has
    moved in the plan. A deadline never moves to a day that has passed: it then is the next working day, or stays.

    Returns:
        The ids of what got another day: assignments first, then rectifications.
    """
    winding.wind(session, day, desk)
    version = _version(desk)
    is_same = session.scalar(select(offices.c.calendar_digest)) == version
    if is_same and session.scalar(select(work_items.c.id).where(work_items.c.moved).limit(1)) is None:
        return []
    session.execute(update(offices).values(calendar_digest=version))
    promising.follow_days(session, day, desk)
    work, cases = _assignments(session, day, desk), _cases(session, day, desk)
    for subject, table, moved in (
        (Subject.ASSIGNMENT, assignments, work),
        (Subject.RECTIFICATION, rectifications, cases),
    ):
        _store(session, table, moved)
        history.append(session, day, subject, [_step(desk, it) for it in moved])
        _tell(session, day, desk, subject, [it for it in moved if it.is_new_day])
    session.execute(update(work_items).where(work_items.c.moved).values(moved=False))
    return [it.row.id for it in work if it.is_new_day] + [it.row.id for it in cases if it.is_new_day]


def _version(desk: Desk) -> str:
    terms = sorted(map(str, desk.office.terms))
    return sha256("|".join([digest(desk.calendar), str(desk.office.policies.counting), *terms]).encode()).hexdigest()[
        :32
    ]


def _assignments(session: Session, day: date, desk: Desk) -> list[_Moved]:
    item = work_items.c
    rows = session.execute(
        select(assignments, item.item, item.title, item.doer, item.asks, item.moved)
        .join(work_items, item.id == assignments.c.work_item_id)
        .where(assignment_is_owed, or_(assignments.c.due_provisional, and_(item.moved, opening.opened_by_plan)))
        .order_by(assignments.c.id)
    ).all()
    planned, sent = opening.planned_now(desk, rows), visitors.of_assignments(session, rows)
    found = ((row, *_days_of(desk, row, planned.get((row.item, row.period)))) for row in rows)
    return [
        _moved_assignment(row, _not_passed(desk, row, due, day), also, day, sent)
        for row, due, also in found
        if _differs(row, due) or any(getattr(row, name) != value for name, value in also.items())
    ]


def _days_of(desk: Desk, row: Any, occurrence: Occurrence | None) -> tuple[DueDay, dict[str, Any]]:
    """As the plan dates the occurrence now; work opened by hand is counted from its opening day."""
    if occurrence is None:
        return _counted(desk, row, row.opens_on), {}
    also = {
        "opens_on": occurrence.opens_on,
        "due_basis": str(occurrence.due_basis),
        "due_value": occurrence.due_value,
    }
    return DueDay(occurrence.due_on, occurrence.due_provisional), also


def _moved_assignment(row: Any, due: DueDay, also: Mapping[str, Any], day: date, sent: visitors.Visitors) -> _Moved:
    """What was overdue by the old day and is not by the new one is open again."""
    in_time_again = row.status == AssignmentStatus.OVERDUE and due.on >= day
    doer, asks = Doer(row.doer), Asks(row.asks)
    return _Moved(
        row,
        due,
        AssignmentStatus.OPEN if in_time_again else row.status,
        lambda found: sent.told_of_work(found, row, doer=doer, asks=asks),
        also,
    )


def _cases(session: Session, day: date, desk: Desk) -> list[_Moved]:
    rows = session.execute(
        select(rectifications, findings.c.fact)
        .join(findings, findings.c.id == rectifications.c.finding_id)
        .where(rectification_is_owed, rectifications.c.due_provisional)
        .order_by(rectifications.c.id)
    )
    found = ((row, _counted(desk, row, row.counted_from)) for row in rows)
    return [_moved_case(row, _not_passed(desk, row, due, day), day) for row, due in found if _differs(row, due)]


def _moved_case(row: Any, due: DueDay, day: date) -> _Moved:
    """A ladder that was climbed by the old day begins anew where the new one has not passed."""
    climbs_anew = row.rung > 0 and due.on >= day
    return _Moved(
        row,
        due,
        row.status,
        lambda found: [it for role in _OF_A_CASE for it in found.told(role, row.unit_id)],
        {"round": row.round + 1, "rung": 0, "climbed_on": None} if climbs_anew else {},
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
    groups: dict[tuple[str, tuple[tuple[str, Any], ...]], list[int]] = defaultdict(list)
    for it in moved:
        values = {"due_on": it.due.on, "due_provisional": it.due.provisional, "status": str(it.status), **it.also}
        groups[it.row.status, tuple(values.items())].append(it.row.id)
    for (was, now), ids in groups.items():
        for batch in batches(ids):
            session.execute(update(table).where(table.c.id.in_(batch), table.c.status == was).values(dict(now)))


def _step(desk: Desk, it: _Moved) -> history.Step:
    data = {"due_on": it.due.on, "due_provisional": it.due.provisional, **it.also}
    return history.Step(it.row.id, it.row.status, it.status, _why(desk, it), data)


def _why(desk: Desk, it: _Moved) -> str:
    by_plan, by_days = ("act.due_replanned", "act.due_kept"), ("act.due_moved", "act.due_settled")
    moved, stays = by_plan if getattr(it.row, "moved", False) else by_days
    word = moved if it.is_new_day else stays
    return say(desk.office.language, word, old=it.row.due_on, new=it.due.on)


def _tell(session: Session, day: date, desk: Desk, subject: Subject, moved: list[_Moved]) -> None:
    """One message for each person and piece of work that moves from one day to another, naming all its units."""
    found = people.directory(session, (it.row.unit_id for it in moved))
    about: dict[tuple[people.Contact, str], list[_Moved]] = defaultdict(list)
    for it in moved:
        what = f"{it.row.item}:{it.row.period}" if subject is Subject.ASSIGNMENT else str(it.row.id)
        for contact in it.told(found):
            about[contact, f"{what}:{it.row.due_on}:{it.due.on}"].append(it)
    turns = history.lengths(session, subject, (its[0].row.id for its in about.values()))
    notes = [
        posting.Note(
            f"due_changed:{subject}:{day}:{what}:{turns[its[0].row.id]}:{contact.id}",
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
