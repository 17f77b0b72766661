"""One item of the sample office's year, from the plan to the closed case, every date written out.

开学工作检查 opens with the spring term of 2026; the inspector finds a blocked fire exit at 中心小学 on 3 March; nobody
mends it. The ladder of the sample: rung 1 after 1 working day (liaison, inspector), 2 after 4 (principal), 3 after 8
(director), 4 after 13 (director, 约谈 or 通报 proposed).
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from calendars.folder import read_desk
from flows.day import sweep
from models.engine import reading
from reports.board import read_board
from reports.cases import Case, read_case
from reports.outbox import read_after
from reports.playing import Opened, read_opened
from rules.desk import Desk
from rules.errors import RefusedError
from services import answering, closing, inspecting, planning
from tests.asking import do

SCHOOL, LIAISON, PRINCIPAL = "中心小学", "联络员-中心小学", "校长-中心小学"
INSPECTOR, COORDINATOR, DIRECTOR = "责任督学-1", "督导室干事", "督导室主任"
FACT = "消防通道堆放杂物"

FEBRUARY_24, FEBRUARY_25 = date(2026, 2, 24), date(2026, 2, 25)
MARCH_3, MARCH_5, MARCH_10, MARCH_11 = date(2026, 3, 3), date(2026, 3, 5), date(2026, 3, 10), date(2026, 3, 11)
MARCH_15, MARCH_16, MARCH_20, MARCH_27 = date(2026, 3, 15), date(2026, 3, 16), date(2026, 3, 20), date(2026, 3, 27)
MARCH_30, APRIL_1, APRIL_8, APRIL_9 = date(2026, 3, 30), date(2026, 4, 1), date(2026, 4, 8), date(2026, 4, 9)
APRIL_10, APRIL_13, APRIL_14, APRIL_30 = date(2026, 4, 10), date(2026, 4, 13), date(2026, 4, 14), date(2026, 4, 30)


class Office:
    """The sample office, whose days pass one by one."""

    def __init__(self, engine: Engine, desk: Desk, since: date) -> None:
        self.engine, self.desk, self.day = engine, desk, since
        do(engine, planning.load, since, desk)
        sweep(engine, desk, since)

    def until(self, day: date) -> None:
        """Every day up to and including that one is swept."""
        while self.day < day:
            self.day += timedelta(days=1)
            sweep(self.engine, self.desk, self.day)

    def opened(self) -> tuple[Opened, ...]:
        """Every assignment so far."""
        with reading(self.engine) as session:
            return read_opened(session)

    def case(self, case: int) -> Case:
        """The case as it stands today."""
        with reading(self.engine) as session:
            return read_case(session, self.day, self.desk, case)

    def find(self) -> int:
        """The inspector visits, answers for the visit, and records what was found."""
        (visit,) = [each for each in self.opened() if each.unit == SCHOOL and each.item == "P3C-02-1"]
        do(self.engine, answering.answer, self.day, self.desk, visit.id, act="submit", by=INSPECTOR, text="已到校检查")
        do(self.engine, answering.answer, self.day, self.desk, visit.id, act="accept", by=COORDINATOR)
        said = {"unit": SCHOOL, "severity": "ordinary", "fact": FACT, "by": INSPECTOR, "assignment_id": visit.id}
        return do(self.engine, inspecting.record_finding, self.day, self.desk, **said)

    def told(self, kind: str, since: date = FEBRUARY_24) -> list[tuple[date, str]]:
        """Who was told of the case, by messages of that kind, on which day."""
        with reading(self.engine) as session:
            found = read_after(session, 0)
        lines = [(line.queued_on, line.person) for line in found if line.kind == kind and line.queued_on >= since]
        return sorted(lines)


@pytest.fixture
def office(sqlite_engine: Engine) -> Office:
    desk = read_desk(Path(__file__).parents[2] / "samples" / "caizhuang")
    return Office(sqlite_engine, desk, FEBRUARY_24)


def test_the_check_opens_with_the_term_for_every_school_and_not_a_day_earlier(office: Office) -> None:
    assert [each.item for each in office.opened() if each.item == "P3C-02-1"] == []
    office.until(FEBRUARY_25)
    checks = [each for each in office.opened() if each.item == "P3C-02-1"]
    assert len(checks) == 26
    assert {(each.period, each.opened_on, each.due_on) for each in checks} == {
        ("2026春", FEBRUARY_25, date(2026, 3, 6)),
    }


def test_a_finding_has_its_deadline_and_the_school_is_told_that_day(office: Office) -> None:
    office.until(MARCH_3)
    case = office.case(office.find())
    assert (case.line.number, case.line.opened_on, case.line.due_on) == ("整改〔2026〕1号", MARCH_3, MARCH_10)
    assert office.told("rectification") == sorted((MARCH_3, name) for name in (INSPECTOR, LIAISON, PRINCIPAL))


def test_the_school_is_reminded_three_working_days_before_and_on_the_day(office: Office) -> None:
    office.until(MARCH_3)
    office.find()
    office.until(MARCH_10)
    reminded = [on for on, person in office.told("digest", MARCH_3) if person == LIAISON]
    assert {MARCH_5, MARCH_10} <= set(reminded)
    assert len(reminded) == len(set(reminded))


def test_due_today_is_not_overdue_and_the_ladder_is_climbed_on_written_days(office: Office) -> None:
    office.until(MARCH_3)
    case = office.find()
    office.until(MARCH_10)
    assert (office.case(case).line.working_days_overdue, office.case(case).climbs) == (0, ())
    office.until(MARCH_30)
    assert [(climb.on, climb.rung, climb.working_days_overdue) for climb in office.case(case).climbs] == [
        (MARCH_11, 1, 1),
        (MARCH_16, 2, 4),
        (MARCH_20, 3, 8),
        (MARCH_27, 4, 13),
    ]
    assert office.told("escalation") == [
        (MARCH_11, LIAISON),
        (MARCH_11, INSPECTOR),
        (MARCH_16, PRINCIPAL),
        (MARCH_20, DIRECTOR),
        (MARCH_27, DIRECTOR),
    ]


def test_a_weekend_moves_nobody_up(office: Office) -> None:
    office.until(MARCH_3)
    case = office.find()
    office.until(MARCH_15)
    assert office.case(case).line.rung == 1
    assert office.case(case).line.working_days_overdue == 3


def test_after_a_downtime_the_ladder_is_climbed_from_below_one_rung_a_night(office: Office) -> None:
    office.until(MARCH_3)
    case = office.find()
    office.until(MARCH_10)
    sweep(office.engine, office.desk, MARCH_20)
    assert office.case(case).line.rung == 1
    assert office.told("escalation") == sorted((MARCH_20, name) for name in (LIAISON, INSPECTOR))
    office.day = MARCH_20
    office.until(MARCH_30)
    assert [(climb.on, climb.rung) for climb in office.case(case).climbs] == [(MARCH_20, 1), (date(2026, 3, 25), 2)]


def test_the_school_can_submit_but_neither_verify_nor_close(office: Office) -> None:
    office.until(MARCH_3)
    case = office.find()
    do(office.engine, closing.submit, MARCH_3, office.desk, case, by=LIAISON, why="已清理")
    for act in (closing.verify, closing.close):
        for person in (LIAISON, PRINCIPAL):
            with pytest.raises(RefusedError) as refused:
                do(office.engine, act, MARCH_3, office.desk, case, by=person)
            assert refused.value.word == "refused.own_case"
    assert office.case(case).line.status == "submitted"


def test_from_the_plan_to_the_closed_case(office: Office) -> None:
    office.until(MARCH_3)
    case = office.find()
    office.until(MARCH_30)
    do(office.engine, closing.submit, MARCH_30, office.desk, case, by=LIAISON, why="已清理，附照片")
    office.until(APRIL_1)
    assert office.case(case).line.working_days_overdue == 0
    do(
        office.engine, closing.return_, APRIL_1, office.desk, case,
        by=INSPECTOR, why="东侧通道仍有课桌", due_on=APRIL_8,
    )  # fmt: skip
    office.until(APRIL_9)
    again = office.case(case)
    assert (again.line.round, again.line.rung, again.line.first_due_on, again.line.due_on) == (2, 1, MARCH_10, APRIL_8)
    assert [(climb.on, climb.round, climb.rung) for climb in again.climbs[4:]] == [(APRIL_9, 2, 1)]
    do(office.engine, closing.submit, APRIL_10, office.desk, case, by=LIAISON, why="已全部清理")
    office.until(APRIL_13)
    do(office.engine, closing.verify, APRIL_13, office.desk, case, by=INSPECTOR, why="现场核查属实")
    office.until(APRIL_14)
    do(office.engine, closing.close, APRIL_14, office.desk, case, by=COORDINATOR, why="整改到位")
    office.until(APRIL_30)
    closed = office.case(case)
    assert (closed.line.status, closed.line.closed_on, len(closed.climbs)) == ("closed", APRIL_14, 5)
    assert [(step.on, step.by, step.to_status) for step in closed.steps if step.by != "system"] == [
        (MARCH_3, INSPECTOR, "issued"),
        (MARCH_30, LIAISON, "submitted"),
        (APRIL_1, INSPECTOR, "returned"),
        (APRIL_10, LIAISON, "submitted"),
        (APRIL_13, INSPECTOR, "verified"),
        (APRIL_14, COORDINATOR, "closed"),
    ]
    assert office.told("closed") == sorted((APRIL_14, name) for name in (INSPECTOR, LIAISON, PRINCIPAL))
    with reading(office.engine) as session:
        assert read_board(session, APRIL_30, office.desk).cases == ()


def test_a_second_sweep_of_a_day_moves_nothing(office: Office) -> None:
    office.until(MARCH_3)
    office.find()
    office.until(MARCH_11)
    assert set(sweep(office.engine, office.desk, MARCH_11).counts.values()) == {0}
