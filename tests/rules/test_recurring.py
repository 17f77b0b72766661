"""Occurrences of a year, what is left unscheduled, and the arrangement of a month."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.plan import (
    Asks,
    Audience,
    BeforeWindow,
    Class,
    DateWindow,
    Draw,
    DueBasis,
    Edge,
    Entry,
    MonthCadence,
    MonthWindow,
    RangeWindow,
    Rotation,
    Season,
    TermWindow,
    WeekCadence,
    Window,
)
from rules.recurring import month_plan, occurrences, unscheduled
from rules.working_days import WorkCalendar
from tests.rules.cast import TERMS, UNITS, desk, entry, on

OFFICE = Audience(office=True)


def lines(*entries: Entry, year: int = 2026) -> list[str]:
    """Item, period, first and last day of each occurrence; a tilde where it is provisional."""
    return [
        f"{one.item} {one.period} {one.opens_on} {one.due_on}{' ~' * one.due_provisional}"
        for one in occurrences(desk(*entries), year)
    ]


def test_a_year_is_sorted_by_opening_day_and_item() -> None:
    assert lines(
        entry("D", window=DateWindow(12, 4, 10)),
        entry("C", window=MonthWindow((7, 8))),
        entry("B", window=MonthWindow((2,))),
        entry("A", window=MonthWindow((2,))),
        entry("O", window=TermWindow(Season.SPRING, Edge.OPENS, 0, 7, 2)),
    ) == [
        "A 2026-02 2026-02-02 2026-02-28",
        "B 2026-02 2026-02-02 2026-02-28",
        "O 2026春 2026-02-25 2026-03-04",
        "C 2026-07-08 2026-07-01 2026-08-31",
        "D 2026-12-04 2026-11-24 2026-12-04",
    ]


def test_the_same_plan_resolves_for_a_year_of_which_nothing_is_known() -> None:
    assert lines(
        entry("D", window=DateWindow(12, 4, 10)),
        entry("B", window=MonthWindow((2,))),
        entry("O", window=TermWindow(Season.SPRING, Edge.OPENS, 0, 7, 2)),
        year=2028,
    ) == [
        "B 2028-02 2028-02-01 2028-02-29 ~",
        "O 2028春 2028-02-01 2028-02-29 ~",
        "D 2028-12-04 2028-11-24 2028-12-04 ~",
    ]


def test_a_window_belongs_to_the_year_in_which_it_opens() -> None:
    across = entry("A", window=RangeWindow(12, 20, 1, 10))
    early = entry("B", window=DateWindow(1, 5, 10))
    assert lines(across, early, year=2026) == [
        "A 2026-12-20~01-10 2026-12-21 2027-01-11 ~",
        "B 2027-01-05 2026-12-28 2027-01-05 ~",
    ]
    assert lines(early, year=2027) == ["B 2028-01-05 2027-12-27 2028-01-05 ~"]


def test_what_hangs_on_the_close_of_the_autumn_term_opens_in_january() -> None:
    closing = entry("A", window=TermWindow(Season.AUTUMN, Edge.CLOSES, -7, 0, 1))
    assert lines(closing) == ["A 2025秋 2026-01-16 2026-01-23"]
    assert lines(closing, year=2027) == ["A 2026秋 2027-01-15 2027-01-22 ~"]
    assert lines(closing, year=2028) == ["A 2027秋 2028-01-03 2028-01-31 ~"]


def test_before_a_day_is_never_after_it() -> None:
    assert lines(
        entry("A", window=BeforeWindow(2, 28, 20)),
        entry("B", window=BeforeWindow(10, 5, 10)),
        entry("C", window=BeforeWindow(5, 4, 1)),
    ) == [
        "A 2026-02-28前 2026-02-09 2026-02-28",
        "C 2026-05-04前 2026-04-30 2026-04-30",
        "B 2026-10-05前 2026-09-28 2026-09-30",
    ]


def test_how_often_a_thing_is_done_in_a_period_is_carried_along() -> None:
    weekly = entry(window=WeekCadence(), times=3)
    assert {one.times for one in occurrences(desk(weekly), 2026)} == {3}
    assert {one.times for one in occurrences(desk(entry()), 2026)} == {1}


def test_the_offices_own_work_in_term_goes_by_the_schools_that_it_has() -> None:
    meeting = entry(audience=OFFICE, window=MonthCadence(in_term=True))
    juniors = tuple(one for one in UNITS if one.kind == "junior")
    found = occurrences(desk(meeting, units=juniors), 2026)
    assert [one.opens_on for one in found if one.opens_on.month in {1, 6}] == [on("1-4"), on("6-1")]
    assert next(one.due_on for one in found if one.opens_on.month == 1) == on("1-23")


def test_an_occurrence_carries_what_its_readers_need() -> None:
    work = entry("A", window=MonthWindow((4,)), asks=Asks.SITE_VISIT, audience=Audience(stages=("junior",)))
    (one,) = occurrences(desk(work), 2026)
    assert (one.plan, one.item, one.covers, one.title) == ("test-plan", "A", ("A",), "工作A")
    assert (one.units, one.audience) == (("J01单位", "S01单位"), "初中学段")
    assert (one.due_basis, one.due_value) == (DueBasis.WINDOW_END, 0)


def test_the_offices_own_work_names_the_office() -> None:
    (one,) = occurrences(desk(entry(audience=OFFICE)), 2026)
    assert (one.units, one.audience) == (("示例镇督导室",), "示例镇督导室")


def test_a_drawn_entry_names_its_whole_pool() -> None:
    (one,) = occurrences(desk(entry(audience=Audience(draw=Draw(1)))), 2026)
    assert len(one.units) == 7


def test_a_rotation_takes_the_turn_of_the_year() -> None:
    work = entry(audience=Audience(kinds=("kindergarten",), rotation=Rotation(3)))
    assert [occurrences(desk(work), year)[0].units for year in (2026, 2027, 2028, 2029)] == [
        ("K03单位",),
        ("K02单位",),
        ("K01单位",),
        ("K03单位",),
    ]


def test_an_entry_for_which_there_is_no_unit_still_stands_in_the_calendar() -> None:
    (one,) = occurrences(desk(entry(audience=Audience(tags=("没有",)))), 2026)
    assert one.units == ()


def test_a_commitment_carried_out_through_others_is_covered_by_each_of_them() -> None:
    plan = (
        entry("C-1", covers=("C-1",)),
        entry("C-2", covers=("C-2", "M-9")),
        entry("M-1", covers=("M-1",), window=None, through=("C-1", "C-2")),
        entry("M-9", covers=("M-9",), window=None, through=("C-2",)),
    )
    assert [one.covers for one in occurrences(desk(*plan), 2026)] == [("C-1", "M-1"), ("C-2", "M-9", "M-1")]


@pytest.mark.parametrize("class_", [Class.EVENT, Class.TARGET, Class.POLICY])
def test_only_scheduled_entries_occur(class_: Class) -> None:
    assert occurrences(desk(entry(class_=class_)), 2026) == ()


def test_unscheduled_is_what_has_no_month_and_no_carrier_and_what_says_so() -> None:
    plan = (
        entry("dated"),
        entry("carried", window=None, through=("dated",)),
        entry("left", window=None),
        entry("said", window=None, through=("dated",), unscheduled=True),
        entry("target", window=None, class_=Class.TARGET, unscheduled=True),
        entry("policy", window=None, class_=Class.POLICY),
        entry("event", window=None, class_=Class.EVENT),
    )
    assert [one.id for one in unscheduled(desk(*plan).plan)] == ["left", "said", "target"]


@pytest.mark.parametrize(
    ("month", "items"),
    [(2, ["feb"]), (3, []), (6, []), (7, ["summer"]), (8, ["summer"]), (9, []), (10, ["oct"]), (11, ["oct", "law"])],
)
def test_a_months_arrangement_holds_what_touches_the_month(month: int, items: list[str]) -> None:
    plan = (
        entry("feb", window=MonthWindow((2,))),
        entry("summer", window=MonthWindow((7, 8))),
        entry("oct", window=MonthWindow((10,))),
        entry("law", window=DateWindow(12, 4, 10)),
    )
    found = occurrences(desk(*plan), 2026)
    assert [one.item for one in month_plan(found, 2026, month)] == items


def test_a_month_is_touched_by_its_first_and_by_its_last_day() -> None:
    ends_on_1_april, opens_on_31_march = (
        entry("A", window=RangeWindow(3, 23, 4, 1)),
        entry("B", window=RangeWindow(3, 31, 4, 10)),
    )
    found = occurrences(desk(ends_on_1_april, opens_on_31_march), 2026)
    assert [[one.item for one in month_plan(found, 2026, month)] for month in (2, 3, 4, 5)] == [
        [],
        ["A", "B"],
        ["A", "B"],
        [],
    ]


def test_a_deadline_becomes_firm_when_the_year_and_the_term_are_known() -> None:
    work = entry(window=MonthWindow((9,)), asks=Asks.SITE_VISIT)
    known = WorkCalendar(frozenset(), frozenset(), frozenset({2026, 2027}))
    terms = (*TERMS[:-1], replace(TERMS[-1], provisional=False))
    assert occurrences(desk(work), 2026)[0].due_provisional
    assert not occurrences(desk(work, terms=terms), 2026)[0].due_provisional
    assert occurrences(desk(work, terms=terms), 2027)[0].due_provisional
    assert not occurrences(desk(replace(work, asks=Asks.DOCUMENT), calendar=known), 2027)[0].due_provisional


month = st.integers(1, 12)
any_window = st.one_of(
    month.map(lambda one: MonthWindow((one,))),
    st.builds(DateWindow, month, st.integers(1, 31), st.integers(0, 30)),
    st.builds(RangeWindow, month, st.integers(1, 31), month, st.integers(1, 31)),
    st.builds(
        TermWindow, st.sampled_from(Season), st.sampled_from(Edge), st.integers(-14, 0), st.integers(0, 14), month
    ),
)


@given(any_window, st.sampled_from(list(Asks)), st.integers(2004, 2027))
def test_every_period_occurs_exactly_once_in_the_years_around_it(window: Window, asks: Asks, year: int) -> None:
    here = desk(entry(window=window, asks=asks))
    found = [one for around in range(year - 2, year + 4) for one in occurrences(here, around)]
    periods = [one.period for one in found]
    assert len(periods) == len(set(periods))
    assert {period[:4] for period in periods} >= {str(around) for around in range(year - 1, year + 3)}
    assert [one.opens_on for one in found] == sorted(one.opens_on for one in found)
    assert all(one.opens_on <= one.due_on for one in found)
