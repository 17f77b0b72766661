"""What waits for an answer, one line an assignment: the pick lists of the forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select
from sqlmodel import col

from models import OPEN_ASSIGNMENT, Assignment, AssignmentStatus, DrawVisit, UnitRow, WorkItem
from reports.drawings import read_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

WAITING = (*OPEN_ASSIGNMENT, AssignmentStatus.SUBMITTED)
"""Statuses in which somebody still has to do something: the doer, or the office that accepts."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One assignment that is not done."""

    id: int
    item: str
    title: str
    unit: str
    asks: str
    due_on: date
    status: str


def read_waiting(session: Session, limit: int = 300) -> tuple[Waiting, ...]:
    """The assignments that are not done, the most urgent first, at most `limit`; none whose unit is still secret."""
    rows: Sequence[Any] = session.execute(
        select(
            col(Assignment.id),
            col(WorkItem.item),
            col(WorkItem.title),
            col(UnitRow.name).label("unit"),
            col(WorkItem.asks),
            col(Assignment.due_on),
            col(Assignment.status),
            col(Assignment.period),
        )
        .join(WorkItem, col(WorkItem.id) == col(Assignment.work_item_id))
        .join(UnitRow, col(UnitRow.id) == col(Assignment.unit_id))
        .where(col(Assignment.status).in_(WAITING), ~_is_sealed())
        .order_by(col(Assignment.due_on), col(Assignment.id))
        .limit(limit)
    ).all()
    drawn = read_names(session, [f"{row.item}:{row.period}" for row in rows])
    return tuple(_line(row, drawn) for row in rows)


def _line(row: Any, drawn: Mapping[str, tuple[int, str]]) -> Waiting:
    """The assignment, under the name of its draw where a person made one."""
    _, topic = drawn.get(f"{row.item}:{row.period}", (0, ""))
    return Waiting(row.id, row.item, topic or row.title, row.unit, row.asks, row.due_on, row.status)


def _is_sealed() -> ColumnElement[bool]:
    sealed = select(col(DrawVisit.id)).where(col(DrawVisit.assignment_id) == col(Assignment.id))
    return sealed.where(col(DrawVisit.told_on).is_(None)).exists()
