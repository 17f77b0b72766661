"""Offices of any size for the bench: units with a liaison each, zones of a hundred units with an inspector each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import Engine

from calendars.founding import init_folder
from calendars.roster_sheets import FILE
from calendars.roster_words import HEADERS, PEOPLE, ROLES, UNITS
from models.engine import transaction
from rules.desk import Desk
from rules.office import Person, Role, Unit
from services import planning
from tests.builders import COORDINATOR, DIRECTOR, a_desk, a_unit, an_entry

ZONE = 100
MONDAY = date(2026, 3, 2)
DUE = date(2026, 3, 31)
PLAN = "xuyi-county"
_ROLES = {role: word for word, role in ROLES.items()}


def units(count: int) -> tuple[Unit, ...]:
    """So many schools, a hundred to a zone."""
    return tuple(a_unit(f"U{i:06}", f"第{i}小学", f"{i // ZONE}区") for i in range(count))


def people(count: int) -> tuple[Person, ...]:
    """A liaison for each school, an inspector for each zone, and the office."""
    zones = range((count + ZONE - 1) // ZONE)
    of_office = (Person(COORDINATOR, Role.COORDINATOR), Person(DIRECTOR, Role.DIRECTOR))
    inspectors = tuple(Person(f"督学-{zone}", Role.INSPECTOR, zone=f"{zone}区") for zone in zones)
    liaisons = tuple(
        Person(f"联络员-{i}", Role.LIAISON, unit=f"U{i:06}", email=f"u{i}@school.example", channels=("out",))
        for i in range(count)
    )
    return of_office + inspectors + liaisons


def office(count: int) -> Desk:
    """An office of so many units with one entry in March."""
    return a_desk(an_entry(), units=units(count), people=people(count))


def load(engine: Engine, desk: Desk, day: date = MONDAY) -> None:
    """The database knows the office."""
    with transaction(engine) as session:
        planning.load(session, day, desk)


def with_channels(desk: Desk, *channels: object) -> Desk:
    """The same office with other channels."""
    return replace(desk, office=replace(desk.office, channels=channels))


def write_folder(folder: Path, count: int) -> None:
    """An office folder as `dudao init` makes it, with so many units and their people in its roster.xlsx."""
    init_folder(folder, PLAN, 2026)
    book = Workbook(write_only=True)
    sheets = {name: book.create_sheet(name) for name in HEADERS}
    for name, headers in HEADERS.items():
        sheets[name].append(headers)
    for unit in units(count):
        sheets[UNITS].append((unit.code, unit.name, "小学", "", unit.zone))
    for one in people(count):
        unit, zone, email = one.unit or None, one.zone or None, one.email or None
        sheets[PEOPLE].append((one.name, _ROLES[one.role], unit, zone, email))
    book.save(folder / FILE)
