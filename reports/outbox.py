"""What the outbox holds: messages in trouble, and messages as the what-if year lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlmodel import col

from models import ChannelRow, Message, MessageStatus, PersonRow, UnitRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, timedelta

    from sqlalchemy.orm import Session

    from rules.office import Channel

TROUBLED = (MessageStatus.DEAD, MessageStatus.UNKNOWN, MessageStatus.NOBODY)
"""Statuses in which a person has to decide."""


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message: to whom, about what, and how it ended."""

    id: int
    kind: str
    person: str
    role: str
    unit: str
    queued_on: date
    ended_at: datetime | None
    status: str
    subject: str
    error: str


def read_troubled(session: Session, limit: int = 20) -> tuple[MessageLine, ...]:
    """The newest messages that are dead, of unknown outcome, or without a way to the person."""
    found = session.execute(
        _lines().where(col(Message.status).in_(TROUBLED)).order_by(col(Message.id).desc()).limit(limit)
    )
    return tuple(MessageLine(*row) for row in found)


def read_after(session: Session, message_id: int) -> tuple[MessageLine, ...]:
    """Every message queued after that one, in the order of queueing."""
    return tuple(
        MessageLine(*row)
        for row in session.execute(_lines().where(col(Message.id) > message_id).order_by(col(Message.id)))
    )


def read_next_turn(session: Session, now: datetime, within: timedelta) -> datetime | None:
    """When the next message may go out that was not tried yet and waits for its channel; None if not so soon."""
    waits = (col(Message.status) == MessageStatus.QUEUED, col(Message.attempts) == 0)
    turn = session.scalar(select(func.min(col(Message.try_at))).where(*waits, col(Message.try_at) > now))
    return turn if turn is not None and turn <= now + within else None


def count_messages(session: Session) -> dict[str, int]:
    """How many messages stand in each status; statuses without any are left out."""
    found = session.execute(select(col(Message.status), func.count()).group_by(col(Message.status)))
    return {str(status): count for status, count in found.tuples()}


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One channel of the office and how it is doing."""

    name: str
    kind: str
    failures: int = 0
    blocked_until: datetime | None = None
    off_since: datetime | None = None
    error: str = ""


def read_channels(session: Session, ways: Sequence[Channel]) -> tuple[ChannelLine, ...]:
    """Every channel of the office, in its order."""
    rows = {row.name: row for row in session.scalars(select(ChannelRow))}
    return tuple(_channel_line(way, rows.get(way.name)) for way in ways)


def _channel_line(way: Channel, row: ChannelRow | None) -> ChannelLine:
    if row is None:
        return ChannelLine(way.name, way.kind)
    return ChannelLine(way.name, way.kind, row.failures, row.blocked_until, row.off_since, row.error)


def _lines() -> Any:
    return (
        select(
            col(Message.id),
            col(Message.kind),
            col(PersonRow.name),
            col(PersonRow.role),
            func.coalesce(col(UnitRow.name), ""),
            col(Message.queued_on),
            col(Message.ended_at),
            col(Message.status),
            col(Message.subject),
            col(Message.error),
        )
        .join(PersonRow, col(PersonRow.id) == col(Message.person_id))
        .outerjoin(UnitRow, col(UnitRow.id) == col(Message.unit_id))
    )
