"""Entries that do not fit together are told of, each at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from calendars.plans import read_plan
from tests.calendars.spoiling import codes, entry, plan_text, wrong

if TYPE_CHECKING:
    from pathlib import Path


def found(tmp_path: Path, *entries: str) -> list[tuple[str, str]]:
    (tmp_path / "plan.yaml").write_text(plan_text(*entries), encoding="utf-8")
    return codes(wrong(lambda: read_plan(tmp_path / "plan.yaml")))


def undated(identity: str, *more: str) -> str:
    """An entry without window and audience but for what is added."""
    bare = "".join(f"{row}\n" for row in entry(identity, without="window").splitlines() if "audience:" not in row)
    return bare + "".join(f"    {row}\n" for row in more)


def of_class(identity: str, letter: str, *more: str) -> str:
    return undated(identity, *more).replace("class: S", f"class: {letter}")


def test_an_id_an_inventory_id_and_a_title_stand_once(tmp_path: Path) -> None:
    assert found(tmp_path, entry("A-1"), entry("A-1")) == [
        ("entries[1](A-1).id", "id_twice"),
        ("entries[1](A-1).covers", "covers_twice"),
        ("entries[1](A-1).title", "title_twice"),
    ]


def test_through_and_after_name_entries_that_exist(tmp_path: Path) -> None:
    assert found(tmp_path, undated("A-1", "through: [A-7]"), entry("A-2", "after: [A-8, A-2]")) == [
        ("entries[0](A-1).through", "no_such_entry"),
        ("entries[1](A-2).after", "no_such_entry"),
        ("entries[1](A-2).after", "no_such_entry"),
    ]


def test_work_is_carried_out_through_dated_entries_only(tmp_path: Path) -> None:
    entries = (undated("A-1", "unscheduled: true"), undated("A-2", "through: [A-1]"))
    assert found(tmp_path, *entries) == [("entries[1](A-2).through", "through_undated")]


def test_an_unreadable_entry_is_no_missing_entry(tmp_path: Path) -> None:
    entries = (entry("A-1", "asks: money"), undated("A-2", "through: [A-1]"))
    assert found(tmp_path, *entries) == [("entries[0](A-1).asks", "not_one_of")]


@pytest.mark.parametrize(
    ("written", "key", "code"),
    [
        (undated("A-1"), "", "scheduled_how"),
        (entry("A-1", "unscheduled: true"), "", "scheduled_how"),
        (of_class("A-1", "P", "window: {month: 1}"), ".window", "window_of_class"),
        (of_class("A-1", "E", "window: {month: 1}"), ".window", "window_of_class"),
        (of_class("A-1", "P", "audience: {stages: [primary]}"), ".audience", "audience_of_class"),
        (of_class("A-1", "T"), ".target", "target_of_class"),
        (entry("A-1", "target: 60%"), ".target", "target_of_class"),
        (entry("A-1", "due: {basis: fixed_date}"), ".due", "due_fixed_date"),
        (entry("A-1", "due: {basis: working_days}"), ".due", "due_without_days"),
        (entry("A-1", without="programme"), ".programme", "programme_missing"),
        (
            entry("A-1", "audience: {stages: [primary], draw: {per_zone: 2}}", without="audience"),
            ".unannounced",
            "draw_announced",
        ),
        (
            entry("A-1", "audience: {office: true, stages: [primary]}", without="audience"),
            ".audience",
            "office_and_more",
        ),
    ],
)
def test_an_entry_that_contradicts_itself_is_told_of(tmp_path: Path, written: str, key: str, code: str) -> None:
    assert found(tmp_path, written) == [(f"entries[0](A-1){key}", code)]


def test_a_programme_must_exist_and_stand_once(tmp_path: Path) -> None:
    text = plan_text(entry("A-1")).replace(
        "programmes: [", "programmes: [{name: 甲, about: 甲}, {name: 甲, about: 乙}, "
    )
    (tmp_path / "plan.yaml").write_text(text.replace("programme: 督查", "programme: 丙"), encoding="utf-8")
    assert codes(wrong(lambda: read_plan(tmp_path / "plan.yaml"))) == [
        ("programmes[0].name", "programme_twice"),
        ("programmes[1].name", "programme_twice"),
        ("entries[0](A-1).programme", "no_such_programme"),
    ]


def test_a_programme_that_prefect_would_refuse_is_refused_here(tmp_path: Path) -> None:
    text = plan_text(entry("A-1")).replace("name: 督查", "name: 督查/指导")
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    assert ("programmes[0].name", "name_marks") in codes(wrong(lambda: read_plan(tmp_path / "plan.yaml")))


def test_a_chain_that_runs_in_a_circle_is_told_of(tmp_path: Path) -> None:
    entries = (entry("A-1", "after: [A-3]"), entry("A-2", "after: [A-1]"), entry("A-3", "after: [A-2]"))
    assert [code for _, code in found(tmp_path, *entries)] == ["after_circle"] * 3
