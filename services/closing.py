"""From answered to closed: the unit submits, and only a named person outside it returns, verifies and closes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from models import RectificationStatus, Subject
from models.tables import findings, rectifications, units
from rules.closing import RECTIFICATION_STEPS, check_outsider, check_step
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.office import Person, Role
from rules.plan import DueBasis
from services import history, people, posting

_DIGITS_OF_AN_ID = 9
_UNIT_AND_INSPECTORS = (Role.LIAISON, Role.PRINCIPAL, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class _Act:
    """One act on one case as it was read: by whom, and with what words."""

    session: Session
    day: date
    desk: Desk
    case: Any
    by: Person
    why: str


def submit(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str = ""
) -> int:
    """The unit has answered: the climbing stops and its inspectors are asked to verify. The case's id.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        case: number or id.
        by: somebody of the unit, or of the office on its behalf.
        why: what was done.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: somebody of another unit, or a case that is not open or returned.
    """
    act = _act(session, day, desk, case, by, why)
    people.check_may_answer(act.by, act.case.code, act.case.parent)
    _move(act, "submit", {"submitted_on": day})
    _tell(act, "submitted", [Role.INSPECTOR], round_=act.case.round)
    return int(act.case.id)


def return_(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str, due_on: date | None
) -> int:
    """The unit owes a better answer by a new day, and its ladder begins anew; the first deadline stays visible.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: no reason, a day not later than today, the unit's own people, or nothing submitted.
    """
    act = _judging(session, day, desk, case, by, why)
    if not why.strip():
        raise RefusedError("refuse.reason")
    if due_on is None or due_on <= day:
        raise RefusedError("refuse.due_later", day=day)
    following = act.case.round + 1
    fresh = {
        "round": following,
        "rung": 0,
        "due_on": due_on,
        "due_basis": str(DueBasis.FIXED_DATE),
        "due_value": 0,
        "due_provisional": False,
        "counted_from": day,
        "reminded_on": None,
        "submitted_on": None,
    }
    _move(act, "return", fresh)
    _tell(act, "returned", _UNIT_AND_INSPECTORS, round_=following, due_on=due_on.isoformat())
    return int(act.case.id)


def verify(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str = ""
) -> int:
    """Somebody outside the unit has seen that it is put right.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: the unit's own people, or nothing submitted.
    """
    act = _judging(session, day, desk, case, by, why)
    _move(act, "verify", {})
    return int(act.case.id)


def close(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str = ""
) -> int:
    """The case is closed (销号) by somebody outside the unit, and the unit is told.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: the unit's own people, or a case that was not verified.
    """
    act = _judging(session, day, desk, case, by, why)
    _move(act, "close", {"closed_on": day})
    _tell(act, "closed", _UNIT_AND_INSPECTORS, round_=act.case.round)
    return int(act.case.id)


def _act(session: Session, day: date, desk: Desk, *said: Any) -> _Act:
    case, by, why = said
    return _Act(session, day, desk, _case(session, case), people.person_named(session, by), why.strip())


def _judging(session: Session, day: date, desk: Desk, *said: Any) -> _Act:
    """The act of somebody who may judge the case."""
    act = _act(session, day, desk, *said)
    check_outsider(act.by, act.case.code)
    return act


def _case(session: Session, case: str | int) -> Any:
    joined = (
        select(
            rectifications,
            findings.c.fact,
            findings.c.severity,
            units.c.code,
            units.c.parent,
            units.c.name.label("unit"),
        )
        .join(findings, findings.c.id == rectifications.c.finding_id)
        .join(units, units.c.id == rectifications.c.unit_id)
    )
    row = session.execute(joined.where(_is_named(case))).one_or_none()
    if row is None:
        raise NotFoundError("refuse.no_case", case=case)
    return row


def _is_named(case: str | int) -> ColumnElement[bool]:
    text = str(case).strip()
    is_id = text.isdecimal() and len(text) <= _DIGITS_OF_AN_ID
    return rectifications.c.id == int(text) if is_id else rectifications.c.number == text


def _move(act: _Act, step: str, values: dict[str, Any]) -> None:
    """The step is taken if the case still stands where it was read; somebody faster is a refusal."""
    case = act.case
    status = RectificationStatus(check_step(case.status, step, RECTIFICATION_STEPS))
    unchanged = (
        rectifications.c.id == case.id,
        rectifications.c.status == case.status,
        rectifications.c.round == case.round,
    )
    moved = update(rectifications).where(*unchanged).values(status=status, **values).returning(rectifications.c.id)
    if not act.session.execute(moved).all():
        raise RefusedError("refuse.raced")
    done = history.Step(case.id, case.status, status, act.why)
    history.append(act.session, act.day, Subject.RECTIFICATION, [done], by=act.by.name)


def _tell(act: _Act, kind: str, roles: Sequence[Role], *, round_: int, **more: str) -> None:
    """Everybody of the roles hears of it once; where nobody of them exists, the coordinator does."""
    case = act.case
    facts = {"number": case.number, "unit": case.unit, "fact": case.fact, "by": act.by.name, "why": act.why, **more}
    found = people.directory(act.session, [case.unit_id])
    told = dict.fromkeys(contact for role in roles for contact in found.told(role, case.unit_id))
    key = f"{kind}:{case.id}:{round_}"
    notes = [
        posting.Note(f"{key}:{contact.id}", kind, contact, facts, case.unit_id)
        for contact in told or found.all_of(Role.COORDINATOR)
    ]
    posting.queue(act.session, act.day, act.desk, notes)
