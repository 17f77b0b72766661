"""Working days with shifted rest days (调休): the one place that says whether an office works on a day.

`chinese_calendar.find_workday` is not used anywhere: from a rest day it is one day late (rules-of-the-field 4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from rules.office import Roll

ONE_DAY = timedelta(days=1)
FIXED_REST = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""Month and day of the statutory holidays with a fixed date (放假办法 2024, art. 2): what is certain of any year."""

_FRIDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """What is known about the days.

    Args:
        rest: weekdays on which the office rests (statutory holidays and their bridges).
        work: weekend days on which it works (make-up days, 补班).
        known_years: the years whose arrangement is known; any other year is Monday to Friday less the fixed statutory
            dates, and every deadline that touches it is provisional.
    """

    rest: frozenset[date]
    work: frozenset[date]
    known_years: frozenset[int]


def is_working_day(calendar: WorkCalendar, day: date) -> bool:
    """Whether the office works on the day. A day that the calendar names is believed in an unknown year too."""
    if day in calendar.work:
        return True
    if day in calendar.rest or day.isoweekday() > _FRIDAY:
        return False
    return day.year in calendar.known_years or (day.month, day.day) not in FIXED_REST


def is_known(calendar: WorkCalendar, first: date, last: date) -> bool:
    """Whether the arrangement of every year from `first` to `last`, both inclusive, is known."""
    return all(year in calendar.known_years for year in range(first.year, last.year + 1))


def next_working_day(calendar: WorkCalendar, day: date) -> date:
    """The first working day on or after the day."""
    while not is_working_day(calendar, day):
        day += ONE_DAY
    return day


def previous_working_day(calendar: WorkCalendar, day: date) -> date:
    """The last working day on or before the day."""
    while not is_working_day(calendar, day):
        day -= ONE_DAY
    return day


def add_working_days(calendar: WorkCalendar, day: date, count: int, *, start_counted: bool = False) -> date:
    """The `count`-th working day after the day; a negative count goes back, 0 is the day itself, working or not.

    Args:
        calendar: the office's days.
        day: where counting starts; it may be a rest day.
        count: working days.
        start_counted: whether the start day, if it works, is the first of them (civil code art. 201: it is not).
    """
    step = ONE_DAY if count > 0 else -ONE_DAY
    if start_counted and count:
        day -= step
    for _ in range(abs(count)):
        day += step
        while not is_working_day(calendar, day):
            day += step
    return day


def working_days_after(calendar: WorkCalendar, start: date, end: date) -> int:
    """How many working days lie after `start`, up to and including `end`; 0 where `end` is not after `start`."""
    return sum(is_working_day(calendar, start + timedelta(days=ahead)) for ahead in range(1, (end - start).days + 1))


def roll(calendar: WorkCalendar, day: date, roll: Roll) -> date:
    """Where a deadline goes that falls on the day.

    Source: civil code art. 203: a last day that is a holiday becomes the day after the holiday.
    """
    match roll:
        case Roll.FORWARD:
            return next_working_day(calendar, day)
        case Roll.BACKWARD:
            return previous_working_day(calendar, day)
        case Roll.NONE:
            return day


def digest(calendar: WorkCalendar) -> str:
    """A short text that changes when, and only when, something known about the days changes."""
    parts = (calendar.rest, calendar.work, calendar.known_years)
    text = "|".join(",".join(sorted(str(item) for item in part)) for part in parts)
    return sha256(text.encode()).hexdigest()[:16]
