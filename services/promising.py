"""What the office has published, kept up with its plan: shared by loading and recounting, read by the difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, select, tuple_, update
from sqlalchemy.orm import Session

from models import PlannedOccurrence
from models.rows import batches, insert_new
from models.tables import assignments, drawings, planned, units, work_items
from rules.desk import Desk
from rules.differing import Change, Difference, Key, Promise, difference, promised, renamed, rule_of
from rules.plan import Occurrence

_FACTS = tuple(field.name for field in fields(Promise))
_AT_ONCE = 5
"""So many rows at once: one holds the codes of all its units."""
_STATE = ("sequence", "former_units", "cancelled")


def compare(session: Session, day: date, desk: Desk) -> Difference:
    """What the desk's plan would change of what is published; nothing is written.

    What was due before the office's own year is no part of it: a folder turned to the next year takes nothing back.
    """
    new_ids = _renamed(session, desk)
    of_these_years = (planned.c.due_on >= date(desk.office.year, 1, 1)) & ~planned.c.cancelled
    chosen = select(planned).where(of_these_years).execution_options(yield_per=_AT_ONCE)
    shared = _Shared()
    old = [_promise(row, new_ids, shared) for row in session.execute(chosen).mappings()]
    return difference(old, promised(desk, day), day, as_before=_as_before(session, desk, new_ids))


def promise(session: Session, day: date, desk: Desk) -> Difference:
    """What the desk's plan promises is published; back comes what is otherwise. Empty when nothing is.

    Before the entries are loaded: an entry is known as before by what stands in the database of its rule.
    """
    _rename(session, _renamed(session, desk))
    found = compare(session, day, desk)
    known = _known(session)
    changes = {it.new.key: _changed(it, known[it.new.key], day) for it in found.changed}
    fresh = [*found.begun, *found.added, *found.late]
    back = {it.key: _again(it, known[it.key], day) for it in fresh if it.key in known}
    late = {it.key for it in found.late}
    rows = (_row(desk, it, day, is_late=it.key in late) for it in fresh if it.key not in known)
    for few in batches(rows, _AT_ONCE):
        insert_new(session, PlannedOccurrence, few, unless=("item", "period"), returning=())
    _store(session, changes | back)
    _cancel(session, found.removed, known, day)
    return found


def follow_days(session: Session, day: date, desk: Desk) -> list[Key]:
    """What is provisional is published with the days known now, where its entry is dated as it was loaded."""
    as_before = _as_before(session, desk, {})
    now = {it.key: it for it in promised(desk, day) if it.item in as_before}
    rows = session.execute(select(planned).where(planned.c.provisional, ~planned.c.cancelled)).mappings()
    old = {(row["item"], row["period"]): row for row in rows}
    shared = _Shared()
    both = [(row, _promise(row, {}, shared), now[key]) for key, row in old.items() if key in now]
    moved = [(row, Change(was, _with_days(was, new))) for row, was, new in both if _days(was) != _days(new)]
    _store(session, {it.new.key: _changed(it, row, day) for row, it in moved})
    return [it.new.key for _, it in moved]


def touched(session: Session) -> dict[Key, bool]:
    """What may have other units than when it was opened, though as many; true: it was added after its due day."""
    of_these = planned.c.is_late | (planned.c.sequence > 0)
    rows = session.execute(select(planned.c.item, planned.c.period, planned.c.is_late).where(of_these))
    return {(row.item, row.period): row.is_late for row in rows}


def lacking(session: Session, owing: Sequence[Occurrence], touched: Iterable[Key]) -> list[Occurrence]:
    """Of what was changed, counted unit by unit, only that which a unit has not; all else as it is."""
    keys = {(it.item, it.period) for it in owing}.intersection(touched)
    if not keys:
        return list(owing)
    of_these = tuple_(work_items.c.item, assignments.c.period).in_(sorted(keys))
    joined = select(work_items.c.item, assignments.c.period, units.c.name).select_from(assignments)
    joined = joined.join(work_items, work_items.c.id == assignments.c.work_item_id)
    has = set(session.execute(joined.join(units, units.c.id == assignments.c.unit_id).where(of_these)).tuples())
    return [
        it
        for it in owing
        if (it.item, it.period) not in keys or any((it.item, it.period, unit) not in has for unit in it.units)
    ]


def _days(it: Promise) -> tuple[date, date, bool]:
    return it.opens_on, it.due_on, it.provisional


def _with_days(was: Promise, new: Promise) -> Promise:
    return Promise(**asdict(was) | dict(zip(("opens_on", "due_on", "provisional"), _days(new), strict=True)))


def _renamed(session: Session, desk: Desk) -> dict[str, str]:
    """Old to new id of entries that only have another id now."""
    rows = session.execute(
        select(work_items.c.item, work_items.c.title, work_items.c.digest).where(work_items.c.active)
    )
    known = {row.item: (row.title, row.digest) for row in rows}
    taken = set(session.scalars(select(work_items.c.item).where(~work_items.c.active)))
    return {old: new for old, new in renamed(known, desk.plan.entries).items() if new not in taken}


def _rename(session: Session, new_ids: Mapping[str, str]) -> None:
    """The entries, what is published of them and what was drawn for them bear their new ids; all else goes on."""
    for old, new in new_ids.items():
        session.execute(update(work_items).where(work_items.c.item == old).values(item=new))
        session.execute(update(planned).where(planned.c.item == old).values(item=new))
        keys = session.execute(select(drawings.c.id, drawings.c.key).where(drawings.c.key.startswith(f"{old}:")))
        for row in keys.all():
            key = f"{new}:{row.key.removeprefix(f'{old}:')}"
            session.execute(update(drawings).where(drawings.c.id == row.id).values(key=key))


def _as_before(session: Session, desk: Desk, new_ids: Mapping[str, str]) -> frozenset[str]:
    rows = session.execute(select(work_items.c.item, work_items.c.digest)).tuples()
    rules = {new_ids.get(item, item): rule for item, rule in rows}
    return frozenset(entry.id for entry in desk.plan.entries if rules.get(entry.id) == rule_of(entry))


class _Shared(dict[tuple[str, ...], tuple[str, ...]]):
    """Equal units of many occurrences as one and the same tuple: a province's are long, and mostly all of them."""

    def of(self, units: Iterable[str]) -> tuple[str, ...]:
        """These units, as they came first."""
        found = tuple(units)
        return self.setdefault(found, found)


