"""Entries that promise the same thing twice: the county plan and its copy, and copies within a plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from calendars.plans import read_plan, shipped_plan_path, shipped_plans
from calendars.twin_checks import twins
from rules.plan import Class, MonthWindow
from tests.calendars.changing import with_entry

if TYPE_CHECKING:
    from rules.desk import Desk
    from rules.plan import Entry


def copied(entry: Entry) -> Entry:
    """The entry as P4A has it: its own number, the county's name left out, a word more here and there."""
    number = entry.id.replace("P2", "P4A")
    words = entry.quote.replace("切实加强对", "切实加强了对").replace("__县", "")
    return replace(
        entry, id=number, covers=(number,), title=f"{entry.title}（篇四）", quote=words, through=(), after=()
    )


def test_the_county_plan_written_twice_is_found_entry_by_entry(sample_desk: Desk) -> None:
    county = read_plan(shipped_plan_path("nanping-county"))
    once = replace(sample_desk, plan=county)
    twice = replace(sample_desk, plan=replace(county, entries=(*county.entries, *map(copied, county.entries))))
    assert list(twins(once)) == []
    found = {problem.place: problem.more["other"] for problem in twins(twice)}
    assert found == {entry.id.replace("P2", "P4A"): entry.id for entry in county.entries}


@pytest.mark.parametrize("name", shipped_plans())
def test_no_shipped_plan_promises_a_thing_twice(sample_desk: Desk, name: str) -> None:
    plan = read_plan(shipped_plan_path(name))
    assert [problem.place for problem in twins(replace(sample_desk, plan=plan))] == []


def test_a_copy_within_a_plan_is_found_and_one_at_another_time_is_another_thing(sample_desk: Desk) -> None:
    entry = next(one for one in sample_desk.plan.entries if one.id == "P3C-02-2")
    copy = replace(entry, id="B-1", covers=("B-1",), title=f"{entry.title}（再写一次）")
    desk = replace(sample_desk, plan=replace(sample_desk.plan, entries=(*sample_desk.plan.entries, copy)))
    (found,) = twins(desk)
    assert (found.place, found.more["other"], found.severity) == ("B-1", "P3C-02-2", "warning")
    assert list(twins(with_entry(desk, "B-1", window=MonthWindow((9,))))) == []
    assert list(twins(with_entry(desk, "B-1", after=("P3C-02-2",)))) == [], "a chain is no copy"
    assert list(twins(with_entry(desk, "B-1", class_=Class.POLICY))) == []
