"""The outbox from queued to its end: claimed (safe to claim again), handed over (never blindly resent), ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, or_, update
from sqlalchemy.orm import Session

from models import MessageStatus, Subject
from models.rows import batches
from models.tables import messages
from rules.delivering import may_resend
from rules.desk import Desk
from rules.reminding import is_message_time
from services import claims, history, packing, people, post, settling, unsticking
from services.outcomes import Ended, Outcome, Settled
from services.post import Parcel
from services.throttling import Posts, one_post
from words import say

__all__ = [
    "LOST_AFTER", "Ended", "Outcome", "Parcel", "Settled", "claim", "count_as_sent", "hand_over", "record",
    "record_sent", "retry", "settle", "sweep_lost", "take_out",
]  # fmt: skip

LOST_AFTER = timedelta(minutes=15)
"""The lease: a claim or a handing over older than this is nobody's any more."""


def claim(session: Session, now: datetime, desk: Desk, *, worker: str, limit: int = 50) -> list[int]:
    """These messages are this worker's, urgent ones first; outside the office's hours and on rest days only those.

    One statement. Two workers never claim the same message, nor two messages of one person's daily letter: of every
    letter one message is the leader, which PostgreSQL locks and passes over where it is locked, and the others follow
    it. A person who had the day's letter has the next one tomorrow.

    Args:
        session: the transaction.
        now: this moment.
        desk: the office.
        worker: who claims, for the log.
        limit: at most so many letters.
    """
    local = now.astimezone(ZoneInfo(desk.office.time_zone))
    open_now = is_message_time(desk.calendar, desk.office.hours, local)
    given = {"now": now, "day": local.date(), "worker": worker, "most": limit}
    moved = session.execute(
        claims.EVERYTHING if open_now else claims.URGENT, given, execution_options={"synchronize_session": False}
    )
    return [row.id for row in sorted(moved, key=lambda row: (not row.urgent, row.id))]


def take_out(
    session: Session, now: datetime, desk: Desk, ids: Sequence[int], *, posts: Posts = one_post
) -> list[Parcel]:
    """These claimed messages are about to leave, packed into letters, each by its channel. Commit before sending.

    What is no longer true is suppressed; what has to wait for a throttled or resting channel is queued until then, and
    so is, until the office opens, what is not urgent where it has closed since the messages were claimed.

    Args:
        session: the transaction.
        now: this moment.
        desk: the office.
        ids: of claimed messages.
        posts: how many posts a letter is by a channel that is throttled.
    """
    day = _local_day(desk, now)
    packed = packing.pack(session, now, day, desk, list(ids), posts)
    by_way: dict[str, list[int]] = {}
    for parcel in packed:
        by_way.setdefault(parcel.via, []).extend(parcel.ids)
    out: set[int] = set()
    for via, wanted in by_way.items():
        given = {"now": now, "its_via": via, "day": day}
        for batch in batches(wanted):
            out.update(session.scalars(claims.HAND_OVER, {"ids": batch, **given}))
    return [parcel for parcel in packed if out.issuperset(parcel.ids)]


def hand_over(session: Session, ids: int | Sequence[int], now: datetime) -> list[post.Post]:
    """These messages are about to leave one by one: from here on, silence means unknown. Commit before sending.

    Args:
        session: the transaction.
        ids: of claimed messages; one that is not claimed any more does not come back.
        now: this moment.
    """
    wanted = [ids] if isinstance(ids, int) else list(ids)
    moved: set[int] = set()
    for batch in batches(wanted):
        moved.update(session.scalars(claims.HAND_OVER_ALONE, {"ids": batch, "now": now}))
    found = {one.id: one for one in post.read_posts(session, moved)}
    return [found[message_id] for message_id in wanted if message_id in found]


def settle(  # noqa: PLR0913  (what left and what did not, of an office, at a moment)
    session: Session,
    now: datetime,
    desk: Desk,
    ended: Sequence[Ended],
    late: Sequence[Parcel] = (),
    *,
    posts: Posts = one_post,
) -> Settled:
    """The rows say how handing over ended; some letters are to leave by their person's next channel.

    Args:
        session: the transaction.
        now: this moment, not that at which the round began: leases, waits and silences count from it.
        desk: the office.
        ended: letters that left.
        late: letters that were handed over and have not left; they are claimed as before.
        posts: how many posts a letter is by a channel that is throttled.
    """
    return settling.settle(session, now, _local_day(desk, now), desk, ended, late, posts)


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
    """The message's row says how handing over ended, whatever other channels the person has; its status."""
    said = {name: text for name, text in (("subject", subject), ("body", body)) if text}
    return settling.record(session, now, _local_day(desk, now), desk, message_id, outcome, said)


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

    By a channel that knows a message which it had before, the latter is queued again too, as often as it would be tried
    again after a failure.

    Returns:
        The ids of both.
    """
    too_old = messages.c.claimed_at < now - LOST_AFTER
    safe = [channel.name for channel in desk.office.channels if may_resend(channel)]
    few = messages.c.attempts <= len(desk.office.policies.retry_minutes)
    had = and_(messages.c.status == MessageStatus.HANDED_OVER, messages.c.via.in_(safe), few)
    again = session.scalars(
        update(messages)
        .where(too_old, or_(messages.c.status == MessageStatus.CLAIMED, had))
        .values(status=MessageStatus.QUEUED, claimed_by="", claimed_at=None)
        .returning(messages.c.id)
    ).all()
    why = say(desk.office.language, "act.lost")
    lost = session.execute(
        update(messages)
        .where(messages.c.status == MessageStatus.HANDED_OVER, too_old)
        .values(status=MessageStatus.UNKNOWN, error=why, ended_at=now)
        .returning(messages.c.id)
    ).all()
    steps = [history.Step(row.id, MessageStatus.HANDED_OVER, MessageStatus.UNKNOWN, why) for row in lost]
    history.append(session, _local_day(desk, now), Subject.MESSAGE, steps)
    return sorted([*again, *(row.id for row in lost)])


def retry(session: Session, day: date, desk: Desk, message_id: int, *, by: str) -> int:
    """A person has decided: the message that failed or whose outcome is unknown is queued again (补发), alone.

    Raises:
        NotFoundError: no such message or person.
        RefusedError: it is not stuck.
    """
    person = people.person_named(session, by)
    fresh = {"status": MessageStatus.QUEUED, "attempts": 0, "try_at": None, "ended_at": None, "claimed_by": ""}
    fresh |= {"tried": [], "urgent": True, "renewed_on": day, "via": ""}
    return unsticking.decide(session, day, desk, message_id, fresh, word="act.retried", by=person.name)


def count_as_sent(session: Session, day: date, desk: Desk, message_id: int, *, by: str) -> int:
    """A person knows that the message arrived: it counts as sent (视为已送达), and the history says who said so.

    Raises:
        NotFoundError: no such message or person.
        RefusedError: it is not stuck.
    """
    person = people.person_named(session, by)
    return unsticking.decide(
        session, day, desk, message_id, {"status": MessageStatus.SENT}, word="act.counted_as_sent", by=person.name
    )


def _local_day(desk: Desk, now: datetime) -> date:
    return now.astimezone(ZoneInfo(desk.office.time_zone)).date()
