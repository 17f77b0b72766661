"""Occurrences whose units take turns, as the stored table says; as the plan alone would have it where there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import rotation_turns, units
from rules.audience import audience_pool
from rules.desk import Desk
from rules.plan import Occurrence


def as_stored(session: Session, desk: Desk, found: Iterable[Occurrence]) -> list[Occurrence]:
    """The same occurrences in their order, with the units whose turn it is in the year of their period."""
    listed = list(found)
    rotating = {entry.id: entry for entry in desk.plan.entries if entry.audience.rotation}
    if not any(occurrence.item in rotating for occurrence in listed):
        return listed
    turns = _turns(session, rotating)
    given = []
    for occurrence in listed:
        entry, year = rotating.get(occurrence.item), _year(occurrence)
        if entry is None or entry.audience.rotation is None or (occurrence.item, year) not in turns:
            given.append(occurrence)
            continue
        kinds, on_turn = entry.audience.rotation.kinds, turns[occurrence.item, year]
        pool = audience_pool(desk, entry)
        names = [unit.name for unit in pool if unit.code in on_turn or (kinds and unit.kind not in kinds)]
        given.append(replace(occurrence, units=tuple(names)))
    return given


def _turns(session: Session, items: Iterable[str]) -> dict[tuple[str, int], set[str]]:
    """Entry and year to the codes whose turn it is; every year of a stored cycle is there, though it may be empty."""
    rows = session.execute(
        select(rotation_turns, units.c.code)
        .join(units, units.c.id == rotation_turns.c.unit_id)
        .where(rotation_turns.c.item.in_(list(items)))
    ).all()
    turns: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in rows:
        for year in range(row.cycle, row.cycle + row.years):
            turns[row.item, year] |= {row.code} if year == row.year else set()
    return turns


def _year(occurrence: Occurrence) -> int:
    begins = occurrence.period[:4]
    return int(begins) if begins.isdecimal() else occurrence.opens_on.year
