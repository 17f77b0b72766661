"""Clocks that jump, a sweep that midnight overtakes, and a year end after which no holiday is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from flows.day import SWEEP, _in_transaction, begin, finish, sweep
from models.tables import assignments, messages, offices
from rules.plan import Due, DueBasis, RangeWindow
from tests.asking import ask, loaded
from tests.builders import a_desk, an_entry

DUE = date(2026, 3, 31)
AFTER = DUE + timedelta(days=1)


def keys(engine: Engine) -> list[str]:
    return sorted(row.key for row in ask(engine, select(messages.c.key)))


@pytest.mark.parametrize("stages_before_midnight", range(len(SWEEP) + 1))
def test_a_sweep_that_midnight_overtakes_is_made_good_by_the_next(
    sqlite_engine: Engine, stages_before_midnight: int
) -> None:
    """Some stages ran on the due day, the rest on the day after; then the next day's own sweep comes."""
    desk = loaded(sqlite_engine, a_desk())
    sweep(sqlite_engine, desk, date(2026, 3, 2))
    begin(sqlite_engine, DUE)
    for number, stage in enumerate(SWEEP.values()):
        _in_transaction(sqlite_engine, stage, desk, DUE if number < stages_before_midnight else AFTER)
    finish(sqlite_engine, DUE)
    sweep(sqlite_engine, desk, AFTER)
    found = keys(sqlite_engine)
    assert len([key for key in found if key.startswith("overdue:")]) == 3
    assert len(found) == len(set(found))
    assert len(sweep(sqlite_engine, desk, AFTER)) == 0


def test_a_clock_that_jumps_forward_over_midnight_and_back_doubles_nothing(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    sweep(engine, desk, date(2026, 3, 2))
    sweep(engine, desk, AFTER)
    told = keys(engine)
    for day in (DUE, AFTER, DUE, AFTER):
        assert len(sweep(engine, desk, day)) == 0
    assert keys(engine) == told
    assert ask(engine, select(offices.c.swept_on)) == [(AFTER,)]


def test_a_year_end_after_which_no_holiday_is_known_is_swept_like_any_other(engine: Engine) -> None:
    """Deadlines that touch the unknown year are provisional; nothing stops."""
    entry = an_entry(window=RangeWindow(12, 21, 12, 31), due=Due(DueBasis.WORKING_DAYS, 10), reminders=(-3, 0, 1))
    desk = loaded(engine, a_desk(entry))
    day = date(2026, 12, 21)
    while day < date(2027, 1, 12):
        sweep(engine, desk, day)
        day += timedelta(days=1)
    rows = ask(engine, select(assignments.c.status, assignments.c.due_provisional, assignments.c.due_on))
    assert {(row.status, row.due_provisional) for row in rows} == {("overdue", True)}
    assert {row.due_on.year for row in rows} == {2027}
    assert len(keys(engine)) == len(set(keys(engine)))
