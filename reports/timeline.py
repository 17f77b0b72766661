"""The year as bars: one row an entry, one bar an occurrence, on twelve months of equal width."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rules.recurring import occurrences, unscheduled
from rules.spanning import month_end
from rules.terms import terms_touching

if TYPE_CHECKING:
    from rules.desk import Desk
    from rules.plan import Occurrence

NARROWEST = 0.35
"""A bar of one day is so wide, in percent of the year, that it can be seen."""

_MONTH = 100 / 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One occurrence: where it begins and how wide it is in percent of the year; `says` are its days."""

    left: float
    width: float
    says: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One entry with its bars; `doer` colours it, `undated` work has no date decided yet."""

    item: str
    title: str
    doer: str
    audience: str
    undated: bool
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The year: programme to its rows, and the stretches without school."""

    programmes: tuple[tuple[str, tuple[TimelineRow, ...]], ...]
    breaks: tuple[Bar, ...]


def read_timeline(desk: Desk, year: int) -> Timeline:
    """The occurrences that open in the year, by programme in the plan's order, each entry by its first day."""
    rows: dict[str, list[Occurrence]] = defaultdict(list)
    for one in occurrences(desk, year):
        rows[one.item].append(one)
    undated = {entry.id for entry in unscheduled(desk.plan)}
    by_programme: dict[str, list[TimelineRow]] = defaultdict(list)
    for item, ones in rows.items():
        first = ones[0]
        bars = tuple(_bar(one.opens_on, one.due_on, year) for one in ones)
        row = TimelineRow(item, first.title, first.doer.value, first.audience, item in undated, bars)
        by_programme[first.programme].append(row)
    order = [programme.name for programme in desk.plan.programmes]
    known = tuple((name, tuple(by_programme[name])) for name in order if name in by_programme)
    return Timeline(known, _breaks(desk, year))


def _breaks(desk: Desk, year: int) -> tuple[Bar, ...]:
    """The stretches of the year in which no stage of the office has a term."""
    stages = frozenset(stage for unit in desk.roster.units for stage in unit.stages)
    terms = sorted(terms_touching(desk.office.terms, stages, year), key=lambda term: term.opens_on)
    found, free_from = [], date(year, 1, 1)
    for term in terms:
        if term.opens_on > free_from:
            found.append(_bar(free_from, min(term.opens_on - timedelta(days=1), date(year, 12, 31)), year))
        free_from = max(free_from, term.closes_on + timedelta(days=1))
    if terms and free_from <= date(year, 12, 31):
        found.append(_bar(free_from, date(year, 12, 31), year))
    return tuple(found)


def _bar(first: date, last: date, year: int) -> Bar:
    left, right = _place(first, year), _place(last + timedelta(days=1), year)
    says = f"{first}" if first == last else f"{first} — {last}"
    return Bar(round(left, 2), round(max(right - left, NARROWEST), 2), says)


def _place(day: date, year: int) -> float:
    """Where a day begins, in percent of the year; days outside it are at its ends."""
    if day.year != year:
        return 0.0 if day.year < year else 100.0
    length = month_end(year, day.month).day
    return _MONTH * (day.month - 1 + (day.day - 1) / length)
