"""The published occurrences as calendars show them: one of the office, one a zone, one a person.

What is secret stands in the calendars of the office and of the inspectors only; a school's people see their own unit's.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from models import PlannedOccurrence, UnitRow
from rules.kinds import Doer
from rules.office import Role
from services import people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from rules.desk import Desk

UNITS_SHOWN = 12
"""So many units are named in an event; the others are a number."""

OFFICE_ROLES = frozenset({Role.COORDINATOR, Role.DIRECTOR})


@dataclass(frozen=True, slots=True)
class Event:
    """One occurrence in one calendar.

    Args:
        uid: for ever the same in this calendar.
        title, programme, item, period, doer: as published.
        opens_on, due_on: both inclusive.
        units: names of the units that this calendar is about; the first `UNITS_SHOWN`, `unit_count` counts all.
        sequence, changed_on, planned_on: how often it was changed, when last, when first published.
        cancelled: it was published once and left the plan, or left these units.
    """

    uid: str
    item: str
    title: str
    programme: str
    period: str
    doer: str
    opens_on: date
    due_on: date
    provisional: bool
    units: tuple[str, ...]
    unit_count: int
    planned_on: date
    changed_on: date
    sequence: int
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Dates:
    """One calendar: its folder (``zones``, ``people``, empty for the office), its name, and its events by day."""

    folder: str
    name: str
    events: tuple[Event, ...]


def read_dates(session: Session, desk: Desk) -> tuple[Dates, ...]:
    """Every calendar of the office: its own, one a zone, one a person."""
    rows = list(session.scalars(select(PlannedOccurrence).order_by(*_ORDER)))
    found = people.directory(session, session.scalars(select(col(UnitRow.id)).where(col(UnitRow.active))))
    places = {place.code: place for place in found.places.values()}
    names = dict(session.execute(select(col(UnitRow.code), col(UnitRow.name))).tuples().all())
    office = Dates("", desk.office.name, _events(rows, names, "", lambda _row, _code: True))
    return office, *_of_zones(rows, names, places), *_of_people(rows, names, found, office)


_ORDER = (col(PlannedOccurrence.opens_on), col(PlannedOccurrence.item), col(PlannedOccurrence.period))


def _of_zones(
    rows: list[PlannedOccurrence], names: Mapping[str, str], places: Mapping[str, people.Place]
) -> Iterator[Dates]:
    """What is announced to the units of a zone."""
    zones: dict[str, set[str]] = defaultdict(set)
    for place in places.values():
        if place.zone and not place.is_office:
            zones[place.zone].add(place.code)
    for zone, codes in sorted(zones.items()):

        def shows(row: PlannedOccurrence, code: str, codes: set[str] = codes) -> bool:
            return not row.secret and code in codes

        yield Dates("zones", zone, _events(rows, names, f"zone:{zone}", shows))


def _of_people(
    rows: list[PlannedOccurrence], names: Mapping[str, str], found: people.Directory, office: Dates
) -> Iterator[Dates]:
    """The office's people have the office's calendar, inspectors what they do, a school's people their unit's."""
    own: dict[people.Contact, set[str]] = defaultdict(set)
    for place in found.places.values():
        for role in (Role.LIAISON, Role.PRINCIPAL, Role.INSPECTOR):
            for contact in found.told(role, place.id):
                own[contact].add(place.code)
    for contact in found.all_of(*sorted(OFFICE_ROLES)):
        yield Dates("people", contact.name, office.events)
    for contact, codes in sorted(own.items(), key=lambda it: it[0].name):
        inspects = contact.role is Role.INSPECTOR

        def shows(row: PlannedOccurrence, code: str, codes: set[str] = codes, *, inspects: bool = inspects) -> bool:
            return code in codes and (_inspected(row) if inspects else not row.secret)

        scope = f"person:{contact.name}" if inspects else f"unit:{contact.unit_id}"
        yield Dates("people", contact.name, _events(rows, names, scope, shows))


def _inspected(row: PlannedOccurrence) -> bool:
    return row.secret or row.doer == Doer.INSPECTOR


def _events(
    rows: Iterable[PlannedOccurrence], names: Mapping[str, str], scope: str, shows: Callable[..., bool]
) -> tuple[Event, ...]:
    found = (_event(row, names, scope, shows) for row in rows)
    return tuple(event for event in found if event is not None)


def _event(row: PlannedOccurrence, names: Mapping[str, str], scope: str, shows: Callable[..., bool]) -> Event | None:
    """The occurrence where some of its units are shown; cancelled where only units are that it was for once."""
    units = [code for code in row.units if shows(row, code)]
    former = [code for code in row.former_units if shows(row, code)]
    if row.is_late or not (units or former):
        return None
    named = [names.get(code, code) for code in units or former]
    return Event(
        uid=_uid(row.uid, scope),
        item=row.item,
        title=row.title,
        programme=row.programme,
        period=row.period,
        doer=row.doer,
        opens_on=row.opens_on,
        due_on=row.due_on,
        provisional=row.provisional,
        units=tuple(named[:UNITS_SHOWN]),
        unit_count=len(named),
        planned_on=row.planned_on,
        changed_on=row.changed_on,
        sequence=row.sequence,
        cancelled=row.cancelled or not units,
    )


def _uid(uid: str, scope: str) -> str:
    part = f"-{sha256(scope.encode()).hexdigest()[:12]}" if scope else ""
    return f"{uid}{part}@dudao"
