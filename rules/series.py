"""Occurrences told together: what is done every day or every week is one line for a person, not two hundred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.windows import DayCadence, FollowWindow, WeekCadence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rules.plan import Occurrence, Plan


@dataclass(frozen=True, slots=True)
class Often:
    """How often an entry comes, where that is every week at least.

    Args:
        word: ``day``, ``school_day``, ``week``, ``week_on``, ``week_drawn`` or ``after``.
        weekday: 1 (Monday) to 7 with ``week_on``, else 0.
        after: the title of the entry that it comes after each time, with ``after``.
    """

    word: str
    weekday: int = 0
    after: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Occurrences of one entry that are told in one line, at least one, in the order of their opening.

    `often` is None for one by itself.
    """

    occurrences: tuple[Occurrence, ...]
    often: Often | None = None

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
        key = (one.item,) if how_often(plan, one.item) else (one.item, one.period)
        together.setdefault(key, []).append(one)
    told = (Series(tuple(mine), how_often(plan, mine[0].item)) for mine in together.values())
    return tuple(sorted(told, key=lambda each: each.opens_on))


def how_often(plan: Plan, item: str) -> Often | None:
    """How often an entry of the plan comes; None where that is less than every week."""
    entry = plan.entry(item)
    match entry.window if entry else None:
        case DayCadence(in_term=in_term):
            return Often("school_day" if in_term else "day")
        case WeekCadence(drawn=True):
            return Often("week_drawn")
        case WeekCadence(on=weekday):
            return Often("week_on", weekday) if weekday else Often("week")
        case FollowWindow(entry=other):
            before = plan.entry(other)
            return Often("after", after=before.title) if before and how_often(plan, other) else None
        case _:
            return None
