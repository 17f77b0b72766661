"""The office issues the notice of a serious finding, or withdraws a case with its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.tables import extensions
from rules.errors import RefusedError
from services import closing, drafting, extending, reminding
from tests.asking import a_case, ask, do, facts_of, forget, loaded, post, steps, the_case
from tests.builders import COORDINATOR, DIRECTOR, EAST_INSPECTOR, LATE, a_desk, liaison, principal

MARCH_3, MARCH_4, MARCH_5 = date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)
SCHOOL_AND_INSPECTOR = (EAST_INSPECTOR, liaison(LATE), principal(LATE))


@pytest.fixture
def draft(engine: Engine) -> int:
    """A serious finding of 2 March, for which the notice is due on Wednesday 4 March."""
    return a_case(engine, loaded(engine, a_desk()), severity="serious")


def issue(engine: Engine, draft: int, day: date = MARCH_4, **said: Any) -> int:
    return do(engine, drafting.issue_notice, day, a_desk(), draft, **({"by": DIRECTOR} | said))


def test_the_days_are_counted_from_the_day_of_the_notice(engine: Engine, draft: int) -> None:
    issue(engine, draft)
    row = the_case(engine, draft)
    assert (row.status, row.due_on, row.first_due_on, row.check_due_on) == (
        "issued",
        date(2026, 3, 19),
        date(2026, 3, 19),
        None,
    )
    assert post(engine) == sorted(("rectification", name) for name in SCHOOL_AND_INSPECTOR)
    assert facts_of(engine, liaison(LATE), "rectification")["opened_on"] == "2026-03-04"


def test_another_day_can_be_set_but_none_that_has_passed(engine: Engine, draft: int) -> None:
    with pytest.raises(RefusedError, match="due_past"):
        issue(engine, draft, due_on=MARCH_3)
    issue(engine, draft, due_on=date(2026, 3, 10))
    assert the_case(engine, draft).due_on == date(2026, 3, 10)


@pytest.mark.parametrize("by", [EAST_INSPECTOR, liaison(LATE)])
def test_neither_an_inspector_nor_the_school_issues_or_withdraws(engine: Engine, draft: int, by: str) -> None:
    with pytest.raises(RefusedError):
        issue(engine, draft, by=by)
    with pytest.raises(RefusedError):
        do(engine, drafting.withdraw, MARCH_3, a_desk(), draft, by=by, why="认定有误")
    assert the_case(engine, draft).status == "draft"


def test_issuing_twice_is_refused_and_tells_nobody_again(engine: Engine, draft: int) -> None:
    issue(engine, draft)
    forget(engine)
    with pytest.raises(RefusedError, match=r"refused\.step"):
        issue(engine, draft)
    assert post(engine) == []


def test_the_school_can_do_nothing_with_a_draft(engine: Engine, draft: int) -> None:
    for act in (closing.receive, closing.begin, closing.submit):
        with pytest.raises(RefusedError):
            do(engine, act, MARCH_3, a_desk(), draft, by=liaison(LATE))


@pytest.mark.parametrize(
    ("day", "told"), [(MARCH_3, True), (MARCH_4, True), (MARCH_5, False)], ids=["a day before", "on the day", "after"]
)
def test_the_office_is_reminded_of_a_draft_the_day_before_and_on_the_day(
    engine: Engine, draft: int, day: date, *, told: bool
) -> None:
    if not told:
        do(engine, reminding.remind, MARCH_4, a_desk())
        forget(engine)
    do(engine, reminding.remind, day, a_desk())
    assert post(engine) == (sorted(("digest", name) for name in (COORDINATOR, DIRECTOR)) if told else [])
    assert the_case(engine, draft).status == "draft"


def test_a_withdrawn_case_says_why_and_those_who_had_the_notice_hear_of_it(engine: Engine, draft: int) -> None:
    issue(engine, draft)
    forget(engine)
    with pytest.raises(RefusedError, match="reason"):
        do(engine, drafting.withdraw, MARCH_5, a_desk(), draft, by=COORDINATOR, why=" ")
    do(engine, drafting.withdraw, MARCH_5, a_desk(), draft, by=COORDINATOR, why="认定有误")
    assert steps(engine, "rectification", draft)[-1] == (COORDINATOR, "issued", "withdrawn")
    assert post(engine) == sorted(("withdrawn", name) for name in SCHOOL_AND_INSPECTOR)
    with pytest.raises(RefusedError):
        do(engine, closing.submit, MARCH_5, a_desk(), draft, by=liaison(LATE))


def test_of_a_withdrawn_draft_nobody_outside_the_office_hears(engine: Engine, draft: int) -> None:
    do(engine, drafting.withdraw, MARCH_3, a_desk(), draft, by=DIRECTOR, why="证据不足")
    assert post(engine) == []
    assert the_case(engine, draft).status == "withdrawn"


def test_a_request_for_more_time_lapses_with_the_case(engine: Engine) -> None:
    case = a_case(engine, loaded(engine, a_desk()))
    do(engine, extending.ask, MARCH_3, a_desk(), case, by=liaison(LATE), why="等设备", wanted_on=date(2026, 4, 1))
    do(engine, drafting.withdraw, MARCH_4, a_desk(), case, by=DIRECTOR, why="登记有误")
    assert ask(engine, select(extensions.c.status)) == [("lapsed",)]
