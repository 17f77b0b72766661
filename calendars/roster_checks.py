"""What no single cell can tell: whether everybody has somebody, and nobody stands twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from calendars.roster_sheets import FILE, Row
from calendars.roster_words import PEOPLE, UNITS, role_of
from rules.errors import Problem, Severity
from rules.office import Channel, Person, Role, Unit
from rules.units import SCHOOLS, by_code, inherited, is_below_itself

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Units = Sequence[tuple[Row, Unit]]
    People = Sequence[tuple[Row, Person]]

LARGEST_ZONE = 20
"""Source: rules-of-the-field 2.11: a zone has at most 20 schools."""
LARGEST_LOAD = 8
"""Source: rules-of-the-field 2.3: an inspector has about 5 schools; from the ninth on it is too much to pass over."""


def settled(units: list[tuple[Row, Unit]], problems: list[Problem]) -> list[tuple[Row, Unit]]:
    """The units with what they have from those above them; a school that has no zone then is a problem."""
    plain = tuple(unit for _, unit in units)
    known = by_code(plain)
    problems += (row.problem("上级单位", "parent_circle") for row, unit in units if is_below_itself(known, unit))
    whole = list(zip((row for row, _ in units), inherited(plain), strict=True))
    problems += (row.problem("责任区", "cell_empty") for row, unit in whole if unit.kind in SCHOOLS and not unit.zone)
    return whole


@dataclass(frozen=True, slots=True)
class Claims:
    """Who the sheet says is there, whether the rest of the row is right or not: nobody is told twice of one mistake.

    Args:
        roles: the roles that somebody has.
        held: unit code and role.
        inspectors: name to zone.
    """

    roles: frozenset[Role]
    held: frozenset[tuple[str, Role]]
    inspectors: dict[str, str]


def claims(rows: Sequence[Row], codes: dict[str, str]) -> Claims:
    """What the rows of 人员 claim; `codes` are the unit codes by name and by code."""
    found = [(row, role) for row in rows if (role := role_of(row.text("角色"))) is not None]
    inspectors = {row.text("姓名"): row.text("责任区") for row, role in found if role is Role.INSPECTOR}
    return Claims(
        roles=frozenset(role for _, role in found),
        held=frozenset((codes.get(row.text("单位"), ""), role) for row, role in found),
        inspectors=inspectors,
    )


def check_roster(
    units: Units, people: People, claimed: Claims, channels: Sequence[Channel] | None
) -> tuple[Problem, ...]:
    """Every error and warning over the rows that could be read."""
    schools = [(row, unit) for row, unit in units if unit.kind in SCHOOLS]
    return (
        *_units_twice(units),
        *_people_twice(people),
        *_office_people(claimed),
        *_people_of_units(schools, claimed),
        *_inspectors(schools, claimed),
        *_zones(units, people),
        *_loads(schools, people),
        *_recused(schools, people),
        *(() if channels is None else _unreachable(people, channels)),
    )


def _units_twice(units: Units) -> Iterator[Problem]:
    codes, names = dict[str, Row](), dict[str, Row]()
    for row, unit in units:
        for header, value, first in (("编号", unit.code, codes), ("名称", unit.name, names)):
            if value in first:
                yield row.problem(header, "cell_twice", first=first[value].place(header))
            first.setdefault(value, row)


def _people_twice(people: People) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row, person in people:
        if person.name in first:
            yield row.problem("姓名", "person_twice", first=first[person.name].place("姓名"))
        first.setdefault(person.name, row)


def _office_people(claimed: Claims) -> Iterator[Problem]:
    for role, name in ((Role.DIRECTOR, "督导室主任"), (Role.COORDINATOR, "督导室干事")):
        if role not in claimed.roles:
            more = {"line": "", "key": "角色"}
            yield Problem(FILE, f"{PEOPLE}!B", "role_missing", "", name, more=more)


def _people_of_units(units: Units, claimed: Claims) -> Iterator[Problem]:
    for row, unit in units:
        if (unit.code, Role.LIAISON) not in claimed.held:
            yield row.problem("名称", "no_liaison")
        if (unit.code, Role.PRINCIPAL) not in claimed.held:
            yield _warning(row.problem("名称", "no_principal"))


def _inspectors(units: Units, claimed: Claims) -> Iterator[Problem]:
    zones = set(claimed.inspectors.values())
    for row, unit in units:
        if unit.inspector and unit.inspector not in claimed.inspectors:
            yield row.problem("责任督学", "no_such_inspector", "、".join(claimed.inspectors))
        if not unit.inspector and unit.zone not in zones:
            yield row.problem("责任区", "no_inspector", unit=unit.name)


def _zones(units: Units, people: People) -> Iterator[Problem]:
    places = {unit.zone for _, unit in units}
    sizes = Counter(unit.zone for _, unit in units if unit.kind in SCHOOLS)
    for zone, size in sorted(sizes.items()):
        if size > LARGEST_ZONE:
            more = {"line": "", "key": "责任区", "size": str(size)}
            yield Problem(FILE, f"{UNITS}!责任区", "zone_large", zone, f"≤ {LARGEST_ZONE}", Severity.WARNING, more)
    for row, person in people:
        if person.role is Role.INSPECTOR and person.zone not in places:
            yield _warning(row.problem("责任区", "zone_empty", "、".join(sorted(places - {""}))))


def _loads(schools: Units, people: People) -> Iterator[Problem]:
    """How many schools an inspector has: those by name, and a share of those of the zone that name nobody."""
    colleagues = Counter(person.zone for _, person in people if person.role is Role.INSPECTOR)
    named = Counter(unit.inspector for _, unit in schools)
    shared = Counter(unit.zone for _, unit in schools if not unit.inspector)
    for row, person in people:
        if person.role is not Role.INSPECTOR:
            continue
        load = named[person.name] + ceil(shared[person.zone] / colleagues[person.zone])
        if load > LARGEST_LOAD:
            yield _warning(row.problem("姓名", "inspector_load", f"≤ {LARGEST_LOAD}", load=str(load)))


def _recused(schools: Units, people: People) -> Iterator[Problem]:
    """Somebody close to a school is not its inspector, neither by name nor as one of its zone (条例 art. 10)."""
    for row, person in people:
        if not person.recused:
            continue
        kept = [unit for _, unit in schools if unit.code in person.recused and _serves(person, unit)]
        if kept:
            yield row.problem("回避单位", "recused", units="、".join(unit.name for unit in kept))


def _serves(person: Person, unit: Unit) -> bool:
    return unit.inspector == person.name if unit.inspector else unit.zone == person.zone


def _unreachable(people: People, channels: Sequence[Channel]) -> Iterator[Problem]:
    for row, person in people:
        if not any(_reaches(channel, person) for channel in channels):
            yield _warning(row.problem("姓名", "nobody_reached"))


def _reaches(channel: Channel, person: Person) -> bool:
    """Without channels of their own a person is told through every channel of the office; e-mail needs an address."""
    if person.channels and channel.name not in {way.partition("=")[0] for way in person.channels}:
        return False
    return channel.kind != "email" or bool(person.email)


def _warning(problem: Problem) -> Problem:
    return replace(problem, severity=Severity.WARNING)
