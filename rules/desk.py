"""The desk: all that an office's folder says, read and found valid. What every service and flow is given."""

from __future__ import annotations

from dataclasses import dataclass

from rules.office import Office, Roster
from rules.plan import Plan
from rules.working_days import WorkCalendar


@dataclass(frozen=True, slots=True)
class Desk:
    """One office's settings, plan, people and working days."""

    office: Office
    plan: Plan
    roster: Roster
    calendar: WorkCalendar
