"""First and last days: working days, and school days of visits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.office import Counting, Roll, Stage
from rules.plan import (
    Asks,
    Audience,
    DateWindow,
    Due,
    DueBasis,
    Edge,
    MonthWindow,
    RangeWindow,
    Season,
    TermWindow,
    Window,
)
from rules.spanning import span_of
from rules.terms import is_school_day
from rules.visiting import Days, days_of, due_basis
from rules.working_days import is_working_day
from tests.rules.cast import CALENDAR, TERMS, desk, entry, on

YOUNG = frozenset({Stage.KINDERGARTEN, Stage.PRIMARY})
JUNIOR = frozenset({Stage.JUNIOR})
BOTH = frozenset({Stage.PRIMARY, Stage.JUNIOR})


def found(  # noqa: PLR0913  (an entry has that many sides)
    window: Window,
    stages: frozenset[Stage] = YOUNG,
    *,
    year: int = 2026,
    asks: Asks = Asks.SITE_VISIT,
    due: Due | None = None,
    roll: Roll = Roll.FORWARD,
    known_terms: bool = True,
) -> Days:
    """The days of an entry with such a window."""
    work = entry(window=window, asks=asks, due=due or Due())
    here = desk(work, counting=Counting(roll=roll), terms=TERMS if known_terms else ())
    return days_of(here, work, stages, span_of(window, here.office.terms, stages, year))


def days(opens: str, due: str, *, provisional: bool = False) -> Days:
    """Days, written short."""
    return Days(on(opens), on(due), provisional)


@pytest.mark.parametrize(
    ("month", "opens", "due"),
    [
        (1, "1-4", "2-2"),
        (2, "2-2", "2-28"),
        (3, "3-2", "3-31"),
        (5, "5-6", "6-1"),
        (6, "6-1", "6-30"),
        (10, "10-8", "11-2"),
        (12, "12-1", "12-31"),
    ],
)
def test_papers_of_a_month_open_on_its_first_working_day_and_are_due_at_its_end_rolled(
    month: int, opens: str, due: str
) -> None:
    assert found(MonthWindow((month,)), asks=Asks.DOCUMENT) == days(opens, due)


@pytest.mark.parametrize(
    ("stages", "month", "opens", "due"),
    [
        (YOUNG, 1, "1-4", "1-14"),
        (JUNIOR, 1, "1-4", "1-23"),
        (BOTH, 1, "1-4", "1-14"),
        (YOUNG, 2, "2-26", "2-28"),
        (BOTH, 2, "2-25", "2-28"),
        (YOUNG, 3, "3-2", "3-31"),
        (YOUNG, 5, "5-6", "5-29"),
        (JUNIOR, 5, "5-6", "6-1"),
        (YOUNG, 6, "6-2", "6-30"),
        (JUNIOR, 6, "6-1", "6-30"),
        (BOTH, 6, "6-2", "6-30"),
    ],
)
def test_visits_open_and_end_on_school_days(stages: frozenset[Stage], month: int, opens: str, due: str) -> None:
    assert found(MonthWindow((month,)), stages) == days(opens, due)


def test_visits_of_the_summer_keep_the_whole_vacation_although_some_are_still_at_school() -> None:
    assert found(MonthWindow((7, 8)), JUNIOR) == days("7-1", "8-31")
    assert found(MonthWindow((7, 8)), YOUNG) == days("7-1", "8-31")


def test_visits_in_a_window_without_school_keep_the_plain_window_and_are_provisional() -> None:
    assert found(RangeWindow(2, 2, 2, 10)) == days("2-2", "2-10", provisional=True)


@pytest.mark.parametrize(("roll", "due"), [(Roll.FORWARD, "6-2"), (Roll.BACKWARD, "5-29"), (Roll.NONE, "5-31")])
def test_nobody_is_visited_on_1_june_even_where_the_terms_are_not_known(roll: Roll, due: str) -> None:
    assert found(MonthWindow((5,)), roll=roll, known_terms=False) == days("5-6", due, provisional=True)
    assert found(MonthWindow((6,)), roll=roll, known_terms=False).opens_on == on("6-2")
    assert found(MonthWindow((6,)), JUNIOR, roll=roll, known_terms=False).opens_on == on("6-1")


@pytest.mark.parametrize(
    ("year", "opens", "due"),
    [(2026, "11-24", "12-4"), (2027, "2027-11-24", "2027-12-04"), (2025, "2025-11-24", "2025-12-04")],
)
def test_4_december_stays_4_december_also_on_a_saturday(year: int, opens: str, due: str) -> None:
    window = DateWindow(12, 4, opens_before=10)
    expected = days(opens, due, provisional=year != 2026)
    assert found(window, asks=Asks.DOCUMENT, year=year) == expected
    assert due_basis(entry(window=window)) is DueBasis.FIXED_DATE


def test_a_fixed_date_on_a_rest_day_opens_no_later_than_itself() -> None:
    assert found(DateWindow(10, 3), asks=Asks.DOCUMENT) == days("10-3", "10-3")


def test_a_visit_on_a_fixed_date_stays_on_it() -> None:
    assert found(DateWindow(6, 1, opens_before=3)) == days("5-29", "6-1")


@pytest.mark.parametrize(
    ("stages", "opens", "due"), [(YOUNG, "2-26", "3-6"), (JUNIOR, "2-25", "3-5"), (BOTH, "2-25", "3-5")]
)
def test_the_check_of_term_opening_follows_the_term_table(stages: frozenset[Stage], opens: str, due: str) -> None:
    window = TermWindow(Season.SPRING, Edge.OPENS, 0, 8, 2)
    assert found(window, stages) == days(opens, due)


def test_a_check_that_begins_before_the_opening_visits_from_the_first_school_day() -> None:
    window = TermWindow(Season.SPRING, Edge.OPENS, -5, 8, 2)
    assert found(window, JUNIOR) == days("2-25", "3-5")
    assert found(window, JUNIOR, asks=Asks.CHECKLIST) == days("2-24", "3-5")


def test_a_provisional_term_makes_visits_of_its_months_provisional_but_no_papers() -> None:
    assert found(MonthWindow((9,))) == days("9-1", "9-30", provisional=True)
    assert found(MonthWindow((9,)), asks=Asks.DOCUMENT) == days("9-1", "9-30")


@pytest.mark.parametrize(
    ("due", "due_on"),
    [
        (Due(DueBasis.WORKING_DAYS, 5), "3-9"),
        (Due(DueBasis.CALENDAR_DAYS, 10), "3-12"),
        (Due(DueBasis.FIXED_DATE), "3-31"),
        (Due(DueBasis.WINDOW_END), "3-31"),
    ],
)
def test_a_deadline_in_days_counts_from_the_opening(due: Due, due_on: str) -> None:
    assert found(MonthWindow((3,)), asks=Asks.DOCUMENT, due=due) == days("3-2", due_on)


def test_a_visit_of_one_school_day_opens_and_ends_on_it() -> None:
    assert found(RangeWindow(2, 20, 2, 26)) == days("2-26", "2-26")
    assert found(RangeWindow(3, 6, 3, 6)) == days("3-6", "3-6")
    assert found(RangeWindow(6, 30, 7, 12)) == days("6-30", "6-30")


def test_a_visit_that_touches_a_provisional_term_with_one_day_is_provisional() -> None:
    assert not found(RangeWindow(6, 22, 8, 31)).provisional
    assert found(RangeWindow(6, 22, 9, 1)) == days("6-22", "9-1", provisional=True)


def test_a_visit_in_days_counts_from_the_first_school_day() -> None:
    assert found(MonthWindow((2,)), due=Due(DueBasis.WORKING_DAYS, 2)) == days("2-26", "2-28")


def test_a_window_of_rest_days_only_rolls_as_a_whole() -> None:
    assert found(RangeWindow(10, 1, 10, 7), asks=Asks.DOCUMENT) == days("10-8", "10-8")
    assert found(RangeWindow(10, 1, 10, 7), asks=Asks.DOCUMENT, roll=Roll.BACKWARD) == days("9-30", "9-30")


def test_the_offices_own_site_work_needs_no_school_day() -> None:
    work = replace(entry(window=MonthWindow((2,)), asks=Asks.SITE_VISIT), audience=Audience(office=True))
    here = desk(work)
    assert days_of(here, work, YOUNG, span_of(MonthWindow((2,)), (), (), 2026)) == days("2-2", "2-28")


@given(
    st.integers(2004, 2030),
    st.lists(st.integers(1, 12), min_size=1, max_size=2, unique=True).map(sorted).map(tuple),
    st.sampled_from([YOUNG, JUNIOR, BOTH]),
    st.sampled_from(list(Asks)),
)
def test_days_of_any_year_are_in_order_and_work_whatever_is_known(
    year: int, months: tuple[int, ...], stages: frozenset[Stage], asks: Asks
) -> None:
    window = MonthWindow(months)
    span = span_of(window, (), (), year)
    result = found(window, stages, year=year, asks=asks)
    assert span.first <= result.opens_on <= result.due_on
    assert result.opens_on <= span.last
    assert is_working_day(CALENDAR, result.opens_on)
    assert is_working_day(CALENDAR, result.due_on)
    assert type(result.opens_on) is type(result.due_on) is date
    assert result.provisional or year == 2026


@given(st.integers(1, 12), st.sampled_from([YOUNG, JUNIOR, BOTH]))
def test_a_firm_visit_of_2026_outside_the_summer_begins_and_ends_at_school(
    month: int, stages: frozenset[Stage]
) -> None:
    result = found(MonthWindow((month,)), stages)
    if month in (7, 8) or result.provisional:
        return
    for day in (result.opens_on, result.due_on):
        assert any(is_school_day(CALENDAR, TERMS, stage, day) for stage in stages)
