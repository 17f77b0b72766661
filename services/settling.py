"""How handing over ended, written down: sent, tried again later or by the next channel, dead, unknown, nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import MessageStatus, Subject
from models.tables import messages
from rules.delivering import may_resend, next_try
from rules.desk import Desk
from rules.office import Role
from services import claims, history, packing, people, posting
from services.outcomes import Ended, Outcome, Settled
from services.post import Parcel
from services.throttling import Gates, Posts, Seen, lock_channels, note_channels, open_gates
from services.unsticking import STUCK, message_row, move
from words import say

_ENDED = {"sent": MessageStatus.SENT, "unknown": MessageStatus.UNKNOWN, "nobody": MessageStatus.NOBODY}
_NOT_TAKEN = ("failed", "refused", "nobody")


@dataclass(slots=True)
class _Book:
    """What one call writes down."""

    session: Session
    now: datetime
    day: date
    desk: Desk
    gates: Gates = field(init=False)
    settled: Settled = field(default_factory=Settled)


def settle(  # noqa: PLR0913, PLR0917  (what left and what did not, of an office, at a moment)
    session: Session,
    now: datetime,
    day: date,
    desk: Desk,
    ended: Sequence[Ended],
    late: Sequence[Parcel],
    posts: Posts,
) -> Settled:
    """See `services.delivering.settle`."""
    if not ended and not late:
        return Settled()
    seen = [_seen(each) for each in ended]
    lock_channels(session, desk, seen)
    note_channels(session, now, day, desk, seen)
    book = _Book(session, now, day, desk)
    _record_all_sent(book, [each for each in ended if each.outcome.status == "sent"])
    others = [each for each in ended if each.outcome.status != "sent"]
    if others or late:
        book.gates = open_gates(session, now, desk, posts)
        _record_others(book, others, late)
        book.gates.keep()
    return book.settled


def _record_others(book: _Book, ended: Sequence[Ended], late: Sequence[Parcel]) -> None:
    for parcel in late:
        _take_back(book, parcel)
    for each in ended:
        book.gates.give_back(each.parcel.via, each.parcel, int(getattr(each.outcome, "posts", 1)))
        if not _passed_on(book, each):
            _record_parcel(book, each)


def _take_back(book: _Book, parcel: Parcel) -> None:
    """The letter, which has not left after all, is only claimed again, and its throttle has room for another."""
    book.gates.give_back(parcel.via, parcel)
    mine = messages.c.id.in_(parcel.ids) & (messages.c.status == MessageStatus.HANDED_OVER)
    values = {"status": MessageStatus.CLAIMED, "claimed_at": book.now, "attempts": messages.c.attempts - 1}
    book.session.execute(update(messages).where(mine).values(values))


def _rest(outcome: Outcome) -> int:
    """Seconds of silence that the platform wants."""
    return int(getattr(outcome, "rest_seconds", 0))


def _seen(each: Ended) -> Seen:
    """A channel that does not answer may be broken as well as one that says so."""
    status, rest = each.outcome.status, _rest(each.outcome)
    fault = bool(getattr(each.outcome, "channel_fault", False)) or status == "unknown"
    works = status == "sent" or (status == "refused" and not fault)
    return Seen(each.parcel.via, fault, works, rest, each.outcome.error)


def _record_all_sent(book: _Book, ended: Sequence[Ended]) -> None:
    """One statement for all that arrived; of a letter the first message keeps the body."""
    rows = [
        {
            "message": message_id,
            "now": book.now,
            "its_subject": each.subject,
            "its_body": each.body if place == 0 else "",
            "its_via": each.outcome.via,
            "its_error": each.outcome.error,
        }
        for each in ended
        for place, message_id in enumerate(each.parcel.ids)
    ]
    if rows:
        book.session.connection().execute(claims.ARRIVED, rows)
        book.settled.counts["sent"] += len(rows)


def _passed_on(book: _Book, each: Ended) -> bool:
    """Whether the letter goes on to the person's next channel, in the same hand-over of its rows."""
    if each.outcome.status not in _NOT_TAKEN or not each.parcel.via:
        return False
    parcel = replace(each.parcel, spent=(*each.parcel.spent, each.parcel.via))
    if _is_final(each.outcome):
        _note_refusal(book.session, parcel)
    if packing.waits_for_hours(book.desk, book.now, parcel):
        return False
    ways = packing.left_for(book.desk, parcel)
    name = next((way for way in ways if book.gates.opens_at(way, parcel) <= book.now), "")
    if not name:
        return False
    book.gates.take(name, parcel)
    mine = messages.c.id.in_(parcel.ids) & (messages.c.status == MessageStatus.HANDED_OVER)
    values = {"via": name, "claimed_at": book.now, "error": each.outcome.error}
    moved = book.session.scalars(update(messages).where(mine).values(values).returning(messages.c.id)).all()
    if len(moved) == len(parcel.ids):
        book.settled.again.append(replace(parcel, via=name))
    return True


