"""Loading the plan and the roster: what is new is added, what changed is changed, what left stays with its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, literal, or_, select, tuple_, update
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from models import (
    OPEN_ASSIGNMENT,
    AssignmentStatus,
    MessageStatus,
    OfficeRow,
    PersonRow,
    Subject,
    UnitRow,
    WorkItem,
)
from models.rows import batches, insert_new
from models.tables import assignment_is_owed, assignments, messages, units, work_items
from models.tables import people as persons
from rules.audience import office_unit
from rules.desk import Desk
from rules.office import Person, Unit, UnitKind
from rules.plan import Asks, Doer, Entry
from services import history, opening, people, posting, visitors
from words import say

_OF_PERSON = frozenset({"name", "role", "zone", "email", "phone", "channels"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load moved, as ``item:P3C-02-1``, ``unit:K01``, ``person:name``; all empty when nothing changed."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def load(session: Session, day: date, desk: Desk) -> Loaded:
    """The database knows the desk's plan, units and people, and no others as active.

    Open assignments of entries and units that left, and of periods that the plan does not have any more, are withdrawn,
    and all who were told of them hear of it once; what comes back before its due day is open again.
    """
    _load_office(session, desk)
    _mark_moved(session, desk)
    moved = [
        _load(session, WorkItem, "item", [_item_row(desk, entry) for entry in desk.plan.entries]),
        _load(session, UnitRow, "code", [_unit_row(unit) for unit in _units(desk)], shown="unit"),
    ]
    unit_ids = dict(session.execute(select(units.c.code, units.c.id)).tuples().all())
    rows = [_person_row(person, unit_ids) for person in desk.roster.people]
    moved.append(_load(session, PersonRow, "name", rows, shown="person"))
    _withdraw_what_left(session, day, desk)
    _withdraw_gone_periods(session, day, desk)
    opening.open_again(session, day, desk)
    _drop_messages_of_who_left(session)
    return Loaded(*(tuple(key for part in moved for key in part[place]) for place in range(3)))


def _load_office(session: Session, desk: Desk) -> None:
    facts = {"name": desk.office.name, "plan": desk.plan.name, "plan_version": desk.plan.version}
    if not insert_new(session, OfficeRow, [{"id": 1, **facts}], unless=["id"]):
        session.execute(update(SQLModel.metadata.tables["office"]).values(facts))


def _load(
    session: Session, model: type[SQLModel], key: str, wanted: Iterable[dict[str, Any]], shown: str = "item"
) -> tuple[list[str], list[str], list[str]]:
    """Added, changed and removed of one table."""
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    by_key = {row[key]: row | {"active": True} for row in wanted}
    known = {row[key]: dict(row) for row in session.execute(select(table)).mappings()}
    added = [row for name, row in by_key.items() if name not in known]
    changed = [row for name, row in by_key.items() if name in known and _differs(row, known[name])]
    removed = [name for name, row in known.items() if row["active"] and name not in by_key]
    insert_new(session, model, added, unless=[key])
    _change(session, table, key, changed)
    for batch in batches(removed):
        session.execute(update(table).where(table.c[key].in_(batch)).values(active=False))
    names = ([row[key] for row in added], [row[key] for row in changed], removed)
    return tuple([f"{shown}:{name}" for name in sorted(part)] for part in names)  # type: ignore[return-value]  # three


def _differs(row: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    return any(known[name] != value for name, value in row.items())


def _change(session: Session, table: Table, key: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != key}
        statement = update(table).where(table.c[key] == bindparam("the_key")).values(values)
        session.connection().execute(statement, [{**row, "the_key": row[key]} for row in rows])


def _item_row(desk: Desk, entry: Entry) -> dict[str, Any]:
    return {
        "item": entry.id,
        "plan": desk.plan.name,
        "title": entry.title,
        "klass": str(entry.class_),
        "kind": str(entry.kind),
        "programme": entry.programme,
        "doer": str(entry.doer),
        "asks": str(entry.asks),
        "unannounced": entry.unannounced or entry.audience.draw is not None,
        "evidence": list(entry.evidence),
        "reminders": list(entry.reminders),
        "reminder_cap": entry.reminder_cap,
        "digest": _digest(entry),
    }


def _digest(entry: Entry) -> str:
    """Of what decides when and for whom: as long as it stays, so do the days that people were told."""
    decides = (entry.class_, entry.window, entry.due, entry.audience, entry.asks, entry.unannounced)
    return sha256(repr(decides).encode()).hexdigest()[:16]


def _mark_moved(session: Session, desk: Desk) -> None:
    """Entries that are dated otherwise than before are marked, for `recounting` to count their deadlines again."""
    known = dict(session.execute(select(work_items.c.item, work_items.c.digest)).tuples().all())
    moved = [entry.id for entry in desk.plan.entries if known.get(entry.id, _digest(entry)) != _digest(entry)]
    for batch in batches(moved):
        session.execute(update(work_items).where(work_items.c.item.in_(batch)).values(moved=True))


def _units(desk: Desk) -> tuple[Unit, ...]:
    """The roster's units and the office itself, unless the roster lists it."""
    if any(unit.kind is UnitKind.OFFICE for unit in desk.roster.units):
        return desk.roster.units
    return (office_unit(desk.office), *desk.roster.units)


