"""What a target's words ask for."""

from __future__ import annotations

import pytest

from calendars.plans import read_plan, shipped_plan_path
from rules.measuring import Goal, goal_of
from rules.plan import Class


@pytest.mark.parametrize(
    ("plan", "item", "goal"),
    [
        ("caizhuang-2014", "P3T-1", Goal(up=False)),
        ("caizhuang-2014", "P3T-4", Goal(up=False, number=0)),
        ("caizhuang-2014", "P3T-5", Goal(up=True, number=60)),
        ("caizhuang-2014", "P3T-6", Goal(up=True, number=6)),
        ("caizhuang-2014", "P3M-08", Goal(up=False, number=0)),
    ],
)
def test_number_and_direction_stand_in_the_words(plan: str, item: str, goal: Goal) -> None:
    entry = read_plan(shipped_plan_path(plan)).entry(item)
    assert entry is not None
    assert goal_of(entry.target) == goal


def test_the_two_targets_of_the_county_have_a_direction_and_a_number_too() -> None:
    plan = read_plan(shipped_plan_path("nanping-county"))
    goals = [goal_of(entry.target) for entry in plan.entries if entry.class_ is Class.TARGET]
    assert goals == [Goal(up=True, number=100), Goal(up=True, number=6)]


@pytest.mark.parametrize(
    ("goal", "value", "reached"),
    [
        (Goal(up=True, number=60), 59.9, False),
        (Goal(up=True, number=60), 60, True),
        (Goal(up=False, number=0), 0, True),
        (Goal(up=False, number=0), 1, False),
        (Goal(up=False), 3, None),
        (Goal(), 3, None),
    ],
)
def test_the_number_itself_reaches_and_what_has_none_cannot_be_said(
    goal: Goal, value: float, *, reached: bool | None
) -> None:
    assert goal.is_reached(value) is reached
