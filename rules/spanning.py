"""The calendar days of a window in one year, before rest days and school days are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pendulum

from rules.terms import find_term
from rules.windows import BeforeWindow, DateWindow, Edge, MonthWindow, RangeWindow, Season, SingleWindow, TermWindow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.office import Stage, Term

SEASON_NAMES = {Season.SPRING: "春", Season.AUTUMN: "秋"}
_AUTUMN_OPENS = 8
"""The month from which on a fallback month of an autumn term lies in the year in which the term opens."""


@dataclass(frozen=True, slots=True)
class Span:
    """Both days inclusive; `provisional` where the term that it hangs on is missing or provisional."""

    first: date
    last: date
    provisional: bool = False


def span_of(window: SingleWindow, terms: Iterable[Term], stages: Iterable[Stage], year: int) -> Span:
    """The days of a window in a year; of a term window, the year in which the term opens.

    Args:
        window: any of the five.
        terms: the office's table.
        stages: the audience's; a term window takes the earliest opening or the latest closing of them.
        year: where the window begins; a range such as 12-20 to 01-10 ends in the next one.
    """
    match window:
        case MonthWindow():
            return _months(window, year)
        case DateWindow() | BeforeWindow():
            return _date(window, year)
        case RangeWindow():
            return _range(window, year)
        case TermWindow():
            return _term(window, terms, stages, year)


def period_label(window: SingleWindow, year: int) -> str:
    """The period, stable through moved dates.

    ``2026-02``, ``2026-07-08``, ``2026春``, ``2026-12-04``, ``2026-03-01~04-30``, ``2026-02-28前``. A term is
    named after the year in which it opens, so the autumn term that closes in January 2027 is ``2026秋``.
    """
    match window:
        case MonthWindow(months=months):
            return "-".join([str(year), *(f"{month:02}" for month in dict.fromkeys((months[0], months[-1])))])
        case DateWindow():
            return f"{year}-{window.month:02}-{window.day:02}"
        case BeforeWindow():
            return f"{year}-{window.month:02}-{window.day:02}前"
        case RangeWindow():
            return f"{year}-{window.from_month:02}-{window.from_day:02}~{window.to_month:02}-{window.to_day:02}"
        case TermWindow():
            return f"{year}{SEASON_NAMES[window.season]}"


def clamped(year: int, month: int, day: int) -> date:
    """The day, or the last day of a month that is too short: 29 February is the 28th of other years."""
    return date(year, month, min(day, pendulum.date(year, month, 1).days_in_month))


def month_end(year: int, month: int) -> date:
    """The last day of the month."""
    return clamped(year, month, 31)


def _months(window: MonthWindow, year: int) -> Span:
    start, end = window.months[0], window.months[-1]
    return Span(date(year, start, 1), month_end(year + (end < start), end))


def _date(window: DateWindow | BeforeWindow, year: int) -> Span:
    fixed = clamped(year, window.month, window.day)
    return Span(fixed - timedelta(days=window.opens_before), fixed)


def _range(window: RangeWindow, year: int) -> Span:
    start, end = (window.from_month, window.from_day), (window.to_month, window.to_day)
    return Span(clamped(year, *start), clamped(year + (end < start), *end))


def _term(window: TermWindow, terms: Iterable[Term], stages: Iterable[Stage], year: int) -> Span:
    table = tuple(terms)
    found = [find_term(table, year, window.season, stage) for stage in stages]
    known = [term for term in found if term]
    if not known:
        return _fallback(window, year)
    edge = _edge(window.edge, known)
    provisional = len(known) < len(found) or any(term.provisional for term in known)
    return Span(edge + timedelta(days=window.from_days), edge + timedelta(days=window.to_days), provisional)


def _edge(edge: Edge, terms: list[Term]) -> date:
    if edge is Edge.OPENS:
        return min(term.opens_on for term in terms)
    return max(term.closes_on for term in terms)


def _fallback(window: TermWindow, year: int) -> Span:
    late = window.season is Season.AUTUMN and window.fallback_month < _AUTUMN_OPENS
    month = _months(MonthWindow((window.fallback_month,)), year + late)
    return Span(month.first, month.last, provisional=True)
