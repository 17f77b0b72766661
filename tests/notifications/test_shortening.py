"""The robots count bytes, Apprise characters (pitfall 8): whole lines, never half a character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.shortening import clipped, kept_lines, shortened, size, split

NOTICE = "（已截短）"


def test_a_chinese_character_is_three_bytes() -> None:
    assert size("督导 a") == 8


def test_a_text_that_fits_exactly_is_left_alone_and_one_byte_less_shortens_it() -> None:
    text = "第一行\n第二行\n第三行"
    assert shortened(text, size(text), NOTICE) == text
    assert shortened(text, size(text) - 1, NOTICE) == f"第一行\n{NOTICE}"


def test_clipping_never_leaves_half_a_character() -> None:
    assert clipped("督导室工作", 13) == "督导……"


def test_lines_are_counted_with_their_breaks() -> None:
    lines = ["督导", "督导", "督导"]
    assert kept_lines(lines, 6) == 1
    assert kept_lines(lines, 12) == 1
    assert kept_lines(lines, 13) == 2
    assert kept_lines(lines, 20) == 3


def test_a_long_fact_is_clipped_before_the_deadline_below_it_is_lost() -> None:
    text = "\n".join(["整改通知书", "问" * 1000, "- 整改期限：2026年4月3日（周五）", "请按时报送。"])
    short = shortened(text, 2048, NOTICE)
    assert size(short) <= 2048
    assert "- 整改期限：2026年4月3日（周五）\n请按时报送。\n（已截短）" in short


def test_of_many_short_lines_the_last_go() -> None:
    short = shortened("\n".join(f"第{number}行" for number in range(1000)), 200, NOTICE)
    assert short.startswith("第0行\n第1行\n")
    assert short.endswith(f"行\n{NOTICE}")


@given(st.text(alphabet="督导ab\n，", max_size=2000), st.integers(min_value=60, max_value=3000))
def test_no_text_is_ever_longer_than_its_room(text: str, room: int) -> None:
    assert size(shortened(text, room, NOTICE)) <= room


LINK = "https://office.example/assignments/1234567890?from=digest"


@pytest.mark.parametrize("room", range(90, 160))
def test_parts_fit_are_whole_characters_and_never_cut_a_link(room: int) -> None:
    text = "\n".join(f"- 第{number}项工作，详见 {LINK} 请办理" for number in range(9))
    parts = split(text, room, 40, "（以上为摘要）")
    assert all(size(part) <= room for part in parts)
    assert sum(part.count(LINK) for part in parts) == 9


def test_clipping_drops_a_link_rather_than_half_of_it() -> None:
    text = f"请看 {LINK} 谢谢"
    assert {LINK in clipped(text, room) or "http" not in clipped(text, room) for room in range(6, size(text))} == {True}


def test_a_text_that_fits_stays_one_part_without_a_mark() -> None:
    assert split("短", 100, 3, "（摘要）") == ["短"]
