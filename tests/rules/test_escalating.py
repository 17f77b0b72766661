"""The ladder: which rungs are reached, from the highest down, and how it is frozen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.escalating import freeze, hurried, ladder_version, next_rungs, thaw, working_days_overdue
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


def climbed_today(
    overdue: int, climbed: int, waited: int | None, ladder: tuple[Rung, ...] = LADDER, empty: tuple[int, ...] = ()
) -> list[int]:
    """The numbers of the rungs climbed today; `empty` are those on which nobody can be reached."""
    return numbers(next_rungs(ladder, overdue, climbed, waited, lambda rung: rung.rung in empty))


@pytest.mark.parametrize(
    ("overdue", "climbed", "waited", "reached"),
    [
        (0, 0, None, []),
        (1, 0, None, [1]),
        (2, 1, 1, []),
        (3, 1, 2, [2]),
        (4, 2, 1, []),
        (5, 2, 2, [3]),
        (9, 3, 4, []),
        (10, 3, 5, [4]),
        (11, 4, 1, []),
        (400, 4, 300, []),
    ],
)
def test_a_rung_is_reached_on_its_day_and_climbed_once(
    overdue: int, climbed: int, waited: int | None, reached: list[int]
) -> None:
    assert climbed_today(overdue, climbed, waited) == reached


def test_a_case_that_was_asleep_climbs_one_rung_and_then_waits_as_long_as_the_ladder_says() -> None:
    assert climbed_today(400, 0, None) == [1]
    assert [climbed_today(401, 1, waited) for waited in (0, 1, 2)] == [[], [], [2]]
    assert [climbed_today(403, 2, waited) for waited in (1, 2)] == [[], [3]]
    assert [climbed_today(408, 3, waited) for waited in (4, 5)] == [[], [4]]


def test_a_rung_without_anybody_to_reach_is_not_waited_on() -> None:
    assert climbed_today(1, 0, None, empty=(1,)) == [1, 2]
    assert climbed_today(1, 0, None, empty=(1, 2)) == [1, 2, 3]
    assert climbed_today(1, 0, None, empty=(1, 2, 3, 4)) == [1, 2, 3, 4]
    assert climbed_today(3, 1, 2, empty=(4,)) == [2]


def test_what_is_due_today_never_climbs_even_where_a_rung_does_not_wait() -> None:
    eager = (Rung(1, 0, (Role.LIAISON,)),)
    assert climbed_today(0, 0, None, eager) == []
    assert climbed_today(1, 0, None, eager) == [1]


def test_a_hurried_ladder_is_climbed_to_its_top_on_the_first_day() -> None:
    assert climbed_today(0, 0, None, hurried(LADDER)) == []
    assert climbed_today(1, 0, None, hurried(LADDER)) == [1, 2, 3, 4]
    assert [(rung.rung, rung.tell, rung.proposals) for rung in hurried(LADDER)] == [
        (rung.rung, rung.tell, rung.proposals) for rung in LADDER
    ]


def test_an_empty_ladder_reaches_nothing() -> None:
    assert climbed_today(100, 0, None, ()) == []


@given(st.lists(st.booleans(), min_size=60, max_size=60))
def test_however_many_nights_are_missed_no_rung_comes_too_early_or_with_another_one(swept: list[bool]) -> None:
    climbed, last, days = 0, None, {}
    for overdue, is_swept in enumerate(swept):
        rungs = climbed_today(overdue, climbed, None if last is None else overdue - last) if is_swept else []
        assert len(rungs) <= 1
        if rungs:
            climbed, last = rungs[0], overdue
            days[climbed] = overdue
    assert list(days) == list(range(1, len(days) + 1))
    assert all(days[rung.rung] >= rung.after for rung in LADDER if rung.rung in days)


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
