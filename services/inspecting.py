"""A finding opens a rectification: numbered, with its deadline counted and its ladder frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Counter, Finding, Rectification, RectificationStatus, Subject
from models.rows import insert_new
from models.tables import assignments, counters, findings, rectifications, work_items
from rules.counting import due_day
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.escalating import freeze, ladder_version
from rules.office import FindingSeverity, Role, Rung
from rules.plan import DueBasis
from rules.rectifying import usual_deadline
from services import history, people, posting
from words import say

_TOLD = (Role.LIAISON, Role.PRINCIPAL, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class _Deadline:
    counted_from: date
    basis: DueBasis
    value: int
    on: date
    provisional: bool


def record_finding(  # noqa: PLR0913  (a form with that many fields)
    session: Session,
    day: date,
    desk: Desk,
    *,
    unit: str,
    severity: str,
    fact: str,
    by: str,
    assignment_id: int | None = None,
    due_on: date | None = None,
    key: str | None = None,
) -> int:
    """The finding has its rectification, and the unit and its inspectors are told of it; the rectification's id.

    Args:
        session: the transaction.
        day: the office's local day, from which the deadline is counted.
        desk: the office.
        unit: its name or code.
        severity: a `FindingSeverity`; it decides the usual deadline.
        fact: what was found.
        by: who found it, by name.
        assignment_id: the inspection in which it was found.
        due_on: a day that was agreed on; it overrides the usual deadline and is never rolled.
        key: of the form; the same key again gives the first case. None: all that the form says, so
            that only the very same form is the same finding.

    Raises:
        NotFoundError: no such unit, person or assignment.
        RefusedError: a finder who is of a school, no fact, an unknown severity, another unit's assignment, or a due
            day that has passed.
    """
    place, graded = people.unit_named(session, unit), _severity(severity)
    finder = people.office_person_named(session, by).name
    if not fact.strip():
        raise RefusedError("refuse.no_fact")
    _check_assignment(session, assignment_id, place)
    deadline = _deadline(day, desk, graded, due_on)
    row: dict[str, Any] = {
        "key": key or _key(place, day, fact, graded, finder, assignment_id, due_on),
        "unit_id": place.id,
        "assignment_id": assignment_id,
        "severity": str(graded),
        "fact": fact.strip(),
        "found_on": day,
        "found_by": finder,
    }
    added = insert_new(session, Finding, [row])
    if not added:
        return _case_of(session, row["key"])
    case = _open_case(session, desk, added[0].id, place.id, deadline)
    said = say(desk.office.language, "act.found")
    history.append(session, day, Subject.RECTIFICATION, [history.Step(case["id"], "", case["status"], said)], by=finder)
    _tell(session, day, desk, case, row)
    return int(case["id"])


def _severity(severity: str) -> FindingSeverity:
    try:
        return FindingSeverity(severity)
    except ValueError:
        allowed = "、".join(FindingSeverity)
        raise RefusedError("refuse.bad_severity", severity=severity, allowed=allowed) from None


def _check_assignment(session: Session, assignment_id: int | None, place: people.Place) -> None:
    if assignment_id is None:
        return
    unit_id = session.scalar(select(assignments.c.unit_id).where(assignments.c.id == assignment_id))
    if unit_id is None:
        raise NotFoundError("refuse.no_assignment", id=assignment_id)
    if unit_id != place.id:
        raise RefusedError("refuse.other_assignment", id=assignment_id, unit=place.name)


def _deadline(day: date, desk: Desk, severity: FindingSeverity, due_on: date | None) -> _Deadline:
    if due_on is not None:
        if due_on < day:
            raise RefusedError("refuse.due_past", due=due_on, day=day)
        return _Deadline(day, DueBasis.FIXED_DATE, 0, due_on, provisional=False)
    usual = usual_deadline(desk.office.policies, severity)
    basis = DueBasis(usual.basis)
    due = due_day(desk.calendar, desk.office.policies.counting, day, basis, usual.value)
    return _Deadline(day, basis, usual.value, due.on, due.provisional)


def _key(place: people.Place, day: date, fact: str, *more: object) -> str:
    said = "\x1f".join((fact.strip(), *map(str, more)))
    return f"{place.code}:{day}:{sha256(said.encode()).hexdigest()[:16]}"


def _case_of(session: Session, key: str) -> int:
    joined = select(rectifications.c.id).join(findings, findings.c.id == rectifications.c.finding_id)
    return int(session.execute(joined.where(findings.c.key == key)).scalar_one())


def _open_case(session: Session, desk: Desk, finding_id: int, unit_id: int, deadline: _Deadline) -> dict[str, Any]:
    ladder = _ladder(session, desk, finding_id)
    case = {
        "number": _next_number(session, deadline.counted_from.year),
        "finding_id": finding_id,
        "unit_id": unit_id,
        "status": str(RectificationStatus.OPEN),
        "opened_on": deadline.counted_from,
        "first_due_on": deadline.on,
        "due_on": deadline.on,
        "due_basis": str(deadline.basis),
        "due_value": deadline.value,
        "due_provisional": deadline.provisional,
        "counted_from": deadline.counted_from,
        "ladder": freeze(ladder),
        "ladder_version": ladder_version(ladder),
    }
    return case | {"id": insert_new(session, Rectification, [case], unless=["finding_id"])[0].id}


def _ladder(session: Session, desk: Desk, finding_id: int) -> tuple[Rung, ...]:
    """The ladder that the plan names for the work in which the finding was made; the office's usual one otherwise."""
    made_in = select(work_items.c.item).join(assignments, assignments.c.work_item_id == work_items.c.id)
    found = made_in.join(findings, findings.c.assignment_id == assignments.c.id).where(findings.c.id == finding_id)
    entry = desk.plan.entry(session.execute(found).scalar() or "")
    return desk.office.ladder_named(entry.ladder if entry else "")


def _next_number(session: Session, year: int) -> str:
    """整改〔2026〕3号: the counter's row is held until the transaction ends, so none is given twice or left out."""
    series = f"rectification-{year}"
    insert_new(session, Counter, [{"series": series}], unless=["series"], returning=["series"])
    last = session.execute(
        update(counters).where(counters.c.series == series).values(last=counters.c.last + 1).returning(counters.c.last)
    ).scalar_one()
    return f"整改〔{year}〕{last}号"


def _tell(session: Session, day: date, desk: Desk, case: dict[str, Any], finding: dict[str, Any]) -> None:
    found = people.directory(session, [case["unit_id"]])
    facts = {
        "number": case["number"],
        "unit": found.name_of(case["unit_id"]),
        "severity": finding["severity"],
        "fact": finding["fact"],
        "opened_on": day.isoformat(),
        "due_on": case["due_on"].isoformat(),
        "due_basis": case["due_basis"],
        "due_value": case["due_value"],
        "due_provisional": case["due_provisional"],
        "found_by": finding["found_by"],
    }
    key, unit_id = f"rectification:{case['id']}", case["unit_id"]
    urgent = finding["severity"] == FindingSeverity.URGENT
    told = dict.fromkeys(contact for role in _TOLD for contact in found.told(role, unit_id))
    notes = [
        posting.Note(f"{key}:{contact.id}", "rectification", contact, facts, unit_id, urgent=urgent) for contact in told
    ]
    if not any(found.told(role, unit_id) for role in (Role.LIAISON, Role.PRINCIPAL)):
        notes += posting.nobody(found, key, about=case["number"], units=[facts["unit"]], role=Role.LIAISON)
    posting.queue(session, day, desk, notes)
