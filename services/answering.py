"""Answering an assignment: received, submitted, accepted, or withdrawn by the office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, bindparam, select, update
from sqlalchemy.orm import Session

from models import AssignmentStatus, Subject
from models.rows import batches
from models.tables import assignments, units, work_items
from rules.closing import ASSIGNMENT_STEPS, check_step
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.loading import doer_role
from rules.office import Person, Role
from rules.plan import Asks, Doer
from services import history, people

_ACTS = ("receive", "submit", "accept", "withdraw")
_OF_THE_UNIT = ("receive", "submit")
_DONE_BY_ANSWERING = (Asks.NOTICE, Asks.ACKNOWLEDGEMENT)


@dataclass(frozen=True, slots=True)
class Answer:
    """One act on one assignment.

    Args:
        assignment_id: which.
        act: receive, submit (by whose work it is: the unit, or the office on its behalf; of a visit the inspector),
            accept or withdraw (by the office).
        by: a person's name.
        text: the answer; of `withdraw`, the reason, without which it is refused.
    """

    assignment_id: int
    act: str
    by: str
    text: str = ""


def answer(  # noqa: PLR0913  (a form with that many fields)
    session: Session, day: date, desk: Desk, assignment_id: int, *, act: str, by: str, text: str = ""
) -> int:
    """The assignment has taken the step, which stands in its history; its id.

    Where only an acknowledgement is asked for, receiving or submitting is all: it is done.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        assignment_id: which.
        act: as in `Answer`.
        by: a person's name.
        text: as in `Answer`.

    Raises:
        NotFoundError: no such assignment or person.
        RefusedError: not this person's act, no such step from here, or no reason.
    """
    answer_all(session, day, desk, [Answer(assignment_id, act, by, text)])
    return assignment_id


def answer_all(session: Session, day: date, desk: Desk, answers: Sequence[Answer]) -> None:  # noqa: ARG001  (every act has the same shape)
    """Every assignment has taken its step, and no assignment two; all of them, or none where one is refused.

    Raises:
        NotFoundError: as in `answer`.
        RefusedError: as in `answer`.
    """
    for said in answers:
        if said.act not in _ACTS:
            raise RefusedError("refuse.bad_act", act=said.act, allowed="、".join(_ACTS))
    found = _assignments(session, [said.assignment_id for said in answers])
    persons = {name: people.person_named(session, name) for name in dict.fromkeys(said.by for said in answers)}
    taken = [(said, found[said.assignment_id], persons[said.by]) for said in answers]
    moved: dict[tuple[str, str, str, bool], list[int]] = defaultdict(list)
    steps: dict[str, list[history.Step]] = defaultdict(list)
    for said, row, person in taken:
        status = _next(said, row, person)
        keeps = said.act not in _OF_THE_UNIT or status is AssignmentStatus.RECEIVED
        moved[row.status, status, said.text.strip(), keeps].append(row.id)
        steps[person.name].append(history.Step(row.id, row.status, status, said.text.strip()))
    for (was, now, text, keeps), ids in moved.items():
        _move(session, ids, was, {"status": now} | ({} if keeps else {"answered_on": day, "answer": text}))
    for name, its in steps.items():
        history.append(session, day, Subject.ASSIGNMENT, its, by=name)


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
    .where(assignments.c.id.in_(bindparam("ids", type_=Integer, expanding=True)))
)
"""Put together once."""


def _assignments(session: Session, ids: Sequence[int]) -> dict[int, Any]:
    found = {row.id: row for batch in batches(ids) for row in session.execute(_FOUND, {"ids": batch})}
    for number in ids:
        if number not in found:
            raise NotFoundError("refuse.no_assignment", id=number)
    return found


def _next(said: Answer, row: Any, person: Person) -> AssignmentStatus:
    """The status after the step."""
    if said.act in _OF_THE_UNIT and _is_of_the_unit(row):
        people.check_may_answer(person, row.code, row.parent)
    else:
        people.check_of_office(person)
    if said.act == "withdraw" and not said.text.strip():
        raise RefusedError("refuse.reason")
    status = AssignmentStatus(check_step(row.status, said.act, ASSIGNMENT_STEPS))
    return AssignmentStatus.DONE if said.act in _OF_THE_UNIT and row.asks in _DONE_BY_ANSWERING else status


def _is_of_the_unit(found: Any) -> bool:
    """Whether the unit itself does the work; an inspector's visit is never answered by the school that is visited."""
    return doer_role(Doer(found.doer), unannounced=found.unannounced) is Role.LIAISON


def _move(session: Session, ids: Sequence[int], was: str, values: dict[str, Any]) -> None:
    """Accepting and withdrawing keep what the doer answered."""
    for batch in batches(ids):
        of_these = assignments.c.id.in_(batch) & (assignments.c.status == was)
        moved = session.execute(update(assignments).where(of_these).values(values).returning(assignments.c.id)).all()
        if len(moved) < len(batch):
            raise RefusedError("refuse.raced")
