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
    from collections.abc import Iterable, Iterator, Sequence

    from rules.desk import Desk
    from rules.plan import Occurrence

OPENS_AT = time(7, 0)
"""Before the daily sweep, which would open the day's entries itself; the messages wait for the office's hours."""
SUMMED_UP_AT = time(9, 0)
PUBLISHED_AT = time(9, 30)
SWEPT_DAILY = "30 7 * * *"
AUDITED_DAILY = "40 9 * * *"
"""After the first messages of the day should have gone out."""
SENT_EVERY = "*/10 * * * *"
"""Day and night, on all days: what is urgent is tried again at once; the rest is claimed in the message hours only."""
SUMMED_UP_WEEKLY = "0 16 * * 5"
SUMMED_UP_LATE = "0 8 * * 1"
OPEN, SUM_UP = "open", "sum_up"
MOST_DATES = 400
"""Prefect refuses a rule of more than 6,500 characters, which is 405 dates."""
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


def carried_over(desk: Desk, day: date) -> tuple[Occurrence, ...]:
    """The occurrences of the year before that are summed up in this plan year."""
    first, _ = planned_years(desk, day)
    return tuple(
        each for each in occurrences(desk, first - 1) if (on := moment(desk, each, SUM_UP)) and on.year >= first
    )


def moment(desk: Desk, occurrence: Occurrence, act: str) -> date | None:
    """The day of its opening run, or of its closing run, the working day after it is due.

    None where nothing is asked, so that there is no answer to sum up.
    """
    if act == OPEN:
        return occurrence.opens_on
    return None if asks_nothing(desk, occurrence) else add_working_days(desk.calendar, occurrence.due_on, 1)


def item_timings(desk: Desk, found: Iterable[Occurrence], act: str, parameters: dict[str, str]) -> Iterator[Timing]:
    """One schedule entry for all the days of an act of one item, or as many as hold them.

    Args:
        desk: the office.
        found: occurrences of that item.
        act: `OPEN` or `SUM_UP`.
        parameters: of every run; which period is meant, the run finds by the day it was scheduled for.
    """
    moments = [(each.item, on) for each in found if (on := moment(desk, each, act))]
    dates = sorted({on for _, on in moments})
    at = OPENS_AT if act == OPEN else SUMMED_UP_AT
    for start in range(0, len(dates), MOST_DATES):
        slug = schedule_slug(moments[0][0], act, start // MOST_DATES + 1)
        yield Timing(slug, rdate=_rdate(dates[start : start + MOST_DATES], at), parameters=parameters)


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
