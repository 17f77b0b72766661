"""The desk: all that an office's folder says, read and found valid. What every service and flow is given."""

from __future__ import annotations

from dataclasses import dataclass, field

from rules.office import Office, Roster
from rules.packs import Pack
from rules.plan import Plan
from rules.working_days import WorkCalendar


@dataclass(frozen=True, slots=True)
class Desk:
    """One office's settings, plan, people, working days, and the legal limits that it is held to."""

    office: Office
    plan: Plan
    roster: Roster
    calendar: WorkCalendar
    pack: Pack = field(default_factory=Pack)