def _is_final(outcome: Outcome) -> bool:
    """Whether the channel will never take this message; a channel with a wrong key can be mended, so it may later."""
    return outcome.status == "refused" and not getattr(outcome, "channel_fault", False)


def _note_refusal(session: Session, parcel: Parcel) -> None:
    for post in parcel.posts:
        tried = list(dict.fromkeys([*post.tried, parcel.via]))
        session.execute(update(messages).where(messages.c.id == post.id).values(tried=tried))


def _record_parcel(book: _Book, each: Ended) -> None:
    for place, message_id in enumerate(each.parcel.ids):
        said: dict[str, str] = (
            {"subject": each.subject, "body": each.body if place == 0 else ""} if each.subject else {}
        )
        status = record(book.session, book.now, book.day, book.desk, message_id, each.outcome, said, parcel=each.parcel)
        book.settled.counts[status] += 1


def record(  # noqa: PLR0913, PLR0917  (what happened to which message)
    session: Session,
    now: datetime,
    day: date,
    desk: Desk,
    message_id: int,
    outcome: Outcome,
    said: Mapping[str, str],
    *,
    parcel: Parcel | None = None,
) -> str:
    """The message's row says how handing over ended; its status.

    A failure is tried again after the policy's wait until the tries are used up: then it is dead, as it is when it was
    refused and no other channel is left. Of a person who cannot be reached the coordinators are told. An outcome that
    comes after the message was given up as unknown still counts.
    """
    row = message_row(session, message_id)
    again = _again(now, desk, row, outcome, parcel)
    status = MessageStatus.QUEUED if again else _ENDED.get(outcome.status, MessageStatus.DEAD)
    values: dict[str, Any] = {"status": status, "try_at": again, "ended_at": None if again else now}
    values |= {"via": outcome.via, "error": outcome.error, **said}
    if again and _rest(outcome):
        values["attempts"] = messages.c.attempts - 1
    for was in (MessageStatus.HANDED_OVER, MessageStatus.UNKNOWN):
        if move(session, message_id, was, values):
            if status in STUCK:
                _note_end(session, day, desk, message_row(session, message_id), was)
            return str(status)
    return str(message_row(session, message_id).status)


def _again(now: datetime, desk: Desk, row: Any, outcome: Outcome, parcel: Parcel | None) -> datetime | None:
    """When it is tried again, or None."""
    rest = _rest(outcome)
    if rest and outcome.status == "failed":
        return now + timedelta(seconds=rest)
    safe = {channel.name for channel in desk.office.channels if may_resend(channel)}
    may = outcome.status == "failed" or (outcome.status == "unknown" and outcome.via in safe)
    may = may or (outcome.status == "refused" and not _is_final(outcome))
    may = may or (_is_final(outcome) and parcel is not None and bool(_only_just_failed(desk, parcel)))
    return next_try(desk.office.policies, row.attempts, now, row.key) if may else None


def _only_just_failed(desk: Desk, parcel: Parcel) -> list[str]:
    """Channels that did not take it in this round, but did not refuse it for good."""
    return packing.left_for(desk, replace(parcel, spent=(parcel.via,)))


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
