"""How much work a year means for every role, person and unit, week by week; no database is needed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from rules.loading import year_load
from rules.recurring import occurrences

if TYPE_CHECKING:
    from rules.desk import Desk

LEVELS = 5
"""So many shades up to the limit; one more above it, and one above twice the limit."""

LEAST = 0.05
"""Less than this in a week is shown as nothing: a year-long commitment is no load."""

_THURSDAY = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One role, person or unit.

    Args:
        name: as a person reads it; a role's value.
        kind: a person's role, a unit's kind; of a role empty.
        most: so many pieces of work a week are the limit.
        total: pieces of work in the year; `peak` of the heaviest week, which begins on `peak_on`.
        over: in so many weeks it is more than the limit.
        by_month: twelve numbers, each week in the month of its Thursday.
        by_week: a number for each of `LoadView.weeks`.
    """

    name: str
    kind: str
    most: int
    total: float
    peak: float
    peak_on: date
    over: int
    by_month: tuple[float, ...]
    by_week: tuple[float, ...]

    @property
    def levels(self) -> tuple[int, ...]:
        """The shade of each week: 0 nothing, up to `LEVELS` within the limit, then above it, then above twice it."""
        return tuple(_level(amount, self.most) for amount in self.by_week)


@dataclass(frozen=True, slots=True)
class LoadView:
    """The load of a year; what ``dudao load --json`` writes, key by key. `weeks` are Mondays."""

    office: str
    plan: str
    year: int
    weeks: tuple[date, ...]
    person_week: int
    unit_week: int
    roles: tuple[LoadRow, ...]
    people: tuple[LoadRow, ...]
    units: tuple[LoadRow, ...]

    @property
    def months(self) -> tuple[tuple[int, int], ...]:
        """Each month with its number of weeks."""
        return tuple((month, len(list(weeks))) for month, weeks in groupby(self._months))

    @property
    def starts(self) -> frozenset[int]:
        """The places of the weeks with which a month begins."""
        return frozenset(
            place for place, month in enumerate(self._months) if place and month != self._months[place - 1]
        )

    @property
    def _months(self) -> list[int]:
        return [month_of(week, self.year) for week in self.weeks]


def read_load(desk: Desk, year: int) -> LoadView:
    """The load of a calendar year as plan, roster, terms and holidays give it; people and units in their own order."""
    load = year_load(desk, year, (*occurrences(desk, year - 1), *occurrences(desk, year)))
    policies, roster = desk.office.policies, desk.roster
    heads = Counter(person.role.value for person in roster.people)
    people = [(one.name, one.name, one.role.value, policies.person_week) for one in roster.people]
    known = {unit.code for unit in roster.units}
    units = [("office", desk.office.name, "office", policies.person_week)] if "office" not in known else []
    units += [(unit.code, unit.name, unit.kind.value, policies.unit_week) for unit in roster.units]
    roles = [(role, role, "", policies.person_week * heads[role]) for role in load.roles]
    return LoadView(
        office=desk.office.name,
        plan=desk.plan.title,
        year=year,
        weeks=load.weeks,
        person_week=policies.person_week,
        unit_week=policies.unit_week,
        roles=_rows(load.roles, roles, load.weeks, year),
        people=_rows(load.people, people, load.weeks, year),
        units=_rows(load.units, units, load.weeks, year),
    )


def month_of(week: date, year: int) -> int:
    """The month of a week's Thursday; of the first and last week, January and December."""
    return min(max(week + _THURSDAY, date(year, 1, 1)), date(year, 12, 31)).month


def _rows(
    found: dict[str, tuple[float, ...]], heads: list[tuple[str, str, str, int]], weeks: tuple[date, ...], year: int
) -> tuple[LoadRow, ...]:
    """A row for everybody who has work, in the order of `heads`: key, name, kind and limit."""
    return tuple(
        _row(name, kind, most, found[key], weeks, year) for key, name, kind, most in heads if any(found.get(key, ()))
    )


def _row(  # noqa: PLR0913, PLR0917  (a row has that many sides)
    name: str, kind: str, most: int, amounts: tuple[float, ...], weeks: tuple[date, ...], year: int
) -> LoadRow:
    by_month = [0.0] * 12
    for week, amount in zip(weeks, amounts, strict=True):
        by_month[month_of(week, year) - 1] += amount
    return LoadRow(
        name=name,
        kind=kind,
        most=most,
        total=round(sum(amounts), 1),
        peak=round(max(amounts), 1),
        peak_on=weeks[amounts.index(max(amounts))],
        over=sum(round(amount, 1) > most for amount in amounts),
        by_month=tuple(round(amount, 1) for amount in by_month),
        by_week=tuple(round(amount, 1) for amount in amounts),
    )


def _level(amount: float, most: int) -> int:
    if amount < LEAST or not most:
        return 0
    if amount > most:
        return LEVELS + (2 if amount > 2 * most else 1)
    return min(LEVELS, int(LEVELS * amount / most) + 1)
