"""What every opening of work has in common: the rows, their history, and who is told how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from models import Assignment, AssignmentStatus, Subject
from models.rows import batches, insert_new
from models.tables import assignments, changes, units, work_items
from rules.desk import Desk
from rules.loading import doer_role
from rules.plan import Asks, DueBasis, Entry, Occurrence
from rules.recurring import occurrences
from services import carrying, history, people, posting
from words import say

_first = changes.alias("first_step")
opened_by_plan = (
    exists()
    .where(_first.c.subject == Subject.ASSIGNMENT, _first.c.subject_id == assignments.c.id)
    .where(_first.c.from_status == "", _first.c.by == history.SYSTEM)
)
"""The plan opened the assignment; no person started or drew it by hand."""


_ALSO = (work_items.c.item, work_items.c.title, units.c.name.label("unit"))


@dataclass(frozen=True, slots=True)
class Opening:
    """What is opened for whom: an occurrence of the plan, an event, or a draw; `silent`: told by who opens it."""

    entry: Entry
    title: str
    period: str
    opens_on: date
    due_on: date
    due_basis: DueBasis
    due_value: int
    due_provisional: bool
    unit_ids: Sequence[int]
    unannounced: bool
    why: str
    again: str = ""
    silent: bool = False


def open_all(
    session: Session, day: date, desk: Desk, openings: Iterable[Opening], *, by: str = history.SYSTEM
) -> list[int]:
    """The assignments exist, with their history and messages; the ids of those that are new."""
    item_ids = dict(session.execute(select(work_items.c.item, work_items.c.id)).tuples().all())
    opened: list[int] = []
    for opening in (it for it in openings if it.entry.id in item_ids):  # not what is written and not applied yet
        rows = (_row(opening, item_ids[opening.entry.id], unit_id, day) for unit_id in opening.unit_ids)
        new = insert_new(
            session, Assignment, rows, unless=("work_item_id", "period", "unit_id"), returning=("id", "unit_id")
        )
        if not new:
            continue
        why = "act.notice" if opening.entry.asks is Asks.NOTICE else opening.why
        said = say(desk.office.language, why)
        steps = [history.Step(row.id, "", _status(opening), said) for row in sorted(new)]
        history.append(session, day, Subject.ASSIGNMENT, steps, by=by)
        if not opening.silent:
            posting.queue(session, day, desk, _notes(session, opening, [row.unit_id for row in new]))
        opened += sorted(row.id for row in new)
    return opened


def open_again(session: Session, day: date, desk: Desk) -> list[int]:
    """What was withdrawn only because its entry or unit was not listed for a while is open again, and told again."""
    found = session.execute(_withdrawn_by_a_load(day)).all()
    planned = {key: frozenset(it.units) for key, it in planned_now(desk, found).items()}
    rows = [row for row in found if not row.by_plan or row.unit in planned.get((row.item, row.period), ())]
    by_work: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        by_work[row.item, row.period].append(row)
    for batch in batches(row.id for row in rows):
        chosen = assignments.c.id.in_(batch) & (assignments.c.status == AssignmentStatus.WITHDRAWN)
        session.execute(update(assignments).where(chosen).values(status=AssignmentStatus.OPEN))
    why = say(desk.office.language, "act.opened_again")
    steps = [history.Step(row.id, AssignmentStatus.WITHDRAWN, AssignmentStatus.OPEN, why) for row in rows]
    history.append(session, day, Subject.ASSIGNMENT, steps)
    turns = history.lengths(session, Subject.ASSIGNMENT, (its[0].id for its in by_work.values()))
    for (item, _), its in by_work.items():
        entry = desk.plan.entry(item)
        if entry is not None:
            again = _as_it_was(entry, its, f":{day}:{turns[its[0].id]}")
            posting.queue(session, day, desk, _notes(session, again, [it.unit_id for it in its]))
    return sorted(row.id for row in rows)


def planned_now(desk: Desk, rows: Iterable[Any]) -> dict[tuple[str, str], Occurrence]:
    """What the plan has in the years around the opening of these rows, by entry and period."""
    years = {year for row in rows for year in range(row.opens_on.year - 1, row.opens_on.year + 2)}
    return {(it.item, it.period): it for year in sorted(years) for it in occurrences(desk, year)}


def _withdrawn_by_a_load(day: date) -> Any:
    """Not yet due, listed again, and last moved by no person."""
    steps = changes.alias("steps")
    of_it = (steps.c.subject == Subject.ASSIGNMENT) & (steps.c.subject_id == assignments.c.id)
    last = select(func.max(steps.c.id)).where(of_it).correlate(assignments).scalar_subquery()
    return (
        select(assignments, *_ALSO, opened_by_plan.label("by_plan"))
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .join(units, units.c.id == assignments.c.unit_id)
        .join(changes, changes.c.id == last)
        .where(assignments.c.status == AssignmentStatus.WITHDRAWN, assignments.c.due_on >= day)
        .where(work_items.c.active, units.c.active, changes.c.by == history.SYSTEM)
        .order_by(assignments.c.id)
    )


def _as_it_was(entry: Entry, rows: Sequence[Any], again: str) -> Opening:
    first = rows[0]
    return Opening(
        entry=entry,
        title=first.title,
        period=first.period,
        opens_on=first.opens_on,
        due_on=first.due_on,
        due_basis=DueBasis(first.due_basis),
        due_value=first.due_value,
        due_provisional=first.due_provisional,
        unit_ids=[row.unit_id for row in rows],
        unannounced=first.unannounced,
        why="act.opened_again",
        again=again,
    )


def _row(opening: Opening, item_id: int, unit_id: int, day: date) -> dict[str, Any]:
    return {
        "work_item_id": item_id,
        "unit_id": unit_id,
        "period": opening.period,
        "opens_on": opening.opens_on,
        "due_on": opening.due_on,
        "due_basis": str(opening.due_basis),
        "due_value": opening.due_value,
        "due_provisional": opening.due_provisional,
        "unannounced": opening.unannounced,
        "status": str(_status(opening)),
        "opened_on": day,
    }


def _status(opening: Opening) -> AssignmentStatus:
    return AssignmentStatus.DONE if opening.entry.asks is Asks.NOTICE else AssignmentStatus.OPEN


def _notes(session: Session, opening: Opening, unit_ids: Sequence[int]) -> list[posting.Note]:
    """One message a person, naming all units that concern him; the coordinator hears where a doer is missing."""
    found = people.directory(session, unit_ids)
    role = doer_role(opening.entry.doer, unannounced=opening.unannounced)
    about: dict[people.Contact, list[str]] = defaultdict(list)
    missing: list[str] = []
    for place in found.places.values():
        doers = found.told(role, place.id)
        if not doers:
            missing.append(place.name)
        entry, unannounced = opening.entry, opening.unannounced
        for contact in people.told_of_work(found, place.id, doer=entry.doer, asks=entry.asks, unannounced=unannounced):
            about[contact].append(place.name)
    key = f"issued:{opening.entry.id}:{opening.period}{opening.again}"
    carried = carrying.carried_over(session, opening.entry.kind, opening.opens_on, unit_ids)
    notes = [_note(opening, key, contact, names, carried) for contact, names in about.items()]
    return notes + (posting.nobody(found, key, about=opening.title, units=missing, role=role) if missing else [])


def _note(
    opening: Opening, key: str, contact: people.Contact, names: Sequence[str], carried: dict[str, list[Any]]
) -> posting.Note:
    facts = {
        "item": opening.entry.id,
        "title": opening.title,
        "programme": opening.entry.programme,
        "period": opening.period,
        "opens_on": opening.opens_on.isoformat(),
        "due_on": opening.due_on.isoformat(),
        "due_provisional": opening.due_provisional,
        "asks": str(opening.entry.asks),
        "doer": str(opening.entry.doer),
        "evidence": list(opening.entry.evidence),
        "units": list(names),
    }
    if old := [case for name in names for case in carried.get(name, ())]:
        facts["carried"] = old
    return posting.Note(f"{key}:{contact.id}", "issued", contact, facts, unit_id=contact.unit_id)
