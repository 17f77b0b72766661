"""Answering an assignment: received, submitted, accepted, or withdrawn by the office."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Integer, bindparam, select, update
from sqlalchemy.orm import Session

from models import AssignmentStatus, Subject
from models.tables import assignments, units, work_items
from rules.closing import ASSIGNMENT_STEPS, check_step
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.loading import doer_role
from rules.office import Role
from rules.plan import Asks, Doer
from services import history, people

_ACTS = ("receive", "submit", "accept", "withdraw")
_OF_THE_UNIT = ("receive", "submit")
_DONE_BY_ANSWERING = (Asks.NOTICE, Asks.ACKNOWLEDGEMENT)


def answer(  # noqa: PLR0913  (a form with that many fields)
    session: Session,
    day: date,
    desk: Desk,  # noqa: ARG001  (every act has the same shape)
    assignment_id: int,
    *,
    act: str,
    by: str,
    text: str = "",
) -> int:
    """The assignment has taken the step, which stands in its history; its id.

    Where only an acknowledgement is asked for, receiving or submitting is all: it is done.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        assignment_id: which.
        act: receive, submit (by whose work it is: the unit, or the office on its behalf; of a visit the inspector),
            accept or withdraw (by the office).
        by: a person's name.
        text: the answer; of `withdraw`, the reason, without which it is refused.

    Raises:
        NotFoundError: no such assignment or person.
        RefusedError: not this person's act, no such step from here, or no reason.
    """
    if act not in _ACTS:
        raise RefusedError("refuse.bad_act", act=act, allowed="、".join(_ACTS))
    found, person = _assignment(session, assignment_id), people.person_named(session, by)
    if act in _OF_THE_UNIT and _is_of_the_unit(found):
        people.check_may_answer(person, found.code, found.parent)
    else:
        people.check_of_office(person)
    if act == "withdraw" and not text.strip():
        raise RefusedError("refuse.reason")
    status = AssignmentStatus(check_step(found.status, act, ASSIGNMENT_STEPS))
    if act in _OF_THE_UNIT and found.asks in _DONE_BY_ANSWERING:
        status = AssignmentStatus.DONE
    _move(session, found, status, _answered(day, act, status, text))
    history.append(
        session, day, Subject.ASSIGNMENT, [history.Step(found.id, found.status, status, text.strip())], by=person.name
    )
    return assignment_id


_FOUND = (
    select(
        assignments.c.id,
        assignments.c.status,
        assignments.c.unannounced,
        units.c.code,
        units.c.parent,
        work_items.c.asks,
        work_items.c.doer,
    )
    .join(units, units.c.id == assignments.c.unit_id)
    .join(work_items, work_items.c.id == assignments.c.work_item_id)
    .where(assignments.c.id == bindparam("assignment", type_=Integer))
)
"""Put together once."""


def _assignment(session: Session, assignment_id: int) -> Any:
    row = session.execute(_FOUND, {"assignment": assignment_id}).one_or_none()
    if row is None:
        raise NotFoundError("refuse.no_assignment", id=assignment_id)
    return row


def _is_of_the_unit(found: Any) -> bool:
    """Whether the unit itself does the work; an inspector's visit is never answered by the school that is visited."""
    return doer_role(Doer(found.doer), unannounced=found.unannounced) is Role.LIAISON


def _answered(day: date, act: str, status: AssignmentStatus, text: str) -> dict[str, Any]:
    """The day of the answer and its words; accepting and withdrawing keep what the doer answered."""
    if act not in _OF_THE_UNIT or status is AssignmentStatus.RECEIVED:
        return {}
    return {"answered_on": day, "answer": text.strip()}


def _move(session: Session, found: Any, status: AssignmentStatus, values: dict[str, Any]) -> None:
    moved = session.execute(
        update(assignments)
        .where(assignments.c.id == found.id, assignments.c.status == found.status)
        .values(status=status, **values)
        .returning(assignments.c.id)
    ).all()
    if not moved:
        raise RefusedError("refuse.raced")
