"""The plan's targets: what each asks for, and what it was measured to be, period by period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from models import Measurement, UnitRow
from rules.measuring import goal_of
from rules.plan import Class

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from rules.desk import Desk


@dataclass(frozen=True, slots=True)
class Measured:
    """The last value of a period: of one unit, or of all together (`unit` empty). `reached` None: cannot be said."""

    period: str
    unit: str
    value: float
    reached: bool | None
    measured_on: date
    by: str
    source: str


@dataclass(frozen=True, slots=True)
class Target:
    """One target with its values, by period and unit; none while nobody has measured it."""

    item: str
    title: str
    target: str
    up: bool | None
    number: float | None
    measured: tuple[Measured, ...]


def read_targets(session: Session, desk: Desk) -> tuple[Target, ...]:
    """Every target of the plan in its order; a value that was corrected shows the last one."""
    values = _values(session, desk)
    targets = [entry for entry in desk.plan.entries if entry.class_ is Class.TARGET]
    goals = {entry.id: goal_of(entry.target) for entry in targets}
    return tuple(
        Target(entry.id, entry.title, entry.target, goals[entry.id].up, goals[entry.id].number, tuple(values[entry.id]))
        for entry in targets
    )


def _values(session: Session, desk: Desk) -> dict[str, list[Measured]]:
    rows = session.execute(
        select(Measurement, col(UnitRow.name))
        .outerjoin(UnitRow, col(UnitRow.id) == col(Measurement.unit_id))
        .order_by(col(Measurement.item), col(Measurement.period), col(UnitRow.code), col(Measurement.id))
    )
    last: dict[tuple[str, str, str], Measured] = {}
    for row, unit in rows:
        entry = desk.plan.entry(row.item)
        reached = goal_of(entry.target).is_reached(row.value) if entry else None
        last[row.item, row.period, unit or ""] = Measured(
            row.period, unit or "", row.value, reached, row.measured_on, row.by, row.source
        )
    found: dict[str, list[Measured]] = defaultdict(list)
    for (item, _, _), measured in last.items():
        found[item].append(measured)
    return found
