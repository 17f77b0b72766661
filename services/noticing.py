"""The rectification notice: by when, counted how, and who hears of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from rules.counting import due_day
from rules.desk import Desk
from rules.errors import RefusedError
from rules.office import Deadline, FindingSeverity, Role
from rules.plan import DueBasis
from rules.rectifying import is_settled_at_once, usual_deadline
from services import people, posting

_TOLD = (Role.LIAISON, Role.PRINCIPAL, Role.INSPECTOR)
_TOLD_OF_DANGER = (*_TOLD, Role.DIRECTOR, Role.COORDINATOR)
"""Source: 教育督导条例 art. 15: what endangers life or breaks the law is urged at once."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A deadline with how it was counted."""

    counted_from: date
    basis: DueBasis
    value: int
    on: date
    provisional: bool

    def columns(self) -> dict[str, Any]:
        """As a case keeps it, when the unit is told for the first time."""
        return {
            "first_due_on": self.on,
            "due_on": self.on,
            "due_basis": str(self.basis),
            "due_value": self.value,
            "due_provisional": self.provisional,
            "counted_from": self.counted_from,
        }


def deadline(day: date, desk: Desk, severity: FindingSeverity, due_on: date | None) -> Counted:
    """The day agreed on, else the office's usual one; what is settled on the spot is due the same day.

    Raises:
        RefusedError: the day has passed, the office has no usual one, or a day for what needs none.
    """
    if due_on is not None:
        if is_settled_at_once(severity):
            raise RefusedError("refuse.no_due_on_the_spot")
        if due_on < day:
            raise RefusedError("refuse.due_past", due=due_on, day=day)
        return Counted(day, DueBasis.FIXED_DATE, 0, due_on, provisional=False)
    if is_settled_at_once(severity):
        return Counted(day, DueBasis.FIXED_DATE, 0, day, provisional=False)
    usual = usual_deadline(desk.office.policies, severity)
    basis = DueBasis(usual.basis)
    due = due_day(desk.calendar, desk.office.policies.counting, day, basis, usual.value)
    return Counted(day, basis, usual.value, due.on, due.provisional)


def last_day(day: date, desk: Desk, usual: Deadline) -> date:
    """By when the office's side owes its step, counted from the day."""
    return due_day(desk.calendar, desk.office.policies.counting, day, DueBasis(usual.basis), usual.value).on


def tell(session: Session, day: date, desk: Desk, case: Mapping[str, Any], finding: Mapping[str, Any]) -> None:
    """The unit and its inspectors have the notice; of a danger the director too, at any hour.

    Args:
        session: the transaction.
        day: the day of the notice.
        desk: the office.
        case: columns of the rectification.
        finding: columns of the finding.
    """
    found = people.directory(session, [case["unit_id"]])
    key, unit_id = f"rectification:{case['id']}", case["unit_id"]
    facts = _facts(day, case, finding, found.name_of(unit_id))
    urgent = finding["severity"] == FindingSeverity.URGENT
    roles = _TOLD_OF_DANGER if urgent else _TOLD
    told = dict.fromkeys(contact for role in roles for contact in found.told(role, unit_id))
    notes = [
        posting.Note(f"{key}:{contact.id}", "rectification", contact, facts, unit_id, urgent=urgent) for contact in told
    ]
    if not any(found.told(role, unit_id) for role in (Role.LIAISON, Role.PRINCIPAL)):
        lacking = posting.nobody(found, key, about=case["number"], units=[facts["unit"]], role=Role.LIAISON)
        notes += [replace(note, urgent=urgent) for note in lacking]
    posting.queue(session, day, desk, notes)


def tell_office(session: Session, day: date, desk: Desk, case: Mapping[str, Any], finding: Mapping[str, Any]) -> None:
    """The office has a serious finding on its table, for which it issues the notice; the unit hears nothing yet."""
    found = people.directory(session, [case["unit_id"]])
    facts = _facts(day, case, finding, found.name_of(case["unit_id"]))
    facts["issue_by"] = case["check_due_on"].isoformat()
    notes = [
        posting.Note(f"draft:{case['id']}:{contact.id}", "draft", contact, facts, case["unit_id"])
        for contact in found.all_of(Role.COORDINATOR, Role.DIRECTOR)
    ]
    posting.queue(session, day, desk, notes)


def _facts(day: date, case: Mapping[str, Any], finding: Mapping[str, Any], unit: str) -> dict[str, Any]:
    plain = {name: finding[name] for name in ("severity", "observed", "category", "basis", "place", "fact", "found_by")}
    return plain | {
        "number": case["number"],
        "unit": unit,
        "opened_on": day.isoformat(),
        "due_on": case["due_on"].isoformat(),
        "due_basis": case["due_basis"],
        "due_value": case["due_value"],
        "due_provisional": case["due_provisional"],
    }
