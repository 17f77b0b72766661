"""School terms: which one holds for a stage, and whether there is school on a day (rules-of-the-field 4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.office import Stage, Term
from rules.working_days import is_working_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rules.plan import Season
    from rules.working_days import WorkCalendar

YOUNG = frozenset({Stage.KINDERGARTEN, Stage.PRIMARY})
"""The stages whose children are under 14 and off on 1 June (放假办法 2024, art. 3)."""


def find_term(terms: Iterable[Term], year: int, season: Season, stage: Stage) -> Term | None:
    """The term of a stage, or None. One that names the stage wins over one for all.

    Args:
        terms: the office's table.
        year: the year in which the term opens; the autumn term of 2025 closes in January 2026.
        season: spring or autumn.
        stage: whose term.
    """
    fits = [term for term in terms if term.year == year and term.season == season and _holds_for(term, stage)]
    return max(fits, key=lambda term: bool(term.stages), default=None)


def is_school_day(calendar: WorkCalendar, terms: Iterable[Term], stage: Stage, day: date) -> bool:
    """Whether children of the stage are at school: a working day in one of its terms, both ends inclusive.

    On 1 June there is no school for kindergartens and primaries. A term that is not in the table has no school days.
    """
    if not is_working_day(calendar, day) or is_childrens_day(stage, day):
        return False
    return any(term.opens_on <= day <= term.closes_on and _holds_for(term, stage) for term in terms)


def is_childrens_day(stage: Stage, day: date) -> bool:
    """Whether the day is 1 June and the stage's children are off."""
    return stage in YOUNG and (day.month, day.day) == (6, 1)


def _holds_for(term: Term, stage: Stage) -> bool:
    return not term.stages or stage in term.stages
