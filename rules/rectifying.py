"""The usual deadline of a rectification (rules-of-the-field 2.9: the law sets no days, the office does)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.errors import RefusedError

if TYPE_CHECKING:
    from rules.office import Deadline, FindingSeverity, Policies


def usual_deadline(policies: Policies, severity: FindingSeverity) -> Deadline:
    """The days that the office gives for a finding of this severity.

    Raises:
        RefusedError: the office has set none; a missing deadline is never read as a breached one.
    """
    deadline = policies.deadlines.get(severity)
    if deadline is None:
        raise RefusedError("refused.no_deadline", severity=str(severity))
    return deadline
