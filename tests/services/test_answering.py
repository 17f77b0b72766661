"""Receiving, submitting, accepting and withdrawing an assignment."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.tables import assignments, units
from rules.errors import NotFoundError, RefusedError
from rules.plan import Asks, Doer
from services import answering
from tests.asking import ask, do, issued, set_status, statuses, steps
from tests.builders import COORDINATOR, DILIGENT, EAST_INSPECTOR, LATE, a_desk, an_entry, liaison, principal

DAY = date(2026, 3, 12)


@pytest.fixture
def late(engine: Engine) -> int:
    """The late school's assignment."""
    return assignment_of(engine, LATE)


def assignment_of(engine: Engine, unit: str, **more: Any) -> int:
    issued(engine, a_desk(an_entry(**more)))
    joined = select(assignments.c.id).join(units, units.c.id == assignments.c.unit_id)
    return int(ask(engine, joined.where(units.c.name == unit))[0].id)


def act(engine: Engine, assignment_id: int, what: str, by: str = liaison(LATE), text: str = "") -> int:
    return do(engine, answering.answer, DAY, a_desk(), assignment_id, act=what, by=by, text=text)


def row(engine: Engine, assignment_id: int) -> Any:
    return ask(engine, assignments.select().where(assignments.c.id == assignment_id))[0]


def test_received_submitted_and_accepted_is_done_with_every_step_in_the_history(engine: Engine, late: int) -> None:
    act(engine, late, "receive")
    act(engine, late, "submit", text="自查报告")
    assert (row(engine, late).answered_on, row(engine, late).answer) == (DAY, "自查报告")
    act(engine, late, "accept", by=EAST_INSPECTOR)
    assert steps(engine, "assignment", late)[1:] == [
        (liaison(LATE), "open", "received"),
        (liaison(LATE), "received", "submitted"),
        (EAST_INSPECTOR, "submitted", "done"),
    ]
    assert row(engine, late).answer == "自查报告"


def test_only_the_one_assignment_moves(engine: Engine, late: int) -> None:
    act(engine, late, "submit")
    assert sorted(statuses(engine).values()) == ["open", "open", "submitted"]


@pytest.mark.parametrize("status", ["open", "received", "overdue"])
def test_what_is_owed_can_be_submitted_also_late(engine: Engine, late: int, status: str) -> None:
    set_status(engine, assignments, late, status)
    act(engine, late, "submit")
    assert row(engine, late).status == "submitted"


@pytest.mark.parametrize(
    ("what", "status"), [("receive", "received"), ("submit", "done"), ("accept", "open"), ("withdraw", "done")]
)
def test_a_step_that_does_not_exist_from_here_is_refused(engine: Engine, late: int, what: str, status: str) -> None:
    set_status(engine, assignments, late, status)
    with pytest.raises(RefusedError, match=r"refused\.step"):
        act(engine, late, what, by=COORDINATOR, text="原因")


@pytest.mark.parametrize("asks", [Asks.ACKNOWLEDGEMENT])
@pytest.mark.parametrize("what", ["receive", "submit"])
def test_where_an_acknowledgement_is_asked_for_receiving_is_all(engine: Engine, asks: Asks, what: str) -> None:
    one = assignment_of(engine, LATE, asks=asks)
    act(engine, one, what)
    assert (row(engine, one).status, row(engine, one).answered_on) == ("done", DAY)


@pytest.mark.parametrize("by", [principal(LATE), EAST_INSPECTOR, COORDINATOR])
def test_the_school_may_answer_and_the_office_for_it(engine: Engine, late: int, by: str) -> None:
    act(engine, late, "submit", by=by)
    assert row(engine, late).status == "submitted"


def test_another_school_may_not_answer(engine: Engine, late: int) -> None:
    with pytest.raises(RefusedError, match="other_unit"):
        act(engine, late, "submit", by=liaison(DILIGENT))


@pytest.mark.parametrize("what", ["accept", "withdraw"])
def test_the_school_itself_can_neither_accept_nor_withdraw(engine: Engine, late: int, what: str) -> None:
    set_status(engine, assignments, late, "submitted")
    with pytest.raises(RefusedError, match="of_a_school"):
        act(engine, late, what, text="原因")


@pytest.mark.parametrize("by", [liaison(LATE), principal(LATE), liaison(DILIGENT)])
@pytest.mark.parametrize("what", ["receive", "submit"])
def test_a_visit_is_answered_by_the_inspector_and_never_by_the_school(engine: Engine, by: str, what: str) -> None:
    visit = assignment_of(engine, LATE, doer=Doer.INSPECTOR, asks=Asks.SITE_VISIT)
    with pytest.raises(RefusedError, match="of_a_school"):
        act(engine, visit, what, by=by)
    act(engine, visit, what, by=EAST_INSPECTOR)
    assert row(engine, visit).status == {"receive": "received", "submit": "submitted"}[what]


def test_withdrawing_needs_a_reason(engine: Engine, late: int) -> None:
    with pytest.raises(RefusedError, match="reason"):
        act(engine, late, "withdraw", by=COORDINATOR)
    act(engine, late, "withdraw", by=COORDINATOR, text="计划调整")
    assert row(engine, late).status == "withdrawn"


def test_an_unknown_act_is_refused_with_those_there_are(engine: Engine, late: int) -> None:
    with pytest.raises(RefusedError, match="bad_act"):
        act(engine, late, "lapse")


def test_who_or_what_does_not_exist_is_not_found(engine: Engine, late: int) -> None:
    with pytest.raises(NotFoundError, match="no_person"):
        act(engine, late, "submit", by="无名")
    with pytest.raises(NotFoundError, match="no_assignment"):
        act(engine, 999, "submit")


def test_many_answers_are_entered_together_or_not_at_all(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    said = [answering.Answer(one, "submit", COORDINATOR, "材料") for one in ids]
    wrong = answering.Answer(ids[0], "submit", "没有这个人")
    with pytest.raises(NotFoundError):
        do(engine, answering.answer_all, DAY, a_desk(), [*said[1:], wrong])
    assert set(statuses(engine).values()) == {"open"}
    do(engine, answering.answer_all, DAY, a_desk(), said)
    assert set(statuses(engine).values()) == {"submitted"}
    assert [row(engine, one).answer for one in ids] == ["材料"] * len(ids)
