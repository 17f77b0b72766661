"""What last year left open goes along with this year's follow-up check, and with nothing else."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from models.engine import reading
from notifications.composing import compose
from reports.cases import read_carried
from rules.desk import Desk
from rules.plan import Kind
from services import closing, issuing
from tests.asking import MARCH_2, a_case, do, facts_of, forget, loaded
from tests.builders import COORDINATOR, EAST_INSPECTOR, LATE, WEST_INSPECTOR, a_desk, a_visit, an_occurrence, liaison

LAST_YEAR = date(2025, 11, 3)


def open_check(engine: Engine, kind: Kind = Kind.RECTIFICATION_FOLLOWUP) -> Desk:
    desk = loaded(engine, a_desk(a_visit(kind=kind)), LAST_YEAR)
    a_case(engine, desk, LAST_YEAR)
    a_case(engine, desk, MARCH_2, fact="今年的问题", key="b")
    done = a_case(engine, desk, LAST_YEAR, fact="已销号的问题", key="c")
    do(engine, closing.submit, LAST_YEAR, desk, done, by=liaison(LATE), why="已改")
    do(engine, closing.verify, LAST_YEAR, desk, done, by=EAST_INSPECTOR, why="看过")
    do(engine, closing.close, LAST_YEAR, desk, done, by=COORDINATOR, why="销号")
    forget(engine)
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, "P-2")])
    return desk


def test_the_inspector_hears_which_cases_of_last_year_are_still_open(engine: Engine) -> None:
    open_check(engine)
    facts = facts_of(engine, EAST_INSPECTOR, "issued")
    assert [(case["unit"], case["fact"]) for case in facts["carried"]] == [(LATE, "食堂留样不足")]
    said = compose("zh", "issued", facts).body
    assert "以前年度尚未销号的整改（1件）" in said
    assert "食堂留样不足" in said


def test_another_zone_hears_nothing_of_it(engine: Engine) -> None:
    open_check(engine)
    assert "carried" not in facts_of(engine, WEST_INSPECTOR, "issued")


def test_other_work_carries_nothing(engine: Engine) -> None:
    open_check(engine, Kind.SPECIAL)
    assert "carried" not in facts_of(engine, EAST_INSPECTOR, "issued")


def test_the_paper_of_the_check_lists_them_too(engine: Engine) -> None:
    desk = open_check(engine)
    with reading(engine) as session:
        assert [line.fact for line in read_carried(session, MARCH_2, desk, an_occurrence(desk, "P-2"))] == [
            "食堂留样不足"
        ]
