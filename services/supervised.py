"""The rows of a supervision, and its steps dated anew: what entering a step and rearranging it have in common."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.tables import supervision_steps, supervisions, units
from rules.desk import Desk
from rules.errors import NotFoundError
from rules.supervising import Step, SupervisionKind, timetable_of


def case_of(session: Session, supervision_id: int) -> Any:
    """The supervision with the name of its unit.

    Raises:
        NotFoundError: no such supervision.
    """
    joined = select(supervisions, units.c.name.label("unit"), units.c.code).join(
        units, units.c.id == supervisions.c.unit_id
    )
    row = session.execute(joined.where(supervisions.c.id == supervision_id)).one_or_none()
    if row is None:
        raise NotFoundError("refuse.no_supervision", id=supervision_id)
    return row


def steps_of(session: Session, supervision_id: int) -> list[Any]:
    """Its steps in their order."""
    found = select(supervision_steps).where(supervision_steps.c.supervision_id == supervision_id)
    return list(session.execute(found.order_by(supervision_steps.c.place)))


def date_anew(session: Session, desk: Desk, case: Any, done: dict[Step, date]) -> None:
    """The steps that are still to come have the days that follow from those that were done."""
    kind, on_site_on = SupervisionKind(case.kind), done.get(Step.ON_SITE, case.on_site_on)
    for step in timetable_of(desk, kind, on_site_on, done):
        if step.step in done:
            continue
        session.execute(
            update(supervision_steps)
            .where(supervision_steps.c.supervision_id == case.id, supervision_steps.c.step == str(step.step))
            .where(supervision_steps.c.due_on != step.due_on)
            .values(
                due_on=step.due_on,
                due_basis=str(step.basis),
                due_value=step.value,
                provisional=step.provisional,
                source=step.source,
                reminded_on=None,
            )
        )
