"""Reminder days and message hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.reminding import is_message_time, reminder_cut_off
from tests.rules.cast import CALENDAR, HOURS, on

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """``3-6 08:30`` of 2026 in Shanghai."""
    day, clock = text.split()
    hour, minute = clock.split(":")
    return datetime(2026, on(day).month, on(day).day, int(hour), int(minute), tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "cut_off"),
    [
        ("3-10", None),
        ("3-11", "3-11"),
        ("3-12", "3-11"),
        ("3-15", "3-11"),
        ("3-16", "3-16"),
        ("3-17", "3-16"),
        ("3-18", "3-18"),
        ("3-19", "3-18"),
        ("12-31", "3-18"),
    ],
)
def test_the_latest_reminder_day_that_has_come_is_asked_for_so_a_missed_day_loses_nothing(
    day: str, cut_off: str | None
) -> None:
    found = reminder_cut_off(CALENDAR, on("3-16"), (2, -3, 0), on(day))
    assert found == (on(cut_off) if cut_off else None)


def test_an_entry_without_offsets_reminds_nobody() -> None:
    assert reminder_cut_off(CALENDAR, on("3-16"), (), on("12-31")) is None


def test_reminders_of_a_due_day_on_a_rest_day_come_on_the_working_days_before() -> None:
    saturday = on("12-5")
    assert reminder_cut_off(CALENDAR, saturday, (0,), on("12-3")) is None
    assert reminder_cut_off(CALENDAR, saturday, (0,), on("12-4")) == on("12-4")
    assert reminder_cut_off(CALENDAR, saturday, (-1,), on("12-4")) == on("12-4")
    assert reminder_cut_off(CALENDAR, saturday, (-2,), on("12-4")) == on("12-3")


def test_reminder_days_leap_over_the_national_holiday() -> None:
    assert reminder_cut_off(CALENDAR, on("10-9"), (-3,), on("9-28")) is None
    assert reminder_cut_off(CALENDAR, on("10-9"), (-3,), on("9-29")) == on("9-29")


@given(st.dates(date(2026, 1, 1), date(2027, 6, 1)), st.sets(st.integers(-10, 10), max_size=4), st.integers(-30, 30))
def test_the_cut_off_never_lies_ahead_and_never_goes_back(due_on: date, offsets: set[int], ahead: int) -> None:
    day = due_on + timedelta(days=ahead)
    today = reminder_cut_off(CALENDAR, due_on, offsets, day)
    tomorrow = reminder_cut_off(CALENDAR, due_on, offsets, day + timedelta(days=1))
    assert today is None or (today <= day and tomorrow is not None and tomorrow >= today)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("3-6 08:29", False),
        ("3-6 08:30", True),
        ("3-6 17:29", True),
        ("3-6 17:30", False),
        ("3-7 10:00", False),
        ("2-28 10:00", True),
        ("10-1 10:00", False),
    ],
)
def test_messages_go_out_on_working_days_inside_the_hours(moment: str, *, opened: bool) -> None:
    assert is_message_time(CALENDAR, HOURS, at(moment)) is opened
