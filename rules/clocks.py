"""The two clocks of a case: the unit's, until it reports, and its inspector's, until the report is filed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Which columns of a case belong to a clock.

    Args:
        stage: how its climbs are told apart.
        due: the last day.
        rung: the highest rung climbed.
        ladder: the ladder that was frozen; `version` its digest.
        kind: the message that a climb sends.
    """

    stage: str
    due: str
    rung: str
    ladder: str
    version: str
    kind: str


REPORT = Clock("report", "due_on", "rung", "ladder", "ladder_version", "escalation")
CHECK = Clock("check", "check_due_on", "check_rung", "check_ladder", "check_version", "check_late")
