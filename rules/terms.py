"""School terms: which one holds for a stage, and whether there is school on a day (rules-of-the-field 4.2)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from rules.office import Stage, Term
from rules.windows import Season
from rules.working_days import is_working_day

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def usual_term(year: int, season: Season, stage: Stage) -> Term:
    """The term as it usually is (rules-of-the-field 4.2), provisional: for a year whose table is not written yet."""
    if season is Season.SPRING:
        return Term(year, season, date(year, 2, 20), date(year, 6, 30), (stage,), provisional=True)
    return Term(year, season, date(year, 9, 1), date(year + 1, 1, 20), (stage,), provisional=True)


def terms_of(terms: Iterable[Term], year: int, season: Season, stages: Iterable[Stage]) -> tuple[Term, ...]:
    """One term for each stage: of the table, or as usual where the table has none."""
    table = tuple(terms)
    return tuple(find_term(table, year, season, stage) or usual_term(year, season, stage) for stage in sorted(stages))


@lru_cache(maxsize=256)
def school_days(calendar: WorkCalendar, terms: tuple[Term, ...], stages: frozenset[Stage], year: int) -> list[date]:
    """The days of a calendar year on which children of one of the stages are at school, in order.

    None on 1 June where one of the stages is off. Terms that the table lacks are taken as they usually are.
    """
    found = set[date]()
    for term in terms_touching(terms, stages, year):
        length = (term.closes_on - term.opens_on).days + 1
        found |= {term.opens_on + timedelta(days=ahead) for ahead in range(length)}
    return sorted(
        day
        for day in found
        if day.year == year
        and is_working_day(calendar, day)
        and not any(is_childrens_day(stage, day) for stage in stages)
    )


def terms_touching(terms: tuple[Term, ...], stages: frozenset[Stage], year: int) -> tuple[Term, ...]:
    """The terms of the stages that have days in a calendar year: autumn before, spring, autumn."""
    wanted = ((year - 1, Season.AUTUMN), (year, Season.SPRING), (year, Season.AUTUMN))
    return tuple(term for opens, season in wanted for term in terms_of(terms, opens, season, stages))


def _holds_for(term: Term, stage: Stage) -> bool:
    return not term.stages or stage in term.stages
