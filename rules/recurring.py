"""The plan's entries as dated occurrences of one year."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from rules.audience import audience_label, audience_pool, audience_stages, audience_units, on_turn
from rules.plan import Class, Occurrence
from rules.spanning import month_end, period_label, span_of
from rules.visiting import days_of, due_basis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.desk import Desk
    from rules.plan import Entry, Plan, Window

__all__ = ["audience_label", "audience_units", "month_plan", "occurrences", "period_label", "unscheduled"]

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


def _resolve(desk: Desk, year: int) -> tuple[Occurrence, ...]:
    through = _through(desk.plan)
    found = (
        occurrence
        for entry in desk.plan.entries
        if entry.class_ is Class.SCHEDULED and entry.window
        for occurrence in _of_entry(desk, entry, entry.window, through[entry.id], year)
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
    return entry.class_ is Class.SCHEDULED and entry.window is None and not entry.through


def _through(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Entry id to the inventory ids of the commitments carried out through it."""
    through: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for entry in plan.entries:
        for carrier in entry.through:
            through[carrier] += entry.covers
    return through


def _of_entry(desk: Desk, entry: Entry, window: Window, through: tuple[str, ...], year: int) -> Iterator[Occurrence]:
    """A window of the year before may open in the year (a term that closes in January), one of the next as well."""
    pool = audience_pool(desk, entry)
    for begins in (year - 1, year, year + 1):
        units = on_turn(entry, pool, begins)
        stages = audience_stages(entry, units)
        days = days_of(desk, entry, stages, span_of(window, desk.office.terms, stages, begins))
        if days.opens_on.year != year:
            continue
        yield Occurrence(
            plan=desk.plan.name,
            item=entry.id,
            covers=tuple(dict.fromkeys(entry.covers + through)),
            class_=entry.class_,
            kind=entry.kind,
            programme=entry.programme,
            title=entry.title,
            period=period_label(window, begins),
            opens_on=days.opens_on,
            due_on=days.due_on,
            due_basis=due_basis(entry),
            due_value=entry.due.value,
            due_provisional=days.provisional,
            doer=entry.doer,
            audience=audience_label(entry, desk.office.name),
            units=tuple(unit.name for unit in units),
        )
