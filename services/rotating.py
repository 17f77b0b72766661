"""The rotation's table is made for the whole cycle, and grows where units join; no turn that stands ever moves."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Integer, String, bindparam, func, select
from sqlalchemy.orm import Session

from models import AssignmentStatus, RotationTurn, SupervisionStatus
from models.rows import insert_new
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


def rotate(session: Session, day: date, desk: Desk) -> list[int]:
    """Every unit that takes turns has one in the present cycle, near its end in the next too; ids of new turns."""
    added: list[int] = []
    for entry in desk.plan.entries:
        if entry.audience.rotation is None:
            continue
        first = _cycle(session, day, desk, entry, entry.audience.rotation)
        added += _make(session, day, desk, entry, first)
        last_year = first + entry.audience.rotation.years - 1
        if (day.year, day.month) >= (last_year, _NEXT_CYCLE_FROM):
            added += _make(session, day, desk, entry, last_year + 1)
    return sorted(added)


def _cycle(session: Session, day: date, desk: Desk, entry: Entry, rotation: Rotation) -> int:
    """The first year of the present cycle; the first cycle of all begins with the office's year."""
    anchor = session.scalar(_ANCHOR, {"item": entry.id, "until": day.year, "years": rotation.years})
    year = max(day.year, desk.office.year)
    return cycle_of(year, anchor or desk.office.year, rotation.years)


def _make(session: Session, day: date, desk: Desk, entry: Entry, first: int) -> list[int]:
    rotation = entry.audience.rotation
    if rotation is None:
        return []
    ids = _units(session)
    wanted = [
        unit
        for unit in audience_pool(desk, entry)
        if unit.code in ids and (not rotation.kinds or unit.kind in rotation.kinds)
    ]
    standing = _standing(session, entry.id, first) or _asked_already(session, entry.id, first, rotation.years)
    if {unit.code for unit in wanted} <= {turn.unit for turn in standing}:
        return []
    lasts, others = _last_years(session, entry.id, before=first), _other_turns(session, entry.id)
    members = [
        Member(unit.code, unit.zone, str(unit.kind), lasts.get(unit.code), others.get(unit.code, frozenset()))
        for unit in wanted
    ]
    months = entry.window.months if isinstance(entry.window, MonthWindow) else MONTHS
    turns = table(members, standing, first=first, years=rotation.years, now=max(day.year, first), months=months)
    rows = [_row(entry.id, first, rotation.years, ids[turn.unit], turn, day) for turn in turns]
    return [row.id for row in insert_new(session, RotationTurn, rows, unless=("item", "cycle", "unit_id"))]


def _units(session: Session) -> dict[str, int]:
    return dict(session.execute(select(units.c.code, units.c.id).where(units.c.active)).tuples().all())


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


def _other_turns(session: Session, item: str) -> dict[str, frozenset[int]]:
    """The years in which units have a turn of another entry, so that two do not fall into one."""
    rows = session.execute(
        select(units.c.code, rotation_turns.c.year)
        .join(units, units.c.id == rotation_turns.c.unit_id)
        .where(rotation_turns.c.item != item)
    )
    years: dict[str, frozenset[int]] = {}
    for code, year in rows.tuples():
        years[code] = years.get(code, frozenset()) | {year}
    return years


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


def _row(item: str, cycle: int, years: int, unit_id: int, turn: Turn, day: date) -> dict[str, Any]:  # noqa: PLR0913, PLR0917  (a row)
    return {
        "item": item,
        "cycle": cycle,
        "years": years,
        "unit_id": unit_id,
        "year": turn.year,
        "month": turn.month,
        "instrument": str(turn.instrument),
        "made_on": day,
    }
