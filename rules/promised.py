"""What a plan promises: its occurrences with the codes of their units, pure values to be kept and compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.audience import office_unit
from rules.recurring import occurrences
from rules.windows import WeekCadence

if TYPE_CHECKING:
    from datetime import date

    from rules.desk import Desk
    from rules.plan import Entry, Occurrence

Key = tuple[str, str]
"""The entry and the period."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One occurrence as the plan promises it, or promised it.

    Args:
        item, period: what it is; see `rules.plan.Occurrence`.
        title, programme, doer, asks: as the entry says.
        opens_on, due_on: both inclusive; `provisional` while they may still change.
        secret: unannounced, drawn, or on a drawn day: never told to schools beforehand.
        units: codes, in code order; the pool, where the units are drawn.
    """

    item: str
    period: str
    title: str
    programme: str
    doer: str
    asks: str
    opens_on: date
    due_on: date
    provisional: bool
    secret: bool
    units: tuple[str, ...]

    @property
    def key(self) -> Key:
        """The entry and the period."""
        return self.item, self.period

    @property
    def days(self) -> tuple[date, date]:
        """First and last day."""
        return self.opens_on, self.due_on


def promised(desk: Desk, day: date) -> tuple[Promise, ...]:
    """What the plan promises in the years that matter on a day, in the order of the opening days.

    The year before, this plan year and the next; nothing that is due before the office's own year.
    """
    this = max(desk.office.year, day.year)
    found = (one for year in (this - 1, this, this + 1) for one in occurrences(desk, year))
    codes = _Codes(desk)
    return tuple(_promise(desk, one, codes.of(one.units)) for one in found if one.due_on.year >= desk.office.year)


def is_secret(entry: Entry) -> bool:
    """Whether those who are checked must not know of it beforehand."""
    drawn_day = isinstance(entry.window, WeekCadence) and entry.window.drawn
    return entry.unannounced or entry.audience.draw is not None or drawn_day


class _Codes:
    """The codes of units by name; most occurrences are for the same units and share one tuple of them."""

    def __init__(self, desk: Desk) -> None:
        self._codes = {unit.name: unit.code for unit in (office_unit(desk.office), *desk.roster.units)}
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def of(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """The codes of those that are there, in the order of the names."""
        if names not in self._known:
            self._known[names] = tuple(self._codes[name] for name in names if name in self._codes)
        return self._known[names]


def _promise(desk: Desk, one: Occurrence, codes: tuple[str, ...]) -> Promise:
    entry = desk.plan.entry(one.item)
    return Promise(
        item=one.item,
        period=one.period,
        title=one.title,
        programme=one.programme,
        doer=str(one.doer),
        asks=str(entry.asks) if entry else "",
        opens_on=one.opens_on,
        due_on=one.due_on,
        provisional=one.due_provisional,
        secret=entry is None or is_secret(entry),
        units=codes,
    )
