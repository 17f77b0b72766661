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
from models.rows import batches, given_ids, insert_selected, is_given
from models.tables import assignments, changes, units, work_items
from rules.desk import Desk
from rules.plan import Asks, DueBasis, Entry, Occurrence
from rules.recurring import occurrences
from services import history, telling
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
        opened += _open(session, day, desk, opening, item_ids[opening.entry.id], by)
    return opened


def _open(  # noqa: PLR0913, PLR0917  (what is opened by whom)
    session: Session, day: date, desk: Desk, opening: Opening, item_id: int, by: str
) -> list[int]:
    """Its units have their assignments, by one statement a table; nothing of a unit comes through here but its id."""
    given = given_ids(session, opening.unit_ids)
    values = {**_row(opening, item_id, day), "unit_id": given.c.value}
    unless = ("work_item_id", "period", "unit_id")
    statement = insert_selected(session, Assignment, values, given, unless=unless).returning(assignments.c.id)
    ids = sorted(session.scalars(statement).all())
    if not ids:
        return []
    why = "act.notice" if opening.entry.asks is Asks.NOTICE else opening.why
    step = history.Step(0, "", _status(opening), say(desk.office.language, why))
    history.append_same(session, day, Subject.ASSIGNMENT, step, ids, by=by)
    if not opening.silent:
        all_new = len(ids) == len(opening.unit_ids)
        telling.tell(session, day, desk, opening, opening.unit_ids if all_new else _units_of(session, ids))
    return ids


def _units_of(session: Session, ids: Sequence[int]) -> Sequence[int]:
    chosen = select(assignments.c.unit_id).where(is_given(session, assignments.c.id, ids))
    return session.scalars(chosen.order_by(assignments.c.id)).all()


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
            telling.tell(session, day, desk, again, [it.unit_id for it in its])
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


def _row(opening: Opening, item_id: int, day: date) -> dict[str, Any]:
    return {
        "work_item_id": item_id,
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