def _promise(row: Mapping[Any, Any], new_ids: Mapping[str, str], shared: _Shared) -> Promise:
    facts = {name: row[name] for name in _FACTS}
    return Promise(**facts | {"item": new_ids.get(row["item"], row["item"]), "units": shared.of(row["units"])})


def _known(session: Session) -> dict[Key, dict[str, Any]]:
    columns = (planned.c[name] for name in ("item", "period", "units", *_STATE))
    rows = session.execute(select(*columns).execution_options(yield_per=_AT_ONCE)).mappings()
    shared = _Shared()
    return {
        (row["item"], row["period"]): dict(row)
        | {"units": shared.of(row["units"]), "former_units": shared.of(row["former_units"])}
        for row in rows
    }


def _row(desk: Desk, it: Promise, day: date, *, is_late: bool) -> dict[str, Any]:
    name = sha256(f"{desk.office.name}|{it.item}|{it.period}".encode()).hexdigest()[:24]
    return _facts(it) | {"uid": name, "planned_on": day, "changed_on": day, "is_late": is_late}


def _facts(it: Promise) -> dict[str, Any]:
    return asdict(it) | {"units": list(it.units)}


def _changed(it: Change, row: Mapping[Any, Any], day: date) -> dict[str, Any]:
    former = [*row["former_units"], *it.left]
    return _again(it.new, {**row, "former_units": former}, day)


def _again(it: Promise, row: Mapping[Any, Any], day: date) -> dict[str, Any]:
    stays = set(it.units)
    former = [code for code in dict.fromkeys([*row["former_units"], *row["units"]]) if code not in stays]
    return _facts(it) | _touched(row, day) | {"former_units": former, "cancelled": False}


def _touched(row: Mapping[Any, Any], day: date) -> dict[str, Any]:
    return {"sequence": row["sequence"] + 1, "changed_on": day}


def _store(session: Session, rows: Mapping[Key, Mapping[str, Any]]) -> None:
    if rows:
        names = [name for name in next(iter(rows.values())) if name not in {"item", "period"}]
        of_it = (planned.c.item == bindparam("the_item")) & (planned.c.period == bindparam("the_period"))
        statement = update(planned).where(of_it).values({name: bindparam(name) for name in names})
        values = [
            {name: row[name] for name in names} | {"the_item": key[0], "the_period": key[1]}
            for key, row in rows.items()
        ]
        session.connection().execute(statement, values)


def _cancel(session: Session, gone: Iterable[Promise], known: Mapping[Key, Mapping[str, Any]], day: date) -> None:
    of_it = (planned.c.item == bindparam("the_item")) & (planned.c.period == bindparam("the_period"))
    statement = (
        update(planned)
        .where(of_it)
        .values(cancelled=True, sequence=bindparam("the_sequence"), changed_on=bindparam("the_day"))
    )
    for batch in batches(gone):
        values = [
            {
                "the_item": it.item,
                "the_period": it.period,
                "the_sequence": known[it.key]["sequence"] + 1,
                "the_day": day,
            }
            for it in batch
        ]
        session.connection().execute(statement, values)
