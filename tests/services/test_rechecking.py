"""What waited is asked again when it leaves: the kinds of casework, complaints and supervisions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.engine import transaction
from models.tables import assignments, messages, rectifications
from rules.desk import Desk
from rules.office import Person, Role, Rung
from rules.supervising import Step, SupervisionKind
from services import (
    closing,
    complaining,
    delivering,
    escalating,
    extending,
    inspecting,
    issuing,
    reminding,
    supervising,
)
from tests.asking import MARCH_2, a_case, ask, do, forget, loaded, set_status
from tests.builders import (
    CAST,
    COORDINATOR,
    DIRECTOR,
    EAST,
    EAST_INSPECTOR,
    LATE,
    OFFICE_PEOPLE,
    WEST_INSPECTOR,
    a_desk,
    an_occurrence,
    liaison,
    people_of,
)

THIRD = "督学-第三"
DESK = a_desk(
    people=(*OFFICE_PEOPLE, Person(THIRD, Role.INSPECTOR, zone=EAST), *people_of(CAST)),
    check_ladder=(Rung(1, 1, (Role.INSPECTOR,), "urge"),),
)
FRIDAY_13 = date(2026, 3, 13)
"""Five working days after the case of 2 March was due."""


def leaving(engine: Engine, day: date, desk: Desk = DESK) -> dict[tuple[str, str], dict[str, Any]]:
    """Kind and person of what leaves at ten of the day, with its facts."""
    now = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    ids = do(engine, delivering.claim, now, desk, worker="w")
    parcels = do(engine, delivering.take_out, now, desk, ids)
    return {(post.kind, post.person): post.facts for parcel in parcels for post in parcel.posts}


@pytest.fixture(autouse=True)
def office(engine: Engine) -> None:
    loaded(engine, DESK)


def submitted_case(engine: Engine) -> int:
    case = a_case(engine, DESK)
    do(engine, closing.submit, MARCH_2, DESK, case, by=liaison(LATE), why="已整改")
    forget(engine)
    return case


def check_due(engine: Engine) -> date:
    return ask(engine, select(rectifications.c.check_due_on))[0].check_due_on


class TestRemindersOfCases:
    """Whose step it is decides whether a line is still for its reader."""

    def test_the_inspector_is_reminded_to_verify_by_the_day_of_the_check(self, engine: Engine) -> None:
        submitted_case(engine)
        last = check_due(engine)
        do(engine, reminding.remind, last, DESK)
        (line,) = leaving(engine, last)["digest", EAST_INSPECTOR]["lines"]
        assert (line["due_on"], line["working_days_left"]) == (last.isoformat(), 0)

    def test_the_office_is_reminded_of_a_notice_that_it_owes(self, engine: Engine) -> None:
        a_case(engine, DESK, severity="serious")
        last = check_due(engine)
        do(engine, reminding.remind, last, DESK)
        found = leaving(engine, last)
        assert {person for kind, person in found if kind == "digest"} == {COORDINATOR, DIRECTOR}
        assert found["digest", DIRECTOR]["lines"][0]["due_on"] == last.isoformat()

    def test_who_owes_the_step_before_hears_nothing_of_the_one_that_is_owed_now(self, engine: Engine) -> None:
        case = submitted_case(engine)
        last = check_due(engine)
        do(engine, reminding.remind, last, DESK)
        do(engine, closing.return_, last, DESK, case, by=EAST_INSPECTOR, why="缺照片", due_on=date(2026, 4, 30))
        assert ("digest", EAST_INSPECTOR) not in leaving(engine, last)


class TestClimbs:
    """A climb says that a day was missed."""

    def test_a_climb_of_a_case_that_got_more_time_meanwhile_is_not_sent(self, engine: Engine) -> None:
        case = a_case(engine, DESK)
        request = do(
            engine, extending.ask, MARCH_2, DESK, case, by=liaison(LATE), why="等设备", wanted_on=date(2026, 4, 10)
        )
        do(engine, escalating.escalate, FRIDAY_13, DESK)
        do(engine, extending.decide, FRIDAY_13, DESK, request, by=DIRECTOR, approve=True)
        kinds = {kind for kind, _ in leaving(engine, FRIDAY_13)}
        assert kinds == {"extension_decided"}, "neither the climb nor the request that is decided"

    @pytest.mark.parametrize(("status", "leaves"), [("verified", True), ("closed", False), ("returned", False)])
    def test_a_late_check_is_said_while_it_is_late(self, engine: Engine, status: str, leaves: bool) -> None:  # noqa: FBT001  (a column of the table)
        case = submitted_case(engine)
        day = date(2026, 4, 17)
        assert do(engine, escalating.escalate, day, DESK)
        set_status(engine, rectifications, case, status)
        assert ("check_late" in {kind for kind, _ in leaving(engine, day)}) is leaves


def test_a_draft_that_the_office_issued_meanwhile_is_not_asked_for(engine: Engine) -> None:
    said = {"unit": LATE, "severity": "serious", "fact": "无证办园", "by": EAST_INSPECTOR}
    do(engine, inspecting.record_finding, MARCH_2, DESK, **said)
    set_status(engine, rectifications, 1, "issued")
    assert leaving(engine, MARCH_2) == {}


def test_a_complaint_that_was_answered_meanwhile_is_not_asked_for(engine: Engine) -> None:
    said = {"unit": LATE, "how": "phone", "by": COORDINATOR, "handler": DIRECTOR}
    one = do(engine, complaining.register, MARCH_2, DESK, **said)
    do(engine, complaining.answer, MARCH_2, DESK, one, by=DIRECTOR, accept=True)
    assert leaving(engine, MARCH_2) == {}
    do(engine, complaining.assign, MARCH_2, DESK, one, by=DIRECTOR, inspector=WEST_INSPECTOR)
    assert set(leaving(engine, MARCH_2)) == {("complaint", WEST_INSPECTOR)}


class TestStepsOfASupervision:
    """A step is no assignment, though both are numbered from one."""

    def due_on_27_march(self, engine: Engine) -> None:
        form = supervising.Form(
            SupervisionKind.SPECIAL, "食堂专项督导", [LATE], [EAST_INSPECTOR, WEST_INSPECTOR, THIRD],
            date(2026, 4, 13), DIRECTOR,
        )  # fmt: skip
        do(engine, supervising.start, MARCH_2, DESK, form)
        forget(engine)
        do(engine, reminding.remind, date(2026, 3, 27), DESK)

    def test_a_step_is_said_with_its_own_day_whatever_assignment_has_its_number(self, engine: Engine) -> None:
        do(engine, issuing.issue, MARCH_2, DESK, [an_occurrence(DESK)])
        with transaction(engine) as session:
            session.execute(messages.delete())
        for number in range(1, 5):
            set_status(engine, assignments, number, "done")
        self.due_on_27_march(engine)
        (line,) = leaving(engine, date(2026, 3, 27))["digest", COORDINATOR]["lines"]
        assert line["due_on"] == "2026-03-30"

    def test_a_step_that_was_taken_meanwhile_is_not_said(self, engine: Engine) -> None:
        self.due_on_27_march(engine)
        done = supervising.Done(Step.NOTICE, COORDINATOR, document="7号")
        do(engine, supervising.record_step, date(2026, 3, 27), DESK, 1, done)
        assert {kind for kind, _ in leaving(engine, date(2026, 3, 27))} == {"supervision"}
