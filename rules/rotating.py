"""The rotation of comprehensive supervisions: which unit in which year and month of a cycle, and by which instrument.

The table is a pure function of the members, what is known of their last supervision, and the turns that stand already.
A turn that stands never moves: a unit that joins gets one in the least loaded year, one that leaves only leaves a gap.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rules.drawing import lot
from rules.units import UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_YEARS = 5
"""No school waits longer for its comprehensive supervision. Source: 教育督导条例 art. 14 (once in 3 to 5 years)."""

MONTHS = (3, 4, 5, 6, 9, 10, 11, 12)
"""The months of a year in which schools are open for a comprehensive supervision."""


class Instrument(StrEnum):
    """Kindergartens are evaluated by rules of their own (幼儿园办园行为督导评估)."""

    KINDERGARTEN = "kindergarten"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Member:
    """A unit that takes turns.

    Args:
        last: the year of its last comprehensive supervision, None where none is known.
        avoid: years in which it has a turn of another entry already.
    """

    unit: str
    zone: str
    kind: str
    last: int | None = None
    avoid: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Turn:
    """A unit's place in a cycle."""

    unit: str
    year: int
    month: int
    instrument: Instrument


def cycle_of(year: int, anchor: int, years: int) -> int:
    """The first year of the cycle in which a year lies, where a cycle began in `anchor`."""
    return anchor + (year - anchor) // years * years


def table(  # noqa: PLR0913  (a cycle has that many sides)
    members: Iterable[Member],
    standing: Iterable[Turn],
    *,
    first: int,
    years: int,
    now: int,
    months: Sequence[int] = MONTHS,
) -> tuple[Turn, ...]:
    """A turn in the cycle for every member, in unit order; those that stand are as they were.

    A member without a turn gets one from `now` on, never later than five years after its last: as many years after it
    as a cycle has, else in the year with the fewest turns, and of those with the fewest of its zone and kind; the month
    likewise. Who was supervised within this cycle already needs no turn in it.

    Args:
        members: the units that take turns today.
        standing: the turns of this cycle that stand; those of units that are no members any more are left out.
        first: first year of the cycle.
        years: its length.
        now: the present year; earlier years of the cycle are past.
        months: in which a supervision can be.
    """
    wanted = {member.unit: member for member in members}
    kept = {turn.unit: turn for turn in standing if turn.unit in wanted}
    load = _Load(wanted)
    for turn in kept.values():
        load.add(turn)
    waiting = [
        one for one in wanted.values() if one.unit not in kept and not (one.last is not None and one.last >= first)
    ]
    for member in sorted(waiting, key=lambda one: (_latest(one, first, years), one.zone, one.kind, lot("", one.unit))):
        choices = _years(member, first, years, now)
        year = min(choices, key=lambda year: load.of_year(year, member, years))
        month = min(months, key=lambda month: load.of_month(year, month, member))
        turn = Turn(member.unit, year, month, instrument_for(member.kind))
        kept[member.unit] = turn
        load.add(turn)
    return tuple(kept[unit] for unit in sorted(kept))


def instrument_for(kind: str) -> Instrument:
    """By which rules a unit of a kind is evaluated."""
    return Instrument.KINDERGARTEN if kind == UnitKind.KINDERGARTEN else Instrument.SCHOOL


def _latest(member: Member, first: int, years: int) -> int:
    end = first + years - 1
    return end if member.last is None else min(end, member.last + MOST_YEARS)


def _years(member: Member, first: int, years: int, now: int) -> range:
    """From now on, but in time; the next possible year where it is too late already."""
    earliest = max(first, min(now, first + years - 1))
    return range(earliest, max(earliest, _latest(member, first, years)) + 1)


class _Load:
    """How many turns there are in each year and month, in all, by zone, and by kind."""

    def __init__(self, members: dict[str, Member]) -> None:
        self._members = members
        self._counts: Counter[tuple[object, ...]] = Counter()

    def add(self, turn: Turn) -> None:
        """The turn is counted."""
        member = self._members[turn.unit]
        self._counts.update(
            [
                (turn.year,),
                (turn.year, "zone", member.zone),
                (turn.year, "kind", member.kind),
                (turn.year, member.zone, member.kind),
                (turn.year, turn.month),
                (turn.year, turn.month, member.zone),
            ]
        )

    def of_year(self, year: int, member: Member, years: int) -> tuple[object, ...]:
        """Low is good: no other turn in the year, as many years after its last as a cycle has, few turns, few alike."""
        counts = self._counts
        alike = counts[year, member.zone, member.kind]
        zone, kind = counts[year, "zone", member.zone], counts[year, "kind", member.kind]
        gap = 0 if member.last is None else abs(year - member.last - years)
        return year in member.avoid, gap, counts[(year,)], alike, zone, kind, lot(str(year), member.unit)

    def of_month(self, year: int, month: int, member: Member) -> tuple[object, ...]:
        """Low is good."""
        return self._counts[year, month], self._counts[year, month, member.zone], month
