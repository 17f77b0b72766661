"""Steps of supervisions that are due, as lines of the day's digests: one digest a person, whatever it is about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Date, bindparam, func, select, update
from sqlalchemy.orm import Session

from models import SupervisionStatus
from models.rows import batches
from models.tables import supervision_steps, supervisions, units
from rules.desk import Desk
from rules.office import Role
from rules.reminding import reminder_cut_off
from rules.supervising import Step
from services import people, posting
from services.visitors import named
from words import say

_OFFSETS = (-3, 0, 1, 3, 5, 10)
"""Working days around a step's last day on which it is said."""

_AHEAD = timedelta(days=20)


def due_steps(session: Session, day: date, desk: Desk) -> list[Any]:
    """The steps to be reminded of today, marked as said; each is the next of its supervision."""
    found: list[Any] = []
    for row in _open_steps(session, day):
        cut_off = reminder_cut_off(desk.calendar, row.due_on, _OFFSETS, day)
        said = row.reminded_on or row.opened_on
        oldest = day - timedelta(days=desk.office.policies.catch_up_days)
        if cut_off is not None and cut_off >= oldest and said < cut_off:
            found.append(row)
    said_now = [row.id for row in found]
    for batch in batches(said_now):
        session.execute(update(supervision_steps).where(supervision_steps.c.id.in_(batch)).values(reminded_on=day))
    return found


def add_lines(day: date, desk: Desk, found: people.Directory, lines: posting.Lines, due: list[Any]) -> None:
    """The unit is reminded of its self-evaluation, the team's leader and the coordinators of everything else."""
    for row in due:
        step = say(desk.office.language, f"supervision.step.{row.step}")
        line = posting.assignment_line(desk, day, row, f"{row.number} {row.topic}·{step}", row.unit)
        line |= {"what": "supervision", "step": line.pop("id")}  # no assignment has this number
        if row.step == Step.SELF_EVALUATION:
            told = [it for role in (Role.LIAISON, Role.PRINCIPAL) for it in found.told(role, row.unit_id)]
        else:
            told = [*named(found, row.team[:1]), *found.all_of(Role.COORDINATOR)]
        lines.add(dict.fromkeys(told), line)


def _in_sight() -> Any:
    until = bindparam("until", type_=Date)
    steps = supervision_steps.c
    nexts = (
        select(steps.supervision_id, func.min(steps.place).label("place"))
        .where(steps.done_on.is_(None))
        .group_by(steps.supervision_id)
        .subquery()
    )
    columns = (supervisions.c.number, supervisions.c.topic, supervisions.c.unit_id, supervisions.c.team)
    return (
        select(supervision_steps, *columns, supervisions.c.status, supervisions.c.opened_on, units.c.name.label("unit"))
        .join(nexts, (nexts.c.supervision_id == steps.supervision_id) & (nexts.c.place == steps.place))
        .join(supervisions, supervisions.c.id == steps.supervision_id)
        .join(units, units.c.id == supervisions.c.unit_id)
        .where(supervisions.c.status == SupervisionStatus.OPEN, steps.due_on <= until, units.c.active)
        .order_by(steps.due_on, steps.id)
    )


_IN_SIGHT = _in_sight()
"""Put together once: every day asks it."""


def _open_steps(session: Session, day: date) -> list[Any]:
    """The next step of every open supervision, where it is due in sight."""
    return list(session.execute(_IN_SIGHT, {"until": day + _AHEAD}))
