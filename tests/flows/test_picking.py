"""What a picked label means, and sentences where it means nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from calendars.plans import read_plan, shipped_plan_path, shipped_plans
from flows.filled import meant, picked_id, picked_unit, typed_date, typed_value
from flows.picking import CASE_ACTS, Moving, pick_lists
from notifications.composing import KINDS
from reports.outbox import MessageLine
from reports.waiting import Waiting
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.office import FindingSeverity

VISIT = Waiting(12, "P3C-11-1", "初中综合督导评估", "初级中学", "site_visit", date(2026, 11, 30), "open")
PAPER = Waiting(13, "P3C-12-4", "年度总结", "初级中学", "document", date(2026, 12, 31), "open")


def test_units_are_offered_by_code_name_and_zone_without_the_office_itself(sample: Desk) -> None:
    units = pick_lists(sample, Moving())["units"]
    assert units[0] == "C01 · 初级中学 · 第一责任区"
    assert len(units) == len(sample.roster.units)


def test_office_people_come_first_because_they_fill_in_the_forms(sample: Desk) -> None:
    people = pick_lists(sample, Moving())["people"]
    assert people[:3] == ("督导室干事", "督导室主任", "责任督学-1")
    assert len(people) == len(sample.roster.people)


def test_only_triggered_work_can_be_started(sample: Desk) -> None:
    ids = {label.split(" · ")[0] for label in pick_lists(sample, Moving())["events"]}
    assert ids == {entry.id for entry in sample.plan.entries if entry.class_ == "E"}


def test_random_inspections_come_first_among_the_work_to_draw_for(sample: Desk) -> None:
    assert "随机督查" in pick_lists(sample, Moving())["inspections"][0]


def test_an_assignment_is_offered_with_what_where_when_and_how_it_stands(sample: Desk) -> None:
    lists = pick_lists(sample, Moving(assignments=(VISIT, PAPER)))
    assert lists["assignments"][0] == "12 · 初中综合督导评估 · 初级中学 · 应于2026-11-30 · 待办"
    assert len(lists["assignments"]) == 2


def test_a_finding_is_made_during_an_on_site_visit_or_during_none(sample: Desk) -> None:
    visits = pick_lists(sample, Moving(assignments=(VISIT, PAPER)))["visits"]
    assert [picked_id(label) for label in visits] == [0, 12]


def test_a_unit_is_found_by_its_label_its_code_or_its_name(sample: Desk) -> None:
    for label in ("C01 · 初级中学 · 第一责任区", "C01", "初级中学"):
        assert picked_unit(sample, label).code == "C01"


def test_an_unknown_unit_is_refused(sample: Desk) -> None:
    with pytest.raises(NotFoundError, match="no_unit"):
        picked_unit(sample, "没有的学校")


def test_a_word_stands_for_its_value_and_a_value_for_itself() -> None:
    assert meant("zh", "severity", FindingSeverity, "严重") == "serious"
    assert meant("zh", "severity", FindingSeverity, "serious") == "serious"
    assert meant("en", "forms.case_act", CASE_ACTS, "return") == "return"


def test_a_word_that_is_not_in_the_list_is_refused_with_the_list() -> None:
    with pytest.raises(RefusedError) as refused:
        meant("zh", "severity", FindingSeverity, "很严重")
    assert "严重" in str(refused.value.values["allowed"])


def test_a_label_without_a_number_is_refused() -> None:
    with pytest.raises(RefusedError, match="no_number"):
        picked_id("（目前没有可选的）")


@pytest.mark.parametrize("typed", ["2026-12-10", "2026/12/10", " 2026.12.10 "])
def test_a_day_may_be_typed_in_the_usual_ways(typed: str) -> None:
    assert typed_date(typed) == date(2026, 12, 10)


def test_an_empty_day_is_no_day() -> None:
    assert typed_date("  ") is None


@pytest.mark.parametrize("typed", ["明天", "2026-02-30", "12-10"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(RefusedError, match="no_date"):
        typed_date(typed)


def test_every_target_can_be_measured_for_all_units_together_or_for_one(sample: Desk) -> None:
    lists = pick_lists(sample, Moving())
    assert [label.split(" · ")[0] for label in lists["targets"]] == ["P3T-1", "P3T-4", "P3T-5", "P3T-6", "P3M-08"]
    assert lists["measured_units"][0] == "全部单位合计"


@pytest.mark.parametrize(("typed", "value"), [("62.5", 62.5), (" 60% ", 60.0), ("100％", 100.0)])
def test_a_value_may_have_its_percent_sign(typed: str, value: float) -> None:
    assert typed_value(typed) == value


@pytest.mark.parametrize("typed", ["六十", "", "nan", "inf"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(RefusedError, match="no_value"):
        typed_value(typed)


def test_the_label_of_triggered_work_says_what_it_asks_and_by_when(sample: Desk) -> None:
    label = next(each for each in pick_lists(sample, Moving())["events"] if each.startswith("P3M-16"))
    assert label == "P3M-16 · 违规办学行为查处 · 提交材料 · 15个工作日"


def test_all_seventeen_triggered_items_of_the_shipped_plans_can_be_started_by_hand(sample: Desk) -> None:
    plans = [read_plan(shipped_plan_path(name)) for name in shipped_plans()]
    found = [label for plan in plans for label in pick_lists(replace(sample, plan=plan), Moving())["events"]]
    assert len(found) == len(set(found)) == 17
    assert all(len(label.split(" · ")) == 4 for label in found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_in_trouble_is_offered_by_its_kind_in_words(sample: Desk, kind: str) -> None:
    line = MessageLine(7, kind, "督导室干事", "coordinator", "", date(2026, 11, 24), None, "unknown", "", "")
    (label,) = pick_lists(sample, Moving(messages=(line,)))["messages"]
    assert label.startswith("7 · ")
    assert kind not in label
