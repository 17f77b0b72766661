"""Which stages of a played day have nothing to do: of a scratch database it is known what can have changed in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flows.timing import month_plan_on, week_summary_on
from rules.recurring import occurrences

if TYPE_CHECKING:
    from datetime import date

    from rules.desk import Desk

NEVER = frozenset({"recounted", "watched"})
"""The folder stays as it is through the year, so that nothing is counted again; no complaint is played."""


@dataclass(slots=True)
class Quiet:
    """The played office as far as its stages depend on the calendar alone; asked once for each day, in order.

    Args:
        desk: the office.
        year: that is played.
    """

    desk: Desk
    year: int
    _opening: frozenset[date] = field(init=False)
    _said: set[object] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """The days on which something opens are looked up once."""
        self._opening = frozenset(it.opens_on for it in occurrences(self.desk, self.year))

    def idle(self, day: date) -> frozenset[str]:
        """The stages that would move nothing on that day.

        The table of turns grows at the beginning of a month at the most; work is opened on the days on which the plan
        opens some, and whenever the table was looked at; an arrangement and a summary are out once they were.
        """
        is_first = not self._said
        new_month = self._is_new(("month", day.month))
        arrangement = self._is_new(("arrangement", day.month, day >= month_plan_on(self.desk, day)))
        summary = self._is_new(("summary", week_summary_on(day)))
        stirs = is_first or new_month or day in self._opening
        quiet = {"rotated": not new_month, "issued": not stirs, "month": not arrangement, "week": not summary}
        return (frozenset() if is_first else NEVER) | {name for name, is_quiet in quiet.items() if is_quiet}

    def _is_new(self, mark: object) -> bool:
        if mark in self._said:
            return False
        self._said.add(mark)
        return True
