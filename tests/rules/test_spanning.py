"""The calendar days of each kind of window."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.office import Stage, Term
from rules.plan import DateWindow, Edge, MonthWindow, RangeWindow, Season, TermWindow, Window
from rules.spanning import Span, month_end, period_label, span_of
from tests.rules.cast import TERMS, on

PRIMARY, JUNIOR = Stage.PRIMARY, Stage.JUNIOR


@pytest.mark.parametrize(
    ("window", "year", "first", "last", "label"),
    [
        (MonthWindow((2,)), 2026, "2-1", "2-28", "2026-02"),
        (MonthWindow((2,)), 2028, "2028-02-01", "2028-02-29", "2028-02"),
        (MonthWindow((7, 8)), 2026, "7-1", "8-31", "2026-07-08"),
        (MonthWindow((12, 1)), 2026, "12-1", "2027-01-31", "2026-12-01"),
        (DateWindow(12, 4), 2026, "12-4", "12-4", "2026-12-04"),
        (DateWindow(12, 4, 10), 2026, "11-24", "12-4", "2026-12-04"),
        (DateWindow(1, 5, 10), 2027, "12-26", "2027-01-05", "2027-01-05"),
        (DateWindow(2, 29), 2026, "2-28", "2-28", "2026-02-29"),
        (DateWindow(2, 29), 2028, "2028-02-29", "2028-02-29", "2028-02-29"),
        (RangeWindow(3, 1, 4, 15), 2026, "3-1", "4-15", "2026-03-01~04-15"),
        (RangeWindow(3, 1, 3, 1), 2026, "3-1", "3-1", "2026-03-01~03-01"),
        (RangeWindow(12, 20, 1, 10), 2026, "12-20", "2027-01-10", "2026-12-20~01-10"),
        (RangeWindow(2, 1, 2, 29), 2026, "2-1", "2-28", "2026-02-01~02-29"),
    ],
    ids=str,
)
def test_a_window_has_these_days_and_this_period(window: Window, year: int, first: str, last: str, label: str) -> None:
    assert span_of(window, TERMS, set(Stage), year) == Span(on(first), on(last))
    assert period_label(window, year) == label


@pytest.mark.parametrize(
    ("window", "stages", "first", "last"),
    [
        (TermWindow(Season.SPRING, Edge.OPENS, 0, 7, 2), (PRIMARY, JUNIOR), "2-25", "3-4"),
        (TermWindow(Season.SPRING, Edge.OPENS, 0, 7, 2), (PRIMARY,), "2-26", "3-5"),
        (TermWindow(Season.SPRING, Edge.CLOSES, -7, 0, 7), (PRIMARY, JUNIOR), "6-26", "7-3"),
        (TermWindow(Season.SPRING, Edge.CLOSES, -7, 0, 7), (PRIMARY,), "6-23", "6-30"),
    ],
    ids=str,
)
def test_a_term_window_hangs_on_the_earliest_opening_or_the_latest_closing(
    window: TermWindow, stages: tuple[Stage, ...], first: str, last: str
) -> None:
    assert span_of(window, TERMS, stages, 2026) == Span(on(first), on(last))


def test_the_autumn_term_of_a_year_closes_in_the_next() -> None:
    window = TermWindow(Season.AUTUMN, Edge.CLOSES, 0, 0, 1)
    assert span_of(window, TERMS, {PRIMARY, JUNIOR}, 2025) == Span(on("1-23"), on("1-23"))
    assert period_label(window, 2025) == "2025秋"


def test_a_term_window_may_begin_before_its_edge() -> None:
    window = TermWindow(Season.SPRING, Edge.OPENS, -5, -1, fallback_month=2)
    assert span_of(window, TERMS, {JUNIOR}, 2026) == Span(on("2-20"), on("2-24"))


@pytest.mark.parametrize(
    ("season", "fallback_month", "first", "last", "label"),
    [
        (Season.SPRING, 2, "2027-02-01", "2027-02-28", "2027春"),
        (Season.AUTUMN, 9, "2027-09-01", "2027-09-30", "2027秋"),
        (Season.AUTUMN, 8, "2027-08-01", "2027-08-31", "2027秋"),
        (Season.AUTUMN, 1, "2028-01-01", "2028-01-31", "2027秋"),
    ],
)
def test_without_the_term_the_fallback_month_is_taken_provisionally(
    season: Season, fallback_month: int, first: str, last: str, label: str
) -> None:
    window = TermWindow(season, Edge.OPENS, 0, 7, fallback_month)
    assert span_of(window, TERMS, {PRIMARY}, 2027) == Span(on(first), on(last), provisional=True)
    assert period_label(window, 2027) == label


def test_a_provisional_term_and_a_stage_without_a_term_make_the_days_provisional() -> None:
    autumn = TermWindow(Season.AUTUMN, Edge.OPENS, 0, 7, 9)
    spring = TermWindow(Season.SPRING, Edge.OPENS, 0, 7, 2)
    assert span_of(autumn, TERMS, {PRIMARY}, 2026) == Span(on("9-1"), on("9-8"), provisional=True)
    assert span_of(spring, TERMS, {PRIMARY, Stage.SENIOR}, 2026) == Span(on("2-26"), on("3-5"), provisional=True)


def test_one_provisional_term_among_firm_ones_makes_the_days_provisional() -> None:
    firm, unsure = TERMS[2], replace(TERMS[3], provisional=True)
    window = TermWindow(Season.SPRING, Edge.OPENS, 0, 7, 2)
    assert span_of(window, (firm, unsure), {PRIMARY, JUNIOR}, 2026).provisional
    assert not span_of(window, (firm, unsure), {JUNIOR}, 2026).provisional


def test_terms_may_be_given_once_as_any_iterable() -> None:
    only: list[Term] = [TERMS[2]]
    window = TermWindow(Season.SPRING, Edge.CLOSES, -3, 0, 7)
    assert span_of(window, iter(only), iter([JUNIOR]), 2026) == Span(on("6-30"), on("7-3"))


@given(st.integers(2004, 2030), st.integers(1, 12))
def test_months_follow_each_other_without_gap_or_drift(year: int, month: int) -> None:
    this = span_of(MonthWindow((month,)), (), (), year)
    following = span_of(MonthWindow((month % 12 + 1,)), (), (), year + month // 12)
    assert this.last + timedelta(days=1) == following.first
    assert this.first.day == 1
    assert this.last == month_end(year, month)


@given(st.integers(2004, 2030), st.integers(1, 12), st.integers(1, 31), st.integers(0, 40))
def test_a_fixed_date_is_the_same_day_every_year_or_the_end_of_a_shorter_month(
    year: int, month: int, day: int, opens_before: int
) -> None:
    span = span_of(DateWindow(month, day, opens_before), (), (), year)
    assert (span.last.year, span.last.month) == (year, month)
    assert span.last.day == day or (span.last.day < day and span.last == month_end(year, month))
    assert (span.last - span.first).days == opens_before
