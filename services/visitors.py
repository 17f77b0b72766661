"""Who was drawn or sent to visit a unit: they hear of it instead of the responsible ones, not before their time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.rows import batches
from models.tables import assignments, complaint_visits, complaints, draw_visits, drawings, units
from rules.desk import Desk
from rules.office import Role
from rules.plan import Asks, Doer
from services import people, posting
from services.people import Contact, Directory


@dataclass(frozen=True, slots=True)
class Visitors:
    """Assignment to the names that were drawn for it or sent; () while they do not know the unit yet."""

    drawn: dict[int, tuple[str, ...]]
    confidential: frozenset[int] = frozenset()

    def doers(self, found: Directory, doer: Doer, row: Any) -> list[Contact]:
        """Who has the work in hand; `row` has id, unit_id and unannounced."""
        if row.id in self.drawn:
            return self._contacts(found, row.id)
        return found.doers(doer, row.unit_id, unannounced=row.unannounced)

    def told_of_work(self, found: Directory, row: Any, *, doer: Doer, asks: Asks) -> list[Contact]:
        """Everybody who hears of a change to it: of drawn work those who know of it, and the coordinators.

        Of a visit because of a complaint its inspector only.
        """
        if row.id in self.drawn:
            others = [] if row.id in self.confidential else found.all_of(Role.COORDINATOR)
            return [*self._contacts(found, row.id), *others]
        return people.told_of_work(found, row.unit_id, doer=doer, asks=asks, unannounced=row.unannounced)

    def _contacts(self, found: Directory, assignment_id: int) -> list[Contact]:
        return named(found, self.drawn[assignment_id])


def of_assignments(session: Session, assigned: Iterable[Any]) -> Visitors:
    """Who was drawn for these rows of assignments, two statements a thousand; the others are as they always were."""
    drawn: dict[int, tuple[str, ...]] = {}
    sent: dict[int, tuple[str, ...]] = {}
    for batch in batches(sorted({row.id for row in assigned})):
        rows = session.execute(
            select(draw_visits.c.assignment_id, draw_visits.c.inspectors, draw_visits.c.told_on).where(
                draw_visits.c.assignment_id.in_(batch)
            )
        )
        drawn |= {row.assignment_id: tuple(row.inspectors) if row.told_on else () for row in rows}
        named_on = select(complaint_visits.c.assignment_id, complaints.c.inspector).join(complaints)
        chosen = session.execute(named_on.where(complaint_visits.c.assignment_id.in_(batch))).tuples()
        sent |= {assignment_id: (inspector,) for assignment_id, inspector in chosen}
    return Visitors(drawn | sent, frozenset(sent))


def named(found: Directory, names: Iterable[str]) -> list[Contact]:
    """The inspectors of these names who are still there."""
    wanted = set(names)
    return [contact for contact in found.all_of(Role.INSPECTOR) if contact.name in wanted]


def tell(session: Session, day: date, desk: Desk, visit_ids: Sequence[int], kind: str) -> None:
    """Every inspector of these visits has one message for each draw; of a sealed visit it says day and zone only.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        visit_ids: of one draw or of several.
        kind: ``drawn`` when it is drawn, ``visit_today`` on the morning of a visit that was sealed.
    """
    if not visit_ids:
        return
    found = people.directory(session)
    about: dict[tuple[int, Contact], list[Any]] = defaultdict(list)
    unknown: list[Any] = []
    for row in _visits(session, visit_ids):
        contacts = named(found, row.inspectors)
        unknown += [row] if len(contacts) < len(row.inspectors) else []
        for contact in contacts:
            about[row.drawing_id, contact].append(row)
    notes = [
        posting.Note(f"{kind}:{drawing_id}:{day}:{contact.id}", kind, contact, _facts(contact, rows))
        for (drawing_id, contact), rows in about.items()
    ]
    for row in unknown:
        key = f"{kind}:{row.drawing_id}:{row.id}"
        notes += posting.nobody(found, key, about=row.topic, units=[row.unit], role=Role.INSPECTOR)
    posting.queue(session, day, desk, notes)


def _visits(session: Session, visit_ids: Sequence[int]) -> list[Any]:
    columns = (drawings.c.topic, drawings.c.checklist, assignments.c.opens_on, assignments.c.due_on)
    joined = (
        select(draw_visits, *columns, units.c.name.label("unit"), units.c.zone)
        .join(drawings, drawings.c.id == draw_visits.c.drawing_id)
        .join(assignments, assignments.c.id == draw_visits.c.assignment_id)
        .join(units, units.c.id == draw_visits.c.unit_id)
        .order_by(draw_visits.c.visit_on, units.c.code)
    )
    return [row for batch in batches(visit_ids) for row in session.execute(joined.where(draw_visits.c.id.in_(batch)))]


def _facts(contact: Contact, rows: Sequence[Any]) -> dict[str, Any]:
    first = rows[0]
    return {
        "title": first.topic,
        "checklist": first.checklist,
        "opens_on": first.opens_on.isoformat(),
        "due_on": first.due_on.isoformat(),
        "sealed": any(row.told_on is None for row in rows),
        "lines": [
            {
                "id": row.assignment_id,
                "on": row.visit_on.isoformat(),
                "zone": row.zone,
                "unit": row.unit if row.told_on else "",
                "with": [name for name in row.inspectors if name != contact.name],
            }
            for row in rows
        ],
    }
