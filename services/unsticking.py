"""What a person decides of a message that did not arrive, and the one conditional step by which a message moves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import MessageStatus, Subject
from models.tables import messages
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from services import history
from words import say

STUCK = (MessageStatus.DEAD, MessageStatus.UNKNOWN, MessageStatus.NOBODY)
"""Where a person has to decide."""


def decide(  # noqa: PLR0913  (what a person decided of which message)
    session: Session, day: date, desk: Desk, message_id: int, values: Mapping[str, Any], *, word: str, by: str
) -> int:
    """A stuck message is what a person decided, and the history says who.

    Raises:
        NotFoundError: no such message.
        RefusedError: it is not stuck.
    """
    row = message_row(session, message_id)
    if row.status not in STUCK or not move(session, message_id, row.status, dict(values)):
        raise RefusedError("refuse.not_stuck", status=say(desk.office.language, f"status.message.{row.status}"))
    step = history.Step(message_id, row.status, values["status"], say(desk.office.language, word))
    history.append(session, day, Subject.MESSAGE, [step], by=by)
    return message_id


def message_row(session: Session, message_id: int) -> Any:
    """The message's row.

    Raises:
        NotFoundError: no such message.
    """
    row = session.execute(select(messages).where(messages.c.id == message_id)).one_or_none()
    if row is None:
        raise NotFoundError("refuse.no_message", id=message_id)
    return row


def move(session: Session, message_id: int, was: MessageStatus, values: dict[str, Any]) -> bool:
    """Whether the message stood there and has moved."""
    chosen = (messages.c.id == message_id, messages.c.status == was)
    return session.scalar(update(messages).where(*chosen).values(values).returning(messages.c.id)) is not None
