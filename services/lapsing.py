"""The day after: what was not answered in time is overdue, and its doer hears of it once a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import literal, select, update
from sqlalchemy.orm import Session

from models import AssignmentStatus, Subject
from models.tables import assignment_is_owed, assignments, work_items
from rules.closing import ASSIGNMENT_STEPS
from rules.desk import Desk
from rules.plan import Doer
from services import history, people, posting, visitors
from words import say

_BEFORE = tuple(AssignmentStatus(status) for status in ASSIGNMENT_STEPS["lapse"])


def lapse(session: Session, day: date, desk: Desk) -> list[int]:
    """Assignments due before the day and not answered are overdue; due today is in time. The ids that moved."""
    late = select(assignments.c.status).where(assignment_is_owed, assignments.c.due_on < day).distinct()
    standing = set(session.scalars(late))
    gone = [row for status in _BEFORE if status in standing for row in _lapse_from(session, status, day)]
    if not gone:
        return []
    why = say(desk.office.language, "act.lapsed")
    steps = [history.Step(row.id, row.was, row.status, why) for row in gone]
    history.append(session, day, Subject.ASSIGNMENT, steps)
    posting.queue(session, day, desk, _notes(session, day, desk, gone))
    return sorted(row.id for row in gone)


def _lapse_from(session: Session, status: AssignmentStatus, day: date) -> list[Any]:
    return list(
        session.execute(
            update(assignments)
            .where(assignment_is_owed, assignments.c.status == status, assignments.c.due_on < day)
            .values(status=AssignmentStatus.OVERDUE)
            .returning(
                assignments.c.id,
                assignments.c.work_item_id,
                assignments.c.unit_id,
                assignments.c.due_on,
                assignments.c.unannounced,
                assignments.c.status,
                literal(str(status)).label("was"),
            )
        )
    )


def _notes(session: Session, day: date, desk: Desk, gone: list[Any]) -> list[posting.Note]:
    items = {row.id: row for row in session.execute(select(work_items.c.id, work_items.c.title, work_items.c.doer))}
    found = people.directory(session, (row.unit_id for row in gone))
    sent, lines = visitors.of_assignments(session, gone), posting.Lines()
    for row in gone:
        item = items[row.work_item_id]
        doers = sent.doers(found, Doer(item.doer), row)
        lines.add(doers, posting.assignment_line(desk, day, row, item.title, found.name_of(row.unit_id)))
    return lines.notes("overdue", lambda contact: f"overdue:{day}:{contact.id}")
