"""Who is who for which unit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from models.engine import reading
from models.tables import units
from rules.errors import NotFoundError, RefusedError
from rules.office import Role, UnitKind
from rules.plan import Doer
from services import people
from tests.asking import ask, counting_statements, loaded
from tests.builders import (
    CAST,
    COORDINATOR,
    DILIGENT,
    DIRECTOR,
    EAST_INSPECTOR,
    FAR,
    LATE,
    OFFICE,
    WEST_INSPECTOR,
    a_desk,
    a_unit,
    liaison,
    principal,
)


def told(engine: Engine, unit: str, role: Role) -> list[str]:
    """The names of a role for a unit."""
    ids = {row.name: row.id for row in ask(engine, select(units.c.id, units.c.name))}
    with reading(engine) as session:
        return [it.name for it in people.directory(session, ids.values()).told(role, ids[unit])]


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.LIAISON, [liaison(LATE)]),
        (Role.PRINCIPAL, [principal(LATE)]),
        (Role.INSPECTOR, [EAST_INSPECTOR]),
        (Role.DIRECTOR, [DIRECTOR]),
        (Role.COORDINATOR, [COORDINATOR]),
    ],
)
def test_every_role_has_its_people_for_a_school(engine: Engine, role: Role, names: list[str]) -> None:
    loaded(engine, a_desk())
    assert told(engine, LATE, role) == names


def test_a_school_without_a_zone_has_no_inspector(engine: Engine) -> None:
    loaded(engine, a_desk(units=(*CAST, a_unit("K09", "无区小学", ""))))
    assert told(engine, "无区小学", Role.INSPECTOR) == []


def test_a_named_inspector_who_left_is_replaced_by_those_of_the_zone(engine: Engine) -> None:
    loaded(engine, a_desk(units=(replace(CAST[0], inspector="已离任"), *CAST[1:])))
    assert told(engine, CAST[0].name, Role.INSPECTOR) == [EAST_INSPECTOR]


def test_the_offices_own_work_concerns_every_inspector(engine: Engine) -> None:
    loaded(engine, a_desk())
    assert told(engine, OFFICE, Role.INSPECTOR) == [EAST_INSPECTOR, WEST_INSPECTOR]


@pytest.mark.parametrize(
    ("doer", "unannounced", "role"),
    [
        (Doer.LIAISON, False, Role.LIAISON),
        (Doer.LIAISON, True, Role.INSPECTOR),
        (Doer.INSPECTOR, False, Role.INSPECTOR),
        (Doer.OFFICE, False, Role.COORDINATOR),
        (Doer.OFFICE, True, Role.COORDINATOR),
    ],
)
def test_the_unit_never_does_what_it_must_not_know(doer: Doer, *, unannounced: bool, role: Role) -> None:
    assert people.doer_role(doer, unannounced=unannounced) is role


def test_a_directory_costs_the_same_for_one_school_and_for_many(sqlite_engine: Engine) -> None:
    loaded(sqlite_engine, a_desk(units=tuple(a_unit(f"M{number:03}", f"学校{number}") for number in range(300))))
    counts = []
    for limit in (1, 300):
        ids = [row.id for row in ask(sqlite_engine, select(units.c.id).limit(limit))]
        with counting_statements(sqlite_engine) as counted, reading(sqlite_engine) as session:
            people.directory(session, ids)
        counts.append(counted["SELECT"])
    assert counts == [3, 3]


def test_a_part_of_a_school_without_people_of_its_own_has_those_of_the_school(engine: Engine) -> None:
    grade = replace(a_unit("G01", "一年级"), parent="K01", kind=UnitKind.GRADE)
    loaded(engine, a_desk(units=(*CAST, grade), people=a_desk().roster.people))
    assert told(engine, "一年级", Role.LIAISON) == [liaison(DILIGENT)]
    with reading(engine) as session:
        (place,) = ask(engine, select(units.c.id).where(units.c.code == "G01"))
        assert [it.name for it in people.directory(session, [place.id]).told(Role.PRINCIPAL, place.id)] == [
            principal(DILIGENT)
        ]


def test_people_and_units_are_found_by_name(engine: Engine) -> None:
    loaded(engine, a_desk())
    with reading(engine) as session:
        person = people.person_named(session, f" {liaison(FAR)} ")
        assert (person.role, person.unit) == (Role.LIAISON, "K03")
        assert people.unit_named(session, "K03") == people.unit_named(session, FAR)


def test_a_code_wins_over_a_name_that_looks_like_it(engine: Engine) -> None:
    loaded(engine, a_desk(units=(*CAST, a_unit("K09", "K01"))))
    with reading(engine) as session:
        assert people.unit_named(session, "K01").name == CAST[0].name


def test_who_is_not_there_is_not_found(engine: Engine) -> None:
    loaded(engine, a_desk())
    loaded(engine, a_desk(units=CAST[:2]))
    with reading(engine) as session:
        for name in ("无名", liaison(FAR)):
            with pytest.raises(NotFoundError, match="no_person"):
                people.person_named(session, name)
        with pytest.raises(NotFoundError, match="no_unit"):
            people.unit_named(session, FAR)


def test_two_schools_of_one_name_are_refused(engine: Engine) -> None:
    loaded(engine, a_desk(units=(*CAST, a_unit("K09", LATE))))
    with reading(engine) as session, pytest.raises(RefusedError, match="many_units"):
        people.unit_named(session, LATE)
