"""Days, lists and values as a reader sees them."""

from __future__ import annotations

import pytest

from notifications.writing import day, joined, listed, month, short_day, week, word


def test_days_are_written_out_with_their_weekday() -> None:
    assert day("zh", "2026-03-31") == "2026年3月31日（周二）"
    assert day("en", "2026-03-31") == "Tuesday 31 March 2026"
    assert short_day("zh", "2026-12-06") == "12月6日（周日）"


def test_a_provisional_day_says_so() -> None:
    assert day("zh", "2027-02-02", provisional=True) == "2027年2月2日（周二，暂定）"
    assert day("en", "2027-02-02", provisional=True) == "Tuesday 2 February 2027 (provisional)"


@pytest.mark.parametrize("value", ["2026-W14", "2026-03-30", "2026-04-05"])
def test_a_week_is_its_monday_to_its_sunday(value: str) -> None:
    assert week("zh", value) == "3月30日至4月5日"


def test_what_is_no_week_or_month_stays_as_it_is() -> None:
    assert week("zh", "开学第一周") == "开学第一周"
    assert month("zh", "上半年") == "上半年"
    assert month("zh", "2026-04") == "2026年4月"
    assert month("en", "2026-04-30") == "April 2026"


def test_a_value_without_a_word_is_said_as_it_is() -> None:
    assert word("zh", "serious", "severity") == "严重"
    assert word("zh", "非常严重", "severity") == "非常严重"


def test_a_list_that_fits_says_nothing_of_more() -> None:
    assert listed("zh", "- 一\n\n- 二\n", 100) == "- 一\n- 二"


def test_a_list_that_does_not_fit_counts_what_is_left_out() -> None:
    lines = "\n".join(f"- 第{number}项" for number in range(1, 21))
    assert listed("zh", lines, 60).splitlines()[-2:] == ["- 第6项", "- 另有14项"]


def test_a_single_line_that_is_too_long_is_clipped_and_not_dropped() -> None:
    assert listed("zh", "- " + "长" * 100, 50).splitlines()[0].endswith("长……")


def test_many_names_are_counted_and_few_are_not() -> None:
    assert joined("zh", ["中心小学", "北街小学"], 100) == "中心小学、北街小学"
    assert joined("zh", ["中心小学", "北街小学", "东风小学"], 30) == "中心小学、北街小学等，共3个"
