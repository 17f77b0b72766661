"""What a month's arrangement announced and the plan changed since: whoever has the arrangement is told, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.rows import batches
from models.tables import messages, units
from models.tables import people as persons
from rules.desk import Desk
from rules.differing import Difference, Promise
from rules.office import Role
from services import people, posting

_KIND = "plan_changed"
_NOT_HEARD = ("withdrawn", "dead", "nobody")
_KEYS_AT_ONCE = 100

Turn = tuple[Promise, Promise | None, frozenset[str]]
"""What was announced, what it is now (None: it is off), and the codes of the units to which this is news."""


def announce(session: Session, day: date, desk: Desk, found: Difference) -> list[int]:
    """Who has an arrangement in which something stands otherwise now has one message; the ids of these messages.

    Of what is open already only those are told who have no message of their own for it: the others hear of their
    assignment. What became secret is off, as far as schools are told.
    """
    turns = [turn for turn in _turns(found) if not turn[0].secret]
    news: dict[people.Contact, list[Turn]] = defaultdict(list)
    for month, its in _by_month(turns).items():
        for contact, unit in _have(session, month):
            news[contact] += [turn for turn in its if unit in turn[2]]
    known = _have_own(session, [turn[0] for turn in turns if turn[0].opens_on <= day])
    counts = _counts(session) if news else {}
    notes = [
        _note(day, contact, left, counts.get(contact.id, 0) + 1)
        for contact, its in news.items()
        if (left := [turn for turn in dict.fromkeys(its) if (*turn[0].key, contact.id) not in known])
    ]
    return posting.queue(session, day, desk, notes)


def _turns(found: Difference) -> Iterator[Turn]:
    shifted = {change.old.key for change in found.shifted}
    for gone in found.removed:
        if gone.key not in shifted:
            yield gone, None, frozenset(gone.units)
    for change in (*found.changed, *found.shifted):
        if change.left:
            yield change.old, None, frozenset(change.left)
        if stay := frozenset(change.old.units) & frozenset(change.new.units):
            if change.new.secret:
                yield change.old, None, stay
            elif change.moves:
                yield change.old, change.new, stay


def _by_month(turns: Iterable[Turn]) -> dict[str, list[Turn]]:
    months: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        for first in {turn[0].opens_on.replace(day=1), turn[0].due_on.replace(day=1)}:
            months[f"{first:%Y-%m}"].append(turn)
    return months


def _have(session: Session, month: str) -> list[tuple[people.Contact, str]]:
    """The active people of a school who have the arrangement of the month, each with the unit's code."""
    rows = session.execute(
        select(persons.c.id, persons.c.name, persons.c.role, persons.c.unit_id, units.c.code)
        .join(messages, messages.c.person_id == persons.c.id)
        .join(units, units.c.id == persons.c.unit_id)
        .where(messages.c.key.startswith(f"month_plan:{month}:", autoescape=True), persons.c.active)
        .where(messages.c.status.not_in(_NOT_HEARD))
        .order_by(persons.c.id)
    )
    return [(people.Contact(row.id, row.name, Role(row.role), row.unit_id, ""), row.code) for row in rows]


def _have_own(session: Session, opened: Iterable[Promise]) -> set[tuple[str, str, int]]:
    """Entry, period and person of those who were told of their assignment."""
    by_prefix = {f"issued:{it.item}:{it.period}:": it.key for it in opened}
    found: set[tuple[str, str, int]] = set()
    for batch in batches(by_prefix, _KEYS_AT_ONCE):
        wanted = or_(*(messages.c.key.startswith(prefix, autoescape=True) for prefix in batch))
        for row in session.execute(select(messages.c.key, messages.c.person_id).where(wanted)):
            found |= {(*by_prefix[prefix], row.person_id) for prefix in batch if row.key.startswith(prefix)}
    return found


def _counts(session: Session) -> dict[int, int]:
    counted = select(messages.c.person_id, func.count()).where(messages.c.kind == _KIND).group_by(messages.c.person_id)
    return dict(session.execute(counted).tuples().all())


def _note(day: date, contact: people.Contact, turns: list[Turn], nth: int) -> posting.Note:
    lines = [_line(old, new) for old, new, _ in sorted(turns, key=lambda turn: (turn[0].opens_on, turn[0].item))]
    return posting.Note(f"{_KIND}:{day}:{nth}:{contact.id}", _KIND, contact, {"lines": lines}, unit_id=contact.unit_id)


def _line(old: Promise, new: Promise | None) -> dict[str, Any]:
    return {
        "title": old.title,
        "old_opens_on": old.opens_on.isoformat(),
        "old_due_on": old.due_on.isoformat(),
        "new_opens_on": new.opens_on.isoformat() if new else "",
        "new_due_on": new.due_on.isoformat() if new else "",
    }
