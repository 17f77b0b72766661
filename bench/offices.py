"""Offices of any size for the bench: units with a liaison each, zones of a hundred units with an inspector each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from models.engine import transaction
from rules.desk import Desk
from rules.office import Person, Role, Unit
from services import planning
from tests.builders import COORDINATOR, DIRECTOR, a_desk, a_unit, an_entry

ZONE = 100
MONDAY = date(2026, 3, 2)
DUE = date(2026, 3, 31)


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
