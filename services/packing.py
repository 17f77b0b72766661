"""What leaves together, and by which channel: the day's letter of a person, urgent ones alone, throttles kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import MessageStatus, Subject
from models.rows import batches
from models.tables import messages
from rules.delivering import DAILY, reachable
from rules.desk import Desk
from rules.reminding import is_message_time
from services import history
from services.post import Parcel, Post, read_posts
from services.rechecking import recheck
from services.throttling import Gates, Posts, lock_channels, open_gates
from words import say

_RANK = {kind: rank for rank, kind in enumerate(DAILY)}


def pack(  # noqa: PLR0913, PLR0917  (which messages of an office, at a moment)
    session: Session, now: datetime, day: date, desk: Desk, ids: Sequence[int], posts: Posts
) -> list[Parcel]:
    """The claimed messages as letters, in the order of the ids; suppressed and postponed ones are left out."""
    lock_channels(session, desk)
    order = {message_id: place for place, message_id in enumerate(ids)}
    read = [post for batch in batches(ids) for post in read_posts(session, batch)]
    found = recheck(session, day, desk, sorted(read, key=lambda post: order[post.id]))
    suppress(session, now, day, desk, found.dropped)
    gates = open_gates(session, now, desk, posts)
    ready = [_addressed(session, desk, gates, parcel) for parcel in _together(found.kept)]
    gates.keep()
    return [parcel for parcel in ready if parcel is not None]


def letters_of(session: Session, ids: Sequence[int]) -> list[list[int]]:
    """The claimed messages by the letter in which they are to leave, in the order of the ids."""
    of_one = (messages.c.id, messages.c.person_id, messages.c.kind, messages.c.urgent)
    rows = {
        row.id: row
        for batch in batches(ids)
        for row in session.execute(select(*of_one).where(messages.c.id.in_(batch)))
    }
    letters: dict[object, list[int]] = {}
    for message_id in ids:
        row = rows[message_id]
        letters.setdefault(_letter(row.person_id, row.kind, message_id, urgent=row.urgent), []).append(message_id)
    return list(letters.values())


def _letter(person_id: int, kind: str, message_id: int, *, urgent: bool) -> object:
    return ("daily", person_id) if kind in _RANK and not urgent else message_id


def _together(posts: Iterable[Post]) -> list[Parcel]:
    """Daily messages of one person as one letter, the most urgent kind first; everything else alone."""
    letters: dict[object, list[Post]] = {}
    for post in posts:
        letters.setdefault(_letter(post.person_id, post.kind, post.id, urgent=post.urgent), []).append(post)
    ranked = (sorted(letter, key=lambda post: (_RANK.get(post.kind, 0), post.id)) for letter in letters.values())
    return [Parcel(tuple(letter)) for letter in ranked]


def _addressed(session: Session, desk: Desk, gates: Gates, parcel: Parcel) -> Parcel | None:
    """The letter with its channel; without one where the person has none; None where it has to wait."""
    if waits_for_hours(desk, gates.now, parcel):
        postpone(session, parcel.ids, None)
        return None
    ways = left_for(desk, parcel)
    if not ways:
        return parcel
    for name in ways:
        if gates.opens_at(name, parcel) <= gates.now:
            gates.take(name, parcel)
            return Parcel(parcel.posts, name, parcel.spent)
    postpone(session, parcel.ids, min(gates.opens_at(name, parcel) for name in ways))
    return None


def waits_for_hours(desk: Desk, now: datetime, parcel: Parcel) -> bool:
    """Whether the office is closed, and nothing of the letter is urgent."""
    local = now.astimezone(ZoneInfo(desk.office.time_zone))
    is_urgent = any(post.urgent for post in parcel.posts)
    return not is_urgent and not is_message_time(desk.calendar, desk.office.hours, local)


def left_for(desk: Desk, parcel: Parcel) -> list[str]:
    """The channels by which the letter may still go: not those that refused it, nor failed to take it just now."""
    refused = {name for post in parcel.posts for name in post.tried} | set(parcel.spent)
    ways = reachable(parcel.posts[0].channels, desk.office.channels)
    return [channel.name for channel in ways if channel.name not in refused]


def postpone(session: Session, ids: Sequence[int], until: datetime | None) -> None:
    """These claimed messages wait until then (None: until the office is open); that is no attempt."""
    waiting = {"status": MessageStatus.QUEUED, "try_at": until, "claimed_by": "", "claimed_at": None}
    mine = messages.c.id.in_(ids) & (messages.c.status == MessageStatus.CLAIMED)
    session.execute(update(messages).where(mine).values(waiting))


def suppress(session: Session, now: datetime, day: date, desk: Desk, dropped: dict[int, str]) -> None:
    """These claimed messages are not sent, and say why; `dropped` is a word below ``act.`` by id."""
    for word in sorted(set(dropped.values())):
        why = say(desk.office.language, word)
        mine = sorted(message_id for message_id, its in dropped.items() if its == word)
        for batch in batches(mine):
            chosen = messages.c.id.in_(batch) & (messages.c.status == MessageStatus.CLAIMED)
            values = {"status": MessageStatus.SUPPRESSED, "error": why, "ended_at": now}
            gone = session.scalars(update(messages).where(chosen).values(values).returning(messages.c.id)).all()
            steps = [history.Step(one, MessageStatus.CLAIMED, MessageStatus.SUPPRESSED, why) for one in sorted(gone)]
            history.append(session, day, Subject.MESSAGE, steps)
