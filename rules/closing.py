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

_OWING = ("issued", "received", "rectifying", "returned")
RECTIFICATION_STEPS: Steps = {
    "issue": {"draft": "issued"},
    "receive": {"issued": "received"},
    "begin": {"issued": "rectifying", "received": "rectifying", "returned": "rectifying"},
    "submit": dict.fromkeys(_OWING, "submitted"),
    "return": {"submitted": "returned", "verified": "returned"},
    "verify": {"submitted": "verified"},
    "close": {"verified": "closed"},
    "withdraw": dict.fromkeys(("draft", *_OWING, "submitted", "verified"), "withdrawn"),
}
ASSIGNMENT_STEPS: Steps = {
    "receive": {"open": "received"},
    "submit": {"open": "submitted", "received": "submitted", "overdue": "submitted"},
    "accept": {"submitted": "done"},
    "withdraw": {"open": "withdrawn", "received": "withdrawn", "submitted": "withdrawn", "overdue": "withdrawn"},
    "lapse": {"open": "overdue", "received": "overdue"},
}
STEPS: Steps = {
    act: RECTIFICATION_STEPS.get(act, {}) | ASSIGNMENT_STEPS.get(act, {})
    for act in (*RECTIFICATION_STEPS, *ASSIGNMENT_STEPS)
}
"""Both at once, for a caller whose statuses can only be of one of them."""

_OF_UNITS = frozenset({Role.PRINCIPAL, Role.LIAISON})
_DECIDING = frozenset({Role.COORDINATOR, Role.DIRECTOR})


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


def check_decides(person: Person) -> None:
    """Nothing happens where the person may decide for the office: a director or a coordinator, not an inspector.

    Raises:
        RefusedError: anybody else.
    """
    if person.unit or person.role not in _DECIDING:
        raise RefusedError("refused.not_deciding", person=person.name)


def check_outsider(person: Person, unit_code: str) -> None:
    """Nothing happens where the person may judge a case of the unit.

    Raises:
        RefusedError: the person belongs to the unit, or to another school: only the office and its inspectors judge.
    """
    if person.unit and person.unit == unit_code:
        raise RefusedError("refused.own_case", person=person.name)
    if person.unit or person.role in _OF_UNITS:
        raise RefusedError("refused.not_office", person=person.name)
