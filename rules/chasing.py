"""When missing monthly visits are shown to whom, and how many visits the law asks for in a term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.spanning import SEASON_NAMES, month_end
from rules.terms import terms_touching
from rules.working_days import ONE_DAY, previous_working_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rules.office import Stage, Term
    from rules.working_days import WorkCalendar

VISITS_A_TERM = 2
"""Routine visits of every school in a term at least. Source: 教育督导条例 art. 14."""

LAST_WEEK = 5
"""So many working days before a month ends its missing visits are shown to the inspector."""

MADE_UP_DAYS = 7
"""So many calendar days into the next month the office still hears of the month before, where nobody swept."""


def shown_to_inspector_on(calendar: WorkCalendar, month: date) -> date:
    """The first of the month's last five working days."""
    day = shown_to_office_on(calendar, month)
    for _ in range(LAST_WEEK - 1):
        day = previous_working_day(calendar, day - ONE_DAY)
    return day


def shown_to_office_on(calendar: WorkCalendar, month: date) -> date:
    """The month's last working day."""
    return previous_working_day(calendar, month_end(month.year, month.month))


def term_of(terms: tuple[Term, ...], stages: Iterable[Stage], day: date) -> tuple[str, date, date] | None:
    """The term in which a day lies for a school: its name (``2026春``), first and last day; None in a vacation."""
    for term in terms_touching(terms, frozenset(stages), day.year):
        if term.opens_on <= day <= term.closes_on:
            return f"{term.year}{SEASON_NAMES[term.season]}", term.opens_on, term.closes_on
    return None
