"""Draws of units that can be repeated: seed, pool and result are kept, and no key draws twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Drawing
from models.rows import insert_new
from models.tables import drawings, units
from rules.drawing import draw
from rules.office import Unit


def keep_drawing(  # noqa: PLR0913  (the row has that many columns)
    session: Session, day: date, *, key: str, by: str, pool: Sequence[Unit], per_zone: int, seed: int
) -> Any:
    """The draw of that key: drawn now, or as it was drawn before."""
    row = {
        "key": key,
        "drawn_on": day,
        "drawn_by": by,
        "seed": seed,
        "pool": sorted(unit.code for unit in pool),
        "picked": [unit.code for unit in draw(pool, per_zone, seed)],
    }
    insert_new(session, Drawing, [row])
    return session.execute(select(drawings.c.id, drawings.c.picked).where(drawings.c.key == key)).one()


def ids_of(session: Session, codes: Sequence[str]) -> list[int]:
    """The active units of these codes."""
    return list(session.scalars(select(units.c.id).where(units.c.code.in_(codes), units.c.active)))
