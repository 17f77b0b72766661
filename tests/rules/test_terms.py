"""Terms of a stage and its school days."""

from __future__ import annotations

import pytest

from rules.office import Stage, Term
from rules.plan import Season
from rules.terms import find_term, is_school_day
from tests.rules.cast import CALENDAR, TERMS, on


def test_a_term_that_names_the_stage_wins_over_one_for_all() -> None:
    for_all = Term(2026, Season.SPRING, on("2-20"), on("7-10"))
    assert find_term((for_all, *TERMS), 2026, Season.SPRING, Stage.JUNIOR) == TERMS[2]
    assert find_term((*TERMS, for_all), 2026, Season.SPRING, Stage.SENIOR) == for_all


def test_a_term_that_is_not_in_the_table_is_none() -> None:
    assert find_term(TERMS, 2027, Season.SPRING, Stage.PRIMARY) is None
    assert find_term(TERMS, 2026, Season.SPRING, Stage.SENIOR) is None


@pytest.mark.parametrize(
    ("stage", "day", "school"),
    [
        (Stage.PRIMARY, "2-25", False),
        (Stage.PRIMARY, "2-26", True),
        (Stage.JUNIOR, "2-25", True),
        (Stage.PRIMARY, "2-28", True),
        (Stage.PRIMARY, "3-1", False),
        (Stage.PRIMARY, "5-29", True),
        (Stage.PRIMARY, "6-1", False),
        (Stage.KINDERGARTEN, "6-1", False),
        (Stage.JUNIOR, "6-1", True),
        (Stage.PRIMARY, "6-2", True),
        (Stage.PRIMARY, "6-30", True),
        (Stage.PRIMARY, "7-1", False),
        (Stage.JUNIOR, "7-3", True),
        (Stage.JUNIOR, "7-6", False),
        (Stage.SENIOR, "3-6", False),
    ],
)
def test_children_are_at_school_on_working_days_of_their_term_but_not_on_1_june(
    stage: Stage, day: str, *, school: bool
) -> None:
    assert is_school_day(CALENDAR, TERMS, stage, on(day)) is school
