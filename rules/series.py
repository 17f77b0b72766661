"""Occurrences told together: what is done every day or every week is one line for a person, not two hundred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.windows import DayCadence, WeekCadence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rules.plan import Occurrence, Plan


@dataclass(frozen=True, slots=True)
class Series:
    """Occurrences of one entry that are told in one line, at least one, in the order of their opening.

    Args:
        occurrences: all of them.
        often: how often: ``day``, ``school_day``, ``week``, ``week_on`` or ``week_drawn``; empty for one by itself.
        weekday: 1 (Monday) to 7 with ``week_on``, else 0.
    """

    occurrences: tuple[Occurrence, ...]
    often: str = ""
    weekday: int = 0

    @property
    def first(self) -> Occurrence:
        """The one that opens first."""
        return self.occurrences[0]

    @property
    def opens_on(self) -> date:
        """The first opening day."""
        return self.first.opens_on

    @property
    def due_on(self) -> date:
        """The last due day."""
        return max(one.due_on for one in self.occurrences)

    @property
    def due_provisional(self) -> bool:
        """Whether any of the days may still change."""
        return any(one.due_provisional for one in self.occurrences)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.occurrences)


def series(plan: Plan, found: Iterable[Occurrence]) -> tuple[Series, ...]:
    """The occurrences, those of daily and weekly entries together; by first opening, then as they came."""
    together: dict[tuple[str, ...], list[Occurrence]] = {}
    for one in found:
        often, _ = how_often(plan, one.item)
        together.setdefault((one.item,) if often else (one.item, one.period), []).append(one)
    told = (Series(tuple(mine), *how_often(plan, mine[0].item)) for mine in together.values())
    return tuple(sorted(told, key=lambda each: each.opens_on))


def how_often(plan: Plan, item: str) -> tuple[str, int]:
    """The `often` and `weekday` of a series of that entry's."""
    entry = plan.entry(item)
    match entry.window if entry else None:
        case DayCadence(in_term=True):
            return "school_day", 0
        case DayCadence():
            return "day", 0
        case WeekCadence(drawn=True):
            return "week_drawn", 0
        case WeekCadence(on=weekday) if weekday:
            return "week_on", weekday
        case WeekCadence():
            return "week", 0
        case _:
            return "", 0
