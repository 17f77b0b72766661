"""What people write for a time: the certain is read, anything else is a doubt that says what to write."""

from __future__ import annotations

import pytest

from calendars.time_reading import Doubt, When, read_time
from rules.plan import (
    BeforeWindow,
    DateWindow,
    DayCadence,
    Edge,
    FollowWindow,
    MonthCadence,
    MonthWindow,
    RangeWindow,
    Season,
    TermCadence,
    TermWindow,
    WeekCadence,
    Window,
    YearCadence,
)

CERTAIN: tuple[tuple[str, Window], ...] = (
    ("2月", MonthWindow((2,))),
    ("三月份", MonthWindow((3,))),
    ("元月", MonthWindow((1,))),
    ("３月份", MonthWindow((3,))),
    ("一\n月", MonthWindow((1,))),
    ("七、八月份", MonthWindow((7, 8))),
    ("七八月份", MonthWindow((7, 8))),
    ("5月、6月", MonthWindow((5, 6))),
    ("9-10月", MonthWindow((9, 10))),
    ("９－１０月", MonthWindow((9, 10))),
    ("9月至10月", MonthWindow((9, 10))),
    ("九月～十月", MonthWindow((9, 10))),
    ("十一、十二月", MonthWindow((11, 12))),
    ("第一季度", MonthWindow((1, 2, 3))),
    ("下半年", MonthWindow((7, 8, 9, 10, 11, 12))),
    ("2014年3月", MonthWindow((3,))),
    ("12月4日", DateWindow(12, 4)),
    ("12.4", DateWindow(12, 4)),
    ("每年12月4日", DateWindow(12, 4)),
    ("2014-12-04", DateWindow(12, 4)),
    ("２０１４／１２／４", DateWindow(12, 4)),
    ("2月29日", DateWindow(2, 29)),
    ("12月4日（提前3天开始）", DateWindow(12, 4, 3)),
    ("3月10日-4月5日", RangeWindow(3, 10, 4, 5)),
    ("3月10日至20日", RangeWindow(3, 10, 3, 20)),
    ("3.10—4.5", RangeWindow(3, 10, 4, 5)),
    ("四月上旬", RangeWindow(4, 1, 4, 10)),
    ("6月中下旬", RangeWindow(6, 11, 6, 30)),
    ("2月底前", BeforeWindow(2, 29, 27)),
    ("2月28日前", BeforeWindow(2, 28, 27)),
    ("４月３０日以前。", BeforeWindow(4, 30, 29)),
    ("四月三十日之前完成", BeforeWindow(4, 30, 29)),
    ("年底前", BeforeWindow(12, 31, 30)),
    ("2月28日前（提前20天开始）", BeforeWindow(2, 28, 20)),
    ("每天", DayCadence()),
    ("每个上课日", DayCadence(in_term=True)),
    ("每周", WeekCadence()),
    ("每星期五", WeekCadence(5)),
    ("每周一", WeekCadence(1)),
    ("每周抽签（学期中）", WeekCadence(0, drawn=True, in_term=True)),
    ("每月", MonthCadence()),
    ("每月25日前", MonthCadence(1, 1, 25)),
    ("每月1日至10日", MonthCadence(1, 1, 10)),
    ("每月倒数第3天至倒数第1天", MonthCadence(1, -3, -1)),
    ("每两个月", MonthCadence(2)),
    ("每季度", MonthCadence(3)),
    ("每半年", MonthCadence(6)),
    ("每学期", TermCadence()),
    ("每学期末三周", TermCadence(3, Edge.CLOSES)),
    ("每学年", TermCadence(by_year=True)),
    ("全年", YearCadence()),
    ("春学期开学第一周", TermWindow(Season.SPRING, Edge.OPENS, 0, 6, 2)),
    ("秋学期结束前7天至当天（无学期表按1月）", TermWindow(Season.AUTUMN, Edge.CLOSES, -7, 0, 1)),
    ("P4B-07结束当天至后3天", FollowWindow("P4B-07", 0, 3)),
)


@pytest.mark.parametrize(("text", "window"), CERTAIN)
def test_a_certain_time_is_read(text: str, window: Window) -> None:
    found = read_time(text)
    assert isinstance(found, When)
    assert found.window == window


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("33日前", "time_no_such_day"),
        ("2月30日", "time_no_such_day"),
        ("4月31日前", "time_no_such_day"),
        ("2月30日至3月2日", "time_no_such_day"),
        ("13月", "time_no_such_month"),
        ("0月", "time_no_such_month"),
        ("适时", "time_vague"),
        ("不定期", "time_vague"),
        ("待定", "time_vague"),
        ("另行通知", "time_vague"),
        ("3月初", "time_vague"),
        ("寒假期间", "time_vague"),
        ("常年", "time_vague"),
        ("3月左右", "time_vague"),
        ("15日前", "time_no_month"),
        ("中旬", "time_no_month"),
        ("11-2月", "time_backwards"),
        ("4月5日至3月10日", "time_backwards"),
        ("3、5月", "time_apart"),
        ("9-10", "time_unreadable"),
        ("3月前", "time_unreadable"),
        ("3月底", "time_unreadable"),
        ("每双周", "time_unreadable"),
        ("3月1日起", "time_unreadable"),
        ("2027年", "time_unreadable"),
        ("", "time_unreadable"),
    ],
)
def test_what_is_not_certain_is_a_doubt_and_never_guessed(text: str, code: str) -> None:
    found = read_time(text)
    assert isinstance(found, Doubt)
    assert found.code == code
    assert found.allowed


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("15日前", BeforeWindow(2, 15, 14)),
        ("月底前", BeforeWindow(2, 29, 27)),
        ("中旬", RangeWindow(2, 11, 2, 20)),
        ("10-20日", RangeWindow(2, 10, 2, 20)),
        ("25日", DateWindow(2, 25)),
    ],
)
def test_a_day_alone_is_of_the_month_under_which_it_stands(text: str, window: Window) -> None:
    found = read_time(text, (2,))
    assert isinstance(found, When)
    assert found.window == window


@pytest.mark.parametrize("text", ["33日前", "30日", "31日前"])
def test_a_day_that_the_month_lacks_is_a_doubt(text: str) -> None:
    assert read_time(text, (2,)) == Doubt("time_no_such_day", "1日—31日" if text == "33日前" else "2月1日—2月29日")


def test_a_day_alone_under_two_months_is_a_doubt() -> None:
    assert isinstance(read_time("15日前", (7, 8)), Doubt)


def test_the_end_of_a_month_is_its_last_day_in_a_column_of_deadlines_only() -> None:
    assert read_time("3月底", deadline=True) == When(BeforeWindow(3, 31, 30))
    assert isinstance(read_time("3月底"), Doubt)


def test_how_often_is_kept_beside_the_window() -> None:
    assert read_time("每学期不少于2次") == When(TermCadence(), 2)
    assert read_time("每周三次") == When(WeekCadence(), 3)
    assert read_time("每周一次") == When(WeekCadence(), 1)


def test_the_years_that_a_text_names_are_told() -> None:
    assert read_time("2014年3月10日—2015年4月5日") == When(RangeWindow(3, 10, 4, 5), 1, (2014, 2015))
