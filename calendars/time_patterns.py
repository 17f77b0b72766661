"""The patterns of time words, each with the window that it certainly means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calendars.time_building import (
    before,
    days,
    first_weeks,
    follow,
    in_term,
    month_cadence,
    month_list,
    one_day,
    quarter,
    span,
    ten_days,
    term,
    term_cadence,
    week,
    year_end,
)
from rules.plan import DayCadence, YearCadence

if TYPE_CHECKING:
    from calendars.time_building import Build

_HALVES = {"上": (1, 6), "下": (7, 12)}


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
    (r"\d{1,2}月份?", month_list),
    (r"(?P<a>\d{1,2})(?:月份?)?-(?P<b>\d{1,2})月份?", lambda found, _months: span(int(found["a"]), int(found["b"]))),
    (r"\d{1,2}(?:月份?)?(?:、\d{1,2}(?:月份?)?)*、\d{1,2}月份?", month_list),
    (r"第?(?P<number>[1-4])季度", quarter),
    (r"(?P<half>[上下])半年", lambda found, _months: span(*_HALVES[found["half"]])),
    (r"(?:每年(?=\d))?<M>(?P<day>\d{1,2})<D>(?:当天)?<AHEAD>", one_day),
    (r"<M>(?P<day>\d{1,2})<D>?-(?:(?P<until>\d{1,2})月)?(?P<to>\d{1,2})<D>", days),
    (r"<M>本?月?(?:(?P<day>\d{1,2})<D>?|底|末)(?:之前|以前|前)<DONE><AHEAD>", before),
    (r"(?P<by_end>(?:(?P<month>\d{1,2})月|本?月)[底末])(?P<day>x)?(?P<ahead>x)?", before),
    (r"年[底末](?:之前|以前|前)<DONE>", year_end),
    (r"<M>(?P<ten>上中?|中下?|下)旬", ten_days),
    (r"全年|年内|整年|每年", lambda _found, _months: YearCadence()),
    (r"<SEASON>(?P<edge>开学|结束)<OFFSETS>(?:\(无学期表按(?P<fallback>\d{1,2})月\))?", term),
    (r"<SEASON>开学(?:第|头)(?P<weeks>1|[2-9](?=周))周", first_weeks),
    (r"(?P<entry>[A-Za-z0-9][A-Za-z0-9-]*)(?P<edge>结束|开始)<OFFSETS>", follow),
    (r"每(?:个?工作日|天|日)<IN_TERM>", lambda found, _months: DayCadence(in_term(found))),
    (r"每个?上课日", lambda _found, _months: DayCadence(in_term=True)),
    (r"每周(?P<day>抽签|[1-7日天])?<IN_TERM>", week),
    (
        r"每(?P<period>个?月|[24]个月|个?季度?|半年)"  # noqa: ISC004  (one pattern on three lines)
        r"(?:(?:首月)?(?P<first><DAY>)-(?:末月)?(?P<last><DAY>)|(?P<by><DAY>)(?:之前|以前|前)|(?P<only>\d{1,2}[日号])|"
        r"(?P<ten>上中?|中下?|下)旬)?<IN_TERM>",
        month_cadence,
    ),
    (r"每个?(?P<period>学期|学年)(?:(?P<edge>头|前|末|最后)(?P<weeks>\d{1,2})周)?", term_cadence),
)
