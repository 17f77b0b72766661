"""Who is who for which unit, read in sets: the liaison, the principal, the inspectors, the office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, select
from sqlalchemy.orm import Session

from models.rows import batches
from models.tables import people, units
from rules.errors import NotFoundError, RefusedError
from rules.loading import doer_role
from rules.office import Person, Role, UnitKind
from rules.plan import Asks, Doer

_OF_UNITS = (Role.LIAISON, Role.PRINCIPAL)
_PERSON = (
    select(people, units.c.code)
    .outerjoin(units, units.c.id == people.c.unit_id)
    .where(people.c.name == bindparam("its_name", type_=String), people.c.active)
)
"""Whoever acts is looked up by name: put together once."""


@dataclass(frozen=True, slots=True)
class Contact:
    """An active person of the roster."""

    id: int
    name: str
    role: Role
    unit_id: int | None
    zone: str


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as far as messages need it; `is_office` for the office itself."""

    id: int
    code: str
    name: str
    zone: str
    inspector: str
    is_office: bool
    parent: str = ""


@dataclass(slots=True)
class Directory:
    """Some units and everybody who has to do with them."""

    places: dict[int, Place] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=dict)
    _of_unit: dict[tuple[int, Role], list[Contact]] = field(default_factory=lambda: defaultdict(list))
    _of_role: dict[Role, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    _of_zone: dict[str, list[Contact]] = field(default_factory=lambda: defaultdict(list))

    def told(self, role: Role, unit_id: int) -> list[Contact]:
        """The people of a role for a unit: of the unit (else of the one above it), of its zone, or of the office.

        The responsible inspector, if the unit names one that exists, else every inspector of its zone; the office's own
        work concerns all inspectors.
        """
        if role in _OF_UNITS:
            return self._of_unit.get((unit_id, role)) or self._of_parent(role, unit_id)
        if role is Role.INSPECTOR:
            return self._inspectors(self.places[unit_id])
        return self._of_role.get(role, [])

    def doers(self, doer: Doer, unit_id: int, *, unannounced: bool) -> list[Contact]:
        """Who has the work in hand; of unannounced work the unit itself hears nothing."""
        return self.told(doer_role(doer, unannounced=unannounced), unit_id)

    def all_of(self, *roles: Role) -> list[Contact]:
        """The office's people of these roles."""
        return [contact for role in roles for contact in self._of_role.get(role, [])]

    def name_of(self, unit_id: int) -> str:
        """The unit's name."""
        return self.places[unit_id].name

    def _of_parent(self, role: Role, unit_id: int) -> list[Contact]:
        parent = self.places[unit_id].parent if unit_id in self.places else ""
        return self._of_unit.get((self._ids[parent], role), []) if parent in self._ids else []

    def _inspectors(self, place: Place) -> list[Contact]:
        everybody = self._of_role.get(Role.INSPECTOR, [])
        if place.is_office:
            return everybody
        zone = self._of_zone.get(place.zone, []) if place.zone else []
        if not place.inspector:
            return zone
        return [contact for contact in everybody if contact.name == place.inspector] or zone

    def _add(self, contact: Contact) -> None:
        if contact.role in _OF_UNITS and contact.unit_id is not None:
            self._of_unit[contact.unit_id, contact.role].append(contact)
            return
        self._of_role[contact.role].append(contact)
        if contact.role is Role.INSPECTOR:
            self._of_zone[contact.zone].append(contact)


def told_of_work(found: Directory, unit_id: int, *, doer: Doer, asks: Asks, unannounced: bool) -> list[Contact]:
    """Everybody who hears of a unit's work, and so of every change to it, each once.

    Who does it; of unannounced work the inspectors and the coordinator, never the unit; of an announced visit by others
    the unit's liaison too.
    """
    told = found.doers(doer, unit_id, unannounced=unannounced)
    if unannounced:
        told = [*told, *found.told(Role.INSPECTOR, unit_id), *found.all_of(Role.COORDINATOR)]
    elif asks is Asks.SITE_VISIT and doer is not Doer.LIAISON and not found.places[unit_id].is_office:
        told = [*told, *found.told(Role.LIAISON, unit_id)]
    return list(dict.fromkeys(told))


def directory(session: Session, unit_ids: Iterable[int] = ()) -> Directory:
    """The units with their people, and the people of the office: two statements for each thousand units, and one.

    Units that stand below others bring those and their people with them, by two statements more.
    """
    found = Directory()
    for contact in _contacts(session, people.c.role.not_in(_OF_UNITS)):
        found._add(contact)  # noqa: SLF001  (this module fills what it defines)
    for batch in batches(dict.fromkeys(unit_ids)):
        _gather(session, found, units.c.id.in_(batch))
    parents = {place.parent for place in found.places.values()} - {place.code for place in found.places.values()}
    for codes in batches(sorted(parents - {""})):
        _gather(session, found, units.c.code.in_(codes))
    return found


def _gather(session: Session, found: Directory, condition: ColumnElement[bool]) -> None:
    """The units and their people are in the directory."""
    places = [_place(row) for row in session.execute(_places(condition))]
    found.places.update((place.id, place) for place in places)
    found._ids.update((place.code, place.id) for place in places)  # noqa: SLF001  (this module fills what it defines)
    for contact in _contacts(session, people.c.unit_id.in_([place.id for place in places])):
        found._add(contact)  # noqa: SLF001  (the same)


def person_named(session: Session, name: str) -> Person:
    """The active person of that name.

    Raises:
        NotFoundError: nobody of that name in the roster.
    """
    row = session.execute(_PERSON, {"its_name": name.strip()}).one_or_none()
    if row is None:
        raise NotFoundError("refuse.no_person", person=name)
    return Person(row.name, Role(row.role), unit=row.code or "", zone=row.zone, email=row.email, phone=row.phone)


def office_person_named(session: Session, name: str) -> Person:
    """The active person of that name, who is of the office or an inspector.

    Raises:
        NotFoundError: nobody of that name in the roster.
        RefusedError: somebody of a school.
    """
    person = person_named(session, name)
    check_of_office(person)
    return person


def check_of_office(person: Person) -> None:
    """Nothing happens where the person is of the office or an inspector: the rest is not for schools to do.

    Raises:
        RefusedError: somebody of a school.
    """
    if person.unit or person.role in _OF_UNITS:
        raise RefusedError("refuse.of_a_school", person=person.name)


def unit_named(session: Session, name_or_code: str) -> Place:
    """The active unit of that code, or of that name if only one bears it.

    Raises:
        NotFoundError: no such unit.
        RefusedError: several units bear the name.
    """
    wanted = name_or_code.strip()
    named = (units.c.code == wanted) | (units.c.name == wanted)
    found = [_place(row) for row in session.execute(_places(named & units.c.active))]
    exact = [place for place in found if place.code == wanted] or found
    if not exact:
        raise NotFoundError("refuse.no_unit", unit=name_or_code)
    if len(exact) > 1:
        raise RefusedError("refuse.many_units", unit=name_or_code, codes="、".join(place.code for place in exact))
    return exact[0]


def check_may_answer(person: Person, *unit_codes: str) -> None:
    """Nothing happens where the person may answer: of the unit or the one above it, or of the office on its behalf.

    Raises:
        RefusedError: the person is of another unit.
    """
    if (not person.unit or person.unit not in unit_codes) and (person.unit or person.role in _OF_UNITS):
        raise RefusedError("refuse.other_unit", person=person.name)


def _contacts(session: Session, condition: ColumnElement[bool]) -> list[Contact]:
    found = session.execute(
        select(people.c.id, people.c.name, people.c.role, people.c.unit_id, people.c.zone)
        .where(condition, people.c.active)
        .order_by(people.c.name)
    )
    return [Contact(row.id, row.name, Role(row.role), row.unit_id, row.zone) for row in found]


def _places(condition: ColumnElement[bool]) -> Any:
    columns = (units.c.id, units.c.code, units.c.name, units.c.zone, units.c.inspector, units.c.kind, units.c.parent)
    return select(*columns).where(condition).order_by(units.c.code)


def _place(row: Any) -> Place:
    return Place(row.id, row.code, row.name, row.zone, row.inspector, row.kind == UnitKind.OFFICE, row.parent)
