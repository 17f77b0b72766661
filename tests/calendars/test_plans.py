"""The shipped plans, against the inventory and against the approved text of the resolved year."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calendars.plans import read_plan, shipped_plan_path, shipped_plans
from rules.errors import NotFoundError
from rules.plan import Class, DateWindow, MonthWindow, Plan, RangeWindow, TermWindow
from rules.recurring import occurrences
from tests.calendars.resolved_year import resolved_year
from tests.calendars.spoiling import codes, entry, plan_text, wrong

if TYPE_CHECKING:
    from rules.desk import Desk

HERE = Path(__file__).parent
APPROVED = HERE / "caizhuang-2014.2026.approved.txt"
UNSCHEDULED = {"P3M-02", "P3M-09", "P3M-17", "P3M-19", "P3M-22", "P3M-25", "P3M-28", "P3M-29", "P3M-30", "P3M-31"}


def inventory() -> dict[str, dict[str, str]]:
    with (HERE / "inventory.csv").open(encoding="utf-8", newline="") as rows:
        return {row["id"]: row for row in csv.DictReader(rows) if row["id"].startswith("P3")}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(shipped_plan_path("caizhuang-2014"))


def read(tmp_path: Path, *entries: str) -> Plan:
    (tmp_path / "plan.yaml").write_text(plan_text(*entries), encoding="utf-8")
    return read_plan(tmp_path / "plan.yaml")


def test_the_plan_is_shipped_by_name() -> None:
    assert "caizhuang-2014" in shipped_plans()


def test_an_unknown_plan_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        shipped_plan_path("nowhere")


def test_every_item_of_the_inventory_is_covered_exactly_once(plan: Plan) -> None:
    covered = Counter(covered for one in plan.entries for covered in one.covers)
    assert set(covered) == set(inventory())
    assert set(covered.values()) == {1}
    assert len(plan.entries) == 83


def test_class_kind_and_line_are_those_of_the_inventory(plan: Plan) -> None:
    rows = inventory()
    said = {one.id: (str(one.class_), str(one.kind), str(one.line)) for one in plan.entries}
    assert said == {key: (row["class"], row["kind"], row["line"]) for key, row in rows.items()}


def test_the_words_of_the_inventory_stand_in_the_quotes(plan: Plan) -> None:
    rows = inventory()
    differing = [one.id for one in plan.entries if rows[one.id]["quote"] not in one.quote]
    assert differing == []


def test_targets_have_a_number_or_a_rank_and_a_direction(plan: Plan) -> None:
    targets = [one.target for one in plan.entries if one.class_ is Class.TARGET]
    assert len(targets) == 5
    assert all("越" in target for target in targets)


def test_policy_never_has_a_window_an_audience_or_a_carrier(plan: Plan) -> None:
    policy = [one for one in plan.entries if one.class_ is Class.POLICY]
    assert policy
    assert all(one.window is None and one.audience.office and not one.through for one in policy)


def test_the_commitments_without_a_month_are_said_to_be_unscheduled(plan: Plan) -> None:
    said = {one.id for one in plan.entries if one.unscheduled}
    assert said == UNSCHEDULED | {"P3T-5", "P3T-6", "P3M-35"}


def test_each_calendar_item_has_one_programme_and_every_programme_has_an_item(plan: Plan) -> None:
    used = {one.programme for one in plan.entries if one.window is not None or one.class_ is Class.EVENT}
    assert used == {programme.name for programme in plan.programmes}


def test_events_can_be_started_by_hand(plan: Plan) -> None:
    assert [one.id for one in plan.entries if one.class_ is Class.EVENT] == ["P3M-16", "P3M-23"]


def test_the_chains_of_the_inventory_are_explicit(plan: Plan) -> None:
    after = {one.id: one.after for one in plan.entries if one.after}
    assert after["P3C-04-4"] == ("P3C-02-3",)
    assert after["P3C-12-3"] == ("P3C-04-4",)
    assert after["P3C-09-3"] == ("P3C-06-2",)
    assert "P3C-09-3" in after["P3C-12-1"]
    assert [after[item] for item in ("P3C-04-3", "P3C-05-2", "P3C-09-2", "P3C-10-1")] == [
        ("P3C-01-1",), ("P3C-04-3",), ("P3C-05-2",), ("P3C-09-2",),
    ]  # fmt: skip
    assert after["P3C-11-3"] == after["P3C-12-4"] == ("P3C-04-2", "P3C-09-4", "P3C-10-2")


def test_random_inspections_are_drawn_and_never_announced(plan: Plan) -> None:
    drawn = [one for one in plan.entries if one.audience.draw]
    assert [one.id for one in drawn] == ["P3C-03-2", "P3C-07-08-1", "P3C-07-08-2"]
    assert all(one.unannounced for one in drawn)


@pytest.mark.parametrize("year", [2014, 2026, 2027, 2030])
def test_any_year_has_39_calendar_occurrences_in_the_months_of_the_plan(sample_desk: Desk, year: int) -> None:
    found = [one for one in occurrences(sample_desk, year) if one.item.startswith("P3C")]
    months = Counter(one.opens_on.month for one in found)
    assert months == {1: 3, 2: 4, 3: 4, 4: 4, 5: 4, 6: 4, 7: 2, 9: 4, 10: 2, 11: 3, 12: 5}


def test_july_and_august_are_one_window(sample_desk: Desk) -> None:
    summer = [one for one in occurrences(sample_desk, 2026) if one.item.startswith("P3C-07-08")]
    assert {(str(one.opens_on), str(one.due_on), one.period) for one in summer} == {
        ("2026-07-01", "2026-08-31", "2026-07-08"),
    }  # fmt: skip


@pytest.mark.parametrize("year", [2022, 2026, 2027])
def test_the_fourth_of_december_stays_the_fourth_of_december(sample_desk: Desk, year: int) -> None:
    day = next(one for one in occurrences(sample_desk, year) if one.item == "P3C-12-4")
    assert (day.due_on.month, day.due_on.day, day.period) == (12, 4, f"{year}-12-04")


def test_the_standards_are_due_before_the_assessments_open(sample_desk: Desk) -> None:
    for year in range(2024, 2036):
        found = {one.item: one for one in occurrences(sample_desk, year)}
        assert found["P3M-21"].due_on < found["P3C-12-1"].opens_on


def test_every_kindergarten_has_its_turn_in_three_years_and_none_has_two_in_one(sample_desk: Desk) -> None:
    kindergartens = {unit.name for unit in sample_desk.roster.units if unit.kind == "kindergarten"}
    april, november = set[str](), set[str]()
    for year in (2026, 2027, 2028):
        found = {one.item: set(one.units) & kindergartens for one in occurrences(sample_desk, year)}
        assert found["P3C-04-1"] & found["P3C-11-2"] == set()
        april |= found["P3C-04-1"]
        november |= found["P3C-11-2"]
    assert april == november == kindergartens


def test_the_resolved_year_is_the_approved_one(sample_desk: Desk, tmp_path: Path) -> None:
    received = tmp_path / APPROVED.name.replace("approved", "received")
    received.write_text(resolved_year(sample_desk, 2026), encoding="utf-8")
    approved = APPROVED.read_text(encoding="utf-8")
    assert received.read_text(encoding="utf-8") == approved, (
        f"review {received}; if it is right, it is the approved one"
    )


def test_the_approved_text_names_every_item(sample_desk: Desk) -> None:
    text = APPROVED.read_text(encoding="utf-8")
    assert [one.id for one in sample_desk.plan.entries if f"  {one.id}  " not in text] == []


def test_an_entry_of_the_office_itself_needs_no_source(tmp_path: Path) -> None:
    bare = "  - {id: A-1, title: 读书月, class: S, kind: publicity, programme: 督查, window: {month: 5}}\n"
    (found,) = read(tmp_path, bare).entries
    assert (found.covers, found.line, found.quote, found.ladder) == (("A-1",), 0, "", "")


def test_a_plan_is_known_by_a_digest_of_its_text(tmp_path: Path) -> None:
    first = read(tmp_path, entry("A-1"))
    second = read(tmp_path, entry("A-1"), entry("A-2"))
    assert first.version == read(tmp_path, entry("A-1")).version != second.version
    assert first.name == "plan"


@pytest.mark.parametrize(
    ("written", "window"),
    [
        ("{month: 2}", MonthWindow((2,))),
        ("{month: ２}", MonthWindow((2,))),
        ('{month: "02"}', MonthWindow((2,))),
        ("{months: [7, 8]}", MonthWindow((7, 8))),
        ("{term: autumn, from: -5, to: 8, fallback_month: 9}", None),
        ("{date: 12-04, opens_before: 14}", DateWindow(12, 4, 14)),
        ("{date: 12月4日}", DateWindow(12, 4)),
        ("{from: 03-10, to: 04-05}", RangeWindow(3, 10, 4, 5)),
    ],
)
def test_a_window_can_be_written_in_five_ways(tmp_path: Path, written: str, window: object) -> None:
    found = read(tmp_path, entry("A-1", f"window: {written}", without="window")).entries[0].window
    if window is None:
        assert isinstance(found, TermWindow)
        assert (found.from_days, found.to_days, found.fallback_month) == (-5, 8, 9)
    else:
        assert found == window


@pytest.mark.parametrize(
    ("written", "place", "code"),
    [
        ("{month: 13}", ".month", "out_of_range"),
        ("{month: 二月}", ".month", "not_a_number"),
        ("{month: 2, moth: 3}", ".moth", "unknown_key"),
        ("{months: [7, 9]}", "", "months_apart"),
        ("{months: []}", ".months", "empty_list"),
        ("{term: spring, to: 9}", ".fallback_month", "missing"),
        ("{term: summer, to: 9, fallback_month: 7}", ".term", "not_one_of"),
        ("{term: spring, from: 9, to: 0, fallback_month: 2}", "", "window_backwards"),
        ("{date: 02-30}", ".date", "not_a_day_of_year"),
        ("{from: 04-05, to: 03-10}", "", "window_backwards"),
        ("{whenever: yes}", "", "window"),
        ("二月", "", "window"),
    ],
)
def test_a_window_that_cannot_be_says_where_and_why(tmp_path: Path, written: str, place: str, code: str) -> None:
    problems = wrong(lambda: read(tmp_path, entry("A-1", f"window: {written}", without="window")))
    assert codes(problems) == [(f"entries[0](A-1).window{place}", code)]
    assert problems[0].more["line"] == "14"


def test_what_is_no_window_is_told_with_the_ways_to_write_one(tmp_path: Path) -> None:
    (problem,) = wrong(lambda: read(tmp_path, entry("A-1", "window: {whenever: yes}", without="window")))
    assert problem.allowed.startswith("every: …、follows: …、before: …、term: …")


def test_an_unknown_key_is_told_with_the_keys_that_may_stand_there(tmp_path: Path) -> None:
    (problem,) = wrong(lambda: read(tmp_path, entry("A-1", "window: {month: 2, moth: 3}", without="window")))
    assert (problem.value, problem.allowed) == ("moth", "month")


def test_every_error_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    problems = wrong(
        lambda: read(
            tmp_path,
            entry("A-1", "reminders: [soon]"),
            entry("A-2", "through: [A-9]"),
            entry("A-1", without="title"),
            entry("A-3", "after: [A-1]", "asks: money"),
            entry("A-4", "colour: red"),
        )
    )
    assert codes(problems) == [
        ("entries[0](A-1).reminders[0]", "not_a_number"),
        ("entries[1](A-2)", "scheduled_how"),
        ("entries[1](A-2).through", "no_such_entry"),
        ("entries[2](A-1).title", "missing"),
        ("entries[3](A-3).asks", "not_one_of"),
        ("entries[4](A-4).colour", "unknown_key"),
    ]


def test_a_key_written_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    (problem,) = wrong(lambda: read(tmp_path, entry("A-1", "title: 又一个")))
    assert (problem.place, problem.code) == ("entries[0].title", "key_twice")
    assert (problem.more["line"], problem.more["first"]) == ("15", "7")


def test_a_file_of_nothing_lacks_everything_a_plan_needs(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("", encoding="utf-8")
    assert [one.code for one in wrong(lambda: read_plan(tmp_path / "plan.yaml"))] == ["missing"] * 4
