"""Allowed steps, and who may judge a case."""

from __future__ import annotations

import pytest

import words
from rules.closing import ASSIGNMENT_STEPS, RECTIFICATION_STEPS, Steps, check_decides, check_outsider, check_step
from rules.errors import RefusedError
from rules.office import Person, Role
from tests.rules.cast import COORDINATOR, INSPECTOR, LIAISON, PRINCIPAL

RECTIFICATIONS = """
status     issue   receive   begin       submit     return    verify    close   withdraw
draft      issued  -         -           -          -         -         -       withdrawn
issued     -       received  rectifying  submitted  -         -         -       withdrawn
received   -       -         rectifying  submitted  -         -         -       withdrawn
rectifying -       -         -           submitted  -         -         -       withdrawn
submitted  -       -         -           -          returned  verified  -       withdrawn
returned   -       -         rectifying  submitted  -         -         -       withdrawn
verified   -       -         -           -          returned  -         closed  withdrawn
closed     -       -         -           -          -         -         -       -
withdrawn  -       -         -           -          -         -         -       -
"""
ASSIGNMENTS = """
status     receive   submit     accept  withdraw   lapse
open       received  submitted  -       withdrawn  overdue
received   -         submitted  -       withdrawn  overdue
submitted  -         -          done    withdrawn  -
overdue    -         submitted  -       withdrawn  -
done       -         -          -       -          -
withdrawn  -         -          -       -          -
"""


def cells(table: str, steps: Steps) -> list[tuple[Steps, str, str, str]]:
    """Steps, status, act and what stands in the table: the new status or a dash."""
    (_, *acts), *rows = (line.split() for line in table.strip().splitlines())
    return [(steps, row[0], act, new) for row in rows for act, new in zip(acts, row[1:], strict=True)]


CELLS = cells(RECTIFICATIONS, RECTIFICATION_STEPS) + cells(ASSIGNMENTS, ASSIGNMENT_STEPS)


@pytest.mark.parametrize(("steps", "status", "act", "new"), CELLS, ids=[f"{c[1]}-{c[2]}-{c[3]}" for c in CELLS])
def test_a_step_is_allowed_or_refused_as_the_tables_say(steps: Steps, status: str, act: str, new: str) -> None:
    if new == "-":
        with pytest.raises(RefusedError, match=r"refused\.step"):
            check_step(status, act, steps)
    else:
        assert check_step(status, act, steps) == new
        assert check_step(status, act) == new


def test_the_tables_above_hold_every_act() -> None:
    assert {(act, steps is ASSIGNMENT_STEPS) for steps, _, act, _ in CELLS} == {
        *((act, False) for act in RECTIFICATION_STEPS),
        *((act, True) for act in ASSIGNMENT_STEPS),
    }


def test_an_unknown_act_is_refused() -> None:
    with pytest.raises(RefusedError):
        check_step("issued", "forget")


def test_time_alone_moves_no_rectification() -> None:
    with pytest.raises(RefusedError):
        check_step("issued", "lapse", RECTIFICATION_STEPS)


@pytest.mark.parametrize("person", [INSPECTOR, PRINCIPAL, LIAISON], ids=lambda person: person.role)
def test_an_inspector_or_a_school_decides_nothing_for_the_office(person: Person) -> None:
    check_decides(COORDINATOR)
    with pytest.raises(RefusedError, match=r"refused\.not_deciding"):
        check_decides(person)


@pytest.mark.parametrize("person", [COORDINATOR, INSPECTOR], ids=lambda person: person.role)
def test_the_office_and_its_inspectors_may_judge(person: object) -> None:
    check_outsider(person, "P01")  # type: ignore[arg-type]


def test_nobody_of_the_unit_may_judge_its_case() -> None:
    with pytest.raises(RefusedError, match=r"refused\.own_case"):
        check_outsider(PRINCIPAL, "P01")


def test_who_belongs_to_a_school_in_any_way_may_not_judge() -> None:
    for person in (Person("督学-P01", Role.INSPECTOR, unit="P01"), Person("联络员", Role.LIAISON)):
        with pytest.raises(RefusedError, match=r"refused\.not_office"):
            check_outsider(person, "P02")


def test_nobody_of_another_school_may_judge_it_either() -> None:
    with pytest.raises(RefusedError, match=r"refused\.not_office"):
        check_outsider(LIAISON, "P01")


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("word", ["refused.own_case", "refused.not_office"])
def test_the_refusal_names_the_person_in_both_languages(language: str, word: str) -> None:
    assert "校长-P01" in words.say(language, word, person=PRINCIPAL.name)
