"""One day of an office: everything once, nothing the second time, and what was missed is caught up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from flows.day import SWEEP, sweep
from models import OfficeRow
from models.engine import make_engine, reading
from models.tables import assignments, messages
from rules.desk import Desk
from tests.asking import ask, loaded
from tests.builders import a_desk

MONDAY = date(2026, 3, 2)


@pytest.fixture
def engine(sqlite_url: str) -> Engine:
    """A database of this test's own, on SQLite."""
    return make_engine(sqlite_url)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """The small office, loaded."""
    return loaded(engine, a_desk(), MONDAY)


def office_row(engine: Engine) -> OfficeRow:
    with reading(engine) as session:
        return session.get_one(OfficeRow, 1)


def test_a_sweep_opens_what_must_exist(engine: Engine, desk: Desk) -> None:
    result = sweep(engine, desk, MONDAY)
    assert len(result.moved["issued"]) == len(ask(engine, select(assignments.c.id))) > 0
    assert len(result) == sum(result.counts.values())


def test_a_second_sweep_of_the_day_moves_nothing_and_says_nothing(engine: Engine, desk: Desk) -> None:
    sweep(engine, desk, MONDAY)
    before = ask(engine, select(messages.c.key))
    assert sweep(engine, desk, MONDAY).counts == dict.fromkeys([*SWEEP, "month", "week"], 0)
    assert ask(engine, select(messages.c.key)) == before


def test_a_sweep_after_three_missed_days_does_what_they_would_have_done(engine: Engine, desk: Desk) -> None:
    sweep(engine, desk, MONDAY - timedelta(days=3))
    assert sweep(engine, desk, MONDAY).moved["issued"] != []


def test_the_office_keeps_since_when_and_how_far_it_is_swept(engine: Engine, desk: Desk) -> None:
    sweep(engine, desk, MONDAY)
    sweep(engine, desk, MONDAY + timedelta(days=1))
    sweep(engine, desk, MONDAY)
    row = office_row(engine)
    assert (row.first_swept_on, row.swept_on) == (MONDAY, MONDAY + timedelta(days=1))


def test_a_week_before_the_first_sweep_is_not_summed_up(engine: Engine, desk: Desk) -> None:
    assert sweep(engine, desk, MONDAY).moved["week"] == []


def test_a_week_is_summed_up_once_on_its_friday_or_after_it(engine: Engine, desk: Desk) -> None:
    sweep(engine, desk, MONDAY)
    assert sweep(engine, desk, date(2026, 3, 5)).moved["week"] == []
    assert len(sweep(engine, desk, date(2026, 3, 9)).moved["week"]) == 1
    assert sweep(engine, desk, date(2026, 3, 10)).moved["week"] == []


def test_next_month_is_published_from_its_day_on_and_once(engine: Engine, desk: Desk) -> None:
    assert sweep(engine, desk, date(2026, 2, 24)).moved["month"] == []
    assert sweep(engine, desk, date(2026, 2, 26)).moved["month"] != []
    assert sweep(engine, desk, date(2026, 2, 27)).moved["month"] == []


@pytest.mark.parametrize("publish", [True, False])
def test_a_month_whose_publishing_days_were_missed_is_made_up_for_once(
    engine: Engine, desk: Desk, *, publish: bool
) -> None:
    assert sweep(engine, desk, date(2026, 2, 24), publish=publish).moved["month"] == []
    assert len(sweep(engine, desk, date(2026, 3, 3), publish=publish).moved["month"]) == 6
    assert sweep(engine, desk, date(2026, 3, 4), publish=publish).moved["month"] == []


@pytest.mark.parametrize(("day", "told"), [(date(2026, 3, 1), 6), (date(2026, 3, 15), 6), (date(2026, 3, 16), 0)])
def test_an_office_that_begins_in_the_first_half_of_a_month_has_its_arrangement(
    engine: Engine, desk: Desk, day: date, told: int
) -> None:
    assert len(sweep(engine, desk, day).moved["month"]) == told


def test_with_a_server_the_month_and_the_week_have_flows_of_their_own(engine: Engine, desk: Desk) -> None:
    moved = sweep(engine, desk, date(2026, 2, 26), publish=False).moved
    assert set(moved) == {*SWEEP, "month"}
    assert moved["month"] == []
