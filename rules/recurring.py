"""The plan's entries as dated occurrences of one year."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rules.audience import audience_label, audience_pool, audience_stages, audience_units, on_turn
from rules.cadences import Slot, Times, slots
from rules.plan import Class, Occurrence
from rules.spanning import Span, month_end, period_label, span_of
from rules.visiting import days_of, due_basis
from rules.windows import BeforeWindow, DateWindow, Edge, FollowWindow, MonthWindow, RangeWindow, TermWindow
from rules.working_days import previous_working_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.desk import Desk
    from rules.office import Stage
    from rules.plan import Audience, Entry, Plan, Window
    from rules.visiting import Days
    from rules.working_days import WorkCalendar

__all__ = ["audience_label", "audience_units", "in_view", "month_plan", "occurrences", "period_label", "unscheduled"]

_MOST_RESOLVED = 12
_resolved: dict[tuple[int, int], tuple[Desk, tuple[Occurrence, ...]]] = {}
"""Years worked out already: a desk never changes, and what stands here is kept alive, so that its id is its own."""


def occurrences(desk: Desk, year: int) -> tuple[Occurrence, ...]:
    """Every occurrence that opens in the year, by opening day and item.

    Args:
        desk: plan, roster, terms, days and policies.
        year: a calendar year; a window that hangs on the closing of an autumn term opens in the year after its term.
    """
    key = (id(desk), year)
    _, found = _resolved.get(key, (desk, None))
    if found is None:
        found = _resolve(desk, year)
        if len(_resolved) >= _MOST_RESOLVED:
            _resolved.clear()
        _resolved[key] = (desk, found)
    return found


def in_view(desk: Desk, day: date) -> tuple[Occurrence, ...]:
    """The occurrences of the years that matter on a day, as the plan alone has them: the year before, this, the next.

    Nothing that is due before the office's own year.
    """
    this = max(desk.office.year, day.year)
    found = (one for year in (this - 1, this, this + 1) for one in occurrences(desk, year))
    return tuple(one for one in found if one.due_on.year >= desk.office.year)


def _resolve(desk: Desk, year: int) -> tuple[Occurrence, ...]:
    year_book = _YearBook(desk)
    found = (
        occurrence
        for entry in desk.plan.entries
        if entry.class_ is Class.SCHEDULED
        for occurrence in year_book.occurrences(entry, year)
    )
    return tuple(sorted(found, key=lambda occurrence: (occurrence.opens_on, occurrence.item, occurrence.period)))


def unscheduled(plan: Plan) -> tuple[Entry, ...]:
    """The commitments for which the coordinator must find a date: no window and not carried out through others."""
    return tuple(entry for entry in plan.entries if entry.unscheduled or _is_left_open(entry))


def month_plan(found: Iterable[Occurrence], year: int, month: int) -> tuple[Occurrence, ...]:
    """The occurrences with at least one day in the month, in their order."""
    first, last = date(year, month, 1), month_end(year, month)
    return tuple(occurrence for occurrence in found if occurrence.opens_on <= last and occurrence.due_on >= first)


def _is_left_open(entry: Entry) -> bool:
    return entry.class_ is Class.SCHEDULED and not (entry.window or entry.through or entry.sensitive)


def _through(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Entry id to the inventory ids of the commitments carried out through it."""
    through: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for entry in plan.entries:
        for carrier in entry.through:
            through[carrier] += entry.covers
    return through


@dataclass(frozen=True, slots=True)
class _Whom:
    """The units of an audience by name, and the stages that they have."""

    names: tuple[str, ...]
    stages: frozenset[Stage]


class _YearBook:
    """The occurrences of single entries by year, each worked out once: others may follow them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._through = _through(desk.plan)
        self._stages = frozenset(stage for unit in desk.roster.units for stage in unit.stages)
        self._known: dict[tuple[str, int], tuple[Occurrence, ...]] = {}
        self._whom: dict[tuple[Audience, int], _Whom] = {}

    def occurrences(self, entry: Entry, year: int) -> tuple[Occurrence, ...]:
        """Those that open in the year.

        A period of the year before may open in it (a term that closes in January), one of the next as well.
        """
        key = (entry.id, year)
        if key not in self._known:
            near = (year - 1, year, year + 1)
            found = (one for begins in near for one in self._of_entry(entry, begins) if one.opens_on.year == year)
            self._known[key] = tuple(sorted(found, key=lambda one: (one.opens_on, one.period)))
        return self._known[key]

    def _of_entry(self, entry: Entry, begins: int) -> Iterator[Occurrence]:
        if entry.window is None:
            return
        whom = self._audience(entry, begins)
        for slot in self._slots(entry, entry.window, whom.stages, begins):
            days = days_of(self._desk, entry, whom.stages, slot.span)
            yield self._occurrence(entry, whom.names, slot.period, days)

    def _audience(self, entry: Entry, begins: int) -> _Whom:
        """Most entries are for the same units: they are gathered once, and all occurrences share their names."""
        key = (entry.audience, begins if entry.audience.rotation else 0)
        if key not in self._whom:
            units = on_turn(entry, audience_pool(self._desk, entry), begins)
            stages = audience_stages(entry, units, self._stages)
            self._whom[key] = _Whom(tuple(unit.name for unit in units), stages)
        return self._whom[key]

    def _slots(self, entry: Entry, window: Window, stages: frozenset[Stage], begins: int) -> Iterable[Slot]:
        desk = self._desk
        match window:
            case FollowWindow():
                return self._following(window, begins)
            case MonthWindow() | TermWindow() | DateWindow() | RangeWindow():
                return (Slot(period_label(window, begins), span_of(window, desk.office.terms, stages, begins)),)
            case BeforeWindow():
                span = span_of(window, desk.office.terms, stages, begins)
                return (Slot(period_label(window, begins), _no_later(desk.calendar, span)),)
            case _:
                lot = f"{desk.office.policies.draw_seed}:{entry.id}"
                return slots(window, Times(desk.calendar, desk.office.terms, stages, lot), begins)

    def _following(self, window: FollowWindow, begins: int) -> Iterator[Slot]:
        other = self._desk.plan.entry(window.entry)
        for one in self.occurrences(other, begins) if other else ():
            edge = one.due_on if window.edge is Edge.CLOSES else one.opens_on
            first, last = (edge + timedelta(days=days) for days in (window.from_days, window.to_days))
            yield Slot(one.period, Span(first, last, one.due_provisional))

    def _occurrence(self, entry: Entry, units: tuple[str, ...], period: str, days: Days) -> Occurrence:
        return Occurrence(
            plan=self._desk.plan.name,
            item=entry.id,
            covers=tuple(dict.fromkeys(entry.covers + self._through[entry.id])),
            class_=entry.class_,
            kind=entry.kind,
            programme=entry.programme,
            title=entry.title,
            period=period,
            opens_on=days.opens_on,
            due_on=days.due_on,
            due_basis=due_basis(entry),
            due_value=entry.due.value,
            due_provisional=days.provisional,
            doer=entry.doer,
            audience=audience_label(entry, self._desk.office.name),
            units=units,
            times=entry.times,
        )


def _no_later(calendar: WorkCalendar, span: Span) -> Span:
    """The span whose last day works: the day before which something is due is not passed."""
    last = previous_working_day(calendar, span.last)
    return Span(min(span.first, last), last, span.provisional)
