"""What the auditor reads: what should exist and does not, what stands still, what ran last."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from models import AssignmentStatus, MessageStatus, RectificationStatus, Work
from models.tables import (
    assignment_is_owed,
    assignments,
    channels,
    drawings,
    heartbeats,
    messages,
    offices,
    rectification_is_checked,
    rectification_is_owed,
    rectifications,
)
from rules.auditing import Seen, case_is_stuck, expected, waits_too_long
from rules.clocks import CHECK, REPORT, Clock
from rules.escalating import thaw
from rules.recurring import occurrences
from services.marks import not_marked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from rules.desk import Desk

STALE_AFTER = timedelta(minutes=30)
"""Twice as long as a lost claim is left alone."""
DAY = timedelta(days=1)
_IN_TIME = (AssignmentStatus.OPEN, AssignmentStatus.RECEIVED)


def read_seen(session: Session, now: datetime, desk: Desk, *, free_megabytes: int, disk_writable: bool) -> Seen:
    """Everything that the auditor judges by.

    Args:
        session: a reading one.
        now: this moment.
        desk: the office as its folder says.
        free_megabytes: on the disk of the folder.
        disk_writable: whether a file could be written there.
    """
    local = now.astimezone(ZoneInfo(desk.office.time_zone))
    day = local.date()
    office = session.execute(select(offices.c.first_swept_on, offices.c.swept_on)).one_or_none()
    first, swept = (office.first_swept_on, office.swept_on) if office else (None, None)
    delivered = session.scalar(select(heartbeats.c.at).where(heartbeats.c.work == str(Work.DELIVERY)))
    is_swept = swept is not None and swept >= day
    return Seen(
        now=local,
        first_swept_on=first,
        swept_on=swept,
        delivered_at=delivered.astimezone(local.tzinfo) if delivered else None,
        lacking=_lacking(session, desk, day, first) if is_swept else (),
        stuck_work=_stuck_work(session, day) if is_swept else 0,
        stuck_cases=_stuck_cases(session, desk, day) if is_swept else (),
        late_drafts=_late_drafts(session, day),
        stale_claims=_stale_claims(session, delivered),
        resting=_resting(session, now, desk),
        waiting=_waiting(session, desk, day),
        undelivered=_undelivered(session, now),
        free_megabytes=free_megabytes,
        disk_writable=disk_writable,
    )


def _lacking(session: Session, desk: Desk, day: date, first_swept_on: date | None) -> tuple[str, ...]:
    """Titles and periods of what must be open for all of its units and is not; of a draw: what is not drawn."""
    around = (it for year in range(day.year - 1, day.year + 1) for it in occurrences(desk, year))
    due = expected(desk, around, day, first_swept_on)
    unmarked = not_marked(session, due)
    keys = [f"{it.item}:{it.period}" for it in unmarked]
    drawn = set(session.scalars(select(drawings.c.key).where(drawings.c.key.in_(keys)))) if keys else set()
    return tuple(f"{it.title}（{it.period}）" for it, key in zip(unmarked, keys, strict=True) if key not in drawn)


def _stuck_work(session: Session, day: date) -> int:
    """Assignments in time by their status, though their day has passed."""
    late = assignment_is_owed & assignments.c.status.in_(_IN_TIME) & (assignments.c.due_on < day)
    return session.scalar(select(func.count()).select_from(assignments).where(late)) or 0


def _stuck_cases(session: Session, desk: Desk, day: date) -> tuple[str, ...]:
    """The numbers of the cases that are late by either clock and stand still."""
    stuck = {row.number for clock in (REPORT, CHECK) for row in _late(session, day, clock) if _stands(desk, row, day)}
    return tuple(sorted(stuck))


def _late_drafts(session: Session, day: date) -> tuple[str, ...]:
    """The numbers of the drafts whose notice the office should have issued: no ladder of theirs climbs."""
    case = rectifications.c
    late = (case.status == RectificationStatus.DRAFT) & (case.check_due_on < day)
    return tuple(session.scalars(select(case.number).where(late).order_by(case.check_due_on, case.id)))


def _late(session: Session, day: date, clock: Clock) -> Iterable[Any]:
    case = rectifications.c
    owed = rectification_is_owed if clock is REPORT else rectification_is_checked
    own = [case[name].label(label) for name, label in ((clock.due, "due_on"), (clock.rung, "rung"))]
    columns = (case.number, case.climbed_on, case[clock.ladder].label("ladder"), *own)
    return session.execute(select(*columns).where(owed, case[clock.due] < day))


def _stands(desk: Desk, row: Any, day: date) -> bool:
    return case_is_stuck(desk.calendar, row.due_on, row.rung, row.climbed_on, thaw(row.ladder), day)


def _stale_claims(session: Session, delivered_at: datetime | None) -> int:
    """Claims that a delivery should have given up and has not: those much older than the last one that ended."""
    if delivered_at is None:
        return 0
    held = messages.c.status.in_((MessageStatus.CLAIMED, MessageStatus.HANDED_OVER))
    old = held & (messages.c.claimed_at < delivered_at - STALE_AFTER)
    return session.scalar(select(func.count()).select_from(messages).where(old)) or 0


def _resting(session: Session, now: datetime, desk: Desk) -> tuple[str, ...]:
    """The office's channels that were switched off, rested, and did not work again either."""
    since = now - timedelta(minutes=desk.office.policies.channel_rest_minutes)
    off = channels.c.name.in_([channel.name for channel in desk.office.channels]) & (channels.c.off_since < since)
    return tuple(session.scalars(select(channels.c.name).where(off).order_by(channels.c.name)))


def _waiting(session: Session, desk: Desk, day: date) -> int:
    """Messages that should have left long ago; what a person holds is not among them."""
    overdue = (messages.c.urgent & (messages.c.queued_on < day)) | (messages.c.queued_on < waits_too_long(desk, day))
    late = (messages.c.status == MessageStatus.QUEUED) & overdue
    return session.scalar(select(func.count()).select_from(messages).where(late)) or 0


def _undelivered(session: Session, now: datetime) -> int:
    """Messages that failed for good, or whose outcome is not known, since the same time of the day before."""
    ended = messages.c.status.in_((MessageStatus.DEAD, MessageStatus.UNKNOWN)) & (messages.c.ended_at > now - DAY)
    return session.scalar(select(func.count()).select_from(messages).where(ended)) or 0
