"""Working days with shifted rest days, against written-out facts and against properties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.office import Roll
from rules.working_days import (
    WorkCalendar,
    add_working_days,
    digest,
    is_known,
    is_working_day,
    next_working_day,
    previous_working_day,
    roll,
    working_days_after,
)
from tests.rules.cast import CALENDAR, MAKE_UP_DAYS_2026, days_between, on

UNKNOWN = WorkCalendar(frozenset(), frozenset(), frozenset())

VECTORS = """
from        count  is
Fri 3-6         3  Wed 3-11
Fri 3-6         5  Fri 3-13
Fri 3-6        10  Fri 3-20
Fri 3-6        15  Fri 3-27
Sat 3-7         1  Mon 3-9
Sat 3-7         5  Fri 3-13
Fri 9-18        1  Sun 9-20
Fri 9-18        5  Thu 9-24
Fri 9-18       10  Fri 10-9
Fri 9-18       15  Thu 10-15
Wed 9-30        1  Thu 10-8
Wed 9-30        3  Sat 10-10
Wed 9-30        5  Tue 10-13
Fri 2-13        1  Sat 2-14
Fri 2-13        3  Wed 2-25
Fri 2-13        5  Fri 2-27
Fri 2-13       10  Thu 3-5
"""
"""Rules-of-the-field 4.4, weekdays included, start day not counted."""

ROWS = [line.split() for line in VECTORS.strip().splitlines()[1:]]

day_of_any_year = st.dates(date(2004, 1, 1), date(2030, 12, 31))
known_day = st.dates(date(2004, 1, 1), date(2026, 12, 31))


def shuffled_calendar(seed: int) -> WorkCalendar:
    """An invented arrangement of 2004 to 2026: every so often a week off, paid for by the Sunday before."""
    rest, work = set[date](), set[date]()
    day = date(2004, 1, 5) + timedelta(weeks=seed % 5)
    while day.year <= 2026:
        rest.update(day + timedelta(days=ahead) for ahead in range(5))
        work.add(day - timedelta(days=1))
        day += timedelta(weeks=5 + seed % 7)
    return WorkCalendar(frozenset(rest), frozenset(work), frozenset(range(2004, 2027)))


any_calendar = st.one_of(st.just(CALENDAR), st.just(UNKNOWN), st.integers(0, 34).map(shuffled_calendar))


@pytest.mark.parametrize(("start_name", "start", "count", "end_name", "end"), ROWS, ids=[" ".join(row) for row in ROWS])
def test_the_nth_working_day_is_the_one_in_the_field_rules(
    start_name: str, start: str, count: str, end_name: str, end: str
) -> None:
    assert f"{on(start):%a}" == start_name
    assert f"{on(end):%a}" == end_name
    assert add_working_days(CALENDAR, on(start), int(count)) == on(end)
    assert working_days_after(CALENDAR, on(start), on(end)) == int(count)


def test_2026_has_248_working_days() -> None:
    assert working_days_after(CALENDAR, on("2025-12-31"), on("12-31")) == 248


@pytest.mark.parametrize("day", MAKE_UP_DAYS_2026)
def test_a_make_up_day_works_although_it_is_a_weekend(day: str) -> None:
    assert on(day).isoweekday() > 5
    assert is_working_day(CALENDAR, on(day))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("9-30", True),
        ("10-1", False),
        ("10-7", False),
        ("10-8", True),
        ("10-9", True),
        ("10-10", True),
        ("10-11", False),
    ],
)
def test_the_days_around_national_day_rest_and_work_as_the_notice_says(day: str, *, works: bool) -> None:
    assert is_working_day(CALENDAR, on(day)) is works


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2027-01-01", False),
        ("2027-01-04", True),
        ("2027-02-08", True),
        ("2027-05-01", False),
        ("2027-05-03", True),
        ("2027-05-04", True),
        ("2027-09-30", True),
        ("2027-10-01", False),
        ("2027-10-04", True),
        ("2029-05-01", False),
        ("2028-05-02", False),
        ("2028-10-02", False),
        ("2028-10-03", False),
        ("2028-10-04", True),
    ],
)
def test_an_unknown_year_is_monday_to_friday_less_the_fixed_dates(day: str, *, works: bool) -> None:
    assert is_working_day(CALENDAR, on(day)) is works


def test_a_day_named_by_the_office_is_believed_in_an_unknown_year() -> None:
    calendar = WorkCalendar(frozenset({on("2027-02-08")}), frozenset({on("2027-01-01"), on("2027-02-06")}), frozenset())
    assert not is_working_day(calendar, on("2027-02-08"))
    assert is_working_day(calendar, on("2027-02-06"))
    assert is_working_day(calendar, on("2027-01-01"))


@pytest.mark.parametrize(
    ("first", "last", "known"),
    [
        ("1-1", "12-31", True),
        ("12-31", "2027-01-01", False),
        ("2025-12-31", "1-1", False),
        ("2027-03-01", "2027-03-01", False),
    ],
)
def test_a_span_is_known_only_when_each_of_its_years_is(first: str, last: str, *, known: bool) -> None:
    assert is_known(CALENDAR, on(first), on(last)) is known


def test_counting_may_include_the_start_day_if_it_works() -> None:
    assert add_working_days(CALENDAR, on("3-6"), 1, start_counted=True) == on("3-6")
    assert add_working_days(CALENDAR, on("3-7"), 1, start_counted=True) == on("3-9")
    assert add_working_days(CALENDAR, on("3-6"), -1, start_counted=True) == on("3-6")
    assert add_working_days(CALENDAR, on("3-7"), 0, start_counted=True) == on("3-7")


@pytest.mark.parametrize(("count", "day"), [(-1, "9-30"), (-3, "9-28"), (-6, "9-22"), (0, "10-6"), (1, "10-8")])
def test_counting_goes_back_over_a_holiday(count: int, day: str) -> None:
    assert add_working_days(CALENDAR, on("10-6"), count) == on(day)


@pytest.mark.parametrize(
    ("policy", "day"),
    [(Roll.FORWARD, "10-8"), (Roll.BACKWARD, "9-30"), (Roll.NONE, "10-3")],
)
def test_a_deadline_on_a_rest_day_goes_where_the_office_says(policy: Roll, day: str) -> None:
    assert roll(CALENDAR, on("10-3"), policy) == on(day)
    assert roll(CALENDAR, on("10-8"), policy) == on("10-8")


def test_nothing_lies_between_a_day_and_itself_or_an_earlier_one() -> None:
    assert working_days_after(CALENDAR, on("3-6"), on("3-6")) == 0
    assert working_days_after(CALENDAR, on("3-6"), on("3-2")) == 0


@given(any_calendar, day_of_any_year, st.integers(1, 60))
def test_what_is_added_can_be_counted_back(calendar: WorkCalendar, day: date, count: int) -> None:
    end = add_working_days(calendar, day, count)
    assert is_working_day(calendar, end)
    assert working_days_after(calendar, day, end) == count
    assert working_days_after(calendar, day, end - timedelta(days=1)) == count - 1


@given(any_calendar, day_of_any_year, st.integers(1, 60))
def test_going_forward_and_back_returns_to_the_working_day(calendar: WorkCalendar, day: date, count: int) -> None:
    start = next_working_day(calendar, day)
    assert add_working_days(calendar, add_working_days(calendar, start, count), -count) == start


@given(any_calendar, day_of_any_year, st.integers(1, 30), st.integers(1, 30))
def test_adding_twice_is_adding_the_sum(calendar: WorkCalendar, day: date, first: int, second: int) -> None:
    assert add_working_days(calendar, add_working_days(calendar, day, first), second) == add_working_days(
        calendar, day, first + second
    )


@given(any_calendar, day_of_any_year, day_of_any_year, st.integers(-20, 20).filter(bool))
def test_counting_keeps_the_order_of_days(calendar: WorkCalendar, one: date, other: date, count: int) -> None:
    early, late = sorted((one, other))
    assert add_working_days(calendar, early, count) <= add_working_days(calendar, late, count)


@given(any_calendar, day_of_any_year)
def test_the_next_and_the_previous_working_day_leave_no_working_day_between(calendar: WorkCalendar, day: date) -> None:
    before, after = previous_working_day(calendar, day), next_working_day(calendar, day)
    assert before <= day <= after
    assert all(
        not is_working_day(calendar, between)
        for between in days_between(before, after)
        if between not in (before, after)
    )


@given(any_calendar, known_day, st.integers(0, 40), st.integers(0, 40))
def test_working_days_of_two_stretches_add_up(calendar: WorkCalendar, start: date, first: int, second: int) -> None:
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    assert working_days_after(calendar, start, end) == (
        working_days_after(calendar, start, middle) + working_days_after(calendar, middle, end)
    )


def test_the_digest_changes_when_a_day_or_a_year_becomes_known() -> None:
    same = WorkCalendar(frozenset(sorted(CALENDAR.rest)), CALENDAR.work, CALENDAR.known_years)
    more_rest = WorkCalendar(CALENDAR.rest | {on("2027-02-08")}, CALENDAR.work, CALENDAR.known_years)
    moved = WorkCalendar(CALENDAR.rest - {on("1-2")}, CALENDAR.work | {on("1-2")}, CALENDAR.known_years)
    known = WorkCalendar(CALENDAR.rest, CALENDAR.work, frozenset({2026, 2027}))
    assert digest(same) == digest(CALENDAR)
    assert len({digest(calendar) for calendar in (CALENDAR, more_rest, moved, known)}) == 4
