"""Every item of the inventory against the resolved year of every shipped plan, as a new office would run it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from calendars.folder import init_folder, problems, read_desk
from calendars.plans import read_plan, shipped_plan_path, shipped_plans
from rules.errors import Severity
from rules.plan import Class, WeekCadence
from rules.recurring import occurrences
from rules.terms import school_days
from rules.working_days import is_working_day
from tests.calendars.resolved_year import resolved_year

if TYPE_CHECKING:
    from rules.desk import Desk
    from rules.plan import Entry, Occurrence

HERE = Path(__file__).parent
PREFIXES = {
    "caizhuang-2014": "P3",
    "nanping-county": "P2",
    "pingxiang-2017": "P5",
    "school-office": "P4C",
    "school-teaching": "P4B",
    "xuyi-county": "P1",
}
KEPT_AS_TEXT = {"P4B-13"}
"""Sensitive, and never automated: no window and no carrier. P3C-02-4 is drafted by the office itself."""
SECOND_ENTRIES = {"P4B-11-M", "P4C-12-T"}
"""Where the source gives one item two cadences, the second stands in an entry of its own."""

with (HERE / "inventory.csv").open(encoding="utf-8", newline="") as rows:
    INVENTORY = {row["id"]: row for row in csv.DictReader(rows)}


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Desk]:
    """A new office of each plan; the seed of its draws is fixed, so that the approved texts are."""
    found = {}
    for name in shipped_plans():
        folder = tmp_path_factory.mktemp("offices") / name
        init_folder(folder, name, 2026)
        desk = read_desk(folder)
        office = replace(desk.office, policies=replace(desk.office.policies, draw_seed="核对用"))
        found[name] = replace(desk, office=office)
    return found


def entries_of(item: str) -> list[tuple[str, Entry]]:
    """Every entry of every shipped plan that covers the item, with its plan."""
    return [(name, one) for name, plan in PLANS.items() for one in plan.entries if item in one.covers]


PLANS = {name: read_plan(shipped_plan_path(name)) for name in shipped_plans()}


def test_a_plan_is_shipped_for_every_source_plan() -> None:
    assert set(PLANS) == set(PREFIXES)


def test_the_inventory_has_207_items_of_four_classes() -> None:
    assert Counter(row["class"] for row in INVENTORY.values()) == {"S": 159, "P": 24, "E": 17, "T": 7}


@pytest.mark.parametrize("item", INVENTORY)
def test_an_item_is_covered_once_with_its_class_kind_line_and_words(item: str) -> None:
    ((name, entry),) = entries_of(item)
    row = INVENTORY[item]
    assert item.startswith(PREFIXES[name])
    assert (str(entry.class_), str(entry.kind), str(entry.line)) == (row["class"], row["kind"], row["line"])
    assert row["quote"] in entry.quote


@pytest.mark.parametrize("item", INVENTORY)
def test_the_resolved_year_respects_the_class_of_an_item(item: str, desks: dict[str, Desk]) -> None:
    ((name, entry),) = entries_of(item)
    desk = desks[name]
    found = [one for one in occurrences(desk, 2026) if item in one.covers]
    match INVENTORY[item]["class"]:
        case "S" if item in KEPT_AS_TEXT:
            assert not found
            assert entry.sensitive
        case "S":
            assert found
            assert all(one.opens_on.year == 2026 and one.units for one in found if one.item == item) or is_open(item)
        case "E":
            assert not found
            assert entry.programme in {programme.name for programme in desk.plan.programmes}
        case "T":
            assert not found
            assert "越" in entry.target
            assert any(digit in entry.target for digit in "0123456789") or item == "P3T-1"
        case _:
            assert not found
            assert entry.audience.office
            assert not entry.target


def is_open(item: str) -> bool:
    """Kindergartens of the starter's township do not have their turn in every month of every year."""
    return item == "P3C-11-2"


def test_the_copy_of_the_second_plan_is_covered_beside_it_item_by_item() -> None:
    covers = {one.id: one.covers for one in PLANS["nanping-county"].entries}
    assert covers == {f"P2-{number:02}": (f"P2-{number:02}", f"P4A-{number:02}") for number in range(1, 31)}


def test_nothing_is_covered_that_the_source_does_not_say() -> None:
    covered = Counter(covered for plan in PLANS.values() for one in plan.entries for covered in one.covers)
    copies = {f"P4A-{number:02}" for number in range(1, 31)}
    assert set(covered) == set(INVENTORY) | copies | SECOND_ENTRIES
    assert set(covered.values()) == {1}


@pytest.mark.parametrize("name", PREFIXES)
def test_every_programme_is_used_and_says_what_it_is_about(name: str) -> None:
    plan = PLANS[name]
    used = {one.programme for one in plan.entries if one.window is not None or one.class_ is Class.EVENT}
    assert used == {programme.name for programme in plan.programmes}
    assert all(programme.about for programme in plan.programmes)


@pytest.mark.parametrize("name", PREFIXES)
@pytest.mark.parametrize("year", [2020, 2026, 2027])
def test_a_new_office_of_any_level_checks_without_errors(tmp_path: Path, name: str, year: int) -> None:
    init_folder(tmp_path / "a", name, year)
    assert [one for one in problems(tmp_path / "a") if one.severity is Severity.ERROR] == []
    assert read_desk(tmp_path / "a").office.level == PLANS[name].level


