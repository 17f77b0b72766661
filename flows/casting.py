"""Who acts for whom in a what-if year: the roster as players."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.office import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.desk import Desk

_OFFICE = (Role.COORDINATOR, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts for a unit, by name; the office acts where a unit has nobody."""

    of_unit: Mapping[str, tuple[str, ...]]
    inspectors: Mapping[str, tuple[str, ...]]
    office: tuple[str, ...]

    def speaker(self, code: str) -> str:
        """Who answers for the unit: its liaison, else its principal, else the office."""
        return (self.of_unit.get(code) or self.office)[0]

    def inspectors_of(self, code: str) -> tuple[str, ...]:
        """Who may visit the unit and verify there."""
        return self.inspectors.get(code) or self.office


def cast(desk: Desk) -> Cast:
    """The roster as players."""
    people = sorted(desk.roster.people, key=lambda person: (person.role is Role.PRINCIPAL, person.name))
    of_unit, of_zone = defaultdict(list), defaultdict(list)
    for person in people:
        if person.role in (Role.LIAISON, Role.PRINCIPAL):
            of_unit[person.unit].append(person.name)
        elif person.role is Role.INSPECTOR:
            of_zone[person.zone].append(person.name)
    inspectors = {
        unit.code: (unit.inspector,) if unit.inspector else tuple(of_zone[unit.zone]) for unit in desk.roster.units
    }
    office = [person.name for role in _OFFICE for person in people if person.role is role]
    return Cast({code: tuple(names) for code, names in of_unit.items()}, inspectors, tuple(office))
