"""The day after: what was not answered in time is overdue, and its doer hears of it once a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import AssignmentStatus, Subject
from models.tables import assignment_is_owed, assignments, work_items
from rules.closing import ASSIGNMENT_STEPS
from rules.desk import Desk
from rules.plan import Doer
from services import gathering, history, people, posting
from words import say

_BEFORE = tuple(AssignmentStatus(status) for status in ASSIGNMENT_STEPS["lapse"])


def lapse(session: Session, day: date, desk: Desk) -> list[int]:
    """Assignments due before the day and not answered are overdue; due today is in time. The ids that moved."""
    late = select(assignments.c.status).where(assignment_is_owed, assignments.c.due_on < day).distinct()
    standing = set(session.scalars(late))
    why = say(desk.office.language, "act.lapsed")
    gone: list[gathering.Owed] = []
    for status in (status for status in _BEFORE if status in standing):
        moved = _lapse_from(session, status, day)
        steps = (history.Step(it, status, AssignmentStatus.OVERDUE, why) for _, it in moved)
        history.append(session, day, Subject.ASSIGNMENT, steps)
        gone += moved
    if gone:
        posting.queue(session, day, desk, _notes(session, day, desk, gone))
    return sorted(assignment_id for _, assignment_id in gone)


def _lapse_from(session: Session, status: AssignmentStatus, day: date) -> list[gathering.Owed]:
    moved = session.execute(
        update(assignments)
        .where(assignment_is_owed, assignments.c.status == status, assignments.c.due_on < day)
        .values(status=AssignmentStatus.OVERDUE)
        .returning(assignments.c.unit_id, assignments.c.id)
    )
    return [(unit_id, assignment_id) for unit_id, assignment_id in moved]


def _notes(session: Session, day: date, desk: Desk, gone: list[gathering.Owed]) -> Iterator[posting.Note]:
    """One a person, as they are queued: the people of a unit as soon as its work is gone through."""
    items = {row.id: row for row in session.execute(select(work_items.c.id, work_items.c.title, work_items.c.doer))}
    lines = posting.Lines()

    def doer(row: Any) -> Doer:
        return Doer(items[row.work_item_id].doer)

    def line(found: people.Directory, row: Any) -> dict[str, Any]:
        return posting.assignment_line(desk, day, row, items[row.work_item_id].title, found.name_of(row.unit_id))

    def key(contact: people.Contact) -> str:
        return f"overdue:{day}:{contact.id}"

    for ended in gathering.gather(session, lines, gone, doer, line):
        yield from lines.notes("overdue", key, of=ended)
    yield from lines.notes("overdue", key)
