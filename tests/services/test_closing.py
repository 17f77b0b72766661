"""Submit, return, verify, close: the unit answers, and only somebody outside it judges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import DBAPIError

from models.engine import make_engine, transaction
from models.tables import rectifications, revisits
from rules.errors import NotFoundError, RefusedError
from rules.office import Role, Rung
from services import cases, closing, escalating, reminding
from tests.asking import (
    a_case,
    ask,
    do,
    facts_of,
    forget,
    loaded,
    post,
    session_of,
    set_status,
    statuses,
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
    POLICIES,
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


class TestReceivingAndBeginning:
    """The unit has the notice in hand, and is mending."""

    def test_the_unit_receives_then_mends_then_reports(self, engine: Engine, case: int) -> None:
        for what in (closing.receive, closing.begin, closing.submit):
            act(engine, what, case, by=liaison(LATE))
        assert [to for _, _, to in steps(engine, "rectification", case)] == [
            "issued", "received", "rectifying", "submitted",
        ]  # fmt: skip

    @pytest.mark.parametrize("what", [closing.receive, closing.begin])
    def test_another_school_may_not(self, engine: Engine, case: int, what: Callable[..., int]) -> None:
        with pytest.raises(RefusedError, match="other_unit"):
            act(engine, what, case, by=liaison(DILIGENT))

    def test_what_is_received_or_being_mended_still_climbs(self, engine: Engine, case: int) -> None:
        act(engine, closing.begin, case, by=liaison(LATE))
        assert len(do(engine, escalating.escalate, date(2026, 3, 17), a_desk())) == 1


class TestTheInspectorsClock:
    """Three working days to verify and file: reminded the day before and on it, then a ladder of its own."""

    LADDER = (Rung(1, 1, (Role.INSPECTOR,)), Rung(2, 3, (Role.DIRECTOR,), "report"))

    @pytest.fixture
    def case(self, engine: Engine) -> int:
        """Reported on Thursday 12 March, so to be filed by Tuesday 17 March."""
        desk = loaded(engine, a_desk(check_ladder=self.LADDER))
        return submitted(engine, a_case(engine, desk))

    @pytest.mark.parametrize(
        ("day", "told"),
        [(date(2026, 3, 13), []), (date(2026, 3, 16), [("digest", EAST_INSPECTOR)]), (date(2026, 3, 18), [])],
        ids=["two days before", "the day before", "after"],
    )
    def test_the_inspector_is_reminded(self, engine: Engine, case: int, day: date, told: list[tuple[str, str]]) -> None:
        assert the_case(engine, case).check_due_on == date(2026, 3, 17)
        if day.day == 18:
            do(engine, reminding.remind, date(2026, 3, 17), a_desk())
            forget(engine)
        do(engine, reminding.remind, day, a_desk())
        assert post(engine) == told

    def test_who_verifies_late_climbs_a_ladder_of_his_own(self, engine: Engine, case: int) -> None:
        climbs = {}
        for day in (17, 18, 19, 20):
            forget(engine)
            do(engine, escalating.escalate, date(2026, 3, day), a_desk())
            climbs[day] = post(engine)
        assert climbs == {17: [], 18: [("check_late", EAST_INSPECTOR)], 19: [], 20: [("check_late", DIRECTOR)]}
        assert (the_case(engine, case).rung, the_case(engine, case).check_rung) == (0, 2)

    def test_verified_but_not_filed_still_runs_and_filing_stops_it(self, engine: Engine, case: int) -> None:
        act(engine, closing.verify, case, by=EAST_INSPECTOR)
        assert len(do(engine, escalating.escalate, date(2026, 3, 18), a_desk())) == 1
        act(engine, closing.close, case, by=DIRECTOR)
        assert do(engine, escalating.escalate, date(2026, 3, 30), a_desk()) == []

    def test_returning_stops_it_and_the_next_report_starts_it_anew(self, engine: Engine, case: int) -> None:
        do(engine, escalating.escalate, date(2026, 3, 18), a_desk())
        act(engine, closing.return_, case, **RETURNING)
        assert the_case(engine, case).check_due_on is None
        submitted(engine, case)
        row = the_case(engine, case)
        assert (row.check_due_on, row.check_rung, row.climbed_on) == (date(2026, 3, 17), 0, None)


class TestRestarting:
    """The ladder begins at the rung that the policy says."""

    def test_a_returned_case_climbs_from_the_rung_of_the_policy_in_force_when_it_opened(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk(policies=replace(POLICIES, return_restarts_at=2)))
        case = submitted(engine, a_case(engine, desk))
        act(engine, closing.return_, case, **RETURNING)
        assert the_case(engine, case).rung == 1
        climbed = [len(do(engine, escalating.escalate, date(2026, 3, day), a_desk())) for day in (23, 24, 25)]
        assert (climbed, the_case(engine, case).rung) == ([0, 0, 1], 2)


class TestRevisiting:
    """A serious case is closed only after somebody was there again and found it mended."""

    @pytest.fixture
    def case(self, engine: Engine) -> int:
        """A danger, reported on 12 March."""
        return submitted(engine, a_case(engine, loaded(engine, a_desk()), severity="urgent"))

    def revisit(self, engine: Engine, case: int, **said: Any) -> int:
        return act(engine, closing.revisit, case, **({"by": EAST_INSPECTOR, "why": "通道已畅通"} | said))

    def test_it_is_work_of_the_inspector_from_the_report_on(self, engine: Engine, case: int) -> None:
        assert statuses(engine) == {("return-visit", LATE): "open"}
        self.revisit(engine, case)
        assert statuses(engine) == {("return-visit", LATE): "done"}

    def test_without_it_nobody_closes_the_case(self, engine: Engine, case: int) -> None:
        act(engine, closing.verify, case, by=EAST_INSPECTOR)
        with pytest.raises(RefusedError, match="no_revisit"):
            act(engine, closing.close, case, by=DIRECTOR)
        self.revisit(engine, case, is_mended=False)
        with pytest.raises(RefusedError, match="no_revisit"):
            act(engine, closing.close, case, by=DIRECTOR)
        do(engine, closing.revisit, NEW_DAY, a_desk(), case, by=EAST_INSPECTOR, why="已全部清理")
        act(engine, closing.close, case, by=DIRECTOR)
        assert the_case(engine, case).status == "closed"

    def test_one_of_an_earlier_round_does_not_count(self, engine: Engine, case: int) -> None:
        self.revisit(engine, case)
        act(engine, closing.return_, case, **RETURNING)
        act(engine, closing.verify, submitted(engine, case), by=EAST_INSPECTOR)
        with pytest.raises(RefusedError, match="no_revisit"):
            act(engine, closing.close, case, by=DIRECTOR)

    def test_a_returned_case_takes_the_visit_that_was_not_made_off_the_inspectors_desk(
        self, engine: Engine, case: int
    ) -> None:
        act(engine, closing.return_, case, **RETURNING)
        assert statuses(engine) == {("return-visit", LATE): "withdrawn"}

    def test_the_same_form_twice_is_one_visit(self, engine: Engine, case: int) -> None:
        self.revisit(engine, case)
        self.revisit(engine, case)
        assert len(ask(engine, select(revisits.c.id))) == 1

    @pytest.mark.parametrize(
        ("said", "word"), [({"by": liaison(LATE)}, "own_case"), ({"why": " "}, "no_outcome")], ids=["own", "nothing"]
    )
    def test_never_by_the_school_itself_nor_without_an_outcome(
        self, engine: Engine, case: int, said: dict[str, Any], word: str
    ) -> None:
        with pytest.raises(RefusedError, match=word):
            self.revisit(engine, case, **said)

    def test_a_visit_cannot_be_changed_later(self, engine: Engine, case: int) -> None:
        self.revisit(engine, case)
        with pytest.raises(DBAPIError, match="only grows"), transaction(engine) as session:
            session.execute(update(revisits).values(is_mended=False))
