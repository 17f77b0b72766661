"""Loading the plan and the roster: what is new is added, what changed is changed, what left stays with its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from models import MessageStatus, OfficeRow, PersonRow, UnitRow, WorkItem
from models.rows import batches, insert_new, streamed
from models.tables import messages, units, work_items
from models.tables import people as persons
from rules.audience import office_unit
from rules.desk import Desk
from rules.differing import rule_of
from rules.office import Person, Unit, UnitKind
from rules.plan import Entry
from rules.standing import STANDING_PLAN
from services import announcing, handing, opening, promising, withdrawing

_OF_PERSON = frozenset({"name", "role", "zone", "email", "phone", "channels", "language"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load moved, as ``item:P3C-02-1``, ``unit:K01``, ``person:name``; all empty when nothing changed."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


UNCHANGED = Loaded((), (), ())


def load(session: Session, day: date, desk: Desk) -> Loaded:
    """The database knows the desk's plan, units and people, and no others as active.

    Open assignments of entries and units that left, of periods that the plan does not have any more, and of units that
    an entry is not for any more, are withdrawn, and all who were told of them hear of it once; what comes back before
    its due day is open again. An entry that only has another id goes on under it. Whoever has open work in hand that
    was another's, hears once of all of it.
    """
    is_first = _load_office(session, desk)
    promised = promising.promise(session, day, desk)
    in_hand = None if is_first else handing.in_hand(session, desk)
    _mark_moved(session, desk)
    moved = [
        _load(session, WorkItem, "item", (_item_row(desk, entry) for entry in desk.plan.entries)),
        _load(session, UnitRow, "code", (_unit_row(unit) for unit in _units(desk)), shown="unit"),
    ]
    moved.append(_load(session, PersonRow, "name", _person_rows(session, desk), shown="person"))
    loaded = Loaded(*(tuple(key for part in moved for key in part[place]) for place in range(3)))
    withdrawing.withdraw_what_left(session, day, desk)
    if promised or loaded != UNCHANGED:
        withdrawing.withdraw_unplanned(session, day, desk)
    opening.open_again(session, day, desk)
    if in_hand is not None:
        handing.hand_over(session, day, desk, in_hand)
    announcing.announce(session, day, desk, promised)
    _drop_messages_of_who_left(session)
    return loaded


def _load_office(session: Session, desk: Desk) -> bool:
    """The office's row is there, and locked until the load ends: two loads at once go one after the other."""
    facts = {"name": desk.office.name, "plan": desk.plan.name, "plan_version": desk.plan.version}
    is_first = bool(insert_new(session, OfficeRow, [{"id": 1, **facts}], unless=["id"]))
    if not is_first:
        session.execute(update(SQLModel.metadata.tables["office"]).values(facts))
    return is_first


def _load(
    session: Session, model: type[SQLModel], key: str, wanted: Iterable[dict[str, Any]], shown: str = "item"
) -> tuple[list[str], list[str], list[str]]:
    """Added, changed and removed of one table, a thousand rows at a time: only the keys of all are held at once."""
    table = SQLModel.metadata.tables[str(model.__tablename__)]
    listed, added, changed = set[str](), list[str](), list[str]()
    for batch in batches(wanted):
        by_key = {row[key]: row | {"active": True} for row in batch}
        known = _known(session, table, key, by_key)
        new = [row for name, row in by_key.items() if name not in known]
        moved = [row for name, row in by_key.items() if name in known and _differs(row, known[name])]
        insert_new(session, model, new, unless=[key], returning=())
        _change(session, table, key, moved)
        listed |= by_key.keys()
        added += (row[key] for row in new)
        changed += (row[key] for row in moved)
    removed = [name for name in _active(session, table, key) if name not in listed]
    _change(session, table, key, [{key: name, "active": False} for name in removed])
    return tuple([f"{shown}:{name}" for name in sorted(part)] for part in (added, changed, removed))  # type: ignore[return-value]  # three


def _known(session: Session, table: Table, key: str, names: Iterable[str]) -> dict[str, Mapping[Any, Any]]:
    """What the database has of these, by key; what every office has by itself is not the plan's to change."""
    found = session.execute(select(table).where(table.c[key].in_(list(names)))).mappings()
    return {row[key]: row for row in found if row.get("plan") != STANDING_PLAN}


def _active(session: Session, table: Table, key: str) -> Iterator[str]:
    of_plan = [table.c.plan != STANDING_PLAN] if "plan" in table.c else []
    yield from streamed(session, select(table.c[key]).where(table.c.active, *of_plan).order_by(table.c.id)).scalars()


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
        "digest": rule_of(entry),
    }


def _mark_moved(session: Session, desk: Desk) -> None:
    """Entries that are dated otherwise than before are marked, for `recounting` to count their deadlines again."""
    known = dict(session.execute(select(work_items.c.item, work_items.c.digest)).tuples().all())
    moved = [entry.id for entry in desk.plan.entries if known.get(entry.id, rule_of(entry)) != rule_of(entry)]
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


def _person_rows(session: Session, desk: Desk) -> Iterator[dict[str, Any]]:
    """After the units, whose ids are looked up as they are needed."""
    for batch in batches(desk.roster.people):
        of_these = select(units.c.code, units.c.id).where(units.c.code.in_({it.unit for it in batch}))
        unit_ids = dict(session.execute(of_these).tuples().all())
        yield from (_person_row(person, unit_ids) for person in batch)


def _person_row(person: Person, unit_ids: Mapping[str, int]) -> dict[str, Any]:
    """What messages need; terms of office and recusals stay in the roster, where they are checked."""
    row = {name: value for name, value in asdict(person).items() if name in _OF_PERSON}
    return row | {"role": str(person.role), "channels": list(person.channels), "unit_id": unit_ids.get(person.unit)}


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
