"""Due days and how they were counted (rules-of-the-field 4.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rules.office import Counting
from rules.plan import DueBasis
from rules.working_days import WorkCalendar, add_working_days, is_known, roll


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day on which an answer is in time; `provisional` while a year that was counted over is not known yet."""

    on: date
    provisional: bool


def due_day(  # noqa: PLR0913  (a deadline has that many sides)
    calendar: WorkCalendar,
    counting: Counting,
    start: date,
    basis: DueBasis,
    value: int,
    *,
    window_end: date | None = None,
    fixed_on: date | None = None,
) -> DueDay:
    """The due day, inclusive.

    Args:
        calendar: the office's days.
        counting: whether the start day counts, and where a deadline on a rest day goes.
        start: the day from which days are counted.
        basis: how it is counted. A fixed date is what a person was told, so it is never rolled and never provisional.
        value: working or calendar days; 0 is the start day.
        window_end: the last day of the window, for `DueBasis.WINDOW_END`.
        fixed_on: the date itself, for `DueBasis.FIXED_DATE`.

    Raises:
        ValueError: the day that the basis needs is missing, or the days are negative: a defect of ours.
    """
    if value < 0:
        raise ValueError(f"a deadline of {value} days")
    match basis:
        case DueBasis.FIXED_DATE:
            return DueDay(_given(fixed_on, basis), provisional=False)
        case DueBasis.WORKING_DAYS if value:
            end = add_working_days(calendar, start, value, start_counted=counting.start_counted)
        case DueBasis.WORKING_DAYS | DueBasis.CALENDAR_DAYS:
            end = start + timedelta(days=max(value - counting.start_counted, 0))
        case DueBasis.WINDOW_END:
            end = _given(window_end, basis)
    due_on = roll(calendar, end, counting.roll)
    return DueDay(due_on, provisional=not is_known(calendar, min(start, due_on), max(end, due_on)))


def _given(day: date | None, basis: DueBasis) -> date:
    if day is None:
        raise ValueError(f"a deadline by {basis} needs its day")
    return day
