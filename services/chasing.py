"""The last week of a month: schools not visited yet are shown to their inspectors, and at its end to the office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.tables import units, visits
from rules.chasing import MADE_UP_DAYS, shown_to_inspector_on, shown_to_office_on
from rules.desk import Desk
from rules.office import Role
from rules.working_days import is_working_day
from services import owed_visits, people, posting


def chase(session: Session, day: date, desk: Desk) -> list[int]:
    """Who has not visited a school this month hears which, once, and at the month's end the office; ids of messages.

    A month counts from the plan's monthly visits; in the last month of a term the schools that had fewer visits than
    the law asks for are named too. Where nobody swept at the month's end, the office hears of it in the next week.
    """
    if not is_working_day(desk.calendar, day):
        return []
    notes: list[posting.Note] = []
    if day >= shown_to_inspector_on(desk.calendar, day):
        notes += _to_inspectors(session, day, desk)
    before = day.replace(day=1) - timedelta(days=1)
    if day >= shown_to_office_on(desk.calendar, day):
        notes += _to_office(session, desk, day)
    elif day.day <= MADE_UP_DAYS:
        notes += _to_office(session, desk, before)
    return posting.queue(session, day, desk, notes)


def _to_inspectors(session: Session, day: date, desk: Desk) -> list[posting.Note]:
    lines = _missing(session, desk, day)
    found = people.directory(session, [line["unit_id"] for line in lines])
    about: dict[people.Contact, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        for contact in found.told(Role.INSPECTOR, line["unit_id"]):
            about[contact].append(line)
    return [_note(day, contact, theirs, "inspector") for contact, theirs in about.items()]


def _to_office(session: Session, desk: Desk, day: date) -> list[posting.Note]:
    lines = _missing(session, desk, day)
    coordinators = people.directory(session).all_of(Role.COORDINATOR) if lines else []
    return [_note(day, contact, lines, "office") for contact in coordinators]


def _note(day: date, contact: people.Contact, lines: Sequence[dict[str, Any]], whom: str) -> posting.Note:
    key = f"missing_visits:{day:%Y-%m}:{whom}:{contact.id}"
    return posting.Note(key, "missing_visits", contact, {"month": f"{day:%Y-%m}", "lines": list(lines)})


def _missing(session: Session, desk: Desk, day: date) -> list[dict[str, Any]]:
    """One line a school: not visited this month, or too seldom in a term that is about to close."""
    owed, term = owed_visits.in_month(session, day), owed_visits.short_of_law(session, desk, day)
    rows = session.execute(
        select(units.c.id, units.c.name, units.c.zone, func.max(visits.c.visited_on).label("last"))
        .outerjoin(visits, visits.c.unit_id == units.c.id)
        .where(units.c.id.in_(owed | set(term)), units.c.active)
        .group_by(units.c.id, units.c.name, units.c.zone, units.c.code)
        .order_by(units.c.zone, units.c.code)
    )
    return [
        {
            "unit_id": row.id,
            "unit": row.name,
            "zone": row.zone,
            "last": row.last.isoformat() if row.last else "",
            "owed": row.id in owed,
            "in_term": term.get(row.id, -1),
        }
        for row in rows
    ]
