"""What the auditor reads: what should exist and does not, what stands still, what ran last."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from models import AssignmentStatus, MessageStatus, Work
from models.tables import (
    assignment_is_owed,
    assignments,
    drawings,
    heartbeats,
    messages,
    offices,
    rectification_is_owed,
    rectifications,
)
from rules.auditing import Seen, case_is_stuck, expected
from rules.escalating import thaw
from rules.recurring import occurrences
from services.marks import not_marked

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from rules.desk import Desk

STALE_AFTER = timedelta(minutes=30)
"""Twice as long as a lost claim is left alone."""
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
        stale_claims=_stale_claims(session, delivered),
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
    case = rectifications.c
    rows = session.execute(
        select(case.number, case.due_on, case.rung, case.ladder)
        .where(rectification_is_owed, case.due_on < day)
        .order_by(case.due_on, case.id)
    )
    return tuple(
        row.number for row in rows if case_is_stuck(desk.calendar, row.due_on, row.rung, thaw(row.ladder), day)
    )


def _stale_claims(session: Session, delivered_at: datetime | None) -> int:
    """Claims that a delivery should have given up and has not: those much older than the last one that ended."""
    if delivered_at is None:
        return 0
    held = messages.c.status.in_((MessageStatus.CLAIMED, MessageStatus.HANDED_OVER))
    old = held & (messages.c.claimed_at < delivered_at - STALE_AFTER)
    return session.scalar(select(func.count()).select_from(messages).where(old)) or 0
