"""Coverage: what every unit was asked this year and what it answered, in code order and never as a ranking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlmodel import col

from models import ENDED, Assignment, AssignmentStatus, Rectification, UnitRow, WorkItem
from reports.work import ANSWERED
from rules.office import UnitKind
from rules.plan import Asks

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Coverage:
    """One unit in one year.

    Args:
        asked: assignments of the year that were not withdrawn; `answered` of them are submitted or done. Work that is
            not announced counts once it is done, so that nobody reads here who will be visited.
        overdue: assignments past their day.
        visited: on-site assignments that are submitted or done.
        open_cases: rectifications not closed, of whatever year.
    """

    code: str
    unit: str
    zone: str
    asked: int
    answered: int
    overdue: int
    visited: int
    open_cases: int


def read_coverage(session: Session, year: int, limit: int = 60) -> tuple[Coverage, ...]:
    """The first `limit` active units in code order; the office itself is not among them."""
    status = col(Assignment.status)
    work = (
        select(
            col(Assignment.unit_id),
            func.count().label("asked"),
            func.count().filter(status.in_(ANSWERED)).label("answered"),
            func.count().filter(status == AssignmentStatus.OVERDUE).label("overdue"),
            func.count().filter(status.in_(ANSWERED), col(WorkItem.asks) == Asks.SITE_VISIT).label("visited"),
        )
        .join(WorkItem, col(WorkItem.id) == col(Assignment.work_item_id))
        .where(
            status != AssignmentStatus.WITHDRAWN,
            or_(~col(Assignment.unannounced), status.in_(ANSWERED)),
            col(Assignment.opens_on).between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(col(Assignment.unit_id))
        .subquery()
    )
    cases = (
        select(col(Rectification.unit_id), func.count().label("open_cases"))
        .where(col(Rectification.status).not_in(ENDED))
        .group_by(col(Rectification.unit_id))
        .subquery()
    )
    counted = (func.coalesce(column, 0) for column in [*list(work.c)[1:], cases.c.open_cases])
    found = session.execute(
        select(col(UnitRow.code), col(UnitRow.name), col(UnitRow.zone), *counted)
        .outerjoin(work, work.c.unit_id == col(UnitRow.id))
        .outerjoin(cases, cases.c.unit_id == col(UnitRow.id))
        .where(col(UnitRow.active), col(UnitRow.kind) != UnitKind.OFFICE)
        .order_by(col(UnitRow.code))
        .limit(limit)
    )
    return tuple(Coverage(*row) for row in found)
