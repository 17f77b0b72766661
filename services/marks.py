"""Which occurrences are open for all of their units already: asked by one short statement, however many units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, select, tuple_
from sqlalchemy.orm import Session

from models import Issue
from models.rows import batches, insert_new
from models.tables import issues, units, work_items
from rules.desk import Desk
from rules.plan import Occurrence

_KEYS = 400
"""So many pairs of entry and period a statement."""


def not_marked(session: Session, due: Sequence[Occurrence]) -> list[Occurrence]:
    """Those that were never completely open for just these units; the roster may have changed since."""
    told = select(issues.c.item, issues.c.period, issues.c.units_digest)
    marked = {tuple(row) for batch in batches(due, _KEYS) for row in session.execute(told.where(_among(batch)))}
    digests = _digests(due)
    return [it for it in due if (it.item, it.period, digests[it.units]) not in marked]


def mark(session: Session, day: date, desk: Desk, opened: Sequence[Occurrence]) -> None:
    """The next sweep passes these over as long as they are for the same units.

    What the folder says and the database does not know yet is not complete: it was read before it was applied. Of a
    draw only some units have the work.
    """
    for_all = [it for it in opened if _is_for_all(desk, it)]
    complete = _known(session, for_all) if for_all else []
    digests = _digests(complete)
    for batch in batches(complete, _KEYS):
        session.execute(delete(issues).where(_among(batch)))
    rows = (
        {"item": it.item, "period": it.period, "units_digest": digests[it.units], "completed_on": day}
        for it in complete
    )
    insert_new(session, Issue, rows, unless=("item", "period"))


def _is_for_all(desk: Desk, occurrence: Occurrence) -> bool:
    entry = desk.plan.entry(occurrence.item)
    return entry is not None and entry.audience.draw is None


def _known(session: Session, opened: Sequence[Occurrence]) -> list[Occurrence]:
    items = set(session.scalars(select(work_items.c.item)))
    names = set(session.scalars(select(units.c.name).where(units.c.active)))
    known = {its_units for its_units in {it.units for it in opened} if names.issuperset(its_units)}
    return [it for it in opened if it.item in items and it.units in known]


def _among(batch: Sequence[Occurrence]) -> ColumnElement[bool]:
    return tuple_(issues.c.item, issues.c.period).in_([(it.item, it.period) for it in batch])


def _digests(due: Sequence[Occurrence]) -> dict[tuple[str, ...], str]:
    """Most entries are for the same units: each set of them is read through once."""
    return {units: sha256("\x1f".join(units).encode()).hexdigest()[:32] for units in {it.units for it in due}}
