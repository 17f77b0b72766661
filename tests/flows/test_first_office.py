"""An office that began with the first version of the tables: it migrates with all its rows, and goes on working."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from flows.day import sweep
from models.engine import make_engine, migrate, reading
from models.tables import assignments, drawings, escalations, messages, rectifications
from reports.replaying import read_differences
from rules.office import Role, Rung
from services import closing, extending, monitoring
from tests.asking import ask, do, loaded
from tests.builders import DIRECTOR, EAST_INSPECTOR, OFFICE_PEOPLE, WEST, a_desk, a_unit, liaison, people_of
from tests.models.first_office import make_first_office

MARCH_2 = date(2026, 3, 2)
SCHOOL = "中心小学"
UNITS = (a_unit("X01", SCHOOL), a_unit("X02", "第二小学", WEST))
DESK = a_desk(
    units=UNITS,
    people=(*OFFICE_PEOPLE, *people_of(UNITS)),
    check_ladder=(Rung(1, 1, (Role.INSPECTOR,), "urge"),),
)


@pytest.fixture
def office(empty_url: str) -> Iterator[Engine]:
    engine = make_engine(empty_url)
    make_first_office(engine)
    migrate(engine)
    yield engine
    engine.dispose()


def test_every_row_is_there_and_an_open_case_is_called_issued(office: Engine) -> None:
    found = ask(office, select(rectifications.c.number, rectifications.c.status).order_by(rectifications.c.id))
    assert found == [("整改〔2026〕1号", "issued"), ("整改〔2026〕2号", "submitted"), ("整改〔2026〕3号", "closed")]
    tables = (assignments, messages, escalations, drawings)
    counts = [ask(office, select(func.count()).select_from(table))[0][0] for table in tables]
    assert counts == [2, 1, 1, 1]


def test_the_history_gives_every_case_as_it_stands(office: Engine) -> None:
    with reading(office) as session:
        assert read_differences(session) == ()


def test_it_sweeps_and_a_case_that_was_being_verified_has_a_clock_and_a_next_moment(office: Engine) -> None:
    migrate(office)
    loaded(office, DESK)
    sweep(office, DESK, MARCH_2)
    sweep(office, DESK, MARCH_2)
    (case,) = ask(office, select(rectifications).where(rectifications.c.number == "整改〔2026〕2号"))
    assert case.check_due_on == date(2026, 3, 5)
    assert [rung["rung"] for rung in case.check_ladder] == [1]
    with reading(office) as session:
        assert read_differences(session) == ()


def test_an_overdue_case_climbs_on_where_it_stood(office: Engine) -> None:
    loaded(office, DESK)
    sweep(office, DESK, MARCH_2)
    found = ask(office, select(escalations.c.rung, escalations.c.stage).order_by(escalations.c.id))
    assert found == [(1, "report"), (2, "report")]


def test_its_cases_are_led_to_their_end_and_the_history_still_gives_them(office: Engine) -> None:
    loaded(office, DESK)
    sweep(office, DESK, MARCH_2)
    do(office, monitoring.start, MARCH_2, DESK, SCHOOL, by=DIRECTOR, reason="屡查屡犯")
    until = date(2026, 3, 20)
    one = do(office, extending.ask, MARCH_2, DESK, 1, by=liaison(SCHOOL), why="等设备", wanted_on=until)
    do(office, extending.decide, MARCH_2, DESK, one, by=DIRECTOR, approve=True)
    do(office, closing.revisit, MARCH_2, DESK, 2, by=EAST_INSPECTOR, why="通道已清空")
    do(office, closing.verify, MARCH_2, DESK, 2, by=EAST_INSPECTOR)
    do(office, closing.close, MARCH_2, DESK, 2, by=EAST_INSPECTOR)
    found = ask(office, select(rectifications.c.status, rectifications.c.due_on).order_by(rectifications.c.id).limit(2))
    assert found == [("issued", until), ("closed", date(2026, 2, 24))]
    with reading(office) as session:
        assert read_differences(session) == ()
