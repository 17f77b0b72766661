"""What the what-if year reads between its days: what was opened, what climbed, what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlmodel import col

from models import ENDED, Assignment, Escalation, Rectification, UnitRow, WorkItem
from reports.waiting import WAITING

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Opened:
    """One assignment as it stands; `unit` and `code` name its unit."""

    id: int
    item: str
    title: str
    programme: str
    period: str
    unit: str
    code: str
    asks: str
    doer: str
    opened_on: date
    due_on: date
    status: str


@dataclass(frozen=True, slots=True)
class Climbed:
    """One rung of one case; `case` is its number."""

    on: date
    rung: int
    unit: str
    case: str
    working_days_overdue: int


def read_opened(session: Session, after: int = 0) -> tuple[Opened, ...]:
    """Every assignment with an id above `after`, in that order."""
    found = session.execute(
        select(
            col(Assignment.id),
            col(WorkItem.item),
            col(WorkItem.title),
            col(WorkItem.programme),
            col(Assignment.period),
            col(UnitRow.name),
            col(UnitRow.code),
            col(WorkItem.asks),
            col(WorkItem.doer),
            col(Assignment.opened_on),
            col(Assignment.due_on),
            col(Assignment.status),
        )
        .join(WorkItem, col(WorkItem.id) == col(Assignment.work_item_id))
        .join(UnitRow, col(UnitRow.id) == col(Assignment.unit_id))
        .where(col(Assignment.id) > after)
        .order_by(col(Assignment.id))
    )
    return tuple(Opened(*row) for row in found)


def read_climbed(session: Session) -> tuple[Climbed, ...]:
    """Every rung that was climbed, in the order of climbing."""
    found = session.execute(
        select(
            col(Escalation.climbed_on),
            col(Escalation.rung),
            col(UnitRow.name),
            col(Rectification.number),
            col(Escalation.working_days_overdue),
        )
        .join(Rectification, col(Rectification.id) == col(Escalation.rectification_id))
        .join(UnitRow, col(UnitRow.id) == col(Rectification.unit_id))
        .order_by(col(Escalation.climbed_on), col(Escalation.id))
    )
    return tuple(Climbed(*row) for row in found)


def count_open(session: Session) -> tuple[int, int]:
    """How many assignments and how many cases have not come to their end."""
    work = _count(session, Assignment, col(Assignment.status).in_(WAITING))
    cases = _count(session, Rectification, col(Rectification.status).not_in(ENDED))
    return work, cases


def count_cases(session: Session) -> int:
    """How many cases there ever were."""
    return _count(session, Rectification)


def due_of(session: Session, case_id: int) -> date:
    """By when a case has to be mended."""
    return session.get_one(Rectification, case_id).due_on


def _count(session: Session, table: type[Any], *conditions: Any) -> int:
    return session.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()
