"""Work that changes hands: whoever has open work in hand that was another's is told of all of it, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import chain
from typing import Any

from sqlalchemy import case as sql_case
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models import CHECKING, Subject
from models.rows import streamed
from models.tables import (
    assignment_is_owed,
    assignments,
    findings,
    messages,
    rectification_is_owed,
    rectifications,
    units,
    work_items,
)
from models.tables import people as persons
from rules.audience import office_unit
from rules.desk import Desk
from rules.office import Role
from rules.plan import Asks, Doer
from rules.standing import STANDING_PLAN
from services import people, posting, visitors

_OF_A_CASE = (Role.LIAISON, Role.PRINCIPAL, Role.INSPECTOR)
_KIND = "handed_over"

Piece = tuple[Subject, int]


@dataclass(frozen=True, slots=True)
class Hands:
    """Who has which open work in hand; `lines` says each piece as a message does."""

    pieces: Mapping[people.Contact, frozenset[Piece]]
    lines: Mapping[Piece, dict[str, Any]] = field(default_factory=dict)

    @property
    def all(self) -> frozenset[Piece]:
        """Every piece of open work that somebody has in hand."""
        return frozenset(piece for pieces in self.pieces.values() for piece in pieces)


def in_hand(session: Session, desk: Desk) -> Hands | None:
    """Who has which open work in hand as the database says; None where the desk puts nobody in another's place."""
    return None if _who(session) == _who_now(desk) else _hands(session)


def hand_over(session: Session, day: date, desk: Desk, before: Hands) -> list[int]:
    """Everybody who has open work in hand that was another's has one message; the ids of these messages."""
    now = _hands(session, desk, day)
    were = {contact.id: pieces for contact, pieces in before.pieces.items()}
    taken = {contact: pieces & before.all - were.get(contact.id, set()) for contact, pieces in now.pieces.items()}
    turns = _turns(session)
    notes = [
        posting.Note(
            f"{_KIND}:{day}:{turns.get(contact.id, 0) + 1}:{contact.id}",
            _KIND,
            contact,
            {"lines": sorted((now.lines[piece] for piece in pieces), key=_by_due_day)},
            unit_id=contact.unit_id,
        )
        for contact, pieces in taken.items()
        if pieces
    ]
    return posting.queue(session, day, desk, notes)


def _hands(session: Session, desk: Desk | None = None, day: date | None = None) -> Hands:
    work, cases = _work(session), _cases(session)
    found = people.directory(session, {row.unit_id for row in (*work, *cases)})
    held: dict[people.Contact, set[Piece]] = defaultdict(set)
    sent = visitors.of_assignments(session, work)
    for piece, contacts in _holders(found, sent, work, cases):
        for contact in contacts:
            held[contact].add(piece)
    lines = {} if desk is None or day is None else _lines(desk, day, found, work, cases)
    return Hands({contact: frozenset(pieces) for contact, pieces in held.items()}, lines)


def _work(session: Session) -> list[Any]:
    item = work_items.c
    return list(
        session.execute(
            select(assignments, item.title, item.doer, item.asks)
            .join(work_items, item.id == assignments.c.work_item_id)
            .where(assignment_is_owed)
        )
    )


def _cases(session: Session) -> list[Any]:
    """Each with the day of the clock that runs: the unit's, or the inspector's."""
    case = rectifications.c
    is_checked = case.status.in_(CHECKING)
    due_on = sql_case((is_checked, func.coalesce(case.check_due_on, case.due_on)), else_=case.due_on).label("due_on")
    columns = (*(case[name] for name in ("id", "number", "unit_id", "status", "first_due_on")), due_on, findings.c.fact)
    joined = select(*columns).join(findings, findings.c.id == case.finding_id)
    return list(session.execute(joined.where(or_(rectification_is_owed, is_checked))))


def _holders(
    found: people.Directory, sent: visitors.Visitors, work: Iterable[Any], cases: Iterable[Any]
) -> Iterator[tuple[Piece, list[people.Contact]]]:
    for row in work:
        yield (
            (Subject.ASSIGNMENT, row.id),
            sent.told_of_work(found, row, doer=Doer(row.doer), asks=Asks(row.asks)),
        )
    for row in cases:
        roles = (Role.INSPECTOR,) if row.status in CHECKING else _OF_A_CASE
        told = (contact for role in roles for contact in found.told(role, row.unit_id))
        yield (Subject.RECTIFICATION, row.id), list(told)


def _lines(
    desk: Desk, day: date, found: people.Directory, work: Iterable[Any], cases: Iterable[Any]
) -> dict[Piece, dict[str, Any]]:
    lines = {
        (Subject.ASSIGNMENT, row.id): posting.assignment_line(desk, day, row, row.title, found.name_of(row.unit_id))
        for row in work
    }
    return lines | {
        (Subject.RECTIFICATION, row.id): posting.case_line(desk, day, row, found.name_of(row.unit_id)) for row in cases
    }


def _turns(session: Session) -> dict[int, int]:
    counted = select(messages.c.person_id, func.count()).where(messages.c.kind == _KIND).group_by(messages.c.person_id)
    return dict(session.execute(counted).tuples().all())


def _who(session: Session) -> tuple[int, int]:
    """Everything that decides in whose hands work is, as it stands in the database: a print of it, in no order."""
    person = select(persons.c.name, persons.c.role, units.c.code, persons.c.zone)
    joined = person.outerjoin(units, units.c.id == persons.c.unit_id).where(persons.c.active)
    place = select(units.c.code, units.c.zone, units.c.inspector, units.c.parent).where(units.c.active)
    entry = select(work_items.c.item, work_items.c.doer, work_items.c.asks)
    entry = entry.where(work_items.c.active, work_items.c.plan != STANDING_PLAN)
    rows = (row for chosen in (joined, place, entry) for row in streamed(session, chosen))
    return _print_of(tuple(value or "" for value in row) for row in rows)


def _who_now(desk: Desk) -> tuple[int, int]:
    office, codes = office_unit(desk.office), {unit.code for unit in desk.roster.units}
    listed = desk.roster.units if any(unit.kind == office.kind for unit in desk.roster.units) else (
        *desk.roster.units, office,
    )  # fmt: skip
    codes.add(office.code)
    return _print_of(
        chain(
            ((it.name, str(it.role), it.unit if it.unit in codes else "", it.zone) for it in desk.roster.people),
            ((it.code, it.zone, it.inspector, it.parent) for it in listed),
            ((it.id, str(it.doer), str(it.asks)) for it in desk.plan.entries),
        )
    )


def _print_of(rows: Iterable[tuple[str, ...]]) -> tuple[int, int]:
    """How many they are, and the sum of their digests: the same for the same rows, in whatever order they come."""
    count = total = 0
    for row in rows:
        count += 1
        total += int.from_bytes(blake2b("\x1f".join(row).encode(), digest_size=16).digest(), "big")
    return count, total


def _by_due_day(line: Mapping[str, Any]) -> tuple[str, str, str]:
    return line["due_on"], line["title"], line["unit"]
