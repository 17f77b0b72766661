"""Who hears what of a supervision: the team when it is put together, the unit by its notice, opinion and letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from rules.desk import Desk
from rules.office import Role
from rules.supervising import DatedStep, Step
from services import people, posting
from services.visitors import named

_OF_THE_UNIT = (Role.PRINCIPAL, Role.LIAISON)


def tell_team(session: Session, day: date, desk: Desk, case: Mapping[str, Any], steps: Sequence[DatedStep]) -> None:
    """Every inspector of the team has the dates of all steps."""
    found = people.directory(session)
    facts = _facts(case, {str(step.step): step.due_on for step in steps}) | {"what": "team"}
    notes = [
        posting.Note(f"supervision:{case['id']}:team:{contact.id}", "supervision", contact, facts, case["unit_id"])
        for contact in named(found, case["team"])
    ]
    posting.queue(session, day, desk, notes)


def tell_unit(  # noqa: PLR0913  (a step has that many sides)
    session: Session, day: date, desk: Desk, case: Any, step: Step, *, days: Mapping[str, date], more: Mapping[str, Any]
) -> None:
    """Principal and liaison have the paper of the step; the coordinator hears where there is neither."""
    found = people.directory(session, [case.unit_id])
    told = [contact for role in _OF_THE_UNIT for contact in found.told(role, case.unit_id)]
    facts = _facts(case._asdict(), days) | {"what": str(step)} | dict(more)
    key = f"supervision:{case.id}:{step}"
    notes = [
        posting.Note(f"{key}:{contact.id}", "supervision", contact, facts, case.unit_id)
        for contact in dict.fromkeys(told)
    ]
    if not told:
        notes += posting.nobody(found, key, about=case.number, units=[case.unit], role=Role.LIAISON)
    posting.queue(session, day, desk, notes)


def tell_changed(  # noqa: PLR0913  (a change has that many sides)
    session: Session,
    day: date,
    desk: Desk,
    case: Any,
    change: str,
    *,
    names: Iterable[str],
    days: Mapping[str, date],
    unit_too: bool,
) -> None:
    """These inspectors have the changed days or team, and principal and liaison where the unit had its notice.

    `change` is what changed and its number, of which the first part is what the message says.
    """
    found = people.directory(session, [case.unit_id])
    told = named(found, names)
    if unit_too:
        told += [contact for role in _OF_THE_UNIT for contact in found.told(role, case.unit_id)]
    facts = _facts(case._asdict(), days) | {"what": change.partition(":")[0]}
    key = f"supervision:{case.id}:{change}"
    notes = [
        posting.Note(f"{key}:{contact.id}", "supervision", contact, facts, case.unit_id)
        for contact in dict.fromkeys(told)
    ]
    posting.queue(session, day, desk, notes)


def _facts(case: Mapping[str, Any], days: Mapping[str, date]) -> dict[str, Any]:
    return {
        "number": case["number"],
        "kind": case["kind"],
        "title": case["topic"],
        "matters": case["matters"],
        "unit": case["unit"],
        "team": list(case["team"]),
        "days": {step: on.isoformat() for step, on in days.items()},
        "document": "",
        "deadline_on": "",
    }
