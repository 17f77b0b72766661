"""What follows from a finding's severity: its deadline, its way, and when a repeated one weighs more.

Source: rules-of-the-field 2.9 (the law sets no days, the office does) and 2.10 (severity to measure).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.errors import RefusedError
from rules.office import FindingSeverity

if TYPE_CHECKING:
    from rules.office import Deadline, Policies

_HEAVIER = {
    FindingSeverity.MINOR: FindingSeverity.ORDINARY,
    FindingSeverity.ORDINARY: FindingSeverity.SERIOUS,
}
"""Repeating makes nothing a danger: that is a fact that somebody has to see."""


def usual_deadline(policies: Policies, severity: FindingSeverity) -> Deadline:
    """The days that the office gives for a finding of this severity.

    Raises:
        RefusedError: the office has set none; a missing deadline is never read as a breached one.
    """
    deadline = policies.deadlines.get(severity)
    if deadline is None:
        raise RefusedError("refused.no_deadline", severity=str(severity))
    return deadline


def weighed(severity: FindingSeverity, *, repeated: bool) -> FindingSeverity:
    """The severity that counts: one step heavier where the unit had a finding of the category not long ago."""
    return _HEAVIER.get(severity, severity) if repeated else severity


def is_settled_at_once(severity: FindingSeverity) -> bool:
    """Whether the finding ends with the advice that was given on the spot (disposition 4)."""
    return severity is FindingSeverity.MINOR


def goes_to_the_office(severity: FindingSeverity) -> bool:
    """Whether the office, not the inspector, issues the notice (disposition 5)."""
    return severity is FindingSeverity.SERIOUS


def needs_return_visit(severity: FindingSeverity) -> bool:
    """Whether nobody may close the case before somebody was there again."""
    return severity in {FindingSeverity.SERIOUS, FindingSeverity.URGENT}
