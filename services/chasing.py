"""The last week of a month: schools not visited yet are shown to their inspectors, and at its end to the office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.tables import assignment_is_owed, assignments, offices, units, visits, work_items
from rules.chasing import MADE_UP_DAYS, VISITS_A_TERM, shown_to_inspector_on, shown_to_office_on, term_of
from rules.desk import Desk
from rules.office import Role
from rules.plan import Asks, Kind
from rules.spanning import month_end
from rules.units import SCHOOLS
from rules.working_days import is_working_day
from services import people, posting

_SETTLING = timedelta(days=31)
"""An office that began to sweep later than this into a term is not told what was missed before it began."""


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
    shown = [{name: value for name, value in line.items() if name != "unit_id"} for line in lines]
    key = f"missing_visits:{day:%Y-%m}:{whom}:{contact.id}"
    return posting.Note(key, "missing_visits", contact, {"month": f"{day:%Y-%m}", "lines": shown})


def _missing(session: Session, desk: Desk, day: date) -> list[dict[str, Any]]:
    """One line a school: not visited this month, or too seldom in a term that is about to close."""
    owed, term = _owed_this_month(session, day), _short_of_law(session, desk, day)
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


def _owed_this_month(session: Session, day: date) -> set[int]:
    """The schools whose routine visit of the month nobody has made."""
    first, last = day.replace(day=1), month_end(day.year, day.month)
    found = session.scalars(
        select(assignments.c.unit_id)
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .where(assignment_is_owed, assignments.c.due_on.between(first, last))
        .where(work_items.c.kind == Kind.ROUTINE_VISIT, work_items.c.asks == Asks.SITE_VISIT)
    )
    return set(found)


def _short_of_law(session: Session, desk: Desk, day: date) -> dict[int, int]:
    """Schools whose term closes this month, with the number of their visits where it is below the law's."""
    closing = {}
    for unit in desk.roster.units:
        term = term_of(desk.office.terms, unit.stages, day) if unit.kind in SCHOOLS and unit.stages else None
        if term and (term[2].year, term[2].month) == (day.year, day.month):
            closing[unit.code] = term[1:]
    since = session.scalar(select(offices.c.first_swept_on))
    if not closing or since is None or since > min(days[0] for days in closing.values()) + _SETTLING:
        return {}
    first, last = min(days[0] for days in closing.values()), max(days[1] for days in closing.values())
    in_term = visits.c.visited_on.between(first, last)
    rows = session.execute(
        select(units.c.id, func.count(visits.c.id))
        .outerjoin(visits, (visits.c.unit_id == units.c.id) & in_term)
        .where(units.c.code.in_(closing), units.c.active)
        .group_by(units.c.id)
    ).tuples()
    return {unit_id: count for unit_id, count in rows if count < VISITS_A_TERM}
