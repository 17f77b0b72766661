"""Next month's arrangement (月工作安排) for the liaisons and principals; nothing unannounced stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import people as persons
from models.tables import units
from rules.desk import Desk
from rules.office import Role
from rules.plan import Occurrence
from rules.recurring import month_plan, occurrences
from services import people, posting


def publish(session: Session, day: date, desk: Desk) -> list[int]:
    """Liaisons and principals have the arrangement of the month after the day's; the ids of the messages, [] again.

    Each person sees what concerns the own unit; who has nothing in that month hears nothing.
    """
    month = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    around = chain(occurrences(desk, month.year - 1), occurrences(desk, month.year))
    planned = [it for it in month_plan(around, month.year, month.month) if not _is_secret(desk, it)]
    notes = _notes(session, f"{month:%Y-%m}", _lines(planned))
    return posting.queue(session, day, desk, notes)


def _is_secret(desk: Desk, occurrence: Occurrence) -> bool:
    entry = desk.plan.entry(occurrence.item)
    return entry is None or entry.unannounced or entry.audience.draw is not None


def _lines(planned: Sequence[Occurrence]) -> dict[str, list[dict[str, Any]]]:
    """Lines by the unit's name."""
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for occurrence in planned:
        line = {
            "title": occurrence.title,
            "programme": occurrence.programme,
            "opens_on": occurrence.opens_on.isoformat(),
            "due_on": occurrence.due_on.isoformat(),
            "audience": occurrence.audience,
        }
        for name in occurrence.units:
            lines[name].append(line)
    return lines


def _notes(session: Session, month: str, lines: dict[str, list[dict[str, Any]]]) -> list[posting.Note]:
    rows = session.execute(
        select(persons.c.id, persons.c.name, persons.c.role, persons.c.unit_id, units.c.name.label("unit"))
        .join(units, units.c.id == persons.c.unit_id)
        .where(persons.c.active, units.c.active, persons.c.role.in_((Role.LIAISON, Role.PRINCIPAL)))
        .order_by(persons.c.id)
    )
    return [
        posting.Note(
            f"month_plan:{month}:{row.id}",
            "month_plan",
            people.Contact(row.id, row.name, Role(row.role), row.unit_id, ""),
            {"month": month, "lines": lines[row.unit]},
            row.unit_id,
        )
        for row in rows
        if row.unit in lines
    ]
