"""Whose turn it is in a cycle: as the table will be made for units that have none, and what decides it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, String, bindparam, func, select
from sqlalchemy.orm import Session

from models import AssignmentStatus, SupervisionStatus
from models.tables import assignments, rotation_turns, supervisions, units, work_items
from rules.audience import audience_pool
from rules.desk import Desk
from rules.plan import Entry, Rotation
from rules.rotating import MONTHS, Instrument, Member, Turn, cycle_of, instrument_for, table
from rules.supervising import SupervisionKind
from rules.windows import MonthWindow

_NEXT_CYCLE_FROM = 11
"""The month of a cycle's last year in which the next cycle is made, in time for its January."""

_ITEM = bindparam("item", type_=String)
_ANCHOR = select(func.max(rotation_turns.c.cycle)).where(
    rotation_turns.c.item == _ITEM,
    rotation_turns.c.cycle <= bindparam("until", type_=Integer),
    rotation_turns.c.years == bindparam("years", type_=Integer),
)
_STANDING = (
    select(units.c.code, rotation_turns.c.year, rotation_turns.c.month, rotation_turns.c.instrument)
    .join(units, units.c.id == rotation_turns.c.unit_id)
    .where(rotation_turns.c.item == _ITEM, rotation_turns.c.cycle == bindparam("first", type_=Integer))
)
"""Put together once: every day asks for both."""
_ANSWERED = (AssignmentStatus.SUBMITTED, AssignmentStatus.DONE)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle of one entry, in which a unit still has no turn: the turns that stand, and those that are to be made.

    Args:
        item: the entry that rotates.
        first: the first year.
        years: how many.
        turns: one of every unit that takes turns.
    """

    item: str
    first: int
    years: int
    turns: tuple[Turn, ...]


def lacking(
    session: Session,
    day: date,
    desk: Desk,
    known: Collection[str] | None = None,
    names: Mapping[str, str] | None = None,
) -> Iterator[Cycle]:
    """The cycles in which a unit has no turn, each as it will be made: the present one, near its end the next too.

    Args:
        session: a session of the office's database; nothing is written.
        day: the office's local day.
        desk: the office.
        known: codes of the units that may have one; None: every unit of the roster.
        names: ids under which the database knows entries that have another one now, by the new one.
    """
    before: list[Cycle] = []
    for entry in desk.plan.entries:
        if entry.audience.rotation is None:
            continue
        item, rotation = (names or {}).get(entry.id, entry.id), entry.audience.rotation
        first = _cycle(session, day, desk, item, rotation)
        last_year = first + rotation.years - 1
        is_near_its_end = (day.year, day.month) >= (last_year, _NEXT_CYCLE_FROM)
        for begins in (first, last_year + 1) if is_near_its_end else (first,):
            turns = _turns(session, day, _Asked(entry, item, rotation, begins), _wanted(desk, entry, known), before)
            if turns:
                before.append(Cycle(entry.id, begins, rotation.years, turns))
                yield before[-1]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which cycle of which entry, and the id by which the database knows the entry."""

    entry: Entry
    item: str
    rotation: Rotation
    first: int


def _cycle(session: Session, day: date, desk: Desk, item: str, rotation: Rotation) -> int:
    """The first year of the present cycle; the first cycle of all begins with the office's year."""
    anchor = session.scalar(_ANCHOR, {"item": item, "until": day.year, "years": rotation.years})
    year = max(day.year, desk.office.year)
    return cycle_of(year, anchor or desk.office.year, rotation.years)


def _wanted(desk: Desk, entry: Entry, known: Collection[str] | None) -> list[Any]:
    kinds = entry.audience.rotation.kinds if entry.audience.rotation else ()
    pool = audience_pool(desk, entry)
    return [unit for unit in pool if (known is None or unit.code in known) and (not kinds or unit.kind in kinds)]


