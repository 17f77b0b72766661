"""Whether a plan keeps the law and fits the year: every check that ``dudao check`` makes, in the order it tells them.

Source: rules-of-the-field 2.1, 2.11, 4.1, 4.2. The figures and articles come from the office's pack (`Desk.pack`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calendars.day_checks import broken_promises, childrens_day_visits, rest_day_work, too_few_visits, vacation_work
from calendars.law_checks import (
    late_letters,
    missed_cycles,
    open_ended_mending,
    short_replies,
    slow_rotations,
    small_teams,
    unannounced_formal,
    undated_training,
    unsaid_procedures,
    usual_deadlines,
)
from calendars.load_checks import heavy_weeks
from calendars.twin_checks import twins
from rules.recurring import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calendars.day_checks import Found
    from rules.desk import Desk
    from rules.errors import Problem

SCHOOL = "school"
"""A school's own office inspects itself: the Regulations on Education Supervision ask nothing of it."""

AGAINST_THE_LAW = (
    small_teams,  # a team of fewer than three
    short_replies,  # a reply window shorter than the law's
    late_letters,  # an opinion letter later than the law's
    slow_rotations,  # a rotation slower than the cycle of five years
)
"""Errors: what the plan says, the law forbids. The office cannot go live with it."""

OWED_TO_THE_LAW = (
    missed_cycles,  # no comprehensive supervision within five years
    unsaid_procedures,  # no team, no written notice, no reply window
    unannounced_formal,  # a special supervision that is kept secret
    open_ended_mending,  # a rectification without a deadline
    usual_deadlines,  # supervisions whose findings have only the office's usual deadlines
    undated_training,  # no training of inspectors
)
"""Warnings: what the law asks for, the plan does not show."""

OWED_IN_THE_YEAR = (
    too_few_visits,  # fewer than two routine visits a term
    broken_promises,  # a quarter without the special supervision that the plan promises
)
"""Warnings over the resolved year."""

DAYS = (
    rest_day_work,  # work on a rest day
    vacation_work,  # work in a vacation
    childrens_day_visits,  # 1 June at primaries and kindergartens
)
"""Warnings over the resolved year of every office."""

SENSE = (
    heavy_weeks,  # a week with more work than the limit
    twins,  # two entries that duplicate each other
)
"""Warnings of every office."""


def against_law(desk: Desk) -> tuple[Problem, ...]:
    """The errors alone; they are cheap, and found whenever a folder is read."""
    return tuple(problem for check in AGAINST_THE_LAW if _owes(desk) for problem in check(desk))


def conformance(desk: Desk) -> Iterator[Problem]:
    """Every warning and note, check by check; the errors are `against_law`'s."""
    year = _year(desk)
    if _owes(desk):
        for check in OWED_IN_THE_YEAR:
            yield from check(desk, year)
        for owed in OWED_TO_THE_LAW:
            yield from owed(desk)
    for days in DAYS:
        yield from days(desk, year)
    for sense in SENSE:
        yield from sense(desk)


def _owes(desk: Desk) -> bool:
    return desk.office.level != SCHOOL


def _year(desk: Desk) -> Found:
    entries = {entry.id: entry for entry in desk.plan.entries}
    return tuple((entries[one.item], one) for one in occurrences(desk, desk.office.year))
