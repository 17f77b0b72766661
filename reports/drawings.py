"""One draw of units: from what pool, with what seed, whom; anybody can repeat it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from models import Drawing, UnitRow
from rules.errors import NotFoundError

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Drawn:
    """One unit that was drawn."""

    code: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as it is kept. `pool` counts the units it was drawn from."""

    id: int
    key: str
    drawn_on: date
    drawn_by: str
    seed: int
    pool: int
    units: tuple[Drawn, ...]


def read_drawing(session: Session, drawing_id: int) -> Draw:
    """The draw with the units in zone and code order.

    Raises:
        NotFoundError: no such draw.
    """
    drawing = session.get(Drawing, drawing_id)
    if drawing is None:
        raise NotFoundError("reports.no_drawing", drawing=str(drawing_id))
    found = session.execute(
        select(col(UnitRow.code), col(UnitRow.name), col(UnitRow.zone))
        .where(col(UnitRow.code).in_(drawing.picked))
        .order_by(col(UnitRow.zone), col(UnitRow.code))
    )
    return Draw(
        id=drawing_id,
        key=drawing.key,
        drawn_on=drawing.drawn_on,
        drawn_by=drawing.drawn_by,
        seed=drawing.seed,
        pool=len(drawing.pool),
        units=tuple(Drawn(*row) for row in found),
    )
