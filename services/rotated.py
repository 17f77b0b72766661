"""Occurrences whose units take turns, as the stored table says; as the plan alone would have it where there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import String, bindparam, select
from sqlalchemy.orm import Session

from models.tables import rotation_turns, units
from rules.audience import audience_pool
from rules.desk import Desk
from rules.plan import Entry, Occurrence, Rotation
from rules.promised import Key, Promise
from services import turns

_STORED = (
    select(rotation_turns, units.c.code)
    .join(units, units.c.id == rotation_turns.c.unit_id)
    .where(rotation_turns.c.item.in_(bindparam("items", type_=String, expanding=True)))
)
"""Put together once: every day asks for it."""


@dataclass(frozen=True, slots=True)
class TurnsOf:
    """Whose turn it is: by entry and year the codes of the units; every year of a cycle is there, some may be empty."""

    codes: Mapping[tuple[str, int], frozenset[str]]

    def of(self, item: str, period: str, opens_on: date) -> frozenset[str] | None:
        """The units whose turn it is in the year of a period; None where no cycle has that year."""
        begins = period[:4]
        return self.codes.get((item, int(begins) if begins.isdecimal() else opens_on.year))


def as_stored(session: Session, desk: Desk, found: Iterable[Occurrence]) -> list[Occurrence]:
    """The same occurrences in their order, with the units whose turn it is in the year of their period."""
    listed, rotating = list(found), rotating_entries(desk)
    if not any(occurrence.item in rotating for occurrence in listed):
        return listed
    return _given(desk, listed, rotating, stored(session, rotating))


def as_foreseen(
    session: Session, day: date, desk: Desk, found: Iterable[Occurrence], names: Mapping[str, str] | None = None
) -> list[Occurrence]:
    """The same, and where a unit of the folder has no turn yet, with the turn that it will get.

    Args:
        session: a session of the office's database; nothing is written.
        day: the office's local day.
        desk: the office, as its folder says.
        found: what is looked at.
        names: ids under which the database knows entries that have another one now, by the new one.
    """
    listed, rotating = list(found), rotating_entries(desk)
    if not rotating:
        return listed
    made = stored(session, rotating, names).codes
    coming = _by_year(
        (cycle.item, cycle.first, cycle.years, turn.year, turn.unit)
        for cycle in turns.lacking(session, day, desk, names=names)
        for turn in cycle.turns
    )
    return _given(desk, listed, rotating, TurnsOf({**made, **coming}))


def rotating_entries(desk: Desk) -> dict[str, tuple[Entry, Rotation]]:
    """The entries whose units take turns, by id."""
    return {entry.id: (entry, entry.audience.rotation) for entry in desk.plan.entries if entry.audience.rotation}


def stored(session: Session, items: Iterable[str], names: Mapping[str, str] | None = None) -> TurnsOf:
    """The table of these entries.

    Args:
        session: a session of the office's database.
        items: ids of entries.
        names: as for `as_foreseen`.
    """
    item_of = {(names or {}).get(item, item): item for item in items}
    rows = session.execute(_STORED, {"items": list(item_of)})
    return TurnsOf(_by_year((item_of[row.item], row.cycle, row.years, row.year, row.code) for row in rows))


def promised_as_stored(
    session: Session, desk: Desk, found: list[Promise], names: Mapping[str, str]
) -> dict[Key, Promise]:
    """Of what is published that whose units the table has otherwise, as the table has it; of known units only."""
    rotating = rotating_entries(desk)
    takes = {it.item for it in found}.intersection(rotating)
    if not takes:
        return {}
    whose = stored(session, sorted(takes), names)
    known = set(session.scalars(select(units.c.code).where(units.c.active)))
    pools = {item: _taking_turns(desk, *rotating[item]) & known for item in takes}
    turned: dict[Key, Promise] = {}
    for it in found:
        on_turn = whose.of(it.item, it.period, it.opens_on)
        if on_turn is not None:
            pool = pools[it.item]
            codes = tuple(sorted((set(it.units) - pool) | (pool & on_turn)))
            turned |= {} if codes == it.units else {it.key: replace(it, units=codes)}
    return turned


def _taking_turns(desk: Desk, entry: Entry, rotation: Rotation) -> set[str]:
    return {unit.code for unit in audience_pool(desk, entry) if not rotation.kinds or unit.kind in rotation.kinds}


def _given(
    desk: Desk, listed: list[Occurrence], rotating: Mapping[str, tuple[Entry, Rotation]], whose: TurnsOf
) -> list[Occurrence]:
    given = []
    for occurrence in listed:
        on_turn = whose.of(occurrence.item, occurrence.period, occurrence.opens_on)
        if on_turn is None:
            given.append(occurrence)
            continue
        entry, rotation = rotating[occurrence.item]
        names = [
            unit.name
            for unit in audience_pool(desk, entry)
            if unit.code in on_turn or (rotation.kinds and unit.kind not in rotation.kinds)
        ]
        given.append(replace(occurrence, units=tuple(names)))
    return given


def _by_year(rows: Iterable[tuple[str, int, int, int, str]]) -> dict[tuple[str, int], frozenset[str]]:
    """Of entry, first year of the cycle, its length, year of the turn, and unit."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for item, cycle, years, its_year, code in rows:
        for year in range(cycle, cycle + years):
            found[item, year] |= {code} if year == its_year else set()
    return {place: frozenset(codes) for place, codes in found.items()}
