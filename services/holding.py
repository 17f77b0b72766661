"""The flood guard (pitfall 4): a stage that would queue too much is held before its first message, and says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import Message, MessageStatus, Subject
from models.rows import batches, insert_new
from models.tables import messages
from models.tables import people as persons
from rules.delivering import flood_limit
from rules.desk import Desk
from rules.errors import RefusedError
from rules.office import Role
from services import history, people
from words import say

_RUN = "dudao_queued"
_NAMED = 5
OWN = frozenset({"held", "channel_off", "nobody", "alarm"})
"""What the system says of itself: never held, and counted nowhere."""

Read = Callable[[], Sequence[Any]]
"""Brings rows with id, person_id and kind."""


@dataclass(slots=True)
class _Run:
    """What one transaction has queued so far; `unread`: sets of which only the size is known yet."""

    ids: list[int] = field(default_factory=list)
    by_person: Counter[int] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)
    held: int = 0
    unread: list[tuple[int, Read]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.ids) + sum(count for count, _ in self.unread)

    @property
    def most(self) -> int:
        """Nobody has more than so many of them; as near as is known."""
        return max(self.by_person.values(), default=0) + len(self.unread)

    def add(self, new: Iterable[Any]) -> None:
        """These rows are counted one by one; what the system says of itself is not."""
        for row in new:
            if row.kind not in OWN:
                self.ids.append(row.id)
                self.by_person[row.person_id] += 1
                self.by_kind[row.kind] += 1

    def read(self) -> None:
        """Nothing is unread any more."""
        for _, read in self.unread:
            self.add(read())
        self.unread.clear()


def hold_back(session: Session, day: date, desk: Desk, new: Iterable[Any]) -> None:
    """These new messages wait for a person where they, with what the transaction queued before them, are too many.

    Args:
        session: the transaction; it remembers what it queued.
        day: today.
        desk: the office with its limits.
        new: rows with id, person_id and kind; read once.
    """
    run: _Run = session.info.setdefault(_RUN, _Run())
    before = run.count
    run.add(new)
    if run.count > before:
        _judge(session, day, desk, run)


def hold_back_set(session: Session, day: date, desk: Desk, count: int, read: Read) -> None:
    """The same of very many messages, at most one a person; `read` brings their rows only where they may be a flood."""
    run: _Run = session.info.setdefault(_RUN, _Run())
    run.unread.append((count, read))
    _judge(session, day, desk, run)


def _judge(session: Session, day: date, desk: Desk, run: _Run) -> None:
    if _is_flood(desk, run) and run.unread:
        run.read()
    if _is_flood(desk, run):
        _hold(session, day, desk, run)


def _is_flood(desk: Desk, run: _Run) -> bool:
    """Whether it is one, as far as is known; nothing unread makes it sure."""
    policies = desk.office.policies
    if run.held or run.count > flood_limit(policies, len(desk.roster.people)):
        return True
    return run.most > policies.flood_per_person


def _hold(session: Session, day: date, desk: Desk, run: _Run) -> None:
    for batch in batches(run.ids[run.held :]):
        queued = messages.c.id.in_(batch) & (messages.c.status == MessageStatus.QUEUED)
        session.execute(update(messages).where(queued).values(status=MessageStatus.HELD))
    run.held = len(run.ids)
    _tell(session, day, desk, run)


def _tell(session: Session, day: date, desk: Desk, run: _Run) -> None:
    """The coordinators know what would have gone out: one message a day and office, which says the latest numbers."""
    who = select(persons.c.id, persons.c.name).where(persons.c.id.in_(_busiest(run)))
    names = {row.id: row.name for row in session.execute(who)}
    facts = {
        "count": len(run.ids),
        "kinds": [{"kind": kind, "count": count} for kind, count in run.by_kind.most_common()],
        "people": [{"name": names[one], "count": run.by_person[one]} for one in _busiest(run) if one in names],
        "examples": _examples(session, run.ids[:_NAMED]),
        "held_on": day.isoformat(),
    }
    key = f"held:{day}:{run.ids[0]}"
    for contact in people.directory(session).all_of(Role.COORDINATOR):
        common = {"office": desk.office.name, "day": day.isoformat(), "person": contact.name, "role": str(contact.role)}
        row = {"key": f"{key}:{contact.id}", "kind": "held", "person_id": contact.id, "unit_id": None, "urgent": True}
        filled = {**row, "facts": {**common, **facts}, "queued_on": day}
        if not insert_new(session, Message, [filled]):
            chosen = (messages.c.key == row["key"]) & (messages.c.status == MessageStatus.QUEUED)
            session.execute(update(messages).where(chosen).values(facts=filled["facts"]))


def _busiest(run: _Run) -> list[int]:
    return [person for person, _ in run.by_person.most_common(_NAMED)]


def _examples(session: Session, ids: Iterable[int]) -> list[dict[str, str]]:
    rows = session.execute(
        select(messages.c.kind, messages.c.facts, persons.c.name)
        .join(persons, persons.c.id == messages.c.person_id)
        .where(messages.c.id.in_(list(ids)))
        .order_by(messages.c.id)
    )
    return [{"kind": row.kind, "person": row.name, "about": _about(row.facts)} for row in rows]


def _about(facts: dict[str, Any]) -> str:
    first: Any = next(iter(facts.get("lines") or []), {})
    title = facts.get("number") or facts.get("title") or (first.get("title") if isinstance(first, dict) else "")
    return str(title or "")


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one day."""

    on: date
    count: int


def read_held(session: Session) -> tuple[Held, ...]:
    """What waits for a release, day by day."""
    days = select(messages.c.queued_on, func.count()).where(messages.c.status == MessageStatus.HELD)
    grouped = days.group_by(messages.c.queued_on).order_by(messages.c.queued_on)
    return tuple(Held(on, count) for on, count in session.execute(grouped).tuples())


def release(  # noqa: PLR0913  (what of which day, by whom)
    session: Session, day: date, desk: Desk, held_on: date, *, by: str, drop: bool = False
) -> list[int]:
    """What was held of that day waits for sending again (放行), or is given up (`drop`); [] the second time.

    Raises:
        NotFoundError: no such person.
        RefusedError: somebody of a school.
    """
    person = people.person_named(session, by)
    people.check_of_office(person)
    status = MessageStatus.SUPPRESSED if drop else MessageStatus.QUEUED
    word = say(desk.office.language, "act.held_dropped" if drop else "act.released")
    values: dict[str, Any] = {"status": status, "renewed_on": day, "error": word if drop else ""}
    chosen = (messages.c.status == MessageStatus.HELD, messages.c.queued_on == held_on)
    ids = list(session.scalars(update(messages).where(*chosen).values(values).returning(messages.c.id)))
    steps = [history.Step(one, MessageStatus.HELD, status, word) for one in ids]
    history.append(session, day, Subject.MESSAGE, steps, by=person.name)
    return sorted(ids)


def check_day(text: str) -> date:
    """The day of a label or an argument.

    Raises:
        RefusedError: it is none.
    """
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise RefusedError("refuse.no_held", value=text) from None
