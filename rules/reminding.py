"""When a reminder is owed, and at what hours messages may go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.working_days import add_working_days, is_working_day, previous_working_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from rules.office import Hours
    from rules.working_days import WorkCalendar


def reminder_cut_off(calendar: WorkCalendar, due_on: date, offsets: Iterable[int], day: date) -> date | None:
    """The latest reminder day that has come by the day, or None where none has.

    Who was last reminded before it is owed a reminder: asking so, a day without a sweep loses nothing and a day with
    two sweeps doubles nothing.

    Args:
        calendar: the office's days.
        due_on: the due day.
        offsets: working days relative to it: -3 before, 0 on it (on the last working day before it, if the due day is
            a rest day), 2 after.
        day: today, inclusive.
    """
    days = (_reminder_day(calendar, due_on, offset) for offset in offsets)
    return max((on for on in days if on <= day), default=None)


def _reminder_day(calendar: WorkCalendar, due_on: date, offset: int) -> date:
    if offset == 0:
        return previous_working_day(calendar, due_on)
    return add_working_days(calendar, due_on, offset)


def is_message_time(calendar: WorkCalendar, hours: Hours, local: datetime) -> bool:
    """Whether messages go out at this local moment: a working day, from `opens` inclusive to `closes` exclusive."""
    return is_working_day(calendar, local.date()) and hours.opens <= local.time() < hours.closes
