"""How often something is done, in words: ``每周五，共40次``."""

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
    times = times_said(language, told.first.times)
    if told.often is None:
        return told.first.period + times
    return say(language, "reports.often.counted", often=said(language, told.often), count=told.count) + times


def said(language: str, often: Often) -> str:
    """How often, without a number: ``每周五``."""
    weekday = say(language, f"reports.weekday.{often.weekday}") if often.weekday else ""
    return say(language, f"reports.often.{often.word}", weekday=weekday, after=often.after)


def times_said(language: str, times: int) -> str:
    """That something is done several times in each period; empty where once is enough."""
    return say(language, "reports.often.times", times=times) if times > 1 else ""
