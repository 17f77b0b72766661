"""What waited is written anew for the day on which it leaves: the kinds whose truth stands in tables of their own.

Days are counted from the day of leaving, what somebody has done meanwhile is not mentioned, and what is only worth
saying until a day is too late afterwards. Kinds that tell of an act that was done (closed, decided, an extension, a
changed day, a withdrawal, a step of a supervision, somebody missing, an alarm) stay true and are sent as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import MessageStatus, SupervisionStatus
from models.rows import batches
from models.tables import channels, messages, monitorings, supervisions, units
from rules.desk import Desk
from rules.escalating import working_days_overdue
from rules.spanning import month_end
from services import owed_visits
from services.post import Post
from services.standings import Standings

SETTLED, TOO_LATE = "act.settled", "act.stale"

Renewed = Post | str
"""The message as of today, or the word (below ``act.``) of why it is not sent."""

Renew = Callable[[date, Desk, Post], Renewed]


@dataclass(frozen=True, slots=True)
class News:
    """How the things stand of which such messages speak, read once for all of them."""

    by_kind: Mapping[str, Renew]

    def of(self, day: date, desk: Desk, post: Post) -> Renewed:
        """The message as of that day; one of another kind comes back as it is."""
        renew = self.by_kind.get(post.kind)
        return renew(day, desk, post) if renew else post


def read(session: Session, desk: Desk, posts: Sequence[Post], stand: Standings) -> News:
    """Everything that these posts name; a statement for each kind that is among them.

    Args:
        session: the transaction.
        desk: the office.
        posts: what is about to leave.
        stand: of the work that their lines name.
    """
    kinds = {post.kind for post in posts}
    readers: dict[str, Callable[[], Renew]] = {
        "escalation": lambda: _days_late,
        "check_late": lambda: _days_late,
        "visit_today": lambda: partial(_visits, stand),
        "drawn": lambda: partial(_visits, stand),
        "month_plan": lambda: _month_ahead,
        "missing_visits": lambda: partial(_unvisited, _owed(session, desk, posts)),
        "held": lambda: partial(_still_held, _held_days(session)),
        "channel_off": lambda: partial(_still_off, _resting(session)),
        "monitored": lambda: partial(_still_monitored, _monitored(session)),
        "supervision": lambda: partial(_still_running, _closed(session, posts)),
    }
    return News({kind: read_it() for kind, read_it in readers.items() if kind in kinds})


def _with(day: date, post: Post, **facts: Any) -> Post:
    return replace(post, facts={**post.facts, **facts, "day": day.isoformat()})


def _days_late(day: date, desk: Desk, post: Post) -> Renewed:
    """A climb or a late check says by how many working days, counted from today."""
    due_on = post.facts.get("due_on")
    if not due_on:
        return post
    return _with(day, post, working_days_overdue=working_days_overdue(desk.calendar, date.fromisoformat(due_on), day))


def _visits(stand: Standings, day: date, _desk: Desk, post: Post) -> Renewed:
    """The visits that are still owed; each says its day, and the words whether that is today."""
    lines = [line for line in post.facts["lines"] if (row := stand.of(line)) is None or row.side]
    return _with(day, post, lines=lines) if lines else SETTLED


def _month_ahead(day: date, _desk: Desk, post: Post) -> Renewed:
    return TOO_LATE if f"{post.facts['month']}"[:7] < f"{day:%Y-%m}" else post


def _unvisited(owed: Mapping[str, _Owed], day: date, _desk: Desk, post: Post) -> Renewed:
    """The schools that still lack a visit; an inspector can make up for it in that month only."""
    month = post.facts["month"]
    if post.role == "inspector" and month < f"{day:%Y-%m}":
        return TOO_LATE
    lines = [fresh for line in post.facts["lines"] if (fresh := _lacking(owed[month], line))]
    return replace(post, facts={**post.facts, "lines": lines}) if lines else SETTLED


@dataclass(frozen=True, slots=True)
class _Owed:
    """Ids of the schools that are owed the month's visit, and visits in the term of those that are short of the law."""

    month: frozenset[int]
    term: Mapping[int, int]


def _lacking(owed: _Owed, line: dict[str, Any]) -> dict[str, Any] | None:
    if "unit_id" not in line:
        return line
    fresh = {"owed": line["owed"] and line["unit_id"] in owed.month, "in_term": owed.term.get(line["unit_id"], -1)}
    return line | fresh if fresh["owed"] or fresh["in_term"] >= 0 else None


def _owed(session: Session, desk: Desk, posts: Sequence[Post]) -> dict[str, _Owed]:
    found = {}
    for month in {post.facts["month"] for post in posts if post.kind == "missing_visits"}:
        last = month_end(int(month[:4]), int(month[5:7]))
        term = owed_visits.short_of_law(session, desk, last)
        found[month] = _Owed(frozenset(owed_visits.in_month(session, last)), term)
    return found


def _still_held(days: frozenset[str], _day: date, _desk: Desk, post: Post) -> Renewed:
    return post if post.facts.get("held_on", post.day.isoformat()) in days else SETTLED


def _held_days(session: Session) -> frozenset[str]:
    waiting = select(messages.c.queued_on).where(messages.c.status == MessageStatus.HELD).distinct()
    return frozenset(day.isoformat() for day in session.scalars(waiting))


def _still_off(resting: frozenset[str], _day: date, _desk: Desk, post: Post) -> Renewed:
    return post if post.facts.get("channel") in resting else SETTLED


def _resting(session: Session) -> frozenset[str]:
    return frozenset(session.scalars(select(channels.c.name).where(channels.c.off_since.is_not(None))))


def _still_monitored(names: frozenset[str], _day: date, _desk: Desk, post: Post) -> Renewed:
    return post if post.facts.get("unit") in names else SETTLED


def _monitored(session: Session) -> frozenset[str]:
    running = select(units.c.name).join(monitorings, monitorings.c.unit_id == units.c.id)
    return frozenset(session.scalars(running.where(monitorings.c.ended_on.is_(None))))


def _still_running(closed: frozenset[str], _day: date, _desk: Desk, post: Post) -> Renewed:
    return SETTLED if post.facts.get("number") in closed and post.facts.get("what") in _WHILE_OPEN else post


_WHILE_OPEN = frozenset({"team", "moved", "team_changed", "notice"})
"""What is said of a supervision before it takes place; opinion and letter stay true when it is closed."""


def _closed(session: Session, posts: Sequence[Post]) -> frozenset[str]:
    numbers = sorted({str(post.facts.get("number")) for post in posts if post.kind == "supervision"})
    chosen = select(supervisions.c.number).where(supervisions.c.status != SupervisionStatus.OPEN)
    return frozenset(
        number for some in batches(numbers) for number in session.scalars(chosen.where(supervisions.c.number.in_(some)))
    )
