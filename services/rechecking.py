"""What waits is asked again when it leaves: submitted, closed, withdrawn or too late in the meantime is not sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CHECKING, CLIMBING, OPEN_ASSIGNMENT, ComplaintStatus, RectificationStatus
from models.rows import batches
from models.tables import assignments, units, work_items
from rules.delivering import DAILY, is_stale
from rules.desk import Desk
from rules.plan import Asks
from services import renewing, standings
from services.linking import linked
from services.post import Post
from services.posting import working_days_left
from services.standings import Standing, Standings

_LINED = frozenset({"digest", "overdue", "handed_over", "week_summary"})
_LINES_NAMED = _LINED | {"visit_today", "drawn"}
_OF_A_CASE: Mapping[str, Sequence[str]] = {
    "rectification": CLIMBING,
    "escalation": CLIMBING,
    "returned": CLIMBING,
    "extension_asked": CLIMBING,
    "submitted": (RectificationStatus.SUBMITTED,),
    "check_late": CHECKING,
    "draft": (RectificationStatus.DRAFT,),
}
"""Kind to the statuses of its case in which it still says something true."""
_LATE = frozenset({"escalation", "check_late"})
"""Kinds that are untrue as soon as the day that they call missed is another."""
_COMPLAINT_STEPS = {"registered": ComplaintStatus.REGISTERED, "assigned": ComplaintStatus.ACCEPTED}
_NAMES_ASKED = 50
"""An opening that names more units than this is sent as it is: some of so many always still owe it."""


@dataclass(slots=True)
class Rechecked:
    """What still holds, its facts as of today; and by id why not (a word below ``act.``)."""

    kept: list[Post] = field(default_factory=list)
    dropped: dict[int, str] = field(default_factory=dict)


def recheck(session: Session, day: date, desk: Desk, posts: Sequence[Post]) -> Rechecked:
    """Which of the messages are still worth sending, in a few statements for all of them."""
    found = Rechecked()
    now = _Now.read(session, posts)
    news = renewing.read(session, desk, posts, now.stand)
    for post in posts:
        fresh = _why_not(day, desk, now, post) or _as_of(day, desk, now, news, post)
        if isinstance(fresh, str):
            found.dropped[post.id] = fresh
        else:
            found.kept.append(linked(desk, fresh))
    return found


def _as_of(day: date, desk: Desk, now: _Now, news: renewing.News, post: Post) -> Post | str:
    """The message as of that day, or why it is not sent; what is part of a day's letter bears the day of the letter."""
    if post.kind in _LINED:
        return _refreshed(day, desk, now, post) or renewing.SETTLED
    fresh = news.of(day, desk, post)
    if isinstance(fresh, str) or fresh.kind not in DAILY:
        return fresh
    return replace(fresh, facts={**fresh.facts, "day": day.isoformat()})


def _why_not(day: date, desk: Desk, now: _Now, post: Post) -> str:
    if not post.active:
        return "act.left"
    if is_stale(desk.office.policies, (day - (post.renewed_on or post.day)).days):
        return "act.stale"
    return "act.settled" if _is_settled(now, post) or _is_answered(now, post) else ""


def _is_settled(now: _Now, post: Post) -> bool:
    """Whether the case or complaint of which it speaks has gone on since."""
    number = post.facts.get("number")
    if post.kind == "complaint":
        return number in now.stand.complaints and not _is_still_asked(now.stand.complaints[number], post.facts)
    row = now.stand.cases.get(number)
    if row is None or post.kind not in _OF_A_CASE:
        return False
    if post.kind in _LATE and post.facts.get("due_on") not in {None, row.due_on.isoformat()}:
        return True
    if post.kind == "extension_asked" and (number, post.facts.get("wanted_on")) not in now.stand.asked:
        return True
    return row.status not in _OF_A_CASE[post.kind]


def _is_still_asked(row: Standing, facts: Mapping[str, Any]) -> bool:
    """Whether the step of the complaint that the message asks for is still to be taken, by the day that it says."""
    if facts.get("what") in _COMPLAINT_STEPS:
        return row.status == _COMPLAINT_STEPS[facts["what"]]
    return bool(row.side) and row.due_on.isoformat() == facts.get("due_on")


def _is_answered(now: _Now, post: Post) -> bool:
    """Whether an opening names only work that is answered or withdrawn by now."""
    key, names = _work_of(post), post.facts.get("units") or []
    known = {name for name in names if (*key, name) in now.work} if key else set()
    return bool(known) and len(known) == len(set(names)) and not any(now.work[*key, name] for name in known)


def _work_of(post: Post) -> tuple[str, str] | tuple[()]:
    facts = post.facts
    asked = post.kind == "issued" and facts.get("asks") != Asks.NOTICE and len(facts.get("units") or []) <= _NAMES_ASKED
    return (str(facts.get("item")), str(facts.get("period"))) if asked else ()


def _refreshed(day: date, desk: Desk, now: _Now, post: Post) -> Post | None:
    """The message with the lines that are still owed, counted from today; None where none is."""
    lines = [fresh for line in post.facts.get("lines", []) if (fresh := _line(day, desk, now, line))]
    facts = {**post.facts, "lines": lines, "day": day.isoformat()}
    return replace(post, facts=facts) if lines or post.kind == "week_summary" else None


def _line(day: date, desk: Desk, now: _Now, line: dict[str, Any] | str) -> dict[str, Any] | str | None:
    row = None if isinstance(line, str) else now.stand.of(line)
    if isinstance(line, str) or row is None:
        return line
    was = standings.side_of_case(line["status"]) if line.get("number") and line.get("status") else row.side
    if not row.side or row.side != was:  # what another owes now is not for this reader any more
        return None
    left = working_days_left(desk, row.due_on, day)
    return {**line, "due_on": row.due_on.isoformat(), "working_days_left": left, "status": row.status}


@dataclass(frozen=True, slots=True)
class _Now:
    """How the things that the messages speak of stand: by themselves, and work by entry, period and unit."""

    stand: Standings
    work: dict[tuple[str, ...], bool]

    @classmethod
    def read(cls, session: Session, posts: Sequence[Post]) -> _Now:
        """Everything that the posts name."""
        lines = [line for post in posts if post.kind in _LINES_NAMED for line in post.facts.get("lines", [])]
        named = [post.facts for post in posts] + [line for line in lines if isinstance(line, dict)]
        return cls(standings.read(session, named), _work(session, posts))


def _work(session: Session, posts: Sequence[Post]) -> dict[tuple[str, ...], bool]:
    """Entry, period and unit to whether the unit still owes it."""
    named: dict[tuple[str, str], set[str]] = {}
    for post in posts:
        key = _work_of(post)
        if key:
            named.setdefault(key, set()).update(post.facts.get("units") or [])
    found: dict[tuple[str, ...], bool] = {}
    for (item, period), names in named.items():
        for batch in batches(sorted(names)):
            rows = session.execute(
                select(units.c.name, assignments.c.status)
                .join(work_items, work_items.c.id == assignments.c.work_item_id)
                .join(units, units.c.id == assignments.c.unit_id)
                .where(work_items.c.item == item, assignments.c.period == period, units.c.name.in_(batch))
            )
            for name, status in rows:
                owed = status in OPEN_ASSIGNMENT
                found[item, period, name] = owed or found.get((item, period, name), False)
    return found
