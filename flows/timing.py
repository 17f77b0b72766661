"""When the flows run: every schedule entry as plain text that Prefect's scheduler understands, in the office's zone."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from flows.naming import schedule_slug
from rules.plan import Asks
from rules.recurring import occurrences
from rules.working_days import add_working_days, is_working_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rules.desk import Desk
    from rules.office import Hours
    from rules.plan import Occurrence

OPENS_AT = time(7, 0)
"""Before the daily sweep, which would open the day's entries itself; the messages wait for the office's hours."""
SUMMED_UP_AT = time(9, 0)
PUBLISHED_AT = time(9, 30)
SWEPT_DAILY = "30 7 * * *"
AUDITED_DAILY = "40 9 * * *"
"""After the first messages of the day should have gone out."""
SUMMED_UP_WEEKLY = "0 16 * * 5"
SUMMED_UP_LATE = "0 8 * * 1"
OPEN, SUM_UP = "open", "sum_up"
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Timing:
    """One schedule entry: a cron line, or explicit dates as an RDATE in wall time (a ``Z`` would be ignored)."""

    slug: str
    cron: str = ""
    rdate: str = ""
    parameters: dict[str, str] = field(default_factory=dict)


def planned_years(desk: Desk, day: date) -> tuple[int, int]:
    """This plan year and the next: the office's own year, or that of the day once it is past."""
    first = max(desk.office.year, day.year)
    return first, first + 1


def planned(desk: Desk, day: date) -> tuple[Occurrence, ...]:
    """Every occurrence of this plan year and the next, in the order of their opening."""
    return tuple(each for year in planned_years(desk, day) for each in occurrences(desk, year))


def occurrence_timings(desk: Desk, occurrence: Occurrence, labels: dict[str, dict[str, str]]) -> Iterator[Timing]:
    """The opening run on the morning it opens, and the closing run on the working day after it is due.

    Args:
        desk: the office.
        occurrence: what opens.
        labels: the parameters of the opening and of the closing run, by act.
    """
    opens = _rdate([occurrence.opens_on], OPENS_AT)
    yield Timing(schedule_slug(occurrence.item, occurrence.period, "open"), rdate=opens, parameters=labels[OPEN])
    if not asks_nothing(desk, occurrence):
        closing_on = add_working_days(desk.calendar, occurrence.due_on, 1)
        sums_up = _rdate([closing_on], SUMMED_UP_AT)
        slug = schedule_slug(occurrence.item, occurrence.period, "sum-up")
        yield Timing(slug, rdate=sums_up, parameters=labels[SUM_UP])


def asks_nothing(desk: Desk, occurrence: Occurrence) -> bool:
    """Whether the entry only gives notice, so that there is no answer to sum up."""
    entry = desk.plan.entry(occurrence.item)
    return entry is not None and entry.asks is Asks.NOTICE


def monthly_timings(desk: Desk, day: date) -> tuple[Timing, ...]:
    """The mornings on which next month's arrangement may go out, from its day to the month's end.

    So one missed morning loses nothing; the second run of a month finds nothing to do.
    """
    dates = [on for month in _months(desk, day) for on in _publishing_days(desk, month)]
    return (Timing("month-ends", rdate=_rdate(dates, PUBLISHED_AT)),)


def month_plan_on(desk: Desk, day: date) -> date:
    """The working day of that month on which the next month's arrangement goes out: the n-th from the month's end."""
    after = day.replace(day=monthrange(day.year, day.month)[1]) + timedelta(days=1)
    return add_working_days(desk.calendar, after, -max(desk.office.policies.month_plan_days_before, 1))


def week_summary_on(day: date) -> date:
    """The last Friday on or before that day: the day whose week is summed up."""
    return day - timedelta(days=(day.weekday() - _FRIDAY) % 7)


def sending_cron(hours: Hours, minutes: int = 10) -> str:
    """Every ten minutes within the office's message hours, on all days: urgent messages do not wait for Monday."""
    last = hours.closes.hour if hours.closes.minute else max(hours.closes.hour - 1, hours.opens.hour)
    return f"*/{minutes} {hours.opens.hour}-{last} * * *"


def is_future(timing: Timing, day: date) -> bool:
    """Whether the entry still has a run on that day or later."""
    return not timing.rdate or timing.rdate.rsplit(",", 1)[-1].removeprefix("RDATE:")[:8] >= f"{day:%Y%m%d}"


def _rdate(dates: Sequence[date], at: time) -> str:
    return "RDATE:" + ",".join(f"{on:%Y%m%d}T{at:%H%M%S}" for on in dates)


def _months(desk: Desk, day: date) -> Iterator[date]:
    return (date(year, month, 1) for year in planned_years(desk, day) for month in range(1, 13))


def _publishing_days(desk: Desk, month: date) -> Iterator[date]:
    on = month_plan_on(desk, month)
    while on.month == month.month:
        if is_working_day(desk.calendar, on):
            yield on
        on += timedelta(days=1)
