"""The outbox from queued to its end: claimed (safe to claim again), handed over (never blindly resent), ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from models import MessageStatus, Subject
from models.tables import messages
from rules.delivering import next_try
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.office import Role
from rules.reminding import is_message_time
from services import history, people, post, posting
from words import say

LOST_AFTER = timedelta(minutes=15)
"""A claim or a handing over older than this is nobody's any more."""

_STUCK = (MessageStatus.DEAD, MessageStatus.UNKNOWN, MessageStatus.NOBODY)
_ENDED = {"sent": MessageStatus.SENT, "unknown": MessageStatus.UNKNOWN, "nobody": MessageStatus.NOBODY}


class Outcome(Protocol):
    """How handing over ended: ``sent``, ``failed``, ``unknown`` or ``nobody``; by which channel; why not."""

    @property
    def status(self) -> str:
        """One of the four."""

    @property
    def via(self) -> str:
        """The channel."""

    @property
    def error(self) -> str:
        """A sentence without secrets."""


def claim(session: Session, now: datetime, desk: Desk, *, worker: str, limit: int = 50) -> list[int]:
    """These messages are this worker's, urgent ones first; outside the office's hours and on rest days only those.

    Two workers never claim the same message; what somebody else is claiming at this moment is passed over.
    """
    is_quiet = not is_message_time(desk.calendar, desk.office.hours, now.astimezone(ZoneInfo(desk.office.time_zone)))
    is_due = or_(messages.c.try_at.is_(None), messages.c.try_at <= now)
    if is_quiet:
        is_due &= messages.c.urgent
    waiting = (
        select(messages.c.id)
        .where(messages.c.status == MessageStatus.QUEUED, is_due)
        .order_by(messages.c.urgent.desc(), messages.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    # Two statements: inside an UPDATE, PostgreSQL may run the locking select more than once and pass the limit.
    ids = list(session.scalars(waiting))
    if not ids:
        return []
    values = {"status": MessageStatus.CLAIMED, "claimed_at": now, "claimed_by": worker}
    session.execute(update(messages).where(messages.c.id.in_(ids)).values(values))
    return ids


def hand_over(session: Session, ids: int | Sequence[int], now: datetime) -> list[post.Post]:
    """These messages are about to leave the house: from here on, silence means unknown. Commit before sending.

    Args:
        session: the transaction.
        ids: of claimed messages; one that is not claimed any more does not come back.
        now: this moment.
    """
    wanted = [ids] if isinstance(ids, int) else list(ids)
    if not wanted:
        return []
    moved = session.scalars(
        update(messages)
        .where(messages.c.id.in_(wanted), messages.c.status == MessageStatus.CLAIMED)
        .values(status=MessageStatus.HANDED_OVER, claimed_at=now, attempts=messages.c.attempts + 1)
        .returning(messages.c.id)
    ).all()
    found = {one.id: one for one in post.read_posts(session, moved)}
    return [found[message_id] for message_id in wanted if message_id in found]


def record(  # noqa: PLR0913  (what happened to which message)
    session: Session,
    now: datetime,
    desk: Desk,
    message_id: int,
    outcome: Outcome,
    *,
    subject: str = "",
    body: str = "",
) -> str:
    """The message's row says how handing over ended; its status.

    A failure is tried again after the policy's wait until the tries are used up: then it is dead. Of a person who
    cannot be reached the coordinators are told. An outcome that comes after the message
    was given up as unknown still counts.

    Args:
        session: the transaction.
        now: this moment.
        desk: the office.
        message_id: which.
        outcome: how it ended.
        subject: what was really said.
        body: what was really said.
    """
    failed = outcome.status == "failed"
    again = next_try(desk.office.policies, _message(session, message_id).attempts, now) if failed else None
    status = MessageStatus.QUEUED if again else _ENDED.get(outcome.status, MessageStatus.DEAD)
    said = {name: text for name, text in (("subject", subject), ("body", body)) if text}
    values: dict[str, Any] = {"status": status, "try_at": again, "ended_at": None if again else now}
    values |= {"via": outcome.via, "error": outcome.error, **said}
    for was in (MessageStatus.HANDED_OVER, MessageStatus.UNKNOWN):
        if _move(session, message_id, was, values):
            if status in _STUCK:
                _note_end(session, _local_day(desk, now), desk, _message(session, message_id), was)
            return str(status)
    return str(_message(session, message_id).status)


def record_sent(session: Session, now: datetime, subjects: Mapping[int, str], *, via: str) -> None:
    """All of these arrived: what `record` says of one that was sent, in one go for a whole round.

    Args:
        session: the transaction.
        now: this moment.
        subjects: what was really said, by the id of a message that is handed over; another one is passed over.
        via: the channel that took them.
    """
    if not subjects:
        return
    arrived = update(messages).where(
        messages.c.id == bindparam("message"), messages.c.status == MessageStatus.HANDED_OVER
    )
    values = {"status": MessageStatus.SENT, "ended_at": now, "via": via, "try_at": None, "error": ""}
    rows = [{"message": message_id, "said": subject} for message_id, subject in subjects.items()]
    session.connection().execute(arrived.values(subject=bindparam("said"), **values), rows)


def sweep_lost(session: Session, now: datetime, desk: Desk) -> list[int]:
    """What a worker that died had claimed is queued again; what it had handed over is unknown and waits for a person.

    Returns:
        The ids of both.
    """
    too_old = messages.c.claimed_at < now - LOST_AFTER
    again = session.scalars(
        update(messages)
        .where(messages.c.status == MessageStatus.CLAIMED, too_old)
        .values(status=MessageStatus.QUEUED, claimed_by="", claimed_at=None)
        .returning(messages.c.id)
    ).all()
    why = say(desk.office.language, "act.lost")
    lost = session.execute(
        update(messages)
        .where(messages.c.status == MessageStatus.HANDED_OVER, too_old)
        .values(status=MessageStatus.UNKNOWN, error=why, ended_at=now)
        .returning(messages)
    ).all()
    steps = [history.Step(row.id, MessageStatus.HANDED_OVER, MessageStatus.UNKNOWN, why) for row in lost]
    history.append(session, _local_day(desk, now), Subject.MESSAGE, steps)
    return sorted([*again, *(row.id for row in lost)])


def retry(session: Session, day: date, desk: Desk, message_id: int, *, by: str) -> int:
    """A person has decided: the message that failed or whose outcome is unknown is queued again (补发).

    Raises:
        NotFoundError: no such message or person.
        RefusedError: it is not stuck.
    """
    row, person = _message(session, message_id), people.person_named(session, by)
    fresh = {"status": MessageStatus.QUEUED, "attempts": 0, "try_at": None, "ended_at": None, "claimed_by": ""}
    if row.status not in _STUCK or not _move(session, message_id, row.status, fresh):
        raise RefusedError("refuse.not_stuck", status=say(desk.office.language, f"status.message.{row.status}"))
    step = history.Step(message_id, row.status, MessageStatus.QUEUED, say(desk.office.language, "act.retried"))
    history.append(session, day, Subject.MESSAGE, [step], by=person.name)
    return message_id


def _message(session: Session, message_id: int) -> Any:
    row = session.execute(select(messages).where(messages.c.id == message_id)).one_or_none()
    if row is None:
        raise NotFoundError("refuse.no_message", id=message_id)
    return row


def _local_day(desk: Desk, now: datetime) -> date:
    return now.astimezone(ZoneInfo(desk.office.time_zone)).date()


def _move(session: Session, message_id: int, was: MessageStatus, values: dict[str, Any]) -> bool:
    """Whether the message stood there and has moved."""
    chosen = (messages.c.id == message_id, messages.c.status == was)
    return session.scalar(update(messages).where(*chosen).values(values).returning(messages.c.id)) is not None


def _note_end(session: Session, day: date, desk: Desk, row: Any, was: MessageStatus) -> None:
    """What a person has to look at stands in the history; what simply arrived says so in its own row."""
    history.append(session, day, Subject.MESSAGE, [history.Step(row.id, was, row.status, row.error)])
    if row.status == MessageStatus.NOBODY and row.kind != "nobody":
        _tell_unreachable(session, day, desk, row)


def _tell_unreachable(session: Session, day: date, desk: Desk, row: Any) -> None:
    """The coordinators hear of a person who cannot be reached, unless it is they."""
    facts = row.facts
    about = facts.get("number") or facts.get("title") or say(desk.office.language, f"reports.message_kind.{row.kind}")
    notes = posting.nobody(
        people.directory(session),
        f"message:{row.id}",
        about=about,
        units=facts.get("units") or [facts.get("unit") or facts["person"]],
        role=Role(facts["role"]),
    )
    posting.queue(session, day, desk, (note for note in notes if note.contact.id != row.person_id))
