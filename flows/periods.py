"""Which period of an entry a run is about: the one that was picked, or the one of the day it was scheduled for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flows.timing import OPEN, moment
from rules.errors import NotFoundError
from rules.recurring import occurrences

if TYPE_CHECKING:
    from datetime import date

    from rules.desk import Desk
    from rules.plan import Occurrence

LONGEST_REST = timedelta(days=60)
"""No row of days without work is longer, so that what fell due before it has been summed up."""
NAMED = 12
"""A refusal names so many periods that there are, the nearest ones."""


def of_day(desk: Desk, item: str, act: str, day: date) -> tuple[Occurrence, ...]:
    """The occurrences of an entry whose opening or summing up is on that very day; () where the plan has moved on.

    Args:
        desk: the office.
        item: the entry.
        act: `flows.timing.OPEN` or `flows.timing.SUM_UP`.
        day: for which the run was scheduled, not the one on which it comes at last.
    """
    near = (each for each in _around(desk, item, day.year) if act == OPEN or _just_due(each, day))
    return tuple(each for each in near if moment(desk, each, act) == day)


def current(desk: Desk, item: str, act: str, day: date) -> Occurrence:
    """The latest occurrence that has come to this act by the day; before the first, the first.

    Raises:
        NotFoundError: the plan has no such entry with a date.
    """
    dated = [(on, each) for each in _around(desk, item, day.year) if (on := moment(desk, each, act) or each.opens_on)]
    if not dated:
        raise NotFoundError("forms.refused.no_occurrence", item=item, period="—", periods="—")
    come = [each for on, each in dated if on <= day]
    return come[-1] if come else dated[0][1]


def find_occurrence(desk: Desk, item: str, period: str) -> Occurrence:
    """The occurrence of an entry in a period.

    Raises:
        NotFoundError: the plan has no such entry, or not in that period; the sentence names the nearest that it has.
    """
    year = int(period[:4]) if period[:4].isdecimal() else desk.office.year
    found = _around(desk, item, year)
    for each in found:
        if each.period == period:
            return each
    near = sorted(found, key=lambda each: (each.period < period, each.opens_on))[:NAMED]
    periods = "、".join(dict.fromkeys(each.period for each in near))
    raise NotFoundError("forms.refused.no_occurrence", item=item, period=period, periods=periods or "—")


def _just_due(each: Occurrence, day: date) -> bool:
    return timedelta(0) < day - each.due_on <= LONGEST_REST


def _around(desk: Desk, item: str, year: int) -> list[Occurrence]:
    """The occurrences of an entry in the year and its neighbours, in order."""
    return [each for near in (year - 1, year, year + 1) for each in occurrences(desk, near) if each.item == item]