def _turns(
    session: Session, day: date, asked: _Asked, wanted: list[Any], before: Collection[Cycle]
) -> tuple[Turn, ...]:
    """The turns of the whole cycle; () where every unit has one."""
    item, first, years = asked.item, asked.first, asked.rotation.years
    standing = _standing(session, item, first) or _asked_already(session, item, first, years)
    if {unit.code for unit in wanted} <= {turn.unit for turn in standing}:
        return ()
    own = [cycle for cycle in before if cycle.item == asked.entry.id]
    lasts = _last_turns(own) | _last_years(session, item, before=first)
    others = _other_turns(session, item, [cycle for cycle in before if cycle.item != asked.entry.id])
    members = [
        Member(unit.code, unit.zone, str(unit.kind), lasts.get(unit.code), others.get(unit.code, frozenset()))
        for unit in wanted
    ]
    months = asked.entry.window.months if isinstance(asked.entry.window, MonthWindow) else MONTHS
    return table(members, standing, first=first, years=years, now=max(day.year, first), months=months)


def _standing(session: Session, item: str, first: int) -> list[Turn]:
    found = session.execute(_STANDING, {"item": item, "first": first})
    return [Turn(row.code, row.year, row.month, Instrument(row.instrument)) for row in found]


def _asked_already(session: Session, item: str, first: int, years: int) -> list[Turn]:
    """What was opened before there was a table keeps its year, so that nobody is asked twice in a cycle."""
    found = session.execute(
        select(units.c.code, units.c.kind, func.min(assignments.c.opens_on).label("on"))
        .join(assignments, assignments.c.unit_id == units.c.id)
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .where(work_items.c.item == item, assignments.c.status != AssignmentStatus.WITHDRAWN)
        .where(assignments.c.opens_on.between(date(first, 1, 1), date(first + years - 1, 12, 31)))
        .group_by(units.c.code, units.c.kind)
    )
    return [Turn(row.code, row.on.year, row.on.month, instrument_for(row.kind)) for row in found]


def _other_turns(session: Session, item: str, before: Collection[Cycle]) -> dict[str, frozenset[int]]:
    """The years in which units have a turn of another entry, so that two do not fall into one."""
    rows = session.execute(
        select(units.c.code, rotation_turns.c.year)
        .join(units, units.c.id == rotation_turns.c.unit_id)
        .where(rotation_turns.c.item != item)
    )
    years: dict[str, frozenset[int]] = {}
    for code, year in [*rows.tuples(), *((turn.unit, turn.year) for cycle in before for turn in cycle.turns)]:
        years[code] = years.get(code, frozenset()) | {year}
    return years


def _last_turns(before: Collection[Cycle]) -> dict[str, int]:
    """The year of each unit's turn in the cycles that are to be made before this one."""
    return {turn.unit: turn.year for cycle in before for turn in cycle.turns}


def _last_years(session: Session, item: str, *, before: int) -> dict[str, int]:
    """The year of each unit's last comprehensive supervision: done work, a closed case, or its last turn."""
    done = (
        select(units.c.code, func.max(assignments.c.answered_on))
        .join(assignments, assignments.c.unit_id == units.c.id)
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .where(work_items.c.item == item, assignments.c.status.in_(_ANSWERED))
        .where(assignments.c.answered_on.is_not(None))
        .group_by(units.c.code)
    )
    cases = (
        select(units.c.code, func.max(supervisions.c.on_site_on))
        .join(supervisions, supervisions.c.unit_id == units.c.id)
        .where(supervisions.c.kind == SupervisionKind.COMPREHENSIVE, supervisions.c.status == SupervisionStatus.CLOSED)
        .group_by(units.c.code)
    )
    lasts: dict[str, int] = {}
    for statement in (done, cases):
        for code, on in session.execute(statement).tuples():
            lasts[code] = max(lasts.get(code, 0), on.year)
    planned = session.execute(
        select(units.c.code, func.max(rotation_turns.c.year))
        .join(units, units.c.id == rotation_turns.c.unit_id)
        .where(rotation_turns.c.item == item, rotation_turns.c.cycle < before)
        .group_by(units.c.code)
    )
    return dict(planned.tuples().all()) | lasts
