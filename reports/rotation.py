"""The rotation's table: which unit in which year and month, and how far it is covered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from models import Assignment, AssignmentStatus, RotationTurn, UnitRow, WorkItem

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from rules.desk import Desk

_DONE = (AssignmentStatus.SUBMITTED, AssignmentStatus.DONE)


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One unit's turn. `done`: its supervision of that year is handed in or done."""

    item: str
    cycle: int
    years: int
    code: str
    unit: str
    kind: str
    zone: str
    year: int
    month: int
    instrument: str
    active: bool
    done: bool


@dataclass(frozen=True, slots=True)
class YearCoverage:
    """One year of one entry's cycle in numbers."""

    item: str
    title: str
    year: int
    turns: int
    done: int
    kindergartens: int


def read_rotation(session: Session) -> tuple[TurnLine, ...]:
    """All turns by entry, year, month and unit; of units that left, too."""
    answered = (
        select(
            col(WorkItem.item),
            col(Assignment.unit_id),
            func.substr(col(Assignment.period), 1, 4).label("year"),
        )
        .join(WorkItem, col(WorkItem.id) == col(Assignment.work_item_id))
        .where(col(Assignment.status).in_(_DONE))
        .distinct()
        .subquery()
    )
    done = {(row.item, row.unit_id, row.year) for row in session.execute(select(answered))}
    found = session.execute(
        select(RotationTurn, UnitRow)
        .join(UnitRow, col(UnitRow.id) == col(RotationTurn.unit_id))
        .order_by(col(RotationTurn.item), col(RotationTurn.year), col(RotationTurn.month), col(UnitRow.code))
    )
    return tuple(_line(row.RotationTurn, row.UnitRow, done) for row in found)


def read_rotation_coverage(session: Session, desk: Desk) -> tuple[YearCoverage, ...]:
    """Every year of every stored cycle, in the plan's order."""
    lines = [line for line in read_rotation(session) if line.active]
    years = sorted({(line.item, line.year) for line in lines})
    titles = {entry.id: entry.title for entry in desk.plan.entries}
    return tuple(
        _year(item, titles[item], year, [line for line in lines if (line.item, line.year) == (item, year)])
        for item, year in years
        if item in titles
    )


def _line(turn: RotationTurn, unit: UnitRow, done: set[tuple[str, int, str]]) -> TurnLine:
    return TurnLine(
        turn.item, turn.cycle, turn.years, unit.code, unit.name, unit.kind, unit.zone, turn.year, turn.month,
        turn.instrument, unit.active, (turn.item, turn.unit_id, str(turn.year)) in done,
    )  # fmt: skip


def _year(item: str, title: str, year: int, lines: list[TurnLine]) -> YearCoverage:
    return YearCoverage(
        item=item,
        title=title,
        year=year,
        turns=len(lines),
        done=sum(line.done for line in lines),
        kindergartens=sum(line.instrument == "kindergarten" for line in lines),
    )