@pytest.mark.parametrize("name", sorted(set(PREFIXES) - {"caizhuang-2014"}))
def test_no_audience_of_a_new_office_is_empty(name: str, desks: dict[str, Desk]) -> None:
    assert [one.item for one in occurrences(desks[name], 2026) if not one.units] == []


@pytest.mark.parametrize("name", sorted(set(PREFIXES) - {"caizhuang-2014"}))
def test_the_resolved_year_of_a_new_office_is_the_approved_one(
    name: str, desks: dict[str, Desk], tmp_path: Path
) -> None:
    received = tmp_path / f"{name}.2026.received.txt"
    received.write_text(resolved_year(desks[name], 2026), encoding="utf-8")
    approved = HERE / f"{name}.2026.approved.txt"
    assert received.read_text(encoding="utf-8") == approved.read_text(encoding="utf-8"), (
        f"review {received}; if it is right, it is the approved one"
    )


def of(desk: Desk, item: str, year: int = 2026) -> list[Occurrence]:
    return [one for one in occurrences(desk, year) if one.item == item]


def test_daily_work_of_a_school_is_done_on_its_school_days(desks: dict[str, Desk]) -> None:
    desk = desks["school-teaching"]
    stages = frozenset(desk.roster.units[0].stages) | frozenset(
        stage for one in desk.roster.units for stage in one.stages
    )
    assert [one.opens_on for one in of(desk, "P4B-16")] == list(
        school_days(desk.calendar, desk.office.terms, stages, 2026)
    )


def test_unannounced_weekly_checks_are_drawn_one_day_a_week_and_kept_secret(desks: dict[str, Desk]) -> None:
    for name in ("school-teaching", "school-office"):
        for entry in PLANS[name].entries:
            if isinstance(entry.window, WeekCadence) and entry.window.drawn:
                found = of(desks[name], entry.id)
                assert entry.unannounced
                assert all(one.opens_on == one.due_on for one in found)
                assert len({one.opens_on.isocalendar()[:2] for one in found}) == len(found)
                assert len({one.opens_on.isoweekday() for one in found}) > 3


def test_three_lessons_a_week_are_one_piece_of_work_a_week(desks: dict[str, Desk]) -> None:
    found = of(desks["school-office"], "P4C-07")
    assert {one.times for one in found} == {3}
    assert len(found) == len({one.period for one in found}) > 35


def test_each_special_evaluation_has_its_bulletin_after_it(desks: dict[str, Desk]) -> None:
    desk = desks["xuyi-county"]
    evaluations = {one.period: one for one in of(desk, "P1-25")}
    assert set(evaluations) == {f"2026Q{quarter}" for quarter in range(1, 5)}
    bulletins = [one for year in (2026, 2027) for one in of(desk, "P1-26", year) if one.period in evaluations]
    assert len(bulletins) == 4
    assert all(one.opens_on > evaluations[one.period].due_on for one in bulletins)


def test_one_third_of_the_county_is_evaluated_each_year_and_everybody_in_three(desks: dict[str, Desk]) -> None:
    desk = desks["xuyi-county"]
    turns = [set(of(desk, "P1-05", year)[0].units) for year in (2026, 2027, 2028)]
    assert sum(len(turn) for turn in turns) == len(set.union(*turns)) == 9
    assert set(of(desk, "P1-05", 2029)[0].units) == turns[0]


@pytest.mark.parametrize("name", PREFIXES)
@pytest.mark.parametrize("year", [2004, 2024, 2026, 2027, 2030])
def test_any_year_can_be_planned(name: str, year: int, desks: dict[str, Desk]) -> None:
    found = occurrences(desks[name], year)
    keys = Counter((one.item, one.period) for one in found)
    assert set(keys.values()) == {1}
    assert all(one.opens_on <= one.due_on for one in found)
    assert all(before.opens_on <= after.opens_on for before, after in pairwise(found))
    assert all(is_working_day(desks[name].calendar, one.opens_on) for one in found if one.item != "P3C-12-4")


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_table_of_the_readme_is_that_of_the_resolved_plans(readme: str, desks: dict[str, Desk]) -> None:
    text = (HERE.parents[1] / readme).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (\S+) \| ([0-9/]+) \| ([0-9]+) \| \S", text, flags=re.MULTILINE)
    assert {row[0]: row[2:] for row in rows} == {name: (by_class(name), in_2026(desks[name])) for name in PREFIXES}
    if readme == "README.md":
        assert {row[0]: row[1] for row in rows} == {name: PLANS[name].level for name in PREFIXES}


def by_class(name: str) -> str:
    items = Counter(one.class_ for one in PLANS[name].entries if not SECOND_ENTRIES.intersection(one.covers))
    return "/".join(str(items[class_]) for class_ in (Class.SCHEDULED, Class.EVENT, Class.TARGET, Class.POLICY))


def in_2026(desk: Desk) -> str:
    return str(len(occurrences(desk, 2026)))
