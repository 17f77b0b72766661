"""What comes again within a year: every period once, inside itself, without drift, and no school in the vacation."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.holidays import national_calendar
from rules.cadences import Slot, Times, slots
from rules.office import Stage
from rules.recurring import occurrences
from rules.terms import school_days
from rules.windows import (
    Cadence,
    DayCadence,
    Edge,
    FollowWindow,
    MonthCadence,
    MonthWindow,
    TermCadence,
    WeekCadence,
    YearCadence,
)
from rules.working_days import is_working_day
from tests.rules.cast import CALENDAR, TERMS, desk, entry, on

JUNIOR = Times(CALENDAR, TERMS, frozenset({Stage.JUNIOR}), "secret:A-1")
NATIONAL = Times(national_calendar(), (), frozenset(Stage), "secret:A-1")


def lines(cadence: Cadence, year: int = 2026, times: Times = JUNIOR) -> list[str]:
    return [
        f"{slot.period} {slot.span.first:%m-%d} {slot.span.last:%m-%d}{' ~' * slot.span.provisional}"
        for slot in slots(cadence, times, year)
    ]


def test_daily_is_every_working_day_and_in_term_every_school_day() -> None:
    every, school = list(slots(DayCadence(), JUNIOR, 2026)), list(slots(DayCadence(in_term=True), JUNIOR, 2026))
    assert len(every) == 248
    assert {slot.period for slot in school} < {slot.period for slot in every}
    days = [slot.period[5:] for slot in school if slot.span.first.month in {2, 8}]
    assert days == ["02-25", "02-26", "02-27", "02-28"]


def test_a_week_runs_from_its_first_to_its_last_working_day_make_up_days_included() -> None:
    weeks = dict(line.split(" ", 1) for line in lines(WeekCadence()))
    assert weeks["2026-W02"] == "01-05 01-09"
    assert weeks["2026-W09"] == "02-24 02-28"
    assert weeks["2026-W19"] == "05-06 05-09"
    assert "2026-W08" not in weeks, "the spring festival fills the week"
    assert weeks["2026-W01"] == "12-29 01-04 ~"


def test_the_fixed_weekday_moves_to_the_nearest_day_of_its_week_that_is_worked() -> None:
    fridays = dict(line.split(" ", 1) for line in lines(WeekCadence(on=5)))
    assert fridays["2026-W10"] == "03-06 03-06"
    assert fridays["2026-W25"] == "06-18 06-18", "19 June is a holiday"
    assert fridays["2026-W18"] == "04-30 04-30"
    mondays = dict(line.split(" ", 1) for line in lines(WeekCadence(on=1)))
    assert mondays["2026-W15"] == "04-07 04-07", "6 April is a holiday"


def test_weeks_in_term_leave_the_vacation_out_and_keep_to_the_days_of_school() -> None:
    weeks = dict(line.split(" ", 1) for line in lines(WeekCadence(in_term=True)))
    assert weeks["2026-W09"] == "02-25 02-28"
    assert weeks["2026-W27"] == "06-29 07-03"
    assert {f"2026-W{week}" for week in range(28, 36)}.isdisjoint(weeks)
    assert weeks["2026-W36"] == "09-01 09-04 ~"


def test_a_drawn_day_can_be_drawn_again_and_differs_from_week_to_week() -> None:
    drawn = list(slots(WeekCadence(drawn=True), JUNIOR, 2026))
    assert drawn == list(slots(WeekCadence(drawn=True), JUNIOR, 2026))
    assert all(slot.span.first == slot.span.last for slot in drawn)
    assert len({slot.span.first.isoweekday() for slot in drawn}) >= 5
    other = Times(JUNIOR.calendar, JUNIOR.terms, JUNIOR.stages, "other:A-1")
    assert drawn != list(slots(WeekCadence(drawn=True), other, 2026))


def test_a_month_ends_inside_itself_and_its_end_is_met_before_the_vacation() -> None:
    assert lines(MonthCadence(), 2026)[:2] == ["2026-01 01-04 01-30", "2026-02 02-02 02-28"]
    ends = lines(MonthCadence(from_day=-3, to_day=-1, in_term=True), 2026)
    assert ends[:3] == ["2026-01 01-23 01-23", "2026-02 02-26 02-28", "2026-03 03-30 03-31"]
    assert lines(MonthCadence(3, -10, -1))[0] == "2026Q1 03-23 03-31"
    assert [line for line in ends if line[:7] in {"2026-07", "2026-08"}] == ["2026-07 07-03 07-03"]


@pytest.mark.parametrize(
    ("months", "periods"),
    [
        (2, ["2026-01-02", "2026-03-04", "2026-05-06", "2026-07-08", "2026-09-10", "2026-11-12"]),
        (3, ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]),
        (6, ["2026-01-06", "2026-07-12"]),
    ],
)
def test_several_months_are_one_period(months: int, periods: list[str]) -> None:
    found = list(slots(MonthCadence(months), JUNIOR, 2026))
    assert [slot.period for slot in found] == periods
    assert all(before.span.last < after.span.first for before, after in pairwise(found))


def test_terms_by_their_weeks_the_school_year_and_the_year() -> None:
    assert lines(TermCadence()) == ["2026春 02-25 07-03", "2026秋 09-01 01-22 ~"]
    assert lines(TermCadence(weeks=2)) == ["2026春 02-25 03-10", "2026秋 09-01 09-14 ~"]
    assert lines(TermCadence(weeks=1, edge=Edge.CLOSES)) == ["2026春 06-29 07-03", "2026秋 01-18 01-22 ~"]
    assert lines(TermCadence(by_year=True)) == ["2026学年 09-01 06-30 ~"]
    assert lines(TermCadence(weeks=3, edge=Edge.CLOSES), 2025) == ["2025春 06-10 06-30 ~", "2025秋 01-04 01-23"]
    assert lines(YearCadence()) == ["2026 01-04 12-31"]


def test_a_drawn_day_hangs_on_the_secret_of_the_office_and_on_the_entry() -> None:
    here = desk(entry("A", window=WeekCadence(drawn=True)), entry("B", window=WeekCadence(drawn=True)))
    days: dict[str, list[date]] = {"A": [], "B": []}
    for one in occurrences(here, 2026):
        days[one.item].append(one.opens_on)
        assert one.opens_on == one.due_on
    assert days["A"] != days["B"]


def test_what_follows_another_entry_comes_once_for_each_of_its_occurrences() -> None:
    here = desk(
        entry("A", window=MonthCadence(3)),
        entry("B", window=FollowWindow("A", 1, 10)),
        entry("C", window=FollowWindow("B", -7, 0, Edge.OPENS)),
    )
    found = {(one.item, one.period): (one.opens_on, one.due_on) for one in occurrences(here, 2026)}
    assert found["A", "2026Q1"] == (on("1-4"), on("3-31"))
    assert found["B", "2026Q1"] == (on("4-1"), on("4-10"))
    assert found["C", "2026Q1"] == (on("3-25"), on("4-1"))
    assert ("B", "2026Q4") not in found
    assert found["B", "2025Q4"][0] == on("1-4")
    assert next(one.period for one in occurrences(here, 2027) if one.item == "B") == "2026Q4"


def test_a_review_follows_a_window_of_months() -> None:
    here = desk(entry("A", window=MonthWindow((6,))), entry("B", window=FollowWindow("A", 1, 14)))
    assert [(one.item, str(one.opens_on), str(one.due_on)) for one in occurrences(here, 2026)] == [
        ("A", "2026-06-01", "2026-06-30"),
        ("B", "2026-07-01", "2026-07-14"),
    ]


cadences = st.one_of(
    st.builds(DayCadence, st.booleans()),
    st.builds(WeekCadence, st.integers(0, 7), st.booleans(), st.booleans()),
    st.builds(MonthCadence, st.sampled_from([1, 2, 3, 4, 6]), st.integers(1, 31), st.just(31), st.booleans()),
    st.builds(MonthCadence, st.sampled_from([1, 2, 3]), st.just(-3), st.just(-1), st.booleans()),
    st.builds(TermCadence, st.integers(0, 6), st.sampled_from(Edge), st.booleans()),
    st.builds(YearCadence),
)
years = st.integers(2004, 2030)


def around(cadence: Cadence, year: int) -> list[Slot]:
    return [slot for one in (year - 1, year, year + 1) for slot in slots(cadence, NATIONAL, one)]


@given(cadences, years)
def test_the_periods_of_three_years_are_in_order_and_stand_once(cadence: Cadence, year: int) -> None:
    found = around(cadence, year)
    assert len({slot.period for slot in found}) == len(found)
    assert all(slot.span.first <= slot.span.last for slot in found)
    assert all(before.span.last < after.span.first for before, after in pairwise(found))


@given(cadences, years)
def test_every_slot_begins_and_ends_on_a_working_day(cadence: Cadence, year: int) -> None:
    days = [day for slot in slots(cadence, NATIONAL, year) for day in (slot.span.first, slot.span.last)]
    assert days
    assert all(is_working_day(NATIONAL.calendar, day) for day in days)
    if getattr(cadence, "in_term", False):
        known = {
            day
            for one in (year - 1, year, year + 1)
            for day in school_days(NATIONAL.calendar, (), NATIONAL.stages, one)
        }
        assert set(days) <= known


@given(years)
def test_weeks_and_months_cover_every_working_day_once(year: int) -> None:
    working = [slot.span.first for slot in slots(DayCadence(), NATIONAL, year)]
    for cadence in (WeekCadence(), MonthCadence(), MonthCadence(3), YearCadence()):
        found = around(cadence, year)
        holding = [sum(slot.span.first <= day <= slot.span.last for slot in found) for day in working]
        assert set(holding) == {1}


@given(years, st.integers(1, 31))
def test_months_never_drift(year: int, day: int) -> None:
    found = list(slots(MonthCadence(from_day=day, to_day=31), NATIONAL, year))
    assert [slot.period for slot in found] == [f"{year}-{month:02}" for month in range(1, 13)]
    assert [slot.span.first.month for slot in found] == [slot.span.last.month for slot in found] == list(range(1, 13))
    assert all(slot.span.last + timedelta(days=10) > _end(slot) for slot in found)


def _end(slot: Slot) -> date:
    return (slot.span.last.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


@given(years)
def test_a_year_of_which_nothing_is_known_is_provisional(year: int) -> None:
    provisional = {slot.span.provisional for slot in slots(DayCadence(), NATIONAL, year)}
    assert provisional == {year not in NATIONAL.calendar.known_years}
    assert all(slot.span.provisional for slot in slots(DayCadence(in_term=True), NATIONAL, year))


def test_weeks_are_named_as_the_standard_says_in_years_of_53_weeks() -> None:
    assert [slot.period for slot in slots(WeekCadence(), NATIONAL, 2026)][-1] == "2026-W53"
    assert [slot.period for slot in slots(WeekCadence(), NATIONAL, 2025)][-1] == "2025-W52"
