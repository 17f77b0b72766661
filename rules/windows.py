"""The windows in which planned work is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Season(StrEnum):
    """The two terms of a school year."""

    SPRING = "spring"
    AUTUMN = "autumn"


class Edge(StrEnum):
    """The end of a term that a window hangs on."""

    OPENS = "opens"
    CLOSES = "closes"


@dataclass(frozen=True, slots=True)
class MonthWindow:
    """From the first day of the first month to the last day of the last: (7, 8) is one window of two months."""

    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TermWindow:
    """Calendar days around the opening or closing day of a term, both ends inclusive; 0 is the day itself.

    Where the office's term table has no such term, the `fallback_month` is taken and the dates are provisional.
    """

    season: Season
    edge: Edge
    from_days: int
    to_days: int
    fallback_month: int


@dataclass(frozen=True, slots=True)
class DateWindow:
    """One fixed day of every year (12-04 stays 12-04); work opens `opens_before` calendar days before it."""

    month: int
    day: int
    opens_before: int = 0


@dataclass(frozen=True, slots=True)
class RangeWindow:
    """From one day of the year to another, both inclusive."""

    from_month: int
    from_day: int
    to_month: int
    to_day: int


@dataclass(frozen=True, slots=True)
class BeforeWindow:
    """Before a day of every year, the day included (X月X日前); work opens `opens_before` calendar days before it.

    Unlike other deadlines this one goes back where it falls on a rest day: after the day it would be too late.
    """

    month: int
    day: int
    opens_before: int


@dataclass(frozen=True, slots=True)
class FollowWindow:
    """Calendar days after another entry closes (or opens), once for each of its occurrences, under its period.

    Both ends inclusive; 0 is the other's day itself, negative days lie before it.
    """

    entry: str
    from_days: int
    to_days: int
    edge: Edge = Edge.CLOSES


@dataclass(frozen=True, slots=True)
class DayCadence:
    """Every working day; every school day of the audience with `in_term`."""

    in_term: bool = False


@dataclass(frozen=True, slots=True)
class WeekCadence:
    """Once in every ISO week that has a working day, or, with `in_term`, a school day.

    Args:
        on: 1 (Monday) to 7: done on that day; where it is a rest day, on the nearest day of the week that is none.
        drawn: done on one day drawn by lot, which must not be known beforehand.
        in_term: only in weeks with school days.
    """

    on: int = 0
    drawn: bool = False
    in_term: bool = False


@dataclass(frozen=True, slots=True)
class MonthCadence:
    """Once in every `months` months from January on: 1, 2 (bi-monthly), 3 (quarterly), 4 or 6.

    Args:
        months: how many months are one period.
        from_day: a day of the first month; a day that a month lacks is its last. Counted back from the end of the
            period if negative: -1 is its last day, -10 the tenth last.
        to_day: a day of the last month, or the same counted back.
        in_term: only in periods with school days.
    """

    months: int = 1
    from_day: int = 1
    to_day: int = 31
    in_term: bool = False


@dataclass(frozen=True, slots=True)
class TermCadence:
    """Once in every term of the audience: all of it, or its first or last `weeks` weeks.

    Args:
        weeks: 0 is the whole term.
        edge: whether the weeks are its first (opens) or its last (closes).
        by_year: once in the school year, from the opening in autumn to the close in spring, instead of every term.
    """

    weeks: int = 0
    edge: Edge = Edge.OPENS
    by_year: bool = False


@dataclass(frozen=True, slots=True)
class YearCadence:
    """Once a calendar year, in all of it."""


SingleWindow = MonthWindow | TermWindow | DateWindow | RangeWindow | BeforeWindow
"""One span of days in a year, known from the calendar and the term table alone."""

Cadence = DayCadence | WeekCadence | MonthCadence | TermCadence | YearCadence
"""What comes again within a year; every occurrence ends inside its own period, never rolled into the next."""

Window = SingleWindow | Cadence | FollowWindow
