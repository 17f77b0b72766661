"""Work that is not owed any more because the plan or the roster changed: withdrawn, and told to all who knew of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, literal, or_, select, update
from sqlalchemy.orm import Session

from models import OPEN_ASSIGNMENT, AssignmentStatus, Subject
from models.rows import batches, streamed
from models.tables import assignment_is_owed, assignments, units, work_items
from rules.desk import Desk
from rules.plan import Asks, Doer
from services import history, opening, people, posting, rotated, visitors
from words import say

_OWED_BY_PLAN = (
    select(assignments.c.id, assignments.c.period, work_items.c.item, units.c.name.label("unit"))
    .join(work_items, work_items.c.id == assignments.c.work_item_id)
    .join(units, units.c.id == assignments.c.unit_id)
    .where(assignment_is_owed, opening.opened_by_plan)
)


def withdraw_what_left(session: Session, day: date, desk: Desk) -> None:
    """Nothing is owed for an entry or a unit that left."""
    left = or_(
        assignments.c.work_item_id.in_(select(work_items.c.id).where(~work_items.c.active)),
        assignments.c.unit_id.in_(select(units.c.id).where(~units.c.active)),
    )
    _withdraw(session, day, desk, left, "act.withdrawn_by_plan")


def withdraw_unplanned(session: Session, day: date, desk: Desk) -> None:
    """Nothing is owed for a period that an entry does not have, nor by a unit that it is not for any more.

    What a person opened by hand is left.
    """
    opened = select(assignments.c.opens_on).where(assignment_is_owed).distinct()
    planned = _planned(session, desk, session.execute(opened).all())
    gone, left = list[int](), list[int]()
    for row in streamed(session, _OWED_BY_PLAN):
        its_units = planned.get((row.item, row.period))
        if its_units is None:
            gone.append(row.id)
        elif row.unit not in its_units:
            left.append(row.id)
    _withdraw_these(session, day, desk, gone, "act.period_gone")
    _withdraw_these(session, day, desk, left, "act.not_addressed")


def _planned(session: Session, desk: Desk, opened: Iterable[Any]) -> dict[tuple[str, str], frozenset[str]]:
    """Entry and period to the names of the units; most are for the same units, and share one set of them."""
    found = rotated.as_stored(session, desk, opening.planned_now(desk, opened).values())
    sets = {its_units: frozenset(its_units) for its_units in {it.units for it in found}}
    return {(it.item, it.period): sets[it.units] for it in found}


def _withdraw_these(session: Session, day: date, desk: Desk, ids: Iterable[int], word: str) -> None:
    for batch in batches(ids):
        _withdraw(session, day, desk, assignments.c.id.in_(batch), word)


def _withdraw(session: Session, day: date, desk: Desk, left: ColumnElement[bool], word: str) -> None:
    """What is owed of these is not owed any more; all who were told of it are told, one message each."""
    why = say(desk.office.language, word)
    gone = [row for status in OPEN_ASSIGNMENT for row in _withdraw_from(session, status, left)]
    steps = [history.Step(row.id, row.was, AssignmentStatus.WITHDRAWN, why) for row in gone]
    history.append(session, day, Subject.ASSIGNMENT, steps)
    if gone:
        posting.queue(session, day, desk, _notes(session, day, gone, why))


def _withdraw_from(session: Session, status: AssignmentStatus, left: ColumnElement[bool]) -> list[Any]:
    return list(
        session.execute(
            update(assignments)
            .where(assignments.c.status == status, left)
            .values(status=AssignmentStatus.WITHDRAWN)
            .returning(
                assignments.c.id,
                assignments.c.unit_id,
                assignments.c.work_item_id,
                assignments.c.unannounced,
                literal(str(status)).label("was"),
            )
        )
    )


def _notes(session: Session, day: date, gone: list[Any], why: str) -> list[posting.Note]:
    items = {row.id: row for row in session.execute(select(work_items))}
    found, sent = people.directory(session, (row.unit_id for row in gone)), visitors.of_assignments(session, gone)
    told: dict[people.Contact, list[Any]] = defaultdict(list)
    for row in gone:
        item = items[row.work_item_id]
        for contact in sent.told_of_work(found, row, doer=Doer(item.doer), asks=Asks(item.asks)):
            told[contact].append(row)
    turns = history.lengths(session, Subject.ASSIGNMENT, (_first(rows) for rows in told.values()))
    return [
        posting.Note(
            f"withdrawn:{day}:{_first(rows)}:{turns[_first(rows)]}:{contact.id}",
            "withdrawn",
            contact,
            {
                "title": posting.listed(items[row.work_item_id].title for row in rows),
                "units": list(dict.fromkeys(found.name_of(row.unit_id) for row in rows)),
                "why": why,
            },
        )
        for contact, rows in told.items()
    ]


def _first(rows: list[Any]) -> int:
    return min(int(row.id) for row in rows)
