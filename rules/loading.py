"""Who has how much work in which week: the load of a resolved year, before anything of it is real.

One unit in one period is one piece of work (or `times` pieces), spread evenly over the working days from its opening to
its due day. Two people who share a unit share its pieces; of units that are drawn each counts with its chance.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rules.audience import office_unit
from rules.kinds import Doer
from rules.units import Role, UnitKind
from rules.working_days import is_working_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.desk import Desk
    from rules.plan import Draw, Entry, Occurrence
    from rules.units import Person, Unit

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """The work of one occurrence.

    Args:
        weeks: place of the week in the year to the share of the work that is done in it.
        units: unit code to its pieces; `people`: name to his.
        role: the role that does it; its pieces are those of all units, also where nobody has the role.
    """

    item: str
    title: str
    weeks: dict[int, float]
    units: dict[str, float]
    people: dict[str, float]
    role: Role


@dataclass(frozen=True, slots=True)
class YearLoad:
    """The load of a year.

    Args:
        weeks: the Mondays of its weeks, from the one with 1 January to the one with 31 December.
        units, people, roles: unit code, name and role to the pieces of work of each week; who has none is not there.
    """

    weeks: tuple[date, ...]
    pieces: tuple[Piece, ...]
    units: dict[str, tuple[float, ...]]
    people: dict[str, tuple[float, ...]]
    roles: dict[str, tuple[float, ...]]

    def heaviest(self, name: str, week: int, most: int = 3) -> tuple[str, ...]:
        """The items that make up most of a unit's or a person's work in a week, the heaviest first."""
        found: dict[str, float] = defaultdict(float)
        for piece in self.pieces:
            mine = piece.people.get(name) or piece.units.get(name) or 0
            found[piece.item] += mine * piece.weeks.get(week, 0)
        heaviest = sorted(found, key=lambda item: (-found[item], item))[:most]
        return tuple(item for item in heaviest if found[item])


def doer_role(doer: Doer, *, unannounced: bool) -> Role:
    """The role that does the work; of unannounced work the unit itself does not hear."""
    if doer is Doer.OFFICE:
        return Role.COORDINATOR
    return Role.INSPECTOR if doer is Doer.INSPECTOR or unannounced else Role.LIAISON


def weeks_of(year: int) -> tuple[date, ...]:
    """The Mondays of every week that has a day of the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    monday = first - timedelta(days=first.weekday())
    return tuple(monday + _WEEK * number for number in range((last - monday).days // 7 + 1))


def year_load(desk: Desk, year: int, found: Iterable[Occurrence]) -> YearLoad:
    """The load of the occurrences in the weeks of a year.

    Args:
        desk: its roster says who does what; its calendar, on which days.
        year: a calendar year; days outside it do not count.
        found: occurrences, also of the year before: what of them lies in the year counts.
    """
    hands, weeks = _Hands(desk), weeks_of(year)
    entries = {entry.id: entry for entry in desk.plan.entries}
    days = _Days(desk, year)
    pieces = [hands.piece(entries[one.item], one, days.shares(one.opens_on, one.due_on)) for one in found]
    here = tuple(piece for piece in pieces if piece.weeks)
    return YearLoad(
        weeks,
        here,
        units=_rows(((piece, piece.units) for piece in here), len(weeks)),
        people=_rows(((piece, piece.people) for piece in here), len(weeks)),
        roles=_rows(((piece, {piece.role.value: sum(piece.units.values())}) for piece in here), len(weeks)),
    )


def _rows(found: Iterable[tuple[Piece, dict[str, float]]], weeks: int) -> dict[str, tuple[float, ...]]:
    rows: dict[str, list[float]] = defaultdict(lambda: [0.0] * weeks)
    for piece, shares in found:
        for name, amount in shares.items():
            row = rows[name]
            for week, share in piece.weeks.items():
                row[week] += amount * share
    return {name: tuple(row) for name, row in rows.items()}


class _Days:
    """The working days of a year by week."""

    def __init__(self, desk: Desk, year: int) -> None:
        self._calendar, self._year = desk.calendar, year
        self._monday = weeks_of(year)[0]
        self._known: dict[tuple[date, date], dict[int, float]] = {}

    def shares(self, first: date, last: date) -> dict[int, float]:
        """Week to its share of the working days from `first` to `last`; of work without any, all on its last day."""
        if (first, last) not in self._known:
            every = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
            days = [day for day in every if is_working_day(self._calendar, day)] or [last]
            counts = Counter((day - self._monday).days // 7 for day in days if day.year == self._year)
            self._known[first, last] = {week: count / len(days) for week, count in counts.items()}
        return self._known[first, last]


class _Hands:
    """Whose hands a unit's work lies in: its liaison, its inspectors, the coordinators (as `services.people` tells)."""

    def __init__(self, desk: Desk) -> None:
        office = office_unit(desk.office)
        self._units = {unit.name: unit for unit in (office, *desk.roster.units)}
        self._people = desk.roster.people
        self._known: dict[tuple[str, tuple[str, ...]], tuple[dict[str, float], dict[str, float]]] = {}
        self._doers: dict[tuple[Role, str], list[Person]] = {}

    def piece(self, entry: Entry, one: Occurrence, weeks: dict[int, float]) -> Piece:
        """The occurrence as a piece of work."""
        role = doer_role(entry.doer, unannounced=entry.unannounced)
        key = (entry.id, one.units)
        if key not in self._known:
            self._known[key] = self._shares(entry, [self._units[name] for name in one.units], role)
        units, people = self._known[key]
        return Piece(entry.id, entry.title, weeks, units, people, role)

    def _shares(self, entry: Entry, units: list[Unit], role: Role) -> tuple[dict[str, float], dict[str, float]]:
        chances = _chances(entry.audience.draw, units)
        amounts = {unit.code: entry.times * chances[unit.zone] for unit in units}
        people: dict[str, float] = defaultdict(float)
        for unit in units:
            doers = self._of(role, unit)
            for person in doers:
                people[person.name] += amounts[unit.code] / len(doers)
        return amounts, dict(people)

    def _of(self, role: Role, unit: Unit) -> list[Person]:
        if (role, unit.code) not in self._doers:
            self._doers[role, unit.code] = self._find(role, unit)
        return self._doers[role, unit.code]

    def _find(self, role: Role, unit: Unit) -> list[Person]:
        everybody = [person for person in self._people if person.role is role]
        if role is Role.LIAISON:
            own = [person for person in everybody if person.unit == unit.code]
            return own or [person for person in everybody if unit.parent and person.unit == unit.parent]
        if role is not Role.INSPECTOR or unit.kind is UnitKind.OFFICE:
            return everybody
        named = [person for person in everybody if person.name == unit.inspector]
        return named or [person for person in everybody if unit.zone and person.zone == unit.zone]


def _chances(draw: Draw | None, units: list[Unit]) -> dict[str, float]:
    """Zone to the chance of each of its units to be drawn; 1 where nothing is drawn."""
    sizes = Counter(unit.zone for unit in units)
    return {zone: min(1.0, draw.per_zone / size) if draw else 1.0 for zone, size in sizes.items()}
