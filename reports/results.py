"""What became of every entry of the plan in a year: the numbers beside it when next year's plan is drafted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from models import Assignment, AssignmentStatus, Finding, WorkItem
from reports.work import ANSWERED

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Result:
    """One entry in one year: in how many periods it was opened, for how many units, and what came of it."""

    periods: int = 0
    asked: int = 0
    answered: int = 0
    findings: int = 0

    @property
    def owing(self) -> int:
        """How many were not answered."""
        return self.asked - self.answered


def read_results(session: Session, year: int) -> dict[str, Result]:
    """By item, what was opened in the year and not withdrawn; an entry that was never opened is not there."""
    rows = session.execute(
        select(
            col(WorkItem.item),
            func.count(Assignment.period.distinct()).label("periods"),  # type: ignore[attr-defined]  # a column here
            func.count().label("asked"),
            func.count().filter(col(Assignment.status).in_(ANSWERED)).label("answered"),
        )
        .join(WorkItem, col(WorkItem.id) == col(Assignment.work_item_id))
        .where(col(Assignment.opens_on).between(date(year, 1, 1), date(year, 12, 31)))
        .where(col(Assignment.status) != AssignmentStatus.WITHDRAWN)
        .group_by(col(WorkItem.item))
    ).all()
    findings = _findings(session, year)
    return {row.item: Result(row.periods, row.asked, row.answered, findings.get(row.item, 0)) for row in rows}


def _findings(session: Session, year: int) -> dict[str, int]:
    found = session.execute(
        select(col(WorkItem.item), func.count())
        .join(Assignment, col(Assignment.work_item_id) == col(WorkItem.id))
        .join(Finding, col(Finding.assignment_id) == col(Assignment.id))
        .where(col(Finding.found_on).between(date(year, 1, 1), date(year, 12, 31)))
        .group_by(col(WorkItem.item))
    ).tuples()
    return dict(found.all())
