"""When something is done, in the Chinese words of a work plan's table: what `time_reading` reads back without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.plan import (
    BeforeWindow,
    DateWindow,
    DayCadence,
    Due,
    DueBasis,
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

if TYPE_CHECKING:
    from collections.abc import Callable

SEASONS = {"春": Season.SPRING, "秋": Season.AUTUMN}
EVERY = {"月": 1, "两个月": 2, "季度": 3, "四个月": 4, "半年": 6}
WEEKDAYS = "一二三四五六日"
BASES = {"工作日": DueBasis.WORKING_DAYS, "日历日": DueBasis.CALENDAR_DAYS}
WHOLE_YEAR, FIXED, AT_THE_END = "全年", "当天", "时间段末"
MONTH_NAMES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def say_window(window: Window) -> str:
    """``7—8月``, ``3月10日至4月5日``, ``每周五（学期中）``, ``春学期开学当天至后9天（无学期表按2月）`` ..."""
    return _SAYERS[type(window)](window)


def say_month(window: Window) -> str:
    """The heading under which an office files the work: ``七、八月份``, ``每月``; empty where none is plain."""
    months = _months_of(window)
    return _named(months) if months else _OFTEN.get(type(window), lambda _window: "")(window)


def _months_of(window: Window) -> tuple[int, ...]:
    match window:
        case MonthWindow():
            return window.months
        case DateWindow() | BeforeWindow():
            return (window.month,)
        case RangeWindow():
            return tuple(range(window.from_month, window.to_month + 1))
        case TermWindow():
            return (window.fallback_month,)
        case _:
            return ()


def say_due(due: Due) -> str:
    """``时间段末``, ``当天``, ``10个工作日``, ``30个日历日``."""
    if due.basis is DueBasis.WINDOW_END:
        return AT_THE_END
    if due.basis is DueBasis.FIXED_DATE:
        return FIXED
    return next(f"{due.value}个{word}" for word, basis in BASES.items() if basis is due.basis)


def _named(months: tuple[int, ...]) -> str:
    return "、".join(MONTH_NAMES[month - 1] for month in months) + "月份"


def _every(months: int) -> str:
    return next(f"每{word}" for word, number in EVERY.items() if number == months)


def _months(window: MonthWindow) -> str:
    first, last = window.months[0], window.months[-1]
    return f"{first}月" if first == last else f"{first}—{last}月"


def _date(window: DateWindow) -> str:
    return f"{window.month}月{window.day}日" + (f"（提前{window.opens_before}天开始）" if window.opens_before else "")


def _before(window: BeforeWindow) -> str:
    return f"{window.month}月{window.day}日前（提前{window.opens_before}天开始）"


def _range(window: RangeWindow) -> str:
    return f"{window.from_month}月{window.from_day}日至{window.to_month}月{window.to_day}日"


def _offset(days: int) -> str:
    return "当天" if not days else f"{'前' if days < 0 else '后'}{abs(days)}天"


def _term(window: TermWindow) -> str:
    season = next(word for word, season in SEASONS.items() if season is window.season)
    edge = "开学" if window.edge is Edge.OPENS else "结束"
    days = f"{_offset(window.from_days)}至{_offset(window.to_days)}"
    return f"{season}学期{edge}{days}（无学期表按{window.fallback_month}月）"


def _follow(window: FollowWindow) -> str:
    edge = "开始" if window.edge is Edge.OPENS else "结束"
    return f"{window.entry}{edge}{_offset(window.from_days)}至{_offset(window.to_days)}"


def _in_term(window: DayCadence | WeekCadence | MonthCadence) -> str:
    return "（学期中）" if window.in_term else ""


def _week(window: WeekCadence) -> str:
    day = "抽签" if window.drawn else (WEEKDAYS[window.on - 1] if window.on else "")
    return f"每周{day}{_in_term(window)}"


def _day_of(day: int) -> str:
    return f"{day}日" if day > 0 else f"倒数第{-day}天"


def _month_cadence(window: MonthCadence) -> str:
    first, last = ("", "") if window.months == 1 else ("首月", "末月")
    days = f"{first}{_day_of(window.from_day)}至{last}{_day_of(window.to_day)}"
    whole = (window.from_day, window.to_day) == (1, 31)
    return f"{_every(window.months)}{'' if whole else days}{_in_term(window)}"


def _term_cadence(window: TermCadence) -> str:
    weeks = f"{'头' if window.edge is Edge.OPENS else '末'}{window.weeks}周" if window.weeks else ""
    return f"每{'学年' if window.by_year else '学期'}{weeks}"


_OFTEN: dict[type[Any], Callable[[Any], str]] = {
    DayCadence: lambda _window: "每天",
    WeekCadence: lambda _window: "每周",
    MonthCadence: lambda window: _every(window.months),
    TermCadence: lambda window: "每学年" if window.by_year else "每学期",
    YearCadence: lambda _window: WHOLE_YEAR,
}
_SAYERS: dict[type[Any], Callable[[Any], str]] = {
    MonthWindow: _months,
    TermWindow: _term,
    DateWindow: _date,
    RangeWindow: _range,
    BeforeWindow: _before,
    FollowWindow: _follow,
    DayCadence: lambda window: f"每天{_in_term(window)}",
    WeekCadence: _week,
    MonthCadence: _month_cadence,
    TermCadence: _term_cadence,
    YearCadence: lambda _window: WHOLE_YEAR,
}
