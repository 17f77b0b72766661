"""The resolved year against the days: visits a term, promises, rest days, vacations, 1 June."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from calendars.day_checks import broken_promises, childrens_day_visits, rest_day_work, too_few_visits, vacation_work
from rules.errors import Severity
from rules.plan import (
    Asks,
    Audience,
    DateWindow,
    Doer,
    Draw,
    Kind,
    MonthCadence,
    MonthWindow,
    Promise,
    RangeWindow,
    TermCadence,
)
from tests.calendars.changing import with_entry, year_of

if TYPE_CHECKING:
    from rules.desk import Desk

SPECIAL = "P3C-02-2"
EVERYBODY = Audience()


def visits(desk: Desk, **changes: object) -> list[str]:
    """Who is visited too seldom when the entry is a routine visit of everybody."""
    routine = with_entry(desk, SPECIAL, kind=Kind.ROUTINE_VISIT, audience=EVERYBODY, **changes)
    return [problem.value for problem in too_few_visits(routine, year_of(routine))]


def test_a_plan_without_routine_visits_is_told_so_once(sample_desk: Desk) -> None:
    (found,) = too_few_visits(sample_desk, year_of(sample_desk))
    assert (found.code, found.allowed, found.more["article"]) == ("routine_visits", "2", "教育督导条例第十四条")


def test_one_visit_a_term_is_too_few_and_two_or_one_a_month_are_enough(sample_desk: Desk) -> None:
    (short,) = visits(sample_desk, window=TermCadence())
    assert "（春1、秋1）" in short
    assert visits(sample_desk, window=TermCadence(), times=2) == []
    assert visits(sample_desk, window=MonthCadence(in_term=True)) == []


def test_visits_in_the_spring_do_not_count_for_the_autumn(sample_desk: Desk) -> None:
    (short,) = visits(sample_desk, window=MonthWindow((3,)), times=2)
    assert "（秋0）" in short


def test_schools_that_are_drawn_are_not_sure_to_be_visited(sample_desk: Desk) -> None:
    drawn = with_entry(
        sample_desk,
        SPECIAL,
        kind=Kind.ROUTINE_VISIT,
        audience=Audience(draw=Draw(2)),
        window=MonthCadence(in_term=True),
        unannounced=True,
    )
    (found,) = too_few_visits(drawn, year_of(drawn))
    assert "（春0、秋0）" in found.value


@pytest.mark.parametrize(("months", "gaps"), [(3, ["07-01—09-30", "10-01—12-31"]), (6, ["07-01—12-31"])])
def test_a_period_without_what_the_plan_promises_is_named(sample_desk: Desk, months: int, gaps: list[str]) -> None:
    plan = replace(sample_desk.plan, promises=(Promise(Kind.SPECIAL, months, 49, "每季度至少一次"),))
    desk = replace(sample_desk, plan=plan)
    (found,) = broken_promises(desk, year_of(desk))
    assert found.value.split("、") == gaps
    assert list(broken_promises(sample_desk, year_of(sample_desk))) == []


def test_a_fixed_date_on_a_rest_day_is_noted_and_a_visit_on_one_is_warned_of(sample_desk: Desk) -> None:
    sunday = with_entry(sample_desk, "P3C-12-4", window=DateWindow(12, 6))
    (note,) = rest_day_work(sunday, year_of(sunday))
    assert (note.place, note.value, note.severity) == ("P3C-12-4", "2026-12-06", Severity.NOTE)
    visit = with_entry(sunday, "P3C-12-4", asks=Asks.SITE_VISIT)
    (warning,) = rest_day_work(visit, year_of(visit))
    assert warning.severity is Severity.WARNING
    assert list(rest_day_work(sample_desk, year_of(sample_desk))) == []


def test_a_visit_without_any_school_day_is_warned_of_unless_the_plan_wants_it_then(sample_desk: Desk) -> None:
    summer = with_entry(sample_desk, SPECIAL, window=MonthWindow((8,)))
    (found,) = vacation_work(summer, year_of(summer))
    assert (found.place, found.value) == (SPECIAL, "2026-08-03—2026-08-31")
    meant = with_entry(summer, SPECIAL, in_vacation=True)
    assert list(vacation_work(meant, year_of(meant))) == []
    assert list(vacation_work(sample_desk, year_of(sample_desk))) == [], "the source wants P3C-07-08-1 in summer"


def test_papers_of_schools_in_the_vacation_are_warned_of_and_those_of_the_office_are_not(sample_desk: Desk) -> None:
    window = RangeWindow(7, 20, 8, 20)
    papers = with_entry(sample_desk, SPECIAL, window=window, asks=Asks.DOCUMENT, doer=Doer.LIAISON)
    assert [problem.place for problem in vacation_work(papers, year_of(papers))] == [SPECIAL]
    own = with_entry(papers, SPECIAL, audience=Audience(office=True), doer=Doer.OFFICE)
    assert list(vacation_work(own, year_of(own))) == []


def test_a_visit_of_the_young_on_the_first_of_june_is_warned_of(sample_desk: Desk) -> None:
    june = with_entry(sample_desk, SPECIAL, window=DateWindow(6, 1))
    (found,) = childrens_day_visits(june, year_of(june))
    assert (found.place, found.value, found.more["article"]) == (
        SPECIAL,
        "2026-06-01",
        "全国年节及纪念日放假办法第三条",
    )
    juniors = with_entry(june, SPECIAL, audience=Audience(kinds=("junior",)))
    assert list(childrens_day_visits(juniors, year_of(juniors))) == []
    next_day = with_entry(june, SPECIAL, window=DateWindow(6, 2))
    assert list(childrens_day_visits(next_day, year_of(next_day))) == []
