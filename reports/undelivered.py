"""The board of messages that did not arrive: why, how often it was tried, and which form sends one again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models.tables import messages, people, units
from reports.outbox import TROUBLED, count_messages

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One message that a person has to decide on; `attempts`: how often it was handed over."""

    id: int
    kind: str
    person: str
    unit: str
    queued_on: date
    status: str
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """The newest of them, and how many there are in all; `held`: how many wait for somebody to release them."""

    lines: tuple[Undelivered, ...]
    total: int
    held: int = 0


def read_undelivered(session: Session, limit: int = 200) -> DeadLetters:
    """What is dead, of unknown outcome, or without a way to the person."""
    is_one = messages.c.status.in_([str(status) for status in TROUBLED])
    told = (
        messages.c.id,
        messages.c.kind,
        people.c.name,
        func.coalesce(units.c.name, ""),
        messages.c.queued_on,
        messages.c.status,
        messages.c.attempts,
        messages.c.error,
    )
    joined = select(*told).join(people, people.c.id == messages.c.person_id)
    rows = session.execute(
        joined.outerjoin(units, units.c.id == messages.c.unit_id)
        .where(is_one)
        .order_by(messages.c.id.desc())
        .limit(limit)
    )
    total = session.scalar(select(func.count()).select_from(messages).where(is_one)) or 0
    return DeadLetters(tuple(Undelivered(*row) for row in rows), total, count_messages(session).get("held", 0))
