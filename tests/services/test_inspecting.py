"""From a finding to an open case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import Engine, select

from models.tables import assignments, findings, messages, people, rectifications, units
from rules.errors import NotFoundError, RefusedError
from rules.escalating import freeze
from rules.office import Role, Rung
from services import inspecting
from tests.asking import MARCH_2, a_case, ask, do, facts_of, issued, loaded, post, steps, the_case, twice_at_once
from tests.builders import (
    CAST,
    COORDINATOR,
    DILIGENT,
    EAST_INSPECTOR,
    FAR,
    LADDER,
    LATE,
    OFFICE_PEOPLE,
    POLICIES,
    a_desk,
    an_entry,
    liaison,
    people_of,
    principal,
)

FORM = {"unit": LATE, "severity": "ordinary", "fact": "食堂留样不足", "by": EAST_INSPECTOR}
TOLD = sorted(("rectification", name) for name in (EAST_INSPECTOR, liaison(LATE), principal(LATE)))


def record(engine: Engine, day: date = MARCH_2, **said: object) -> int:
    return do(engine, inspecting.record_finding, day, a_desk(), **(FORM | said))


@pytest.fixture(autouse=True)
def office(engine: Engine) -> None:
    loaded(engine, a_desk())


def test_a_finding_opens_a_numbered_case_with_its_deadline_and_frozen_ladder(engine: Engine) -> None:
    case = the_case(engine, record(engine))
    assert (case.number, case.status, case.round, case.rung) == ("整改〔2026〕1号", "open", 1, 0)
    assert (case.due_on, case.first_due_on, case.due_basis, case.due_value) == (
        date(2026, 3, 16),
        date(2026, 3, 16),
        "working_days",
        10,
    )
    assert (case.ladder, case.counted_from, case.due_provisional) == (freeze(LADDER), MARCH_2, False)


def test_the_history_begins_with_the_person_who_found_it(engine: Engine) -> None:
    assert steps(engine, "rectification", record(engine)) == [(EAST_INSPECTOR, "", "open")]


def test_the_school_and_its_inspector_are_told_and_no_other_school(engine: Engine) -> None:
    record(engine)
    assert post(engine) == TOLD
    facts = facts_of(engine, liaison(LATE), "rectification")
    assert {key: facts[key] for key in ("number", "unit", "fact", "due_on", "due_basis", "due_value", "found_by")} == {
        "number": "整改〔2026〕1号",
        "unit": LATE,
        "fact": "食堂留样不足",
        "due_on": "2026-03-16",
        "due_basis": "working_days",
        "due_value": 10,
        "found_by": EAST_INSPECTOR,
    }


@pytest.mark.parametrize(
    ("severity", "due_on", "urgent"),
    [
        ("minor", date(2026, 3, 5), False),
        ("ordinary", date(2026, 3, 16), False),
        ("serious", date(2026, 3, 17), False),
        ("urgent", date(2026, 3, 3), True),
    ],
)
def test_the_severity_decides_the_deadline_and_the_hurry(
    engine: Engine, severity: str, due_on: date, *, urgent: bool
) -> None:
    assert the_case(engine, record(engine, severity=severity)).due_on == due_on
    assert ask(engine, select(messages.c.urgent).distinct()) == [(urgent,)]


def test_a_day_that_was_agreed_on_is_kept_even_if_it_is_a_rest_day(engine: Engine) -> None:
    case = the_case(engine, record(engine, due_on=date(2026, 3, 21)))
    assert (case.due_on, case.due_basis, case.due_value) == (date(2026, 3, 21), "fixed_date", 0)


def test_a_deadline_in_a_year_without_known_holidays_is_provisional(engine: Engine) -> None:
    assert the_case(engine, record(engine, date(2026, 12, 28))).due_provisional is True


def test_the_same_form_sent_twice_is_one_case(engine: Engine) -> None:
    assert record(engine, key="form-1") == record(engine, key="form-1")
    assert post(engine) == TOLD
    assert len(ask(engine, select(findings.c.id))) == 1


def test_without_a_key_the_same_words_on_the_same_day_are_one_case(engine: Engine) -> None:
    first = record(engine)
    assert record(engine) == first
    assert record(engine, fact="校门口停车") != first
    assert record(engine, unit=DILIGENT) != first
    assert record(engine, date(2026, 3, 3)) != first


def test_the_same_form_from_two_sides_at_once_is_one_case(engine: Engine) -> None:
    first, second = twice_at_once(engine, inspecting.record_finding, MARCH_2, a_desk(), **FORM, key="form-1")
    assert first == second
    assert post(engine) == TOLD


def test_numbers_run_through_the_year_and_begin_again(engine: Engine) -> None:
    days = (MARCH_2, date(2026, 12, 31), date(2027, 1, 4))
    numbers = [the_case(engine, record(engine, day)).number for day in days]
    assert numbers == ["整改〔2026〕1号", "整改〔2026〕2号", "整改〔2027〕1号"]


def test_eight_at_once_get_eight_numbers_without_a_gap(engine: Engine) -> None:
    gate = Barrier(8)

    def one(number: int) -> int:
        gate.wait()
        return record(engine, fact=f"问题{number}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(one, range(8)))
    assert sorted(row.number for row in ask(engine, select(rectifications.c.number))) == [
        f"整改〔2026〕{number}号" for number in range(1, 9)
    ]


def test_an_abandoned_case_leaves_no_gap(engine: Engine) -> None:
    with pytest.raises(RefusedError):
        record(engine, due_on=date(2026, 3, 1))
    assert the_case(engine, record(engine)).number == "整改〔2026〕1号"


@pytest.mark.parametrize("by", [liaison(LATE), principal(LATE), liaison(DILIGENT)])
def test_nobody_of_a_school_records_a_finding(engine: Engine, by: str) -> None:
    with pytest.raises(RefusedError, match="of_a_school"):
        record(engine, by=by)
    assert ask(engine, select(findings.c.id)) == []


@pytest.mark.parametrize(
    "other", [{"severity": "urgent"}, {"due_on": date(2026, 3, 9)}, {"by": COORDINATOR}, {"fact": "留样柜未上锁"}]
)
def test_a_form_that_says_something_else_is_another_finding(engine: Engine, other: dict[str, object]) -> None:
    assert record(engine) == record(engine)
    assert record(engine, **other) != record(engine)
    assert len(ask(engine, select(findings.c.id))) == 2


def test_a_ladder_that_changes_later_does_not_change_the_case(engine: Engine) -> None:
    case = the_case(engine, record(engine))
    loaded(engine, a_desk(ladder=(Rung(1, 9, (Role.DIRECTOR,)),)))
    assert the_case(engine, case.id).ladder == case.ladder


def test_a_finding_of_work_that_has_a_ladder_of_its_own_freezes_that_one(engine: Engine) -> None:
    gentle = (Rung(1, 9, (Role.DIRECTOR,)),)
    desk = a_desk(an_entry(ladder="gentle"), ladders={"gentle": gentle})
    first = issued(engine, desk)[0]
    unit = of_unit(engine, first)
    found = do(engine, inspecting.record_finding, MARCH_2, desk, **(FORM | {"unit": unit}), assignment_id=first)
    assert the_case(engine, found).ladder == freeze(gentle)
    usual = do(engine, inspecting.record_finding, MARCH_2, desk, **FORM)
    assert the_case(engine, usual).ladder == freeze(LADDER)


def test_the_inspection_in_which_it_was_found_is_kept(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    late = next(one for one in ids if of_unit(engine, one) == LATE)
    record(engine, assignment_id=late)
    assert ask(engine, select(findings.c.assignment_id)) == [(late,)]


def of_unit(engine: Engine, assignment_id: int) -> str:
    joined = select(units.c.name).join(assignments, assignments.c.unit_id == units.c.id)
    return str(ask(engine, joined.where(assignments.c.id == assignment_id))[0].name)


def test_another_schools_inspection_is_refused(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    far = next(one for one in ids if of_unit(engine, one) == FAR)
    with pytest.raises(RefusedError, match="other_assignment"):
        record(engine, assignment_id=far)


@pytest.mark.parametrize(
    "said", [{"fact": "  "}, {"severity": "terrible"}, {"due_on": date(2026, 3, 1)}], ids=["no fact", "bad", "past"]
)
def test_what_cannot_be_is_refused_and_opens_nothing(engine: Engine, said: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        record(engine, **said)
    assert ask(engine, select(findings.c.id)) == []
    assert post(engine) == []


@pytest.mark.parametrize("said", [{"unit": "无此校"}, {"by": "无名"}, {"assignment_id": 99}])
def test_who_or_what_does_not_exist_is_not_found(engine: Engine, said: dict[str, object]) -> None:
    with pytest.raises(NotFoundError):
        record(engine, **said)


def test_a_severity_without_a_deadline_needs_a_day(engine: Engine) -> None:
    desk = a_desk(policies=replace(POLICIES, deadlines={}))
    with pytest.raises(RefusedError, match="no_deadline"):
        do(engine, inspecting.record_finding, MARCH_2, desk, **FORM)
    assert a_case(engine, desk, due_on=date(2026, 3, 9))


def test_a_school_that_nobody_speaks_for_is_told_to_the_coordinator(engine: Engine) -> None:
    loaded(engine, a_desk(people=(*OFFICE_PEOPLE, *people_of((CAST[0], CAST[2])))))
    record(engine)
    assert post(engine) == [("nobody", COORDINATOR), ("rectification", EAST_INSPECTOR)]
    assert ask(engine, select(people.c.active).where(people.c.name == liaison(LATE))) == [(False,)]
