"""Which schools are owed a visit: the routine one of a month, or those that the law asks for in a term."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.tables import assignment_is_owed, assignments, offices, units, visits, work_items
from rules.chasing import VISITS_A_TERM, term_of
from rules.desk import Desk
from rules.plan import Asks, Kind
from rules.spanning import month_end
from rules.units import SCHOOLS

_SETTLING = timedelta(days=31)
"""An office that began to sweep later than this into a term is not told what was missed before it began."""


def in_month(session: Session, day: date) -> set[int]:
    """The schools whose routine visit of the month nobody has made."""
    first, last = day.replace(day=1), month_end(day.year, day.month)
    found = session.scalars(
        select(assignments.c.unit_id)
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .where(assignment_is_owed, assignments.c.due_on.between(first, last))
        .where(work_items.c.kind == Kind.ROUTINE_VISIT, work_items.c.asks == Asks.SITE_VISIT)
    )
    return set(found)


def short_of_law(session: Session, desk: Desk, day: date) -> dict[int, int]:
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
