"""The windows that time words certainly mean, built from what a pattern found in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calendars.time_words import EVERY, SEASONS, WEEKDAYS
from rules.plan import (
    BeforeWindow,
    DateWindow,
    Edge,
    FollowWindow,
    MonthCadence,
    MonthWindow,
    RangeWindow,
    TermCadence,
    TermWindow,
    WeekCadence,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.plan import Window

    Months = tuple[int, ...]
    Build = Callable[[re.Match[str], Months], Window]

LAST_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""29 February is the 28th of other years (`rules.spanning.clamped`)."""
TENS = {"上": (1, 10), "中": (11, 20), "下": (21, 31), "上中": (1, 20), "中下": (11, 31)}
DECEMBER = 12
_FALLBACKS = {("春", "开学"): 2, ("春", "结束"): 6, ("秋", "开学"): 9, ("秋", "结束"): 1}
_PERIODS = EVERY | {"2个月": 2, "4个月": 4, "个月": 1, "季": 3, "个季度": 3}


class UnsureError(Exception):
    """The words have the look of a time, and cannot be one, or not one only."""

    def __init__(self, code: str, allowed: str) -> None:
        """Keep the word of the catalogue and what to write instead."""
        super().__init__(code)
        self.code, self.allowed = code, allowed


def last_day(month: int) -> int:
    """The last day that a month can have."""
    return LAST_DAYS[month - 1]


def span(first: int, last: int) -> MonthWindow:
    """From one month to another."""
    if not (1 <= first <= DECEMBER and 1 <= last <= DECEMBER):
        raise UnsureError("time_no_such_month", "1月—12月")
    if last < first:
        raise UnsureError("time_backwards", "11—12月，另写一行1月")
    return MonthWindow(tuple(range(first, last + 1)))


def month_list(found: re.Match[str], _months: Months) -> Window:
    """Months that are neighbours."""
    numbers = [int(number) for number in re.findall(r"\d+", found[0])]
    window = span(min(numbers), max(numbers))
    if list(window.months) != numbers:
        raise UnsureError("time_apart", "3月（一行）、5月（另一行）")
    return window


def _month_of(number: str | None, months: Months) -> int:
    """The month that is written, or the only one under which the text stands."""
    if number is None and len(months) != 1:  # 2、3月 does not say in which of the two
        raise UnsureError("time_no_month", "3月15日前")
    month = int(number) if number else months[0]
    if not 1 <= month <= DECEMBER:
        raise UnsureError("time_no_such_month", "1月—12月")
    return month


def _day_in(month: int, number: str) -> int:
    if not 1 <= int(number) <= last_day(month):
        raise UnsureError("time_no_such_day", f"{month}月1日—{month}月{last_day(month)}日")
    return int(number)


def _no_day_of_any_month(number: str) -> None:
    if not 1 <= int(number) <= last_day(1):
        raise UnsureError("time_no_such_day", "1日—31日")


def one_day(found: re.Match[str], months: Months) -> Window:
    """A day of every year."""
    _no_day_of_any_month(found["day"])
    month = _month_of(found["month"], months)
    return DateWindow(month, _day_in(month, found["day"]), int(found["ahead"] or 0))


def before(found: re.Match[str], months: Months) -> Window:
    """Without a word about its beginning the work begins with the month."""
    if found["day"]:
        _no_day_of_any_month(found["day"])
    month = _month_of(found["month"], months)
    day = _day_in(month, found["day"]) if found["day"] else last_day(month)
    shortest = min(day, 28 if month == 2 else day)  # noqa: PLR2004  (February)
    return BeforeWindow(month, day, int(found["ahead"]) if found["ahead"] else shortest - 1)


def year_end(_found: re.Match[str], _months: Months) -> Window:
    """By the last day of the year."""
    return BeforeWindow(DECEMBER, 31, 30)


def days(found: re.Match[str], months: Months) -> Window:
    """From one day to another, of the same month where the second names none."""
    first = _month_of(found["month"], months)
    last = _month_of(found["until"], (first,))
    window = RangeWindow(first, _day_in(first, found["day"]), last, _day_in(last, found["to"]))
    if (last, window.to_day) < (first, window.from_day):
        raise UnsureError("time_backwards", "3月10日至4月5日")
    return window


def ten_days(found: re.Match[str], months: Months) -> Window:
    """上旬, 中旬 or 下旬."""
    month = _month_of(found["month"], months)
    first, last = TENS[found["ten"]]
    return RangeWindow(month, first, month, min(last, last_day(month)))


def quarter(found: re.Match[str], _months: Months) -> Window:
    """A quarter of the year."""
    number = int(found["number"])
    return span(3 * number - 2, 3 * number)


def _offset(text: str) -> int:
    if text == "当天":
        return 0
    return int(text[1:-1]) * (-1 if text[0] == "前" else 1)


def _offsets(found: re.Match[str]) -> tuple[int, int]:
    first, last = _offset(found["first"]), _offset(found["last"])
    if last < first:
        raise UnsureError("time_backwards", "当天至后9天")
    return first, last


def term(found: re.Match[str], months: Months) -> Window:
    """Days around the edge of a term."""
    month = _month_of(found["fallback"] or str(_FALLBACKS[found["season"], found["edge"]]), months)
    edge = Edge.OPENS if found["edge"] == "开学" else Edge.CLOSES
    return TermWindow(SEASONS[found["season"]], edge, *_offsets(found), month)


def first_weeks(found: re.Match[str], _months: Months) -> Window:
    """The first weeks of a term."""
    days = 7 * int(found["weeks"])
    return TermWindow(SEASONS[found["season"]], Edge.OPENS, 0, days - 1, _FALLBACKS[found["season"], "开学"])


def follow(found: re.Match[str], _months: Months) -> Window:
    """Days after another entry."""
    first, last = _offsets(found)
    return FollowWindow(found["entry"], first, last, Edge.OPENS if found["edge"] == "开始" else Edge.CLOSES)


def in_term(found: re.Match[str]) -> bool:
    """Whether only school days count."""
    return bool(found["in_term"])


def week(found: re.Match[str], _months: Months) -> Window:
    """Once a week."""
    day = (found["day"] or "").replace("天", "日")
    on = WEEKDAYS.index(day) + 1 if day and day in WEEKDAYS else int(day) if day.isdigit() else 0
    return WeekCadence(on, day == "抽签", in_term(found))


def _edge_day(text: str | None, usual: int) -> int:
    if not text:
        return usual
    number = int(re.sub(r"\D", "", text))
    if not 1 <= number <= last_day(1):
        raise UnsureError("time_no_such_day", "1日—31日")
    return -number if text.startswith("倒数") else number


def month_cadence(found: re.Match[str], _months: Months) -> Window:
    """Once in every so many months."""
    if found["ten"]:
        first, last = TENS[found["ten"]]
    elif found["only"]:
        first = last = _edge_day(found["only"], 1)
    else:
        first = _edge_day(found["first"], 1)
        last = _edge_day(found["last"] or found["by"], 31)
    if (first > 0) == (last > 0) and last < first and found["period"] == "月":
        raise UnsureError("time_backwards", "每月1日至10日")
    return MonthCadence(_PERIODS[found["period"]], first, last, in_term(found))


def term_cadence(found: re.Match[str], _months: Months) -> Window:
    """Once a term, or a school year."""
    edge = Edge.CLOSES if found["edge"] in {"末", "最后"} else Edge.OPENS
    return TermCadence(int(found["weeks"] or 0), edge, found["period"] == "学年")
