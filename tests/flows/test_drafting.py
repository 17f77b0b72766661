"""Next year's plan comes out of the December entry that promises it."""

from __future__ import annotations

from pathlib import Path

import pytest

from calendars.folder import init_folder, read_desk
from calendars.plans import read_plan
from flows.applying import load
from flows.door import open_door
from flows.drafting import drafts_next_plan, keep_draft, never_done
from reports.results import Result
from rules.desk import Desk


def test_the_december_entry_of_the_plan_is_the_one_that_drafts(sample: Desk) -> None:
    assert [entry.id for entry in sample.plan.entries if drafts_next_plan(entry)] == ["P3C-12-5"]
    assert not drafts_next_plan(None)


@pytest.mark.parametrize("name", ["caizhuang-2014", "school-teaching", "xuyi-county"])
def test_the_draft_stands_among_the_papers_and_is_a_plan(name: str, tmp_path: Path) -> None:
    init_folder(tmp_path / "office", name, 2026)
    door = open_door(tmp_path / "office")
    load(door)
    file = keep_draft(door, 2027)
    assert file == tmp_path / "office" / "var" / "papers" / "plan-2027.yaml"
    assert read_plan(file).entries == read_desk(tmp_path / "office").plan.entries
    assert keep_draft(door, 2027).read_text(encoding="utf-8") == file.read_text(encoding="utf-8")


def test_what_nobody_answered_was_never_done_and_what_has_no_date_is_not_asked_for(sample: Desk) -> None:
    missed = {entry.id for entry in never_done(sample, {"P3C-12-5": Result(1, 1, 1), "P3C-02-1": Result(1, 26, 0)})}
    assert "P3C-02-1" in missed
    assert "P3C-12-5" not in missed
    assert missed.isdisjoint({"P3M-16", "P3T-1", "P3T-3"})
