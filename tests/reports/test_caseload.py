"""The board's view of the cases."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from models.engine import reading
from reports.board import Board, read_board
from reports.rendering import render
from rules.desk import Desk
from services import closing, monitoring
from tests.asking import MARCH_2, a_case, do, loaded
from tests.builders import DIRECTOR, EAST, EAST_INSPECTOR, FAR, LATE, WEST, WEST_INSPECTOR, a_desk, liaison

MARCH_16, MARCH_17 = date(2026, 3, 16), date(2026, 3, 17)


def board(engine: Engine, desk: Desk, day: date) -> Board:
    with reading(engine) as session:
        return read_board(session, day, desk)


def test_cases_are_counted_by_zone_and_severity_with_those_overdue_and_the_next_last_day(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    a_case(engine, desk)
    a_case(engine, desk, severity="urgent", fact="电线裸露")
    a_case(engine, desk, unit=FAR, by=WEST_INSPECTOR, severity="serious")
    found = board(engine, desk, MARCH_17).by_zone
    assert [(it.zone, it.severity, it.open, it.overdue, it.next_due_on) for it in found] == [
        (EAST, "urgent", 1, 1, None),
        (EAST, "ordinary", 1, 1, None),
        (WEST, "serious", 1, 1, None),
    ]
    assert board(engine, desk, MARCH_16).by_zone[1].next_due_on == MARCH_16


def test_a_case_has_its_days_left_and_its_last_message(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    case = a_case(engine, desk)
    do(engine, closing.submit, MARCH_2, desk, case, by=liaison(LATE))
    do(engine, closing.return_, MARCH_2, desk, case, by=EAST_INSPECTOR, why="不全", due_on=MARCH_16)
    found = board(engine, desk, date(2026, 3, 12))
    assert (found.cases[0].days_left, found.said["整改〔2026〕1号"].kind) == (4, "returned")
    assert board(engine, desk, MARCH_17).cases[0].days_left == -1


def test_a_reported_case_counts_to_the_inspectors_last_day(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, closing.submit, MARCH_2, desk, a_case(engine, desk), by=liaison(LATE))
    (line,) = board(engine, desk, date(2026, 3, 6)).cases
    assert (line.check_due_on, line.days_left, line.check_overdue, line.working_days_overdue) == (
        *(date(2026, 3, 5), -1),
        *(1, 0),
    )


def test_a_draft_counts_to_the_day_by_which_the_office_has_to_issue_it(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    a_case(engine, desk, severity="serious")
    (line,) = board(engine, desk, MARCH_17).cases
    assert (line.status, line.owed_on, line.owed_on < line.due_on) == ("draft", line.check_due_on, True)
    assert (line.owed_on - MARCH_17).days == line.days_left
    text = render("zh", "board", board=board(engine, desk, MARCH_17))
    assert f"（原定{line.first_due_on}） | 发出通知逾期{line.check_overdue}个工作日 |" in text


def test_a_unit_on_key_monitoring_stands_there_with_what_is_owed_until_it_ends(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    a_case(engine, desk)
    do(engine, monitoring.start, MARCH_2, desk, LATE, by=DIRECTOR, reason="反复")
    (unit,) = board(engine, desk, MARCH_2).monitored
    assert (unit.unit, unit.open_cases, unit.visits_owed, unit.next_visit_by) == (LATE, 1, 2, MARCH_16)
    do(engine, monitoring.end, MARCH_16, desk, LATE, by=DIRECTOR, why="达标")
    assert board(engine, desk, MARCH_16).monitored == ()
