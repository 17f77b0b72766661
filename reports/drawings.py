"""Draws of units: from what pool, with what seed, whom and by whom, and whether one was changed afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from models import Drawing, DrawVisit, UnitRow
from rules.errors import NotFoundError
from rules.units import zone_order
from services.history import SYSTEM
from services.weighing import checked_in_round

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from rules.desk import Desk


@dataclass(frozen=True, slots=True)
class Drawn:
    """One unit that was drawn; without day and inspectors where its responsible inspectors go."""

    code: str
    name: str
    zone: str
    tickets: int | None
    visit_on: date | None
    inspectors: tuple[str, ...]
    told_on: date | None


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw as it is kept. `pool` counts the units it was drawn from, `tickets` their tickets."""

    id: int
    key: str
    item: str
    topic: str
    checklist: str
    drawn_on: date
    drawn_by: str
    rule: str
    seed: str
    secret: bool
    basis: str
    value: int
    per_unit: int
    pool: int
    tickets: int
    digest: str
    units: tuple[Drawn, ...]

    @property
    def zones(self) -> tuple[tuple[str, int], ...]:
        """How many in each zone: what may be said of a draw that is still sealed."""
        return tuple(sorted(Counter(unit.zone for unit in self.units).items(), key=lambda one: zone_order(one[0])))

    @property
    def sealed(self) -> bool:
        """Whether a unit is still secret from its own inspectors."""
        return any(unit.visit_on and not unit.told_on for unit in self.units)


@dataclass(frozen=True, slots=True)
class DrawCoverage:
    """How far the present round of an entry's random inspections has come; numbers only, never who is left."""

    item: str
    title: str
    pool: int
    checked: int
    left: int
    draws: int


def read_drawing(session: Session, drawing_id: int) -> Draw:
    """The draw with the units in zone and code order.

    Raises:
        NotFoundError: no such draw.
    """
    drawing, visits = the_drawing(session, drawing_id), visits_of(session, drawing_id)
    weights = {row["code"]: row["tickets"] for row in drawing.units}
    found = session.execute(
        select(col(UnitRow.code), col(UnitRow.name), col(UnitRow.zone))
        .where(col(UnitRow.code).in_(drawing.picked))
        .order_by(col(UnitRow.code))
    )
    return Draw(
        id=drawing_id,
        key=drawing.key,
        item=drawing.item,
        topic=drawing.topic,
        checklist=drawing.checklist,
        drawn_on=drawing.drawn_on,
        drawn_by=drawing.drawn_by,
        rule=drawing.rule,
        seed=drawing.lot or str(drawing.seed),
        secret=drawing.secret,
        basis=drawing.asked.get("basis", ""),
        value=drawing.asked.get("value", 0),
        per_unit=drawing.asked.get("per_unit", 0),
        pool=len(drawing.pool),
        tickets=sum(weights.values()),
        digest=drawing.digest,
        units=tuple(sorted((_unit(row, weights, visits.get(row.code)) for row in found), key=_by_zone)),
    )


def read_drawing_ids(session: Session) -> tuple[int, ...]:
    """All draws, the oldest first."""
    return tuple(session.scalars(select(col(Drawing.id)).order_by(col(Drawing.id))))


def read_names(session: Session, keys: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Number and name of the draws that a person made, by key: the name of the work alone leaves two of them alike.

    Args:
        session: a session of the office's database.
        keys: entry and period as ``P3M-20:2026-11-24-3f2a``; those of no such draw are left out.
    """
    by_hand = col(Drawing.key).in_(set(keys)) & (col(Drawing.drawn_by) != SYSTEM)
    found = session.execute(select(col(Drawing.key), col(Drawing.id), col(Drawing.topic)).where(by_hand))
    return {row.key: (row.id, row.topic) for row in found}


def read_draw_coverage(session: Session, desk: Desk) -> tuple[DrawCoverage, ...]:
    """The entries for which was drawn, in the plan's order; the pool is what the last draws took from."""
    rows = session.execute(select(col(Drawing.item), col(Drawing.pool)).where(col(Drawing.item) != "")).all()
    pools: dict[str, set[str]] = {}
    for row in rows:
        pools.setdefault(row.item, set()).update(row.pool)
    draws = Counter(row.item for row in rows)
    active = {unit.code for unit in desk.roster.units}
    return tuple(
        _coverage(session, entry.id, entry.title, frozenset(pools[entry.id] & active), draws[entry.id])
        for entry in desk.plan.entries
        if entry.id in pools
    )


def _coverage(session: Session, item: str, title: str, pool: frozenset[str], draws: int) -> DrawCoverage:
    checked = len(checked_in_round(session, item) & pool)
    return DrawCoverage(item, title, len(pool), checked, len(pool) - checked, draws)


def the_drawing(session: Session, drawing_id: int) -> Drawing:
    """The row of a draw.

    Raises:
        NotFoundError: no such draw.
    """
    drawing = session.get(Drawing, drawing_id)
    if drawing is None:
        raise NotFoundError("reports.no_drawing", drawing=str(drawing_id))
    return drawing


def visits_of(session: Session, drawing_id: int) -> dict[str, Any]:
    """The visits of a draw by unit code: day, inspectors, and since when they know."""
    found = session.execute(
        select(col(UnitRow.code), col(DrawVisit.visit_on), col(DrawVisit.inspectors), col(DrawVisit.told_on))
        .join(UnitRow, col(UnitRow.id) == col(DrawVisit.unit_id))
        .where(col(DrawVisit.drawing_id) == drawing_id)
    )
    return {row.code: row for row in found}


def _by_zone(unit: Drawn) -> str:
    return zone_order(unit.zone)


def _unit(row: Any, weights: dict[str, int], visit: Any) -> Drawn:
    plain = Drawn(row.code, row.name, row.zone, weights.get(row.code), None, (), None)
    if visit is None:
        return plain
    return replace(plain, visit_on=visit.visit_on, inspectors=tuple(visit.inspectors), told_on=visit.told_on)
