"""Due days by every basis."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.counting import DueDay, due_day
from rules.office import Counting, Roll
from rules.plan import DueBasis
from rules.working_days import is_working_day
from tests.rules.cast import CALENDAR, on

USUAL = Counting()


@pytest.mark.parametrize(
    ("start", "basis", "value", "due"),
    [
        ("3-6", DueBasis.WORKING_DAYS, 5, "3-13"),
        ("3-7", DueBasis.WORKING_DAYS, 1, "3-9"),
        ("9-30", DueBasis.WORKING_DAYS, 3, "10-10"),
        ("3-6", DueBasis.CALENDAR_DAYS, 3, "3-9"),
        ("3-6", DueBasis.CALENDAR_DAYS, 1, "3-9"),
        ("3-9", DueBasis.CALENDAR_DAYS, 3, "3-12"),
        ("9-23", DueBasis.CALENDAR_DAYS, 10, "10-8"),
        ("3-6", DueBasis.CALENDAR_DAYS, 0, "3-6"),
        ("3-7", DueBasis.WORKING_DAYS, 0, "3-9"),
    ],
)
def test_days_are_counted_from_the_day_after_the_start(start: str, basis: DueBasis, value: int, due: str) -> None:
    assert due_day(CALENDAR, USUAL, on(start), basis, value) == DueDay(on(due), provisional=False)


def test_an_office_may_count_the_start_day() -> None:
    counting = Counting(start_counted=True)
    assert due_day(CALENDAR, counting, on("3-6"), DueBasis.WORKING_DAYS, 5).on == on("3-12")
    assert due_day(CALENDAR, counting, on("3-9"), DueBasis.CALENDAR_DAYS, 3).on == on("3-11")
    assert due_day(CALENDAR, counting, on("3-9"), DueBasis.CALENDAR_DAYS, 0).on == on("3-9")


@pytest.mark.parametrize(("policy", "due"), [(Roll.FORWARD, "6-1"), (Roll.BACKWARD, "5-29"), (Roll.NONE, "5-31")])
def test_a_window_that_ends_on_a_rest_day_rolls_by_policy(policy: Roll, due: str) -> None:
    found = due_day(CALENDAR, Counting(roll=policy), on("5-6"), DueBasis.WINDOW_END, 0, window_end=on("5-31"))
    assert found == DueDay(on(due), provisional=False)


def test_a_fixed_date_stays_although_it_is_a_rest_day_of_an_unknown_year() -> None:
    sunday = on("2027-12-05")
    assert due_day(CALENDAR, USUAL, on("12-1"), DueBasis.FIXED_DATE, 0, fixed_on=sunday) == DueDay(
        sunday, provisional=False
    )


@pytest.mark.parametrize(
    ("start", "value", "due", "provisional"),
    [
        ("12-30", 1, "12-31", False),
        ("12-30", 2, "2027-01-04", True),
        ("12-31", 1, "2027-01-04", True),
        ("2025-12-31", 1, "1-4", True),
        ("1-1", 1, "1-4", False),
    ],
)
def test_a_deadline_that_touches_an_unknown_year_is_provisional(
    start: str, value: int, due: str, *, provisional: bool
) -> None:
    assert due_day(CALENDAR, USUAL, on(start), DueBasis.WORKING_DAYS, value) == DueDay(on(due), provisional)


def test_a_deadline_rolled_back_out_of_an_unknown_year_is_provisional_too() -> None:
    back = Counting(roll=Roll.BACKWARD)
    found = due_day(CALENDAR, back, on("12-1"), DueBasis.WINDOW_END, 0, window_end=on("2027-01-03"))
    assert found == DueDay(on("12-31"), provisional=True)


@pytest.mark.parametrize("basis", [DueBasis.WINDOW_END, DueBasis.FIXED_DATE])
def test_a_missing_day_is_our_defect_and_never_a_deadline(basis: DueBasis) -> None:
    with pytest.raises(ValueError, match="needs its day"):
        due_day(CALENDAR, USUAL, on("3-6"), basis, 0)


def test_negative_days_are_our_defect() -> None:
    with pytest.raises(ValueError, match="-1 days"):
        due_day(CALENDAR, USUAL, on("3-6"), DueBasis.WORKING_DAYS, -1)


@given(
    st.dates(date(2004, 1, 1), date(2030, 12, 1)),
    st.sampled_from([DueBasis.WORKING_DAYS, DueBasis.CALENDAR_DAYS]),
    st.integers(1, 90),
)
def test_a_counted_deadline_is_a_working_day_after_the_start(start: date, basis: DueBasis, value: int) -> None:
    due = due_day(CALENDAR, USUAL, start, basis, value)
    assert due.on > start
    assert is_working_day(CALENDAR, due.on)
    assert type(due.on) is date
