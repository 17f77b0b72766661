"""The board of the small office: what is due, who owes, what climbs, and nothing that is somebody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from models.engine import reading
from models.tables import messages
from reports.board import Board, read_board, read_upcoming
from reports.often import titled
from reports.work import WorkLine, fold
from rules.desk import Desk
from rules.plan import WeekCadence
from rules.series import Often
from services import answering, closing, escalating, inspecting, lapsing
from tests.asking import MARCH_2, a_case, do, issued, loaded, set_status
from tests.builders import DILIGENT, EAST_INSPECTOR, FAR, LATE, OFFICE, a_desk, a_visit, an_entry, liaison

MARCH_30, MARCH_31, APRIL_1 = date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)


def board(engine: Engine, desk: Desk, day: date) -> Board:
    with reading(engine) as session:
        return read_board(session, day, desk)


def test_an_empty_office_has_an_empty_board(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    found = board(engine, desk, date(2026, 1, 5))
    assert (found.office, found.today, found.this_week, found.overdue, found.cases) == (OFFICE, (), (), (), ())
    assert (found.numbers.owed, found.numbers.overdue, found.numbers.cases) == (0, 0, 0)


def test_what_opens_today_stands_under_today_with_everybody_who_owes(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk)
    (line,) = board(engine, desk, MARCH_2).today
    assert (line.item, line.period, line.due_on) == ("P-1", "2026-03", MARCH_31)
    assert (line.units, line.answered, line.owing, line.owing_names) == (3, 0, 3, (DILIGENT, LATE, FAR))


def test_who_has_answered_is_counted_and_owes_no_more(engine: Engine) -> None:
    desk = a_desk()
    first, *_ = issued(engine, desk)
    do(engine, answering.answer, MARCH_2, desk, first, act="submit", by=liaison(DILIGENT), text="已报")
    (line,) = board(engine, desk, MARCH_2).today
    assert (line.units, line.answered, line.owing_names) == (3, 1, (LATE, FAR))


def test_the_day_before_it_is_due_it_stands_under_this_week_and_on_the_day_under_today(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk)
    before, on = board(engine, desk, MARCH_30), board(engine, desk, MARCH_31)
    assert [len(part) for part in (before.today, before.this_week, before.overdue)] == [0, 1, 0]
    assert [len(part) for part in (on.today, on.this_week, on.overdue)] == [1, 0, 0]


def test_the_day_after_it_is_overdue_and_nothing_else(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk)
    do(engine, lapsing.lapse, APRIL_1, desk)
    found = board(engine, desk, APRIL_1)
    assert [len(part) for part in (found.today, found.this_week, found.overdue)] == [0, 0, 1]
    assert (found.numbers.owed, found.numbers.overdue) == (3, 3)


def test_this_week_ends_on_sunday(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk, due_on=date(2026, 3, 8))
    assert len(board(engine, desk, date(2026, 3, 4)).this_week) == 1
    assert board(engine, desk, date(2026, 2, 27)).this_week == ()


def test_a_case_shows_how_long_it_is_overdue_and_on_which_rung(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    a_case(engine, desk)
    (fresh,) = board(engine, desk, date(2026, 3, 16)).cases
    assert (fresh.unit, fresh.due_on, fresh.working_days_overdue, fresh.rung) == (LATE, date(2026, 3, 16), 0, 0)
    do(engine, escalating.escalate, date(2026, 3, 19), desk)
    found = board(engine, desk, date(2026, 3, 19))
    assert (found.cases[0].working_days_overdue, found.cases[0].rung) == (3, 2)
    assert (found.numbers.cases, found.numbers.cases_overdue) == (1, 1)


def test_a_submitted_case_is_open_but_not_overdue(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    case = a_case(engine, desk)
    do(engine, closing.submit, MARCH_2, desk, case, by=liaison(LATE), why="已整改")
    found = board(engine, desk, APRIL_1)
    assert (found.cases[0].working_days_overdue, found.numbers.cases, found.numbers.cases_overdue) == (0, 1, 0)


def test_coverage_stands_in_code_order_without_the_office(engine: Engine) -> None:
    desk = a_desk()
    first, *_ = issued(engine, desk)
    a_case(engine, desk)
    do(engine, answering.answer, MARCH_2, desk, first, act="submit", by=liaison(DILIGENT), text="已报")
    found = board(engine, desk, MARCH_2)
    assert [(line.unit, line.asked, line.answered, line.open_cases) for line in found.coverage] == [
        (DILIGENT, 1, 1, 0),
        (LATE, 1, 0, 1),
        (FAR, 1, 0, 0),
    ]
    assert found.units == 3


def test_another_years_work_is_not_in_the_coverage(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk)
    assert {line.asked for line in board(engine, desk, date(2027, 3, 2)).coverage} == {0}


def test_messages_that_need_a_person_are_listed_newest_first(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    finding = {"unit": LATE, "severity": "ordinary", "fact": "食堂留样不足", "by": EAST_INSPECTOR}
    do(engine, inspecting.record_finding, MARCH_2, desk, **finding)
    for message_id, status in ((1, "dead"), (2, "unknown")):
        set_status(engine, messages, message_id, status)
    found = board(engine, desk, MARCH_2)
    assert [(line.id, line.status) for line in found.troubled] == [(2, "unknown"), (1, "dead")]
    assert (found.numbers.dead, found.numbers.unknown, found.numbers.nobody) == (1, 1, 0)


def test_upcoming_is_what_opens_within_sixty_days_and_not_today() -> None:
    desk = a_desk(an_entry())
    assert [line.opens_on for line in read_upcoming(desk, date(2026, 1, 1))] == [MARCH_2]
    assert read_upcoming(desk, date(2025, 12, 31)) == ()
    assert read_upcoming(desk, MARCH_2) == ()


def test_daily_work_that_comes_is_one_line_with_how_often() -> None:
    desk = a_desk(an_entry(window=WeekCadence(on=5), times=3))
    (line,) = read_upcoming(desk, date(2026, 3, 1))
    assert (line.often, line.count, line.times) == (Often("week_on", 5), 9, 3)
    assert titled("zh", line.title, line.often, line.count, line.times) == "三月自查（每周五，共9次，每期不少于3次）"


def test_overdue_weeks_of_one_entry_are_one_line_with_their_sums() -> None:
    plan = a_desk(an_entry(window=WeekCadence(on=5)), a_visit()).plan
    lines = tuple(
        WorkLine(
            "P-1", "三月自查", "自查", f"2026-W{10 + week}", MARCH_2, MARCH_2, week == 1, 3, 1, 2, (f"甲{week}", "乙")
        )
        for week in range(3)
    )
    visit = replace(lines[0], item="P-2", period="2026-03")
    folded = fold(plan, (*lines, visit))
    assert [line.item for line in folded] == ["P-1", "P-2"]
    assert (folded[0].period, folded[0].count, folded[0].units, folded[0].answered, folded[0].owing) == (
        "2026-W10—2026-W12", 3, 9, 3, 6,
    )  # fmt: skip
    assert (folded[0].owing_names, folded[0].due_provisional) == (("甲0", "乙", "甲1", "甲2"), True)
    assert folded[1] == visit
