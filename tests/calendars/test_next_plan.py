"""A plan's text with lines beside its entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from calendars.next_plan import MARK, draft_plan
from calendars.plans import read_plan, shipped_plan_path, shipped_plans

TEXT = """# 头
title: 某镇2026年计划
entries:
  # 说明
  - id: A-1
    title: 2026年的事
  - id: 'A-2'
"""


def test_lines_stand_at_the_head_and_above_the_entry_and_the_title_has_the_new_year() -> None:
    drafted = draft_plan(TEXT, 2027, ["草稿"], {"A-1": ["结果"], "A-2": ["没有", "日期"]})
    assert (
        drafted
        == f"""{MARK}草稿
# 头
title: 某镇2027年计划
entries:
  # 说明
  {MARK}结果
  - id: A-1
    title: 2026年的事
  {MARK}没有
  {MARK}日期
  - id: 'A-2'
"""
    )


def test_a_draft_of_a_draft_keeps_nothing_of_the_first() -> None:
    once = draft_plan(TEXT, 2027, ["草稿"], {"A-1": ["结果"]})
    assert draft_plan(once, 2027, ["草稿"], {"A-1": ["结果"]}) == once


@pytest.mark.parametrize("name", shipped_plans())
def test_every_shipped_plan_can_be_drafted_and_says_the_same(name: str, tmp_path: Path) -> None:
    plan = read_plan(shipped_plan_path(name))
    beside = {entry.id: ["去年的结果"] for entry in plan.entries}
    text = draft_plan(shipped_plan_path(name).read_text(encoding="utf-8"), 2027, ["草稿"], beside)
    (tmp_path / "next.yaml").write_text(text, encoding="utf-8")
    assert read_plan(tmp_path / "next.yaml").entries == plan.entries
    assert text.count(f"{MARK}去年的结果") == len(plan.entries)
