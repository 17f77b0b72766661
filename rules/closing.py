"""Who may take which step with an assignment or a rectification, as data.

Source: 教育督导条例 art. 22: the unit rectifies and reports, the office verifies; the unit never closes its own case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.errors import RefusedError
from rules.office import Role

if TYPE_CHECKING:
    from rules.office import Person

Steps = dict[str, dict[str, str]]
"""Act to old status to new status."""

RECTIFICATION_STEPS: Steps = {
    "submit": {"open": "submitted", "returned": "submitted"},
    "return": {"submitted": "returned", "verified": "returned"},
    "verify": {"submitted": "verified"},
    "close": {"verified": "closed"},
}
ASSIGNMENT_STEPS: Steps = {
    "receive": {"open": "received"},
    "submit": {"open": "submitted", "received": "submitted", "overdue": "submitted"},
    "accept": {"submitted": "done"},
    "withdraw": {"open": "withdrawn", "received": "withdrawn", "submitted": "withdrawn", "overdue": "withdrawn"},
    "lapse": {"open": "overdue", "received": "overdue"},
}
STEPS: Steps = {
    **RECTIFICATION_STEPS,
    **ASSIGNMENT_STEPS,
    "submit": RECTIFICATION_STEPS["submit"] | ASSIGNMENT_STEPS["submit"],
}
"""Both at once, for a caller whose statuses can only be of one of them."""

_OF_UNITS = frozenset({Role.PRINCIPAL, Role.LIAISON})


def check_step(status: str, act: str, steps: Steps = STEPS) -> str:
    """The status after the act.

    Args:
        status: where the assignment or rectification stands.
        act: a key of `steps`.
        steps: `ASSIGNMENT_STEPS`, `RECTIFICATION_STEPS`, or both.

    Raises:
        RefusedError: there is no such step from this status.
    """
    following = steps.get(act, {}).get(status)
    if following is None:
        raise RefusedError("refused.step", status=status, act=act)
    return following


def check_outsider(person: Person, unit_code: str) -> None:
    """Nothing happens where the person may judge a case of the unit.

    Raises:
        RefusedError: the person belongs to the unit, or to another school: only the office and its inspectors judge.
    """
    if person.unit and person.unit == unit_code:
        raise RefusedError("refused.own_case", person=person.name)
    if person.unit or person.role in _OF_UNITS:
        raise RefusedError("refused.not_office", person=person.name)
