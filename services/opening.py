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
from rules.counting import due_day
from rules.desk import Desk
from rules.errors import RefusedError
from rules.plan import Asks, DueBasis, Entry, Occurrence
from rules.recurring import occurrences
from services import history, people, posting
from words import say

DRAWN_WORKING_DAYS = 5
"""So many working days a random inspection drawn by hand has, where its entry says nothing else."""

_first = changes.alias("first_step")
opened_by_plan = (
    exists()
    .where(_first.c.subject == Subject.ASSIGNMENT, _first.c.subject_id == assignments.c.id)
    .where(_first.c.from_status == "", _first.c.by == history.SYSTEM)
)
"""The plan opened the assignment; no person started or drew it by hand."""


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


def by_hand(  # noqa: PLR0913  (what a form says)
    day: date,
    desk: Desk,
    entry: Entry,
    *,
    period: str,
    due_on: date | None,
    unit_ids: Sequence[int],
    title: str = "",
    drawn: bool = False,
    silent: bool = False,
) -> Opening:
    """What a form opens from today, due as the form or else the entry says.

    Raises:
        RefusedError: the due day has passed, or there is none to be had.
    """
    basis, value = _basis(entry, due_on, drawn=drawn)
    if due_on is not None and due_on < day:
        raise RefusedError("refuse.due_past", due=due_on, day=day)
    due = due_day(desk.calendar, desk.office.policies.counting, day, basis, value, fixed_on=due_on)
    return Opening(
        entry=entry,
        title=title or entry.title,
        period=period,
        opens_on=day,
        due_on=due.on,
        due_basis=basis,
        due_value=value,
        due_provisional=due.provisional,
        unit_ids=unit_ids,
        unannounced=drawn or entry.unannounced,
        why="act.drawn" if drawn else "act.event",
        silent=silent,
    )


def _basis(entry: Entry, due_on: date | None, *, drawn: bool) -> tuple[DueBasis, int]:
    if due_on is not None:
        return DueBasis.FIXED_DATE, 0
    if entry.due.basis in (DueBasis.WORKING_DAYS, DueBasis.CALENDAR_DAYS):
        return entry.due.basis, entry.due.value
    if not drawn:
        raise RefusedError("refuse.due_needed")
    return DueBasis.WORKING_DAYS, DRAWN_WORKING_DAYS


def open_all(
    session: Session, day: date, desk: Desk, openings: Iterable[Opening], *, by: str = history.SYSTEM
) -> list[int]:
    """The assignments exist, with their history and messages; the ids of those that are new."""
    item_ids = dict(session.execute(select(work_items.c.item, work_items.c.id)).tuples().all())
    opened: list[int] = []
    for opening in openings:
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
    planned = planned_now(desk, found)
    rows = [row for row in found if not row.by_plan or (row.item, row.period) in planned]
    by_work: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        by_work[row.item, row.period].append(row)
    for batch in batches(row.id for row in rows):
        chosen = assignments.c.id.in_(batch) & (assignments.c.status == AssignmentStatus.WITHDRAWN)
        session.execute(update(assignments).where(chosen).values(status=AssignmentStatus.OPEN))
    why = say(desk.office.language, "act.opened_again")
    steps = [history.Step(row.id, AssignmentStatus.WITHDRAWN, AssignmentStatus.OPEN, why) for row in rows]
    history.append(session, day, Subject.ASSIGNMENT, steps)
    for (item, _), its in by_work.items():
        entry = desk.plan.entry(item)
        if entry is not None:
            posting.queue(session, day, desk, _notes(session, _as_it_was(entry, its, day), [it.unit_id for it in its]))
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
        select(assignments, work_items.c.item, work_items.c.title, opened_by_plan.label("by_plan"))
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .join(units, units.c.id == assignments.c.unit_id)
        .join(changes, changes.c.id == last)
        .where(assignments.c.status == AssignmentStatus.WITHDRAWN, assignments.c.due_on >= day)
        .where(work_items.c.active, units.c.active, changes.c.by == history.SYSTEM)
        .order_by(assignments.c.id)
    )


def _as_it_was(entry: Entry, rows: Sequence[Any], day: date) -> Opening:
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
        again=f":{day}",
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
    role = people.doer_role(opening.entry.doer, unannounced=opening.unannounced)
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
    notes = [_note(opening, key, contact, names) for contact, names in about.items()]
    return notes + (posting.nobody(found, key, about=opening.title, units=missing, role=role) if missing else [])


def _note(opening: Opening, key: str, contact: people.Contact, names: Sequence[str]) -> posting.Note:
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
    return posting.Note(f"{key}:{contact.id}", "issued", contact, facts, unit_id=contact.unit_id)
