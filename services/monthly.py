"""A month's arrangement (月工作安排) for the liaisons and principals; nothing unannounced stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import String, cast, exists, literal, select
from sqlalchemy.orm import Session

from models.rows import streamed
from models.tables import messages, offices, units
from models.tables import people as persons
from rules.desk import Desk
from rules.office import Role
from rules.plan import Occurrence, Plan
from rules.recurring import month_plan, occurrences
from rules.series import series
from services import people, posting, rotated


def publish(session: Session, day: date, desk: Desk) -> list[int]:
    """Liaisons and principals have the arrangement of the month after the day's; the ids of the messages, [] again.

    Each person sees what concerns the own unit; who has nothing in that month hears nothing.
    """
    return _publish(session, day, desk, (day.replace(day=28) + timedelta(days=4)).replace(day=1))


def make_up(session: Session, day: date, desk: Desk) -> list[int]:
    """The arrangement of the day's own month, if nobody has it: its publishing days were missed, or the office is new.

    What was due before the day is left out, and a month before that of the office's first sweep is not told at all.
    """
    month = day.replace(day=1)
    return _publish(session, day, desk, month) if _is_missing(session, month) else []


def _publish(session: Session, day: date, desk: Desk, month: date) -> list[int]:
    around = chain(occurrences(desk, month.year - 1), occurrences(desk, month.year))
    found = rotated.as_stored(session, desk, month_plan(around, month.year, month.month))
    planned = [it for it in found if it.due_on >= day and not _is_secret(desk, it)]
    if not planned:
        return []
    return posting.queue(session, day, desk, _notes(session, f"{month:%Y-%m}", _lines(desk.plan, planned)))


def _is_missing(session: Session, month: date) -> bool:
    """Whether the office was at work in the month and nobody has its arrangement: one short statement a day."""
    has_it = exists().where(messages.c.key == literal(_key(f"{month:%Y-%m}")) + cast(persons.c.id, String))
    out = select(persons.c.id).where(has_it).limit(1).scalar_subquery()
    row = session.execute(select(out.label("out"), select(offices.c.first_swept_on).scalar_subquery().label("first")))
    told, first = row.one()
    return told is None and (first is None or month >= first.replace(day=1))


def _key(month: str) -> str:
    return f"month_plan:{month}:"


def _is_secret(desk: Desk, occurrence: Occurrence) -> bool:
    entry = desk.plan.entry(occurrence.item)
    return entry is None or entry.unannounced or entry.audience.draw is not None


def _lines(plan: Plan, planned: Sequence[Occurrence]) -> dict[str, list[dict[str, Any]]]:
    """Lines by the unit's name; daily and weekly work is one line."""
    lines: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for told in series(plan, planned):
        line = {
            "title": told.first.title,
            "programme": told.first.programme,
            "opens_on": told.opens_on.isoformat(),
            "due_on": told.due_on.isoformat(),
            "audience": told.first.audience,
            "times": told.first.times,
            "count": told.count,
            "often": asdict(told.often) if told.often else {},
        }
        for name in dict.fromkeys(name for one in told.occurrences for name in one.units):
            lines[name].append(line)
    return lines


def _notes(session: Session, month: str, lines: dict[str, list[dict[str, Any]]]) -> Iterator[posting.Note]:
    """One after the other, as they are queued: everybody of every school has one."""
    rows = streamed(
        session,
        select(persons.c.id, persons.c.name, persons.c.role, persons.c.unit_id, units.c.name.label("unit"))
        .join(units, units.c.id == persons.c.unit_id)
        .where(persons.c.active, units.c.active, persons.c.role.in_((Role.LIAISON, Role.PRINCIPAL)))
        .order_by(persons.c.id),
    )
    return (
        posting.Note(
            f"{_key(month)}{row.id}",
            "month_plan",
            people.Contact(row.id, row.name, Role(row.role), row.unit_id, ""),
            {"month": month, "lines": lines[row.unit]},
            row.unit_id,
        )
        for row in rows
        if row.unit in lines
    )
