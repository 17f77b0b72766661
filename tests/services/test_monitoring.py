"""Key monitoring: checks for the inspectors, return visits for every case, until it is ended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.tables import assignments, monitorings, work_items
from rules.errors import RefusedError
from services import closing, monitoring
from tests.asking import a_case, ask, do, forget, loaded, post, statuses, steps, the_case
from tests.builders import COORDINATOR, DILIGENT, DIRECTOR, EAST_INSPECTOR, LATE, a_desk, liaison, principal

MARCH_2, MARCH_9, MARCH_12 = date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 12)
STARTING: dict[str, Any] = {"by": DIRECTOR, "reason": "同类问题反复出现"}


@pytest.fixture
def case(engine: Engine) -> int:
    """An ordinary case of the late school."""
    return a_case(engine, loaded(engine, a_desk()))


def start(engine: Engine, day: date = MARCH_9, unit: str = LATE, **said: Any) -> int:
    return do(engine, monitoring.start, day, a_desk(), unit, **(STARTING | said))


def checks(engine: Engine) -> list[tuple[str, date, bool, str]]:
    """Entry, last day, whether unannounced, and status of every visit."""
    joined = select(work_items.c.item, assignments).join(assignments, assignments.c.work_item_id == work_items.c.id)
    rows = ask(engine, joined.order_by(assignments.c.id))
    return [(row.item, row.due_on, row.unannounced, row.status) for row in rows]


@pytest.mark.usefixtures("case")
def test_two_checks_ten_working_days_apart_are_with_the_inspector_and_the_school_hears_of_none(engine: Engine) -> None:
    start(engine)
    assert checks(engine) == [
        ("fixed-point-check", date(2026, 3, 23), True, "open"),
        ("fixed-point-check", date(2026, 4, 6), True, "open"),
    ]
    told = post(engine)
    assert {name for kind, name in told if kind == "issued"} == {EAST_INSPECTOR, COORDINATOR}
    assert sorted(name for kind, name in told if kind == "monitored") == sorted([EAST_INSPECTOR, principal(LATE)])


@pytest.mark.usefixtures("case")
def test_announced_checks_are_told_to_the_liaison_too(engine: Engine) -> None:
    start(engine, unannounced=False)
    assert ("issued", liaison(LATE)) in post(engine)


def test_an_ordinary_case_of_the_unit_now_needs_its_return_visit_and_gets_it_when_reported(
    engine: Engine, case: int
) -> None:
    other = a_case(engine, a_desk(), unit=DILIGENT)
    start(engine, case=case)
    assert (the_case(engine, case).needs_revisit, the_case(engine, other).needs_revisit) == (True, False)
    do(engine, closing.submit, MARCH_12, a_desk(), case, by=liaison(LATE), why="已补齐")
    assert checks(engine)[-1] == ("return-visit", date(2026, 3, 17), True, "open")


def test_a_case_that_is_reported_already_gets_its_return_visit_at_once(engine: Engine, case: int) -> None:
    do(engine, closing.submit, MARCH_9, a_desk(), case, by=liaison(LATE), why="已补齐")
    start(engine)
    assert checks(engine)[-1] == ("return-visit", date(2026, 3, 12), True, "open")


@pytest.mark.usefixtures("case")
def test_a_finding_made_meanwhile_needs_one_too(engine: Engine) -> None:
    start(engine)
    assert the_case(engine, a_case(engine, a_desk(), MARCH_9, fact="新的问题")).needs_revisit is True


@pytest.mark.usefixtures("case")
def test_the_same_form_again_is_one_and_another_one_is_refused(engine: Engine) -> None:
    first = start(engine)
    forget(engine)
    assert start(engine) == first
    assert post(engine) == []
    with pytest.raises(RefusedError, match="monitored"):
        start(engine, date(2026, 3, 10))


@pytest.mark.usefixtures("case")
def test_it_ends_with_a_reason_and_can_begin_again(engine: Engine) -> None:
    first = start(engine)
    with pytest.raises(RefusedError, match="reason"):
        do(engine, monitoring.end, MARCH_12, a_desk(), LATE, by=DIRECTOR, why="")
    assert do(engine, monitoring.end, MARCH_12, a_desk(), LATE, by=COORDINATOR, why="已连续达标") == first
    with pytest.raises(RefusedError, match="not_monitored"):
        do(engine, monitoring.end, MARCH_12, a_desk(), LATE, by=DIRECTOR, why="已连续达标")
    assert [step[1:] for step in steps(engine, "monitoring", first)] == [("", "running"), ("running", "ended")]
    assert start(engine, MARCH_12) != first
    assert len(ask(engine, select(monitorings.c.id))) == 2


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"by": EAST_INSPECTOR}, "not_deciding"),
        ({"by": principal(LATE)}, "not_deciding"),
        ({"reason": ""}, "reason"),
        ({"unit": DILIGENT, "case": 1}, "other_case"),
    ],
)
@pytest.mark.usefixtures("case")
def test_what_cannot_be_is_refused(engine: Engine, said: dict[str, Any], word: str) -> None:
    with pytest.raises(RefusedError, match=word):
        start(engine, **said)
    assert checks(engine) == []


@pytest.mark.usefixtures("case")
def test_loading_the_plan_again_leaves_the_checks_alone(engine: Engine) -> None:
    start(engine)
    loaded(engine, a_desk(), MARCH_12)
    assert {status for (item, _), status in statuses(engine).items() if item == "fixed-point-check"} == {"open"}
