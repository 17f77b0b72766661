"""What comes again is written with `every`, and a key that does not fit the cadence is a mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calendars.plans import read_plan
from rules.plan import (
    BeforeWindow,
    DayCadence,
    Edge,
    FollowWindow,
    MonthCadence,
    TermCadence,
    WeekCadence,
    YearCadence,
)
from tests.calendars.spoiling import codes, entry, plan_text, wrong

if TYPE_CHECKING:
    from pathlib import Path

    from rules.plan import Plan


def read(tmp_path: Path, *entries: str) -> Plan:
    (tmp_path / "plan.yaml").write_text(plan_text(*entries), encoding="utf-8")
    return read_plan(tmp_path / "plan.yaml")


def windowed(identity: str, window: str, *more: str) -> str:
    return entry(identity, f"window: {window}", *more, without="window")


@pytest.mark.parametrize(
    ("written", "window"),
    [
        ("{every: day, in_term: true}", DayCadence(in_term=True)),
        ("{every: week}", WeekCadence()),
        ("{every: week, on: friday, in_term: 是}", WeekCadence(5, in_term=True)),
        ("{every: week, on: 周一}", WeekCadence(1)),
        ("{every: month}", MonthCadence()),
        ("{every: month, from_day: -3, to_day: -1}", MonthCadence(1, -3, -1)),
        ("{every: month, from_day: 25}", MonthCadence(1, 25, 31)),
        ("{every: two_months}", MonthCadence(2)),
        ("{every: quarter, in_term: true}", MonthCadence(3, in_term=True)),
        ("{every: half_year}", MonthCadence(6)),
        ("{every: term}", TermCadence()),
        ("{every: term, weeks: 2, edge: closes}", TermCadence(2, Edge.CLOSES)),
        ("{every: school_year}", TermCadence(by_year=True)),
        ("{every: year}", YearCadence()),
        ("{before: 2月28日, opens_before: 20}", BeforeWindow(2, 28, 20)),
        ("{follows: A-1, to: 10}", FollowWindow("A-1", 1, 10)),
        ("{follows: A-1, edge: opens, from: -10, to: -5}", FollowWindow("A-1", -10, -5, Edge.OPENS)),
    ],
)
def test_a_cadence_can_be_written(tmp_path: Path, written: str, window: object) -> None:
    assert read(tmp_path, entry("A-1"), windowed("A-2", written)).entries[1].window == window


def test_a_drawn_day_is_never_announced(tmp_path: Path) -> None:
    drawn = windowed("A-1", "{every: week, on: random}")
    assert codes(wrong(lambda: read(tmp_path, drawn))) == [("entries[0](A-1).unannounced", "draw_announced")]
    secret = windowed("A-1", "{every: week, on: 抽签}", "unannounced: true", "times: 3")
    (found,) = read(tmp_path, secret).entries
    assert (found.window, found.times) == (WeekCadence(drawn=True), 3)


@pytest.mark.parametrize(
    ("written", "place", "code"),
    [
        ("{every: fortnight}", ".every", "not_one_of"),
        ("{every: year, on: friday}", "", "every_key"),
        ("{every: day, from_day: 3}", "", "every_key"),
        ("{every: week, on: someday}", ".on", "not_a_weekday"),
        ("{every: month, from_day: 20, to_day: 10}", "", "window_backwards"),
        ("{every: month, from_day: 0}", "", "window_backwards"),
        ("{every: month, to_day: 32}", ".to_day", "out_of_range"),
        ("{every: week, colour: red}", ".colour", "unknown_key"),
        ("{before: 02-30, opens_before: 3}", ".before", "not_a_day_of_year"),
        ("{before: 02-28}", ".opens_before", "missing"),
        ("{follows: A-2, from: 9, to: 3}", "", "window_backwards"),
        ("{follows: A-9, to: 3}", "", "no_such_entry"),
        ("{follows: A-1, to: 3}", "", "no_such_entry"),
    ],
)
def test_a_cadence_that_cannot_be_says_where_and_why(tmp_path: Path, written: str, place: str, code: str) -> None:
    problems = wrong(lambda: read(tmp_path, windowed("A-1", written), entry("A-2")))
    assert codes(problems) == [(f"entries[0](A-1).window{place}", code)]


def test_nothing_follows_what_is_not_dated_or_itself_in_a_circle(tmp_path: Path) -> None:
    undated = entry("A-1", "unscheduled: true", without="window")
    problems = wrong(lambda: read(tmp_path, undated, windowed("A-2", "{follows: A-1, to: 3}")))
    assert codes(problems) == [("entries[1](A-2).window", "window_undated")]
    circle = (windowed("A-1", "{follows: A-2, to: 3}"), windowed("A-2", "{follows: A-1, to: 3}"))
    assert {code for _, code in codes(wrong(lambda: read(tmp_path, *circle)))} == {"after_circle"}


def test_what_the_source_does_not_date_may_be_done_some_time_in_the_year(tmp_path: Path) -> None:
    (found,) = read(tmp_path, windowed("A-1", "{every: year}", "unscheduled: true")).entries
    assert found.unscheduled
    assert found.window == YearCadence()
    monthly = windowed("A-1", "{every: month}", "unscheduled: true")
    assert codes(wrong(lambda: read(tmp_path, monthly))) == [("entries[0](A-1)", "scheduled_how")]
