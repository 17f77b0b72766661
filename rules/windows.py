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


Window = MonthWindow | TermWindow | DateWindow | RangeWindow
