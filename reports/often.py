"""How often something is done, in words: ``每周五，共40次``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from words import say

if TYPE_CHECKING:
    from rules.series import Series


def often_said(language: str, told: Series) -> str:
    """How often and how many times; the period of what is done once.

    Args:
        language: ``zh`` or ``en``.
        told: occurrences that are one line.
    """
    if not told.often:
        return told.first.period + times_said(language, told.first.times)
    weekday = say(language, f"reports.weekday.{told.weekday}") if told.weekday else ""
    often = say(language, f"reports.often.{told.often}", weekday=weekday)
    counted = say(language, "reports.often.counted", often=often, count=told.count)
    return counted + times_said(language, told.first.times)


def times_said(language: str, times: int) -> str:
    """That something is done several times in each period; empty where once is enough."""
    return say(language, "reports.often.times", times=times) if times > 1 else ""
