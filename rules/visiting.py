"""The first and last day of a piece of work: working days, and school days where a school is visited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rules.counting import DueDay, due_day
from rules.plan import Asks, DateWindow, DueBasis
from rules.terms import is_childrens_day, is_school_day
from rules.working_days import ONE_DAY, is_known, next_working_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from rules.desk import Desk
    from rules.office import Stage
    from rules.plan import Entry
    from rules.spanning import Span

_SUMMER = frozenset({7, 8})


@dataclass(frozen=True, slots=True)
class Days:
    """Both inclusive. `provisional`: a holiday year or a term that they were reckoned with is not known yet."""

    opens_on: date
    due_on: date
    provisional: bool


def due_basis(entry: Entry) -> DueBasis:
    """How the entry's deadline is counted; the end of a fixed date is that date, never rolled."""
    if isinstance(entry.window, DateWindow) and entry.due.basis is DueBasis.WINDOW_END:
        return DueBasis.FIXED_DATE
    return entry.due.basis


def days_of(desk: Desk, entry: Entry, stages: frozenset[Stage], span: Span) -> Days:
    """The first and last day of an entry in one span of calendar days.

    Work opens on the first working day of the span. A visit to schools opens on the first day on which one of the
    audience's stages is at school, and is due on the last day, up to the due day, on which all of them are (or, if
    there is none, any). Where nobody is at school, and in July and August, a visit is like other work, save on 1 June.
    """
    visit = _Visit(desk, stages, span) if _is_visit(entry) else None
    opens_on = visit.first() if visit else next_working_day(desk.calendar, span.first)
    due = _due(desk, entry, opens_on, span)
    due_on = visit.last(opens_on, due.on) if visit and due_basis(entry) is not DueBasis.FIXED_DATE else due.on
    opens_on = min(opens_on, due_on)
    unknown = due.provisional or not is_known(desk.calendar, opens_on, due_on)
    return Days(opens_on, due_on, span.provisional or unknown or bool(visit and visit.is_provisional(opens_on, due_on)))


def _is_visit(entry: Entry) -> bool:
    return entry.asks is Asks.SITE_VISIT and not entry.audience.office


def _due(desk: Desk, entry: Entry, opens_on: date, span: Span) -> DueDay:
    return due_day(
        desk.calendar,
        desk.office.policies.counting,
        opens_on,
        due_basis(entry),
        entry.due.value,
        window_end=span.last,
        fixed_on=span.last,
    )


class _Visit:
    """The days of a span as a visitor sees them."""

    def __init__(self, desk: Desk, stages: frozenset[Stage], span: Span) -> None:
        self.calendar, self.terms = desk.calendar, desk.office.terms
        self.stages, self.span = stages, span
        self.summer = {span.first.month, span.last.month} <= _SUMMER
        self.school = None if self.summer else self._first(lambda day: self._at_school(any, day))

    def first(self) -> date:
        """The first school day, else the first working day that is not 1 June."""
        day = self.school or next_working_day(self.calendar, self.span.first)
        return next_working_day(self.calendar, day + ONE_DAY) if self._is_childrens_day(day) else day

    def last(self, opens_on: date, due_on: date) -> date:
        """The last day of a visit that would be due on `due_on`."""
        if self.school is None:
            return due_on if not self._is_childrens_day(due_on) else next_working_day(self.calendar, due_on + ONE_DAY)
        back = [due_on - timedelta(days=ago) for ago in range((due_on - opens_on).days + 1)]
        tiers = (day for how in (all, any) for day in back if self._at_school(how, day))
        return next(tiers, due_on)

    def is_provisional(self, opens_on: date, due_on: date) -> bool:
        """Whether the table lacks the term, or holds it as provisional only."""
        if self.school is None:
            return not self.summer
        return any(term.provisional and term.opens_on <= due_on and opens_on <= term.closes_on for term in self.terms)

    def _first(self, fits: Callable[[date], bool]) -> date | None:
        days = (self.span.first + timedelta(days=ahead) for ahead in range((self.span.last - self.span.first).days + 1))
        return next((day for day in days if fits(day)), None)

    def _at_school(self, how: Callable[[Iterable[object]], bool], day: date) -> bool:
        here = how(is_school_day(self.calendar, self.terms, stage, day) for stage in self.stages)
        return here and not self._is_childrens_day(day)

    def _is_childrens_day(self, day: date) -> bool:
        return any(is_childrens_day(stage, day) for stage in self.stages)
