"""Who has and who has not answered one entry in one period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from models import Assignment, AssignmentStatus, UnitRow, WorkItem
from reports.work import ANSWERED

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Summary:
    """One entry in one period. `answered` and `owing` are names of units in code order; `notices` need no answer."""

    item: str
    title: str
    programme: str
    period: str
    asks: str
    opens_on: date
    due_on: date
    due_provisional: bool
    answered: tuple[str, ...]
    owing: tuple[str, ...]

    @property
    def units(self) -> int:
        """How many units were asked."""
        return len(self.answered) + len(self.owing)


def read_summary(session: Session, item: str, period: str) -> Summary | None:
    """The entry's assignments of that period that were not withdrawn, or None where there are none."""
    found = session.execute(
        select(Assignment, WorkItem, col(UnitRow.name))
        .join(WorkItem, col(WorkItem.id) == col(Assignment.work_item_id))
        .join(UnitRow, col(UnitRow.id) == col(Assignment.unit_id))
        .where(
            col(WorkItem.item) == item,
            col(Assignment.period) == period,
            col(Assignment.status) != AssignmentStatus.WITHDRAWN,
        )
        .order_by(col(UnitRow.code))
    ).all()
    if not found:
        return None
    first, work, _ = found[0]
    return Summary(
        item=item,
        title=work.title,
        programme=work.programme,
        period=period,
        asks=work.asks,
        opens_on=first.opens_on,
        due_on=max(row[0].due_on for row in found),
        due_provisional=any(row[0].due_provisional for row in found),
        answered=tuple(name for assignment, _, name in found if assignment.status in ANSWERED),
        owing=tuple(name for assignment, _, name in found if assignment.status not in ANSWERED),
    )
