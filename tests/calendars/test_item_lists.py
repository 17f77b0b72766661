"""Numbered items in one cell are parted, and a 12.4 in the text is no number of an item."""

from __future__ import annotations

import pytest

from calendars.item_lists import skipped_number, split_items, split_lines


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1．迎接验收；2．做好考核；3．调查。", ("迎接验收", "做好考核", "调查")),
        ("- 1、开学检查；\n- 2、专项督查；", ("开学检查", "专项督查")),
        ("（1）甲；（2）乙", ("甲", "乙")),
        ("①甲②乙", ("甲", "乙")),
        ("1.2014年总结 2.2015年计划", ("2014年总结", "2015年计划")),
        ("1、开展“12.4”宣传；2、总结", ("开展“12.4”宣传", "总结")),
        ("开展“12.4”宣传", ("开展“12.4”宣传",)),
        ("甲\n乙", ("甲\n乙",)),
        ("按照 1．规定 2．办法执行", ("按照 1．规定 2．办法执行",)),
        ("1、只有一项", ("只有一项",)),
        ("  ", ()),
    ],
)
def test_a_list_is_parted_where_its_numbers_run(text: str, items: tuple[str, ...]) -> None:
    assert split_items(text) == items


def test_without_numbers_each_line_is_a_thing_where_lines_are_asked_for() -> None:
    assert split_lines("方案\n报告；") == ("方案", "报告")


@pytest.mark.parametrize(
    ("text", "missing"), [("1、甲\n3、乙", "2"), ("1、甲\n2、乙", ""), ("12.4宣传\n二", ""), ("甲", "")]
)
def test_a_number_that_is_left_out_is_found(text: str, missing: str) -> None:
    assert skipped_number(text) == missing
