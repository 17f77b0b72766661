"""Complaints as lines for the office: their clocks and people, never their source, and on no shared board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, true

from models import ComplaintStatus
from models.tables import complaints, units

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


RUNNING = (ComplaintStatus.REGISTERED, ComplaintStatus.ACCEPTED)


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """One complaint without its source."""

    id: int
    number: str
    status: str
    how: str
    received_on: date
    answer_due_on: date
    finish_due_on: date
    handler: str
    inspector: str
    unit: str

    @property
    def due_on(self) -> date:
        """The last day of what comes next: the answer, then the end."""
        return self.answer_due_on if self.status == ComplaintStatus.REGISTERED else self.finish_due_on


def read_complaints(session: Session, *, ended: bool = True, limit: int = 300) -> tuple[ComplaintLine, ...]:
    """Those that run first, by their last day; without those that have ended where `ended` is false."""
    names = ("id", "number", "status", "how", "received_on", "answer_due_on", "finish_due_on", "handler", "inspector")
    found = session.execute(
        select(*(complaints.c[name] for name in names), units.c.name)
        .join(units, units.c.id == complaints.c.unit_id)
        .where(true() if ended else complaints.c.status.in_(RUNNING))
        .order_by(complaints.c.finished_on.is_not(None), complaints.c.finish_due_on, complaints.c.id)
        .limit(limit)
    )
    return tuple(ComplaintLine(*row) for row in found)
