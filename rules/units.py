"""Who and what an office has to do with: units in one hierarchy, and people."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


class UnitKind(StrEnum):
    """What a unit is: a school, a level of government and its sections, or a part of a school.

    `office` is the supervision office itself, `county_office` that of a county below a city.
    """

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    TEACHING_POINT = "teaching_point"
    NINE_YEAR = "nine_year"
    JUNIOR = "junior"
    SENIOR = "senior"
    VOCATIONAL = "vocational"
    TOWNSHIP = "township"
    COUNTY = "county"
    COUNTY_OFFICE = "county_office"
    SECTION = "section"
    DEPARTMENT = "department"
    GRADE = "grade"
    CLASS = "class"
    RESEARCH_GROUP = "research_group"
    READING_ROOM = "reading_room"
    PROJECT = "project"
    OFFICE = "office"


SCHOOLS = frozenset(
    {
        UnitKind.KINDERGARTEN,
        UnitKind.PRIMARY,
        UnitKind.TEACHING_POINT,
        UnitKind.NINE_YEAR,
        UnitKind.JUNIOR,
        UnitKind.SENIOR,
        UnitKind.VOCATIONAL,
    }
)
"""What is visited by a responsible inspector: the only units that need a zone and a liaison of their own."""


class Stage(StrEnum):
    """School stage; a nine-year school has two."""

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"


class Ownership(StrEnum):
    """Public or private."""

    PUBLIC = "public"
    PRIVATE = "private"


class Role(StrEnum):
    """What a person is in this office's work; the head of a section, department or grade is its liaison."""

    COORDINATOR = "coordinator"
    DIRECTOR = "director"
    INSPECTOR = "inspector"
    PRINCIPAL = "principal"
    LIAISON = "liaison"


class InspectorType(StrEnum):
    """Full-time, or part-time for terms of three years (条例 art. 6)."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the office.

    Args:
        code: its key.
        stages: of a part of a school those of the school, unless it says otherwise; so with `zone`.
        inspector: names its responsible inspector, empty: those of its zone.
        parent: the code of the unit above it: the school of a grade, the county of its supervision office.
    """

    code: str
    name: str
    kind: UnitKind
    stages: tuple[Stage, ...]
    zone: str
    ownership: Ownership = Ownership.PUBLIC
    pupils: int = 0
    inspector: str = ""
    tags: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person by name; people of a unit have `unit` (its code), inspectors have `zone`, office people neither.

    Args:
        channels: names of the office's channels in the order in which they are tried, each perhaps with an address of
            the person's own: ``微信=UID_abc``.
        language: in which this person is written to; empty: the office's.
        inspector_type: of inspectors; None where it is not known.
        appointed_on: the first day of an inspector's present term of three years.
        appointments: which term it is, from 1; 0 where it is not known.
        recused: the codes of units to which an inspector is close (条例 art. 10).
    """

    name: str
    role: Role
    unit: str = ""
    zone: str = ""
    email: str = ""
    phone: str = ""
    channels: tuple[str, ...] = ()
    language: str = ""
    inspector_type: InspectorType | None = None
    appointed_on: date | None = None
    appointments: int = 0
    recused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody and everything of an office, in code and name order."""

    units: tuple[Unit, ...]
    people: tuple[Person, ...]


def above(units: Iterable[Unit], unit: Unit) -> tuple[Unit, ...]:
    """The units above a unit, the nearest first; a circle ends where it closes."""
    by_code = {one.code: one for one in units}
    found: list[Unit] = []
    parent = by_code.get(unit.parent)
    while parent is not None and parent not in found and parent != unit:
        found.append(parent)
        parent = by_code.get(parent.parent)
    return tuple(found)


def is_below_itself(units: Iterable[Unit], unit: Unit) -> bool:
    """Whether the units above a unit lead back to it."""
    chain = above(units, unit)
    return bool(unit.parent) and (chain[-1].parent if chain else unit.parent) == unit.code


def inherited(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The units with the zone, stages and inspector that they have from those above them, where they name none."""
    return tuple(_from_above(unit, above(units, unit)) for unit in units)


def _from_above(unit: Unit, parents: tuple[Unit, ...]) -> Unit:
    zone = unit.zone or next((one.zone for one in parents if one.zone), "")
    stages = unit.stages or next((one.stages for one in parents if one.stages), ())
    inspector = unit.inspector or ("" if unit.zone else next((one.inspector for one in parents if one.inspector), ""))
    return replace(unit, zone=zone, stages=stages, inspector=inspector)


def zone_order(name: str) -> str:
    """What zones are sorted by, so that 第二责任区 stands before 第三责任区 and 第2片 before 第10片.

    Args:
        name: of a zone; numerals up to 九十九 count as numbers.
    """
    return re.sub(r"[一二三四五六七八九十]+|\d+", lambda found: f"{_number(found[0]):04d}", name)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.index(tens[-1:] or "一") * 10 if ten else 0) + (_DIGITS.index(ones[-1]) if ones else 0)


_DIGITS = "〇一二三四五六七八九"
