"""How much waits in the outbox for somebody to take it out now."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from models.tables import channels, messages, people
from rules.delivering import per_minute, reachable
from rules.desk import Desk
from rules.reminding import is_message_time
from services import claims


def count_waiting(session: Session, now: datetime, desk: Desk, *, most: int) -> int:
    """How many letters may go out now, by a channel that takes as many as there are.

    What waits for a channel that takes so many a minute, or that rests, is not counted: more senders would only wait
    together. The same letters are counted that `services.delivering.claim` would give to a worker.

    Args:
        session: the transaction.
        now: this moment; outside the office's hours and on rest days only urgent messages may go out.
        desk: the office.
        most: counting ends there.
    """
    local = now.astimezone(ZoneInfo(desk.office.time_zone))
    open_now = is_message_time(desk.calendar, desk.office.hours, local)
    whose = claims.LEADING if open_now else messages.c.urgent
    leading = select(messages.c.person_id).where(claims.WAITING, whose).limit(most).subquery()
    wanted = cast(people.c.channels, String).label("wanted")
    by_way = select(wanted, func.count()).join(leading, leading.c.person_id == people.c.id).group_by(wanted)
    slow = _slow(session, now, desk)
    found = session.execute(by_way, {"now": now, "day": local.date()}).tuples()
    return sum(count for ways, count in found if _is_free(desk, json.loads(ways), slow))


def _slow(session: Session, now: datetime, desk: Desk) -> set[str]:
    """The channels that take so many a minute, and those that rest at this moment."""
    resting = session.scalars(select(channels.c.name).where(channels.c.blocked_until > now))
    return {*resting, *(channel.name for channel in desk.office.channels if per_minute(channel))}


def _is_free(desk: Desk, wanted: list[str], slow: set[str]) -> bool:
    """Whether a person has a channel that takes the letter at once; who has none is dealt with at once as well."""
    ways = reachable(wanted, desk.office.channels)
    return not ways or any(channel.name not in slow for channel in ways)
