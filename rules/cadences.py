"""What comes again within a year, period by period (inventory, column "When / cadence").

Every slot ends inside its own period: a monthly visit of January is never due in February. A period in which nobody
works has no slot; with `in_term`, neither has one in which there is no school. Starts are reckoned from the calendar
each time, never from the slot before, so that nothing drifts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateutil.rrule import MONTHLY, WEEKLY, rrule

from rules.drawing import seed_for
from rules.spanning import SEASON_NAMES, Span, clamped, month_end
from rules.terms import school_days, terms_of, terms_touching
from rules.windows import Cadence, DayCadence, Edge, MonthCadence, Season, TermCadence, WeekCadence, YearCadence
from rules.working_days import ONE_DAY, is_known, is_working_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.office import Stage, Term
    from rules.working_days import WorkCalendar

_MONTHS = 12
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Slot:
    """One period of a cadence: its stable name and its days, first and last working (or school) days."""

    period: str
    span: Span


@dataclass(frozen=True, slots=True)
class Times:
    """What a cadence is laid over.

    Args:
        calendar: the office's days.
        terms: its table.
        stages: the audience's.
        lot: a text that only the office knows, from which the days of unannounced checks are drawn.
    """

    calendar: WorkCalendar
    terms: tuple[Term, ...]
    stages: frozenset[Stage]
    lot: str = ""

    def days(self, first: date, last: date, *, in_term: bool) -> list[date]:
        """The working days, or school days, from `first` to `last`, both inclusive."""
        if in_term:
            years = range(first.year, last.year + 1)
            known = (day for year in years for day in school_days(self.calendar, self.terms, self.stages, year))
            return [day for day in known if first <= day <= last]
        every = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
        return [day for day in every if is_working_day(self.calendar, day)]

    def slot(self, period: str, days: list[date], *, in_term: bool) -> Slot:
        """The slot from the first to the last of the days."""
        first, last = days[0], days[-1]
        unknown = not is_known(self.calendar, first, last) or (in_term and self._is_guessed(first, last))
        return Slot(period, Span(first, last, unknown))

    def _is_guessed(self, first: date, last: date) -> bool:
        terms = (term for year in {first.year, last.year} for term in terms_touching(self.terms, self.stages, year))
        return any(term.provisional and term.opens_on <= last and first <= term.closes_on for term in terms)


def slots(cadence: Cadence, times: Times, year: int) -> Iterator[Slot]:
    """The periods of a cadence that belong to a year, in order.

    Args:
        cadence: any of the five.
        times: the days it is laid over.
        year: the calendar year of days, months and years; the ISO year of weeks; the year in which a term opens.
    """
    match cadence:
        case DayCadence():
            return _days(cadence, times, year)
        case WeekCadence():
            return _weeks(cadence, times, year)
        case MonthCadence():
            return _months(cadence, times, year)
        case TermCadence():
            return _school_year(cadence, times, year) if cadence.by_year else _terms(cadence, times, year)
        case YearCadence():
            return _year(times, year)


def _days(cadence: DayCadence, times: Times, year: int) -> Iterator[Slot]:
    for day in times.days(date(year, 1, 1), date(year, 12, 31), in_term=cadence.in_term):
        yield times.slot(day.isoformat(), [day], in_term=cadence.in_term)


def _weeks(cadence: WeekCadence, times: Times, year: int) -> Iterator[Slot]:
    first, next_first = date.fromisocalendar(year, 1, 1), date.fromisocalendar(year + 1, 1, 1)
    for number, start in enumerate(rrule(WEEKLY, dtstart=first, until=next_first - ONE_DAY), start=1):
        monday, period = start.date(), f"{year}-W{number:02}"
        days = times.days(monday, monday + timedelta(days=6), in_term=cadence.in_term)
        if days:
            yield times.slot(period, _in_week(cadence, days, f"{times.lot}:{period}"), in_term=cadence.in_term)


def _in_week(cadence: WeekCadence, days: list[date], lot: str) -> list[date]:
    """All of the week's days, the one nearest to the fixed weekday, or the one drawn."""
    if cadence.drawn:
        return [days[seed_for(lot) % len(days)]]
    if cadence.on:
        return [min(days, key=lambda day: (abs(day.isoweekday() - cadence.on), day))]
    return days


def _months(cadence: MonthCadence, times: Times, year: int) -> Iterator[Slot]:
    starts = rrule(MONTHLY, dtstart=date(year, 1, 1), interval=cadence.months, count=_MONTHS // cadence.months)
    for start in starts:
        end = month_end(year, start.month + cadence.months - 1)
        block = times.days(start.date(), end, in_term=cadence.in_term)
        first, last = _day_of(start.date(), end, cadence.from_day), _day_of(end, end, cadence.to_day)
        if block:
            days = [day for day in block if first <= day <= last] or [_nearest(block, last)]
            yield times.slot(_months_label(cadence.months, year, start.month), days, in_term=cadence.in_term)


def _nearest(block: list[date], last: date) -> date:
    """The last day before, else the first after: what is due at a month's end that is a vacation is due before it."""
    return max((day for day in block if day <= last), default=block[0])


def _day_of(month: date, end: date, day: int) -> date:
    """A day of the month, or one counted back from the end of the period."""
    return end + timedelta(days=day + 1) if day < 0 else clamped(month.year, month.month, day)


def _months_label(months: int, year: int, first: int) -> str:
    if months == _QUARTER:
        return f"{year}Q{(first + 2) // _QUARTER}"
    return f"{year}-{first:02}" + (f"-{first + months - 1:02}" if months > 1 else "")


def _terms(cadence: TermCadence, times: Times, year: int) -> Iterator[Slot]:
    for season in (Season.SPRING, Season.AUTUMN):
        terms = terms_of(times.terms, year, season, times.stages)
        yield from _part(cadence, times, f"{year}{SEASON_NAMES[season]}", terms)


def _school_year(cadence: TermCadence, times: Times, year: int) -> Iterator[Slot]:
    autumn = terms_of(times.terms, year, Season.AUTUMN, times.stages)
    spring = terms_of(times.terms, year + 1, Season.SPRING, times.stages)
    yield from _part(cadence, times, f"{year}学年", autumn + spring)


def _part(cadence: TermCadence, times: Times, period: str, terms: tuple[Term, ...]) -> Iterator[Slot]:
    first, last = min(term.opens_on for term in terms), max(term.closes_on for term in terms)
    weeks = timedelta(weeks=cadence.weeks)
    if cadence.weeks and cadence.edge is Edge.OPENS:
        last = min(last, first + weeks - ONE_DAY)
    elif cadence.weeks:
        first = max(first, last - weeks + ONE_DAY)
    days = times.days(first, last, in_term=False)
    if days:
        slot = times.slot(period, days, in_term=False)
        guessed = any(term.provisional for term in terms)
        yield Slot(period, Span(slot.span.first, slot.span.last, slot.span.provisional or guessed))


def _year(times: Times, year: int) -> Iterator[Slot]:
    yield times.slot(f"{year}", times.days(date(year, 1, 1), date(year, 12, 31), in_term=False), in_term=False)