def _unit_row(unit: Unit) -> dict[str, Any]:
    plain = {"kind": str(unit.kind), "ownership": str(unit.ownership)}
    return asdict(unit) | plain | {"stages": [str(stage) for stage in unit.stages], "tags": list(unit.tags)}


def _person_row(person: Person, unit_ids: Mapping[str, int]) -> dict[str, Any]:
    """What messages need; terms of office and recusals stay in the roster, where they are checked."""
    row = {name: value for name, value in asdict(person).items() if name in _OF_PERSON}
    return row | {"role": str(person.role), "channels": list(person.channels), "unit_id": unit_ids.get(person.unit)}


def _withdraw_what_left(session: Session, day: date, desk: Desk) -> None:
    """Nothing is owed for an entry or a unit that left."""
    left = or_(
        assignments.c.work_item_id.in_(select(work_items.c.id).where(~work_items.c.active)),
        assignments.c.unit_id.in_(select(units.c.id).where(~units.c.active)),
    )
    _withdraw(session, day, desk, left, "act.withdrawn_by_plan")


def _withdraw_gone_periods(session: Session, day: date, desk: Desk) -> None:
    """Nothing is owed for a period that a moved entry does not have any more; what a person opened is left."""
    periods = session.execute(
        select(assignments.c.work_item_id, assignments.c.period, assignments.c.opens_on, work_items.c.item)
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .where(assignment_is_owed, work_items.c.moved)
        .distinct()
    ).all()
    planned = opening.planned_now(desk, periods)
    gone = [(row.work_item_id, row.period) for row in periods if (row.item, row.period) not in planned]
    for batch in batches(gone):
        of_these = tuple_(assignments.c.work_item_id, assignments.c.period).in_(batch)
        _withdraw(session, day, desk, of_these & opening.opened_by_plan, "act.period_gone")


def _withdraw(session: Session, day: date, desk: Desk, left: ColumnElement[bool], word: str) -> None:
    """What is owed of these is not owed any more; all who were told of it are told, one message each."""
    why = say(desk.office.language, word)
    gone = [row for status in OPEN_ASSIGNMENT for row in _withdraw_from(session, status, left)]
    steps = [history.Step(row.id, row.was, AssignmentStatus.WITHDRAWN, why) for row in gone]
    history.append(session, day, Subject.ASSIGNMENT, steps)
    if gone:
        posting.queue(session, day, desk, _withdrawn_notes(session, day, gone, why))


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


def _withdrawn_notes(session: Session, day: date, gone: list[Any], why: str) -> list[posting.Note]:
    items = {row.id: row for row in session.execute(select(work_items))}
    found, sent = people.directory(session, (row.unit_id for row in gone)), visitors.of_assignments(session, gone)
    told: dict[people.Contact, list[Any]] = defaultdict(list)
    for row in gone:
        item = items[row.work_item_id]
        for contact in sent.told_of_work(found, row, doer=Doer(item.doer), asks=Asks(item.asks)):
            told[contact].append(row)
    return [
        posting.Note(
            f"withdrawn:{day}:{min(row.id for row in rows)}:{contact.id}",
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


def _drop_messages_of_who_left(session: Session) -> None:
    """What was not sent yet to somebody who left is not sent any more."""
    session.execute(
        update(messages)
        .where(
            messages.c.status == MessageStatus.QUEUED,
            messages.c.person_id.in_(select(persons.c.id).where(~persons.c.active)),
        )
        .values(status=MessageStatus.WITHDRAWN)
    )
