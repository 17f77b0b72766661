"""Working days with shifted rest days (调休): the one place that says whether an office works on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (part of the public shape)


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
