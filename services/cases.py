"""One act on one case: the case as read, who acts, the move that counts only if nobody was faster, who is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from models import ExtensionStatus, RectificationStatus, Subject
from models.tables import extensions, findings, rectifications, units
from rules.closing import RECTIFICATION_STEPS, check_decides, check_outsider, check_step
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.office import FindingSeverity, Person, Role
from rules.versions import rule_version
from services import history, people, posting

TRACKED = (
    "round", "rung", "due_on", "first_due_on", "due_provisional", "extensions", "needs_revisit", "submitted_on",
    "closed_on", "check_due_on", "check_rung",
)  # fmt: skip
"""The columns of a case that its history gives back, besides its status."""

OF_THE_UNIT = (Role.LIAISON, Role.PRINCIPAL)
UNIT_AND_INSPECTORS = (*OF_THE_UNIT, Role.INSPECTOR)
OFFICE = (Role.COORDINATOR, Role.DIRECTOR)
_DIGITS_OF_AN_ID = 9


@dataclass(frozen=True, slots=True)
class Act:
    """One act on one case as it was read: by whom, and with what words."""

    session: Session
    day: date
    desk: Desk
    case: Any
    by: Person
    why: str


def begin(session: Session, day: date, desk: Desk, *said: Any) -> Act:
    """The act of a person of the roster on a case; `said`: number or id of the case, the person's name, the words.

    Raises:
        NotFoundError: no such case or person.
    """
    case, by, why = said
    return Act(session, day, desk, case_named(session, case), people.person_named(session, by), why.strip())


def answering(session: Session, day: date, desk: Desk, *said: Any) -> Act:
    """The act of somebody who may answer for the unit.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: somebody of another unit.
    """
    act = begin(session, day, desk, *said)
    people.check_may_answer(act.by, act.case.code, act.case.parent)
    return act


def judging(session: Session, day: date, desk: Desk, *said: Any) -> Act:
    """The act of somebody who may judge the case.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: somebody of the unit, or of any school.
    """
    act = begin(session, day, desk, *said)
    check_outsider(act.by, act.case.code)
    return act


def deciding(session: Session, day: date, desk: Desk, *said: Any) -> Act:
    """The act of somebody who decides for the office.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: anybody but a director or a coordinator.
    """
    act = judging(session, day, desk, *said)
    check_decides(act.by)
    return act


def case_named(session: Session, case: str | int) -> Any:
    """The case of that number or id, with its finding and unit.

    Raises:
        NotFoundError: no such case.
    """
    finding = [findings.c[name] for name in ("fact", "severity", "category", "observed", "found_by", "found_on")]
    joined = (
        select(rectifications, *finding, units.c.code, units.c.parent, units.c.name.label("unit"))
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


def move(act: Act, step: str, values: Mapping[str, Any], said: str = "") -> None:
    """The step is taken if the case still stands where it was read, and stands in the history; `said` instead of why.

    Raises:
        RefusedError: no such step from here, or somebody was faster.
    """
    status = RectificationStatus(check_step(act.case.status, step, RECTIFICATION_STEPS))
    _update(act, {"status": status, **values})
    _append(act, status, values, said or act.why)


def change(act: Act, values: Mapping[str, Any], said: str) -> None:
    """Something of the case is otherwise, in the same status, and stands in the history.

    Raises:
        RefusedError: somebody was faster.
    """
    if values:
        _update(act, values)
    _append(act, act.case.status, values, said)


def _update(act: Act, values: Mapping[str, Any]) -> None:
    case = act.case
    unchanged = (
        rectifications.c.id == case.id,
        rectifications.c.status == case.status,
        rectifications.c.round == case.round,
        rectifications.c.due_on == case.due_on,
    )
    moved = update(rectifications).where(*unchanged).values(dict(values)).returning(rectifications.c.id)
    if not act.session.execute(moved).all():
        raise RefusedError("refuse.raced")


def _append(act: Act, status: str, values: Mapping[str, Any], why: str) -> None:
    step = history.Step(act.case.id, act.case.status, status, why, tracked(values))
    history.append(
        act.session,
        act.day,
        Subject.RECTIFICATION,
        [step],
        by=act.by.name,
        rules=rule_version(act.desk.office),
    )


def lapse_requests(act: Act) -> None:
    """A request for more time that nobody decided is nobody's any more: the case has gone on without it."""
    waiting = (extensions.c.rectification_id == act.case.id) & (extensions.c.status == ExtensionStatus.ASKED)
    act.session.execute(update(extensions).where(waiting).values(status=ExtensionStatus.LAPSED, decided_on=act.day))


def tracked(values: Mapping[str, Any]) -> dict[str, Any]:
    """What of these columns the history keeps."""
    return {name: value for name, value in values.items() if name in TRACKED}


def tell(act: Act, kind: str, roles: Sequence[Role], key: str, **more: Any) -> None:
    """Everybody of the roles hears of it once by that key; where nobody of them exists, the coordinator does."""
    case = act.case
    facts = {
        "number": case.number,
        "unit": case.unit,
        "fact": case.fact,
        "by": act.by.name,
        "why": act.why,
        "first_due_on": case.first_due_on.isoformat(),
        **more,
    }
    found = people.directory(act.session, [case.unit_id])
    told = dict.fromkeys(contact for role in roles for contact in found.told(role, case.unit_id))
    urgent = case.severity == FindingSeverity.URGENT
    notes = [
        posting.Note(f"{kind}:{case.id}:{key}:{contact.id}", kind, contact, facts, case.unit_id, urgent=urgent)
        for contact in told or found.all_of(Role.COORDINATOR)
    ]
    posting.queue(act.session, act.day, act.desk, notes)
