"""Teams of inspectors: enough of them, and nobody who has to stay away from the unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from rules.desk import Desk
from rules.errors import RefusedError
from rules.office import Role
from rules.packs import Point
from rules.supervising import TEAM, earliest_on_site, is_possible
from rules.units import above
from services import people


def checked_team(session: Session, desk: Desk, names: Iterable[str], codes: Sequence[str]) -> list[str]:
    """The team's names, each once, in their order.

    Raises:
        NotFoundError: nobody of that name.
        RefusedError: fewer inspectors than the law and the office want, somebody who is none, or one close to one of
            the units.
    """
    team = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    for name in team:
        if people.office_person_named(session, name).role is not Role.INSPECTOR:
            raise RefusedError("refuse.no_inspector", person=name)
    least = max(TEAM, desk.office.policies.procedure.team, desk.pack.value(Point.TEAM))
    if len(team) < least:
        raise RefusedError("refuse.small_team", count=len(team), least=least)
    for unit in desk.roster.units:
        line = {unit.code, *(one.code for one in above(desk.roster.units, unit))} if unit.code in codes else set()
        for person in desk.roster.people:
            if person.name in team and not line.isdisjoint(person.recused):
                raise RefusedError("refuse.stays_away", person=person.name, unit=unit.name)
    return team


def check_on_site(desk: Desk, day: date, on_site_on: date) -> None:
    """Nothing happens where a team can be on site that day.

    Raises:
        RefusedError: a rest day, or too soon for the written notice; it says which day is possible.
    """
    if not is_possible(desk.calendar, on_site_on):
        raise RefusedError("refuse.rest_day", day=on_site_on)
    first = earliest_on_site(desk.calendar, day, procedure=desk.office.policies.procedure, pack=desk.pack)
    if on_site_on < first:
        raise RefusedError("refuse.on_site_too_soon", day=on_site_on, first=first)


def check_visit_day(desk: Desk, day: date, on_site_on: date) -> None:
    """Nothing happens where a team whose notice has gone out can still go that day.

    Raises:
        RefusedError: a rest day, or a day that has passed.
    """
    if not is_possible(desk.calendar, on_site_on):
        raise RefusedError("refuse.rest_day", day=on_site_on)
    if on_site_on < day:
        raise RefusedError("refuse.due_past", due=on_site_on, day=day)
