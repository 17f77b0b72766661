"""The rotation's table is made for the whole cycle, and grows where units join; no turn that stands ever moves."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import RotationTurn
from models.rows import insert_new
from models.tables import units
from rules.desk import Desk
from rules.rotating import Turn
from services import promising, turns

_KEY = ("item", "cycle", "unit_id")
_ACTIVE = select(units.c.code, units.c.id).where(units.c.active)


def rotate(session: Session, day: date, desk: Desk) -> list[int]:
    """Every unit that takes turns has one in the present cycle, near its end in the next too; ids of new turns.

    What is published is for the units whose turn it is.
    """
    if not any(entry.audience.rotation for entry in desk.plan.entries):
        return []
    ids = dict(session.execute(_ACTIVE).tuples().all())
    added: list[int] = []
    for cycle in turns.lacking(session, day, desk, ids):
        rows = [_row(cycle, ids[turn.unit], turn, day) for turn in cycle.turns]
        added += [row.id for row in insert_new(session, RotationTurn, rows, unless=_KEY)]
    promising.follow_turns(session, day, desk)
    return sorted(added)


def _row(cycle: turns.Cycle, unit_id: int, turn: Turn, day: date) -> dict[str, Any]:
    return {
        "item": cycle.item,
        "cycle": cycle.first,
        "years": cycle.years,
        "unit_id": unit_id,
        "year": turn.year,
        "month": turn.month,
        "instrument": str(turn.instrument),
        "made_on": day,
    }
