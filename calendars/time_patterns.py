"""The patterns of time words, each with the window that it certainly means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calendars.time_words import EVERY, SEASONS, WEEKDAYS
from rules.plan import (
    BeforeWindow,
    DateWindow,
    DayCadence,
    Edge,
    FollowWindow,
    MonthCadence,
    MonthWindow,
    RangeWindow,
    TermCadence,
    TermWindow,
    WeekCadence,
    YearCadence,
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
_HALVES = {"上": (1, 6), "下": (7, 12)}
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


def _span(first: int, last: int) -> MonthWindow:
    if not (1 <= first <= DECEMBER and 1 <= last <= DECEMBER):
        raise UnsureError("time_no_such_month", "1月—12月")
    if last < first:
        raise UnsureError("time_backwards", "11—12月，另写一行1月")
    return MonthWindow(tuple(range(first, last + 1)))


def _month_list(found: re.Match[str], _months: Months) -> Window:
    numbers = [int(number) for number in re.findall(r"\d+", found[0])]
    window = _span(min(numbers), max(numbers))
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


def _date(found: re.Match[str], months: Months) -> Window:
    _no_day_of_any_month(found["day"])
    month = _month_of(found["month"], months)
    return DateWindow(month, _day_in(month, found["day"]), int(found["ahead"] or 0))


def _before(found: re.Match[str], months: Months) -> Window:
    """Without a word about its beginning the work begins with the month."""
    if found["day"]:
        _no_day_of_any_month(found["day"])
    month = _month_of(found["month"], months)
    day = _day_in(month, found["day"]) if found["day"] else last_day(month)
    shortest = min(day, 28 if month == 2 else day)  # noqa: PLR2004  (February)
    return BeforeWindow(month, day, int(found["ahead"]) if found["ahead"] else shortest - 1)


def _year_end(_found: re.Match[str], _months: Months) -> Window:
    return BeforeWindow(DECEMBER, 31, 30)


def _range(found: re.Match[str], months: Months) -> Window:
    first = _month_of(found["month"], months)
    last = _month_of(found["until"], (first,))
    window = RangeWindow(first, _day_in(first, found["day"]), last, _day_in(last, found["to"]))
    if (last, window.to_day) < (first, window.from_day):
        raise UnsureError("time_backwards", "3月10日至4月5日")
    return window


def _ten_days(found: re.Match[str], months: Months) -> Window:
    month = _month_of(found["month"], months)
    first, last = TENS[found["ten"]]
    return RangeWindow(month, first, month, min(last, last_day(month)))


def _quarter(found: re.Match[str], _months: Months) -> Window:
    number = int(found["number"])
    return _span(3 * number - 2, 3 * number)


def _offset(text: str) -> int:
    if text == "当天":
        return 0
    return int(text[1:-1]) * (-1 if text[0] == "前" else 1)


def _offsets(found: re.Match[str]) -> tuple[int, int]:
    first, last = _offset(found["first"]), _offset(found["last"])
    if last < first:
        raise UnsureError("time_backwards", "当天至后9天")
    return first, last


def _term(found: re.Match[str], months: Months) -> Window:
    month = _month_of(found["fallback"] or str(_FALLBACKS[found["season"], found["edge"]]), months)
    edge = Edge.OPENS if found["edge"] == "开学" else Edge.CLOSES
    return TermWindow(SEASONS[found["season"]], edge, *_offsets(found), month)


def _first_weeks(found: re.Match[str], _months: Months) -> Window:
    days = 7 * int(found["weeks"])
    return TermWindow(SEASONS[found["season"]], Edge.OPENS, 0, days - 1, _FALLBACKS[found["season"], "开学"])


def _follow(found: re.Match[str], _months: Months) -> Window:
    first, last = _offsets(found)
    return FollowWindow(found["entry"], first, last, Edge.OPENS if found["edge"] == "开始" else Edge.CLOSES)


def _in_term(found: re.Match[str]) -> bool:
    return bool(found["in_term"])


def _week(found: re.Match[str], _months: Months) -> Window:
    day = (found["day"] or "").replace("天", "日")
    on = WEEKDAYS.index(day) + 1 if day and day in WEEKDAYS else int(day) if day.isdigit() else 0
    return WeekCadence(on, day == "抽签", _in_term(found))


def _edge_day(text: str | None, usual: int) -> int:
    if not text:
        return usual
    number = int(re.sub(r"\D", "", text))
    if not 1 <= number <= last_day(1):
        raise UnsureError("time_no_such_day", "1日—31日")
    return -number if text.startswith("倒数") else number


def _month_cadence(found: re.Match[str], _months: Months) -> Window:
    if found["ten"]:
        first, last = TENS[found["ten"]]
    elif found["only"]:
        first = last = _edge_day(found["only"], 1)
    else:
        first = _edge_day(found["first"], 1)
        last = _edge_day(found["last"] or found["by"], 31)
    if (first > 0) == (last > 0) and last < first and found["period"] == "月":
        raise UnsureError("time_backwards", "每月1日至10日")
    return MonthCadence(_PERIODS[found["period"]], first, last, _in_term(found))


def _term_cadence(found: re.Match[str], _months: Months) -> Window:
    edge = Edge.CLOSES if found["edge"] in {"末", "最后"} else Edge.OPENS
    return TermCadence(int(found["weeks"] or 0), edge, found["period"] == "学年")


def _patterns(*pairs: tuple[str, Build]) -> tuple[tuple[re.Pattern[str], Build], ...]:
    for name, part in _PARTS.items():
        pairs = tuple((text.replace(f"<{name}>", part), build) for text, build in pairs)
    return tuple((re.compile(text), build) for text, build in pairs)


_PARTS = {
    "M": r"(?:(?P<month>\d{1,2})月份?)?",
    "IN_TERM": r"(?P<in_term>\(学期中\)|\(上课期间\))?",
    "AHEAD": r"(?:\(提前(?P<ahead>\d{1,3})天开始\))?",
    "OFFSETS": r"(?P<first>当天|[前后]\d{1,3}天)-(?P<last>当天|[前后]\d{1,3}天)",
    "DAY": r"(?:倒数第?\d{1,2}天|\d{1,2}[日号]?)",
    "D": "[日号]",
    "SEASON": "(?P<season>[春秋])季?学期",
    "DONE": "(?:完成|上报|报送|办结)?",
}

PATTERNS = _patterns(
    (r"\d{1,2}月份?", _month_list),
    (r"(?P<a>\d{1,2})(?:月份?)?-(?P<b>\d{1,2})月份?", lambda found, _months: _span(int(found["a"]), int(found["b"]))),
    (r"\d{1,2}(?:月份?)?(?:、\d{1,2}(?:月份?)?)*、\d{1,2}月份?", _month_list),
    (r"第?(?P<number>[1-4])季度", _quarter),
    (r"(?P<half>[上下])半年", lambda found, _months: _span(*_HALVES[found["half"]])),
    (r"(?:每年(?=\d))?<M>(?P<day>\d{1,2})<D>(?:当天)?<AHEAD>", _date),
    (r"<M>(?P<day>\d{1,2})<D>?-(?:(?P<until>\d{1,2})月)?(?P<to>\d{1,2})<D>", _range),
    (r"<M>本?月?(?:(?P<day>\d{1,2})<D>?|底|末)(?:之前|以前|前)<DONE><AHEAD>", _before),
    (r"(?P<by_end>(?:(?P<month>\d{1,2})月|本?月)[底末])(?P<day>x)?(?P<ahead>x)?", _before),
    (r"年[底末](?:之前|以前|前)<DONE>", _year_end),
    (r"<M>(?P<ten>上中?|中下?|下)旬", _ten_days),
    (r"全年|年内|整年|每年", lambda _found, _months: YearCadence()),
    (r"<SEASON>(?P<edge>开学|结束)<OFFSETS>(?:\(无学期表按(?P<fallback>\d{1,2})月\))?", _term),
    (r"<SEASON>开学(?:第|头)(?P<weeks>1|[2-9](?=周))周", _first_weeks),
    (r"(?P<entry>[A-Za-z0-9][A-Za-z0-9-]*)(?P<edge>结束|开始)<OFFSETS>", _follow),
    (r"每(?:个?工作日|天|日)<IN_TERM>", lambda found, _months: DayCadence(_in_term(found))),
    (r"每个?上课日", lambda _found, _months: DayCadence(in_term=True)),
    (r"每周(?P<day>抽签|[1-7日天])?<IN_TERM>", _week),
    (
        r"每(?P<period>个?月|[24]个月|个?季度?|半年)"  # noqa: ISC004  (one pattern on three lines)
        r"(?:(?:首月)?(?P<first><DAY>)-(?:末月)?(?P<last><DAY>)|(?P<by><DAY>)(?:之前|以前|前)|(?P<only>\d{1,2}[日号])|"
        r"(?P<ten>上中?|中下?|下)旬)?<IN_TERM>",
        _month_cadence,
    ),
    (r"每个?(?P<period>学期|学年)(?:(?P<edge>头|前|末|最后)(?P<weeks>\d{1,2})周)?", _term_cadence),
)
