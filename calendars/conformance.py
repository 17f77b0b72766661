"""Legal minimums that a plan can be held against where it is cheap (rules-of-the-field 2.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.audience import audience_units
from rules.errors import Problem, Severity
from rules.office import FindingSeverity, Stage
from rules.plan import Class, Kind
from rules.units import SCHOOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.desk import Desk
    from rules.plan import Entry

SCHOOL = "school"
LONGEST_CYCLE_YEARS = 5
LEAST_VISITS_A_TERM = 2


def conformance(desk: Desk) -> Iterator[Problem]:
    """A warning for every legal minimum that the plan does not show to be kept; a school's own office owes none."""
    if desk.office.level == SCHOOL:
        return
    scheduled = [entry for entry in desk.plan.entries if _has_a_date(entry)]
    if not any(entry.kind is Kind.ROUTINE_VISIT for entry in scheduled):
        yield _warning(desk, "routine_visits", allowed=str(LEAST_VISITS_A_TERM))
    yield from _cycles(desk, [entry for entry in scheduled if entry.kind is Kind.COMPREHENSIVE])
    if not any(entry.kind is Kind.TRAINING for entry in scheduled):
        yield _warning(desk, "training_hours", allowed="40")
    if not any(entry.kind is Kind.RECTIFICATION for entry in scheduled):
        usual = desk.office.policies.deadlines[FindingSeverity.ORDINARY]
        yield _warning(desk, "rectification_deadline", str(usual.value), basis=usual.basis)


def _has_a_date(entry: Entry) -> bool:
    """What is done some time in the year shows no minimum: nobody has decided when."""
    return entry.class_ is Class.SCHEDULED and entry.window is not None and not entry.unscheduled


def _cycles(desk: Desk, entries: list[Entry]) -> Iterator[Problem]:
    """Every unit needs a comprehensive supervision once in five years: who is not reached in any of them?"""
    years = range(desk.office.year, desk.office.year + LONGEST_CYCLE_YEARS)
    reached = {unit.code for entry in entries for year in years for unit in audience_units(desk, entry, year)}
    for stage in Stage:
        schools = [unit for unit in desk.roster.units if unit.kind in SCHOOLS and stage in unit.stages]
        missed = [unit.name for unit in schools if unit.code not in reached]
        if missed:
            yield _warning(desk, "comprehensive_cycle", "、".join(missed), stage=stage.value)


def _warning(desk: Desk, code: str, value: str = "", allowed: str = "", **more: str) -> Problem:
    values = {"line": "", "key": "", **more}
    return Problem(desk.plan.name, "", code, value, allowed, Severity.WARNING, values)
