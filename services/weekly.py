"""The week summed up for the coordinators: what moved, what is overdue, and which messages need a person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, String, Table, bindparam, cast, exists, func, select
from sqlalchemy.orm import Session

from models import MessageStatus
from models.tables import (
    assignment_is_owed,
    assignments,
    findings,
    messages,
    rectification_is_ended,
    rectification_is_owed,
    rectifications,
    units,
    work_items,
)
from models.tables import people as persons
from rules.desk import Desk
from rules.office import Role
from services import people, posting

_LINES = 20
"""So many pieces of overdue work are named; the numbers count them all."""


def summarise(session: Session, day: date, desk: Desk) -> list[int]:
    """Every coordinator has the summary of the seven days up to that day; the ids of the messages, [] again.

    From Saturday to Friday, so that what moves on a weekend, which may be worked, stands in the next summary.

    Args:
        session: the transaction.
        day: a day of the week that is summed up, its last one; it counts as overdue what was due before it.
        desk: the office.
    """
    monday = day - timedelta(days=day.weekday())
    key = f"week_summary:{monday}:"
    if not _waits_for(session, key):
        return []
    first = day - timedelta(days=6)
    span = {"week": monday.isoformat(), "first": first.isoformat(), "last": day.isoformat()}
    facts = {**span, **_counts(session, first, day), "lines": _lines(session, day, desk)}
    coordinators = people.directory(session).all_of(Role.COORDINATOR)
    notes = [posting.Note(f"{key}{contact.id}", "week_summary", contact, facts) for contact in coordinators]
    return posting.queue(session, day, desk, notes)


def _waits_for(session: Session, key: str) -> bool:
    """Whether a coordinator has no such summary yet: every day asks, and the counts are worth one day a week."""
    return session.scalar(_LACKING, {"key": key}) is not None


_has_it = exists().where(messages.c.key == bindparam("key", type_=String) + cast(persons.c.id, String))
_LACKING = select(persons.c.id).where(persons.c.role == Role.COORDINATOR, persons.c.active, ~_has_it).limit(1)
"""Coordinators without the summary; put together once."""


def _counts(session: Session, first: date, day: date) -> dict[str, int]:
    work, cases = assignments.c, rectifications.c
    counts = {
        "opened": _count(assignments, work.opened_on.between(first, day)),
        "answered": _count(assignments, work.answered_on.between(first, day)),
        "overdue": _count(assignments, assignment_is_owed & (work.due_on < day)),
        "cases_open": _count(rectifications, ~rectification_is_ended),
        "cases_overdue": _count(rectifications, rectification_is_owed & (cases.due_on < day)),
        "dead": _count(messages, messages.c.status == MessageStatus.DEAD),
        "unknown": _count(messages, messages.c.status == MessageStatus.UNKNOWN),
    }
    found = session.execute(select(*counts.values())).one()
    return dict(zip(counts, found, strict=True))


def _count(table: Table, condition: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).where(condition).scalar_subquery()


def _lines(session: Session, day: date, desk: Desk) -> list[dict[str, Any]]:
    """Overdue cases first, the oldest due day first, then overdue assignments."""
    cases = session.execute(
        select(rectifications.c.number, rectifications.c.first_due_on, findings.c.fact, *_due(rectifications))
        .join(findings, findings.c.id == rectifications.c.finding_id)
        .join(units, units.c.id == rectifications.c.unit_id)
        .where(rectification_is_owed, rectifications.c.due_on < day)
        .order_by(rectifications.c.due_on, rectifications.c.id)
        .limit(_LINES)
    )
    work = session.execute(
        select(assignments.c.id, work_items.c.title, *_due(assignments))
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .join(units, units.c.id == assignments.c.unit_id)
        .where(assignment_is_owed, assignments.c.due_on < day)
        .order_by(assignments.c.due_on, assignments.c.id)
        .limit(_LINES)
    )
    lines = [posting.case_line(desk, day, row, row.unit) for row in cases]
    return (lines + [posting.assignment_line(desk, day, row, row.title, row.unit) for row in work])[:_LINES]


def _due(table: Table) -> tuple[Any, ...]:
    return table.c.due_on, table.c.status, units.c.name.label("unit")
