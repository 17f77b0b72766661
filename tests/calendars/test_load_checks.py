"""Weeks with more work than the office allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calendars.load_checks import heavy_weeks
from rules.plan import DayCadence
from tests.calendars.changing import with_entry, with_policies

if TYPE_CHECKING:
    from rules.desk import Desk


def test_an_ordinary_township_is_below_the_limits(sample_desk: Desk) -> None:
    assert list(heavy_weeks(sample_desk)) == []


def test_people_and_units_with_too_heavy_a_week_are_named_with_week_pieces_and_entries(sample_desk: Desk) -> None:
    daily = with_entry(sample_desk, "P3C-02-2", window=DayCadence(in_term=True))
    people, units = heavy_weeks(daily)
    assert (people.code, people.allowed, units.code, units.allowed) == ("person_week", "10", "unit_week", "5")
    assert people.value.startswith("责任督学-")
    assert "×" in people.value
    assert people.more["items"].startswith("P3C-02-2")
    assert units.value.endswith("）"), "six of them by name, the others counted"


def test_the_limits_are_the_offices(sample_desk: Desk) -> None:
    strict = with_policies(sample_desk, person_week=1)
    assert [problem.code for problem in heavy_weeks(strict)] == ["person_week"]
