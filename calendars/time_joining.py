"""A month, a time and a deadline that stand in one row, joined into one window, or a doubt where they disagree."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from calendars.time_building import last_day
from calendars.time_reading import Doubt
from rules.plan import BeforeWindow, DateWindow, MonthCadence, MonthWindow, RangeWindow

if TYPE_CHECKING:
    from rules.plan import Window

PLAIN_YEAR = 2001
"""Any year without a leap day: how many days lie between two days of a year."""
_APART = Doubt("time_conflict", "月份、起止、完成时限写成一致，或只留一处")
Days = tuple[tuple[int, int], tuple[int, int]]


def join_times(month: Window | None, time: Window | None, due: Window | None) -> Window | Doubt | None:
    """One window of what the three columns say; None where none says anything.

    Args:
        month: of the column 月份.
        time: of a column such as 起止.
        due: of a column such as 完成时限: its last day is the deadline.
    """
    start = _narrower(month, time)
    if isinstance(start, Doubt) or due is None:
        return start
    if start is None or start == due or (start == MonthCadence() and isinstance(due, MonthCadence)):
        return due
    begins, ends = days_of(start), days_of(due)
    if begins is None or ends is None:
        return _APART
    if isinstance(due, MonthWindow) and isinstance(start, MonthWindow):
        return _months(start, due)
    return _until(begins[0], ends[1])


def days_of(window: Window) -> Days | None:
    """First and last day of a window, as month and day; None where it comes again or hangs on a term."""
    match window:
        case MonthWindow(months=months):
            return (months[0], 1), (months[-1], last_day(months[-1]))
        case DateWindow() | BeforeWindow():
            return (window.month, window.day), (window.month, window.day)
        case RangeWindow():
            return (window.from_month, window.from_day), (window.to_month, window.to_day)
        case _:
            return None


def _narrower(month: Window | None, time: Window | None) -> Window | Doubt | None:
    """The time, where it lies within the month under which it stands."""
    if month is None or time is None or month == time:
        return time or month
    if month == MonthCadence() and isinstance(time, MonthCadence):
        return time
    outer, inner = days_of(month), days_of(time)
    if outer is None or inner is None:
        return _APART
    if isinstance(time, BeforeWindow):
        return _until(outer[0], inner[1]) if outer[0] <= inner[1] else _APART
    return time if outer[0] <= inner[0] <= outer[1] else _APART


def _months(start: MonthWindow, due: MonthWindow) -> Window | Doubt:
    if due.months[-1] < start.months[0]:
        return _APART
    return MonthWindow(tuple(range(start.months[0], due.months[-1] + 1)))


def _until(begins: tuple[int, int], ends: tuple[int, int]) -> Window | Doubt:
    """From the first day to a deadline, which goes back where it falls on a rest day."""
    if ends < begins:
        return _APART
    first, last = (date(PLAIN_YEAR, month, min(day, _length(month))) for month, day in (begins, ends))
    return BeforeWindow(*ends, (last - first).days)


def _length(month: int) -> int:
    return 28 if month == 2 else last_day(month)  # noqa: PLR2004  (February)
