"""What a coordinator should know of a desk that is readable: warnings and notes over the whole of it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from calendars.conformance import conformance
from calendars.inspector_cells import MOST_TERMS
from calendars.term_checks import missing_terms
from rules.audience import audience_units
from rules.errors import Problem, Severity
from rules.plan import Class, WeekCadence
from rules.recurring import occurrences, unscheduled
from rules.spanning import clamped
from rules.units import InspectorType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.desk import Desk
    from rules.plan import Entry, Occurrence


TERM_YEARS = 3
"""Source: 教育督导条例 art. 6: a part-time inspector is appointed for three years."""


def notes(desk: Desk) -> tuple[Problem, ...]:
    """Every warning, then every note: terms, empty audiences, law, provisional days, flags, unscheduled commitments."""
    stages = frozenset(stage for unit in desk.roster.units for stage in unit.stages)
    return (
        *missing_terms(desk.office, stages),
        *_appointments(desk),
        *_guessable_draws(desk),
        *_without_units(desk),
        *conformance(desk),
        *_provisional(desk),
        *_flags(desk),
        *_left_open(desk),
    )


def _appointments(desk: Desk) -> Iterator[Problem]:
    """Terms of office of three years that end in the working year, or ended before it."""
    for person in desk.roster.people:
        if person.appointed_on is None or person.inspector_type is InspectorType.FULL_TIME:
            continue
        ends = _last_day(person.appointed_on)
        if ends.year <= desk.office.year:
            code = "appointment_last" if person.appointments >= MOST_TERMS else "appointment_ends"
            more = {"line": "", "key": "聘期起", "ends": str(ends)}
            yield Problem("roster.xlsx", "人员", code, person.name, severity=Severity.WARNING, more=more)


def _guessable_draws(desk: Desk) -> Iterator[Problem]:
    """Without a word of the office's own anybody with the plan can work out the days of unannounced checks."""
    drawn = [entry for entry in desk.plan.entries if isinstance(entry.window, WeekCadence) and entry.window.drawn]
    if drawn and not desk.office.policies.draw_seed:
        more = {"line": "", "key": "draw_seed", "items": "、".join(entry.id for entry in drawn)}
        yield Problem("office.yaml", "policies", "draw_seed_missing", severity=Severity.WARNING, more=more)


def _last_day(appointed_on: date) -> date:
    """The day before the same day three years on, or the end of a month that is too short for it."""
    same = clamped(appointed_on.year + TERM_YEARS, appointed_on.month, appointed_on.day)
    return same - timedelta(days=1) if same.day == appointed_on.day else same


def _without_units(desk: Desk) -> Iterator[Problem]:
    for entry in desk.plan.entries:
        if entry.window is not None and not audience_units(desk, entry, desk.office.year):
            yield _of_entry(desk, entry, "audience_empty", Severity.WARNING, year=str(desk.office.year))


def _provisional(desk: Desk) -> Iterator[Problem]:
    """One note for all: their dates move together when the holidays or the terms are known."""
    found = [occurrence for occurrence in occurrences(desk, desk.office.year) if occurrence.due_provisional]
    if found:
        items = "、".join(_by_item(found))
        more = {"line": "", "key": "", "count": str(len(found)), "items": items}
        yield Problem(desk.plan.name, "", "due_provisional", str(len(found)), severity=Severity.NOTE, more=more)


def _by_item(found: list[Occurrence]) -> Iterator[str]:
    """Each item once: with its day, or with how often and between which days."""
    days: dict[str, list[date]] = defaultdict(list)
    for occurrence in found:
        days[occurrence.item].append(occurrence.due_on)
    for item, due in days.items():
        yield f"{item}（{due[0]}）" if len(due) == 1 else f"{item}（{due[0]}—{due[-1]}，{len(due)}次）"


def _flags(desk: Desk) -> Iterator[Problem]:
    for entry in desk.plan.entries:
        if entry.flag:
            yield _of_entry(desk, entry, "flag", Severity.NOTE, flag=entry.flag, line=str(entry.line))
        if entry.sensitive:
            yield _of_entry(desk, entry, "sensitive", Severity.NOTE, reason=entry.sensitive, line=str(entry.line))


def _left_open(desk: Desk) -> Iterator[Problem]:
    for entry in unscheduled(desk.plan):
        more = {"class": entry.class_.value, "covers": "、".join(entry.covers), "line": str(entry.line)}
        scheduled = "unscheduled_year" if entry.window else "unscheduled"
        code = scheduled if entry.class_ is Class.SCHEDULED else "unscheduled_other"
        yield _of_entry(desk, entry, code, Severity.NOTE, **more)


def _of_entry(desk: Desk, entry: Entry, code: str, severity: Severity, **more: str) -> Problem:
    values = {"line": "", "key": "", "title": entry.title, **more}
    return Problem(desk.plan.name, entry.id, code, entry.title, severity=severity, more=values)
