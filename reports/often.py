"""How often something is done, in words: ``每周五，共40次，每期不少于3次``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from words import say

if TYPE_CHECKING:
    from rules.series import Often, Series


def often_said(language: str, told: Series) -> str:
    """How often and how many times; the period of what is done once.

    Args:
        language: ``zh`` or ``en``.
        told: occurrences that are one line.
    """
    once = "" if told.often else told.first.period
    return _joined(language, once, _more(language, told.often, told.count, told.first.times))


def titled(language: str, title: str, often: Often | None, count: int, times: int) -> str:
    """A title, and behind it how often where that is more than once: ``晨检（每个教学日，共21次）``."""
    more = _more(language, often, count, times)
    return say(language, "reports.often.titled", title=title, often=more) if more else title


def _more(language: str, often: Often | None, count: int, times: int) -> str:
    """How often and how many times, and how often in each period; empty for what is done once."""
    counted = _counted(language, often, count) if often else ""
    return _joined(language, counted, say(language, "reports.often.times", times=times) if times > 1 else "")


def _counted(language: str, often: Often, count: int) -> str:
    weekday = say(language, f"reports.weekday.{often.weekday}") if often.weekday else ""
    said = say(language, f"reports.often.{often.word}", weekday=weekday, after=often.after)
    return say(language, "reports.often.counted", often=said, count=count)


def _joined(language: str, *parts: str) -> str:
    return say(language, "reports.often.comma").join(filter(None, parts))
