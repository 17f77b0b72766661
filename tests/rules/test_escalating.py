"""The ladder: which rungs are reached, from the highest down, and how it is frozen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.escalating import freeze, ladder_version, rungs_reached, thaw, working_days_overdue
from rules.office import Role, Rung
from tests.rules.cast import CALENDAR, LADDER, on


def numbers(rungs: tuple[Rung, ...]) -> list[int]:
    """Only the numbers of the rungs."""
    return [rung.rung for rung in rungs]


@pytest.mark.parametrize(
    ("due_on", "day", "overdue"),
    [
        ("9-29", "9-28", 0),
        ("9-29", "9-29", 0),
        ("9-29", "9-30", 1),
        ("9-30", "9-30", 0),
        ("9-30", "10-1", 0),
        ("9-30", "10-7", 0),
        ("9-30", "10-8", 1),
        ("9-30", "10-10", 3),
        ("9-30", "10-11", 3),
        ("9-30", "10-12", 4),
        ("3-7", "3-8", 0),
        ("3-7", "3-9", 1),
        ("12-31", "2027-01-01", 0),
        ("12-31", "2027-01-04", 1),
    ],
)
def test_only_working_days_after_the_due_day_make_a_case_overdue(due_on: str, day: str, overdue: int) -> None:
    assert working_days_overdue(CALENDAR, on(due_on), on(day)) == overdue


@pytest.mark.parametrize(
    ("overdue", "climbed", "reached"),
    [
        (0, 0, []),
        (1, 0, [1]),
        (2, 1, []),
        (3, 1, [2]),
        (4, 2, []),
        (5, 2, [3]),
        (9, 3, []),
        (10, 3, [4]),
        (11, 4, []),
        (400, 4, []),
    ],
)
def test_a_rung_is_reached_on_its_day_and_climbed_once(overdue: int, climbed: int, reached: list[int]) -> None:
    assert numbers(rungs_reached(LADDER, overdue, climbed)) == reached


def test_after_a_downtime_all_rungs_that_were_passed_come_highest_first() -> None:
    assert numbers(rungs_reached(LADDER, 7, 0)) == [3, 2, 1]
    assert numbers(rungs_reached(tuple(reversed(LADDER)), 7, 1)) == [3, 2]


def test_what_is_due_today_never_climbs_even_where_a_rung_does_not_wait() -> None:
    eager = (Rung(1, 0, (Role.LIAISON,)),)
    assert rungs_reached(eager, 0, 0) == ()
    assert numbers(rungs_reached(eager, 1, 0)) == [1]


def test_a_rung_that_tells_nobody_makes_the_next_one_wait_no_longer() -> None:
    ladder = (Rung(1, 1, ()), Rung(2, 3, (Role.DIRECTOR,)))
    assert numbers(rungs_reached(ladder, 3, 1)) == [2]


def test_an_empty_ladder_reaches_nothing() -> None:
    assert rungs_reached((), 100, 0) == ()


@given(st.integers(0, 60), st.integers(0, 60))
def test_climbing_daily_or_late_climbs_the_same_rungs(first: int, later: int) -> None:
    early = rungs_reached(LADDER, min(first, later), 0)
    rest = rungs_reached(LADDER, max(first, later), max(numbers(early), default=0))
    assert numbers(rest) + numbers(early) == numbers(rungs_reached(LADDER, max(first, later), 0))


def test_a_frozen_ladder_survives_json_and_thaws_to_the_same_ladder() -> None:
    frozen = json.loads(json.dumps(freeze(LADDER), ensure_ascii=False))
    assert thaw(frozen) == LADDER
    assert ladder_version(thaw(frozen)) == ladder_version(LADDER)
    assert frozen[3] == {
        "rung": 4,
        "after": 10,
        "tell": ["director"],
        "measure": "propose",
        "proposals": ["约谈", "通报"],
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"rung": 9},
        {"after": 2},
        {"tell": (Role.LIAISON,)},
        {"measure": "report"},
        {"proposals": ("约谈",)},
    ],
    ids=str,
)
def test_any_change_of_a_rung_is_another_version(changes: dict[str, object]) -> None:
    changed = (replace(LADDER[0], **changes), *LADDER[1:])  # type: ignore[arg-type]
    assert ladder_version(changed) != ladder_version(LADDER)
