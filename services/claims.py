"""The statements by which a worker claims messages, hands them over and notes what arrived, put together once.

Of every letter one message is the leader, and the others follow it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, bindparam, func, or_, select, update

from models import MessageStatus
from models.tables import messages
from rules.delivering import DAILY

_NOW = bindparam("now", type_=messages.c.claimed_at.type)
_others = messages.alias("others")
_IN_A_LETTER = (MessageStatus.HANDED_OVER, MessageStatus.SENT, MessageStatus.UNKNOWN)
_UNDER_WAY = (MessageStatus.CLAIMED, MessageStatus.HANDED_OVER)


def _is_due(table: Any) -> ColumnElement[bool]:
    return or_(table.c.try_at.is_(None), table.c.try_at <= _NOW)


def _is_daily(table: Any) -> ColumnElement[bool]:
    return and_(~table.c.urgent, table.c.kind.in_(DAILY))


def _leads() -> ColumnElement[bool]:
    """The first of the person's daily messages that wait, where no letter of the day is out or under way.

    The first ones of all persons are found at once: asked for each row, PostgreSQL reads everything that waits anew.
    """
    waiting = and_(_is_daily(_others), _others.c.status == MessageStatus.QUEUED, _is_due(_others))
    first = select(func.min(_others.c.id)).where(waiting).group_by(_others.c.person_id)
    daily = and_(_others.c.person_id == messages.c.person_id, _is_daily(_others))
    on_the_day = _others.c.letter_on == bindparam("day", type_=messages.c.letter_on.type)
    had = and_(daily, on_the_day, _others.c.status.in_(_IN_A_LETTER))
    under_way = and_(daily, _others.c.status.in_(_UNDER_WAY))
    told = select(_others.c.id).where(or_(had, under_way)).correlate(messages).exists()
    return and_(messages.c.id.in_(first), ~told)


def _claiming(whose: ColumnElement[bool]) -> Any:
    """The statement that claims these and what follows them; bound: `now`, `day`, `worker`, `most`."""
    waits = and_(messages.c.status == MessageStatus.QUEUED, _is_due(messages))
    chosen = (
        select(messages.c.id, messages.c.person_id, _is_daily(messages).label("daily"))
        .where(waits, whose)
        .order_by(messages.c.urgent.desc(), messages.c.id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
        .cte("chosen")
    )
    led = select(chosen.c.person_id).where(chosen.c.daily)
    follows = and_(_is_daily(messages), messages.c.person_id.in_(led))
    claimed = {"status": MessageStatus.CLAIMED, "claimed_at": _NOW, "claimed_by": bindparam("worker", type_=String)}
    mine = or_(messages.c.id.in_(select(chosen.c.id)), follows)
    return update(messages).where(waits, mine).values(claimed).returning(messages.c.id, messages.c.urgent)


EVERYTHING = _claiming(or_(messages.c.urgent, messages.c.kind.not_in(DAILY), _leads()))
"""Within the office's hours."""
URGENT = _claiming(messages.c.urgent)
"""At any hour."""

HAND_OVER_ALONE = (
    update(messages)
    .where(messages.c.id.in_(bindparam("ids", expanding=True)), messages.c.status == MessageStatus.CLAIMED)
    .values(status=MessageStatus.HANDED_OVER, attempts=messages.c.attempts + 1, claimed_at=_NOW)
    .returning(messages.c.id)
)
"""Claimed messages that leave one by one; bound: `ids`, `now`."""
HAND_OVER = HAND_OVER_ALONE.values(
    via=bindparam("its_via", type_=String), letter_on=bindparam("day", type_=messages.c.letter_on.type)
)
"""Claimed messages that leave by one channel in the day's letter; bound too: `its_via`, `day`."""
ARRIVED = (
    update(messages)
    .where(
        messages.c.id == bindparam("message"),
        or_(messages.c.status == MessageStatus.HANDED_OVER, messages.c.status == MessageStatus.UNKNOWN),
    )
    .values(
        status=MessageStatus.SENT,
        try_at=None,
        ended_at=bindparam("now", type_=messages.c.ended_at.type),
        **{name: bindparam(f"its_{name}", type_=String) for name in ("subject", "body", "via", "error")},
    )
)
"""One message that arrived; bound: `message`, `now`, and what was said by which channel."""
