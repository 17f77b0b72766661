"""Submit, return, verify, close: the unit answers, and only somebody outside it judges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from models.engine import make_engine
from models.tables import rectifications
from rules.errors import NotFoundError, RefusedError
from rules.office import Role
from services import cases, closing
from tests.asking import (
    a_case,
    do,
    facts_of,
    forget,
    loaded,
    post,
    session_of,
    set_status,
    steps,
    the_case,
)
from tests.builders import (
    CAST,
    COORDINATOR,
    DILIGENT,
    DIRECTOR,
    EAST_INSPECTOR,
    LATE,
    OFFICE_PEOPLE,
    WEST_INSPECTOR,
    a_desk,
    liaison,
    people_of,
    principal,
)

DAY = date(2026, 3, 12)
NEW_DAY = date(2026, 3, 20)
RETURNING = {"by": EAST_INSPECTOR, "why": "照片不全", "due_on": NEW_DAY}
SCHOOL_AND_INSPECTOR = (EAST_INSPECTOR, liaison(LATE), principal(LATE))


@pytest.fixture
def case(engine: Engine) -> int:
    """An open case of the late school, due on 16 March."""
    return a_case(engine, loaded(engine, a_desk()))


def act(engine: Engine, what: Callable[..., int], case: str | int, **said: Any) -> int:
    return do(engine, what, DAY, a_desk(), case, **said)


def submitted(engine: Engine, case: int) -> int:
    act(engine, closing.submit, case, by=liaison(LATE), why="已补齐")
    forget(engine)
    return case


def verified(engine: Engine, case: int) -> int:
    act(engine, closing.verify, submitted(engine, case), by=EAST_INSPECTOR)
    return case


class TestSubmitting:
    """The unit has answered; the climbing stops."""

    def test_it_stands_as_submitted_with_its_day_and_in_the_history(self, engine: Engine, case: int) -> None:
        assert act(engine, closing.submit, case, by=liaison(LATE), why="已补齐") == case
        assert (the_case(engine, case).status, the_case(engine, case).submitted_on) == ("submitted", DAY)
        assert steps(engine, "rectification", case)[-1] == (liaison(LATE), "issued", "submitted")

    def test_only_the_inspectors_of_the_zone_are_asked_to_verify(self, engine: Engine, case: int) -> None:
        act(engine, closing.submit, case, by=liaison(LATE), why="已补齐")
        assert post(engine) == [("submitted", EAST_INSPECTOR)]
        facts = facts_of(engine, EAST_INSPECTOR, "submitted")
        assert (facts["number"], facts["unit"], facts["by"], facts["why"]) == (
            "整改〔2026〕1号",
            LATE,
            liaison(LATE),
            "已补齐",
        )

    def test_where_there_is_no_inspector_the_coordinator_is_asked(self, engine: Engine, case: int) -> None:
        office = [it for it in OFFICE_PEOPLE if it.role is not Role.INSPECTOR]
        loaded(engine, a_desk(people=(*office, *people_of(CAST))))
        act(engine, closing.submit, case, by=liaison(LATE))
        assert post(engine) == [("submitted", COORDINATOR)]

    @pytest.mark.parametrize("by", [liaison(LATE), principal(LATE), EAST_INSPECTOR, COORDINATOR, DIRECTOR])
    def test_the_schools_own_people_may_and_the_office_on_its_behalf(self, engine: Engine, case: int, by: str) -> None:
        act(engine, closing.submit, case, by=by)
        assert the_case(engine, case).status == "submitted"

    def test_another_school_may_not(self, engine: Engine, case: int) -> None:
        with pytest.raises(RefusedError, match="other_unit"):
            act(engine, closing.submit, case, by=liaison(DILIGENT))

    @pytest.mark.parametrize("status", ["submitted", "verified", "closed"])
    def test_it_is_refused_where_nothing_is_owed(self, engine: Engine, case: int, status: str) -> None:
        set_status(engine, rectifications, case, status)
        with pytest.raises(RefusedError, match=r"refused\.step"):
            act(engine, closing.submit, case, by=liaison(LATE))
        assert post(engine) == []

    def test_a_case_can_be_named_by_its_number(self, engine: Engine, case: int) -> None:
        assert act(engine, closing.submit, " 整改〔2026〕1号 ", by=liaison(LATE)) == case

    @pytest.mark.parametrize("name", [99, "99", "整改〔2026〕9号", "9" * 30])
    @pytest.mark.usefixtures("case")
    def test_a_case_that_does_not_exist_is_not_found(self, engine: Engine, name: str | int) -> None:
        with pytest.raises(NotFoundError, match="no_case"):
            act(engine, closing.submit, name, by=liaison(LATE))

    def test_somebody_who_is_not_in_the_roster_is_not_found(self, engine: Engine, case: int) -> None:
        with pytest.raises(NotFoundError, match="no_person"):
            act(engine, closing.submit, case, by="无名")


class TestReturning:
    """The answer is not enough; a new round begins."""

    def test_it_begins_a_new_round_with_the_new_day_and_keeps_the_first_deadline(
        self, engine: Engine, case: int
    ) -> None:
        act(engine, closing.return_, submitted(engine, case), **RETURNING)
        row = the_case(engine, case)
        assert (row.status, row.round, row.rung, row.due_on, row.due_basis) == ("returned", 2, 0, NEW_DAY, "fixed_date")
        assert (row.first_due_on, row.submitted_on, row.counted_from) == (date(2026, 3, 16), None, DAY)
        assert steps(engine, "rectification", case)[-1] == (EAST_INSPECTOR, "submitted", "returned")

    def test_the_school_and_its_inspector_are_told_why_and_until_when(self, engine: Engine, case: int) -> None:
        act(engine, closing.return_, submitted(engine, case), **RETURNING)
        assert post(engine) == sorted(("returned", name) for name in SCHOOL_AND_INSPECTOR)
        facts = facts_of(engine, liaison(LATE), "returned")
        assert (facts["why"], facts["due_on"]) == ("照片不全", "2026-03-20")

    def test_a_verified_case_can_still_be_returned(self, engine: Engine, case: int) -> None:
        act(engine, closing.return_, verified(engine, case), **RETURNING)
        assert the_case(engine, case).status == "returned"

    @pytest.mark.parametrize(
        "said",
        [{"why": " "}, {"due_on": DAY}, {"due_on": date(2026, 3, 11)}, {"due_on": None}],
        ids=["no reason", "today", "the past", "no day"],
    )
    def test_it_needs_a_reason_and_a_day_after_today(self, engine: Engine, case: int, said: dict[str, Any]) -> None:
        submitted(engine, case)
        with pytest.raises(RefusedError, match=r"refuse\.(reason|due_later)"):
            act(engine, closing.return_, case, **(RETURNING | said))
        assert the_case(engine, case).status == "submitted"

    def test_every_round_is_told_anew(self, engine: Engine, case: int) -> None:
        for _ in range(2):
            act(engine, closing.return_, submitted(engine, case), **RETURNING)
        assert the_case(engine, case).round == 3
        assert len(post(engine)) == 3


class TestVerifyingAndClosing:
    """销号: two steps by named people."""

    def test_verify_then_close_ends_the_case_and_tells_the_school(self, engine: Engine, case: int) -> None:
        act(engine, closing.close, verified(engine, case), by=DIRECTOR, why="现场核查合格")
        assert (the_case(engine, case).status, the_case(engine, case).closed_on) == ("closed", DAY)
        assert [to for _, _, to in steps(engine, "rectification", case)] == [
            "issued",
            "submitted",
            "verified",
            "closed",
        ]
        assert post(engine) == sorted(("closed", name) for name in SCHOOL_AND_INSPECTOR)

    def test_a_case_that_was_not_verified_cannot_be_closed(self, engine: Engine, case: int) -> None:
        with pytest.raises(RefusedError, match=r"refused\.step"):
            act(engine, closing.close, submitted(engine, case), by=DIRECTOR)

    def test_a_closed_case_stays_closed(self, engine: Engine, case: int) -> None:
        act(engine, closing.close, verified(engine, case), by=DIRECTOR)
        with pytest.raises(RefusedError):
            act(engine, closing.close, case, by=DIRECTOR)
        with pytest.raises(RefusedError):
            act(engine, closing.return_, case, **RETURNING)

    def test_time_alone_closes_nothing(self, engine: Engine, case: int) -> None:
        for day in (date(2026, 6, 1), date(2030, 1, 1)):
            with pytest.raises(RefusedError):
                do(engine, closing.close, day, a_desk(), case, by=DIRECTOR)
        assert the_case(engine, case).status == "issued"


Judging = tuple[Callable[..., int], dict[str, Any], str]
JUDGING: list[Judging] = [
    (closing.return_, {"why": "照片不全", "due_on": NEW_DAY}, "submitted"),
    (closing.verify, {}, "submitted"),
    (closing.close, {}, "verified"),
]


@pytest.mark.parametrize("judging", JUDGING, ids=["return", "verify", "close"])
class TestWhoMayJudge:
    """教育督导条例 art. 22: the unit rectifies, somebody else says that it did."""

    def judge(self, engine: Engine, case: int, judging: Judging, by: str) -> None:
        what, said, status = judging
        set_status(engine, rectifications, case, status)
        act(engine, what, case, by=by, **said)

    @pytest.mark.parametrize("by", [liaison(LATE), principal(LATE)])
    def test_never_the_schools_own_people(self, engine: Engine, case: int, judging: Judging, by: str) -> None:
        with pytest.raises(RefusedError, match="own_case"):
            self.judge(engine, case, judging, by)
        assert the_case(engine, case).status == judging[2]

    @pytest.mark.parametrize("by", [liaison(DILIGENT), principal(DILIGENT)])
    def test_nor_the_people_of_another_school(self, engine: Engine, case: int, judging: Judging, by: str) -> None:
        with pytest.raises(RefusedError, match="not_office"):
            self.judge(engine, case, judging, by)

    @pytest.mark.parametrize("by", [EAST_INSPECTOR, WEST_INSPECTOR, COORDINATOR, DIRECTOR])
    def test_but_any_inspector_and_the_office(self, engine: Engine, case: int, judging: Judging, by: str) -> None:
        self.judge(engine, case, judging, by)
        assert the_case(engine, case).status != judging[2]

    def test_an_unknown_name_is_not_found(self, engine: Engine, case: int, judging: Judging) -> None:
        with pytest.raises(NotFoundError, match="no_person"):
            self.judge(engine, case, judging, "无名")


@pytest.mark.postgres
def test_of_two_who_judge_at_the_same_moment_the_second_is_refused(postgres_url: str) -> None:
    """Both have read the case as submitted; SQLite lets only one of them begin."""
    engine = make_engine(postgres_url)
    case = submitted(engine, a_case(engine, loaded(engine, a_desk())))
    with session_of(engine) as first, session_of(engine) as second:
        seen = cases.judging(second, DAY, a_desk(), case, COORDINATOR, "")
        closing.verify(first, DAY, a_desk(), case, by=EAST_INSPECTOR)
        first.commit()
        with pytest.raises(RefusedError, match="raced"):
            cases.move(seen, "return", {})
    assert the_case(engine, case).status == "verified"
    engine.dispose()
