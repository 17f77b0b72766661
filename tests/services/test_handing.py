"""Work that changes hands with the roster or the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from rules.office import Person, Role
from rules.plan import Doer
from services import closing
from tests.asking import a_case, do, facts_of, forget, issued, loaded, post, the_case
from tests.builders import (
    CAST,
    DILIGENT,
    EAST,
    EAST_INSPECTOR,
    FAR,
    LATE,
    OFFICE_PEOPLE,
    WEST_INSPECTOR,
    a_desk,
    a_visit,
    an_entry,
    liaison,
    people_of,
    principal,
)

MARCH_10, MARCH_11 = date(2026, 3, 10), date(2026, 3, 11)
NEW = Person("新联络员", Role.LIAISON, unit="K02")


def with_new_liaison() -> tuple[Person, ...]:
    """Everybody, with another liaison at the late school."""
    return (*(it for it in OFFICE_PEOPLE + people_of(CAST) if it.name != liaison(LATE)), NEW)


def test_a_new_liaison_is_told_once_of_all_that_is_open(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk)
    a_case(engine, desk)
    for day in (MARCH_10, MARCH_10, MARCH_11):
        loaded(engine, a_desk(people=with_new_liaison()), day)
    assert post(engine) == [("handed_over", NEW.name)]
    lines = facts_of(engine, NEW.name, "handed_over")["lines"]
    assert [(line["what"], line["unit"]) for line in lines] == [("rectification", LATE), ("assignment", LATE)]


def test_a_new_liaison_of_a_school_that_owes_nothing_hears_nothing(engine: Engine) -> None:
    loaded(engine, a_desk())
    loaded(engine, a_desk(people=with_new_liaison()), MARCH_10)
    assert post(engine) == []


def test_who_goes_and_comes_back_is_told_each_time(engine: Engine) -> None:
    issued(engine, a_desk())
    for people in (with_new_liaison(), None, with_new_liaison()):
        loaded(engine, a_desk(people=people), MARCH_10)
    assert post(engine) == sorted(
        [("handed_over", NEW.name), ("handed_over", NEW.name), ("handed_over", liaison(LATE))]
    )


def test_a_new_inspector_is_told_of_the_visits_of_that_school_only(engine: Engine) -> None:
    issued(engine, a_desk(a_visit()))
    units = (CAST[0], replace(CAST[1], inspector=WEST_INSPECTOR), CAST[2])
    loaded(engine, a_desk(a_visit(), units=units), MARCH_10)
    assert post(engine) == [("handed_over", WEST_INSPECTOR)]
    assert [line["unit"] for line in facts_of(engine, WEST_INSPECTOR, "handed_over")["lines"]] == [LATE]


def test_work_that_the_plan_gives_to_others_is_told_to_them(engine: Engine) -> None:
    issued(engine, a_desk())
    loaded(engine, a_desk(an_entry(doer=Doer.INSPECTOR)), MARCH_10)
    assert post(engine) == sorted([("handed_over", EAST_INSPECTOR), ("handed_over", WEST_INSPECTOR)])


def test_of_unannounced_work_a_new_liaison_hears_nothing(engine: Engine) -> None:
    issued(engine, a_desk(a_visit(unannounced=True)))
    loaded(engine, a_desk(a_visit(unannounced=True), people=with_new_liaison()), MARCH_10)
    assert post(engine) == []


def test_a_liaison_who_becomes_principal_elsewhere_leaves_the_work_behind(engine: Engine) -> None:
    issued(engine, a_desk())
    moved = tuple(
        replace(it, role=Role.PRINCIPAL, unit="K03") if it.name == liaison(DILIGENT) else it
        for it in OFFICE_PEOPLE + people_of(CAST)
        if it.name != principal(FAR)
    )
    loaded(engine, a_desk(people=moved), MARCH_10)
    assert post(engine) == []


def test_what_comes_back_with_its_new_liaison_is_told_once(engine: Engine) -> None:
    issued(engine, a_desk())
    loaded(engine, a_desk(units=(CAST[0], CAST[2])), MARCH_10)
    forget(engine)
    loaded(engine, a_desk(people=with_new_liaison()), MARCH_11)
    assert post(engine) == [("issued", NEW.name)]


def test_a_new_inspector_is_told_of_what_waits_for_the_check_by_the_day_of_the_check(engine: Engine) -> None:
    case = a_case(engine, loaded(engine, a_desk()))
    do(engine, closing.submit, MARCH_10, a_desk(), case, by=liaison(LATE), why="已整改")
    forget(engine)
    new = Person("新督学", Role.INSPECTOR, zone=EAST)
    others = (it for it in OFFICE_PEOPLE + people_of(CAST) if it.name != EAST_INSPECTOR)
    loaded(engine, a_desk(people=(*others, new)), MARCH_11)
    assert post(engine) == [("handed_over", new.name)]
    (line,) = facts_of(engine, new.name, "handed_over")["lines"]
    assert (line["status"], line["due_on"]) == ("submitted", the_case(engine, case).check_due_on.isoformat())
