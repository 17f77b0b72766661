"""How days, lists and enumerated values are written in a message: the filters that the templates use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import words
from notifications.shortening import clipped, kept_lines, size


def filters(language: str) -> dict[str, Callable[..., str]]:
    """The filters of the templates of one language, by name."""
    return {
        "day": lambda value, provisional=False: day(language, value, provisional=provisional),
        "short_day": lambda value: short_day(language, value),
        "month": lambda value: month(language, value),
        "week": lambda value: week(language, value),
        "word": lambda value, group: word(language, value, group),
        "listed": lambda text, room: listed(language, text, room),
        "joined": lambda names, room: joined(language, names, room),
        "clipped": clipped,
        "spoken": lambda key: words.say(language, key),
        "often": lambda line: often(language, line),
    }


@lru_cache(maxsize=1024)  # the same few days stand in every letter
def day(language: str, value: str, *, provisional: bool = False) -> str:
    """2026-03-31 as 2026年3月31日（周二）, a provisional day as 2026年3月31日（周二，暂定）."""
    key = "notifications.provisional_day" if provisional else "notifications.day"
    return _dated(language, key, date.fromisoformat(value))


@lru_cache(maxsize=1024)  # the same few days stand in every letter
def short_day(language: str, value: str) -> str:
    """2026-03-31 as 3月31日（周二）, for lists whose year is plain."""
    return _dated(language, "notifications.short_day", date.fromisoformat(value))


def month(language: str, value: str) -> str:
    """2026-04 (or any day of it) as 2026年4月; anything else stays as it is."""
    try:
        first = date.fromisoformat(f"{value[:7]}-01")
    except ValueError:
        return value
    return _dated(language, "notifications.month_of_year", first)


def week(language: str, value: str) -> str:
    """2026-W14 (or its Monday) as 3月30日至4月5日; anything else stays as it is."""
    try:
        first = date.fromisoformat(value)
    except ValueError:
        return value
    first -= timedelta(days=first.weekday())
    last = first + timedelta(days=6)
    ends = (_dated(language, "notifications.plain_day", end) for end in (first, last))
    return words.say(language, "notifications.from_to", first=next(ends), last=next(ends))


def word(language: str, value: str, group: str) -> str:
    """The catalogue's word for an enumerated value (``severity``, ``serious``); a value that it lacks as it is."""
    key = f"{group}.{value}"
    return words.say(language, key) if words.has(language, key) else str(value)


def often(language: str, line: Mapping[str, Any]) -> str:
    """Behind a line of the month's arrangement, how often that is: ``（每个教学日，共21次）``; empty for once."""
    parts = []
    if said := line.get("often"):
        weekday = words.say(language, f"reports.weekday.{said['weekday']}") if said["weekday"] else ""
        how = words.say(language, f"reports.often.{said['word']}", weekday=weekday, after=said["after"])
        parts.append(words.say(language, "reports.often.counted", often=how, count=line["count"]))
    if line.get("times", 1) > 1:
        parts.append(words.say(language, "reports.often.times", times=line["times"]))
    more = words.say(language, "reports.often.comma").join(parts)
    return words.say(language, "reports.often.titled", title="", often=more) if parts else ""


def listed(language: str, text: str, room: int) -> str:
    """The lines of a list that fit into `room` bytes, and how many more there are."""
    lines = [line for line in text.splitlines() if line.strip()]
    kept = kept_lines(lines, room)
    if kept == len(lines):
        return "\n".join(lines)
    kept = max(kept, 1)
    more = words.say(language, "notifications.more_lines", count=len(lines) - kept)
    return "\n".join([*(clipped(line, room) for line in lines[:kept]), f"- {more}"])


def joined(language: str, names: Sequence[str], room: int) -> str:
    """The names in one line of about `room` bytes, and how many more there are."""
    comma = words.say(language, "notifications.comma")
    kept, used = 0, 0
    for name in names:
        used += size(name) + size(comma)
        if used > room and kept:
            break
        kept += 1
    line = comma.join(names[:kept])
    if kept == len(names):
        return line
    return line + words.say(language, "notifications.more_names", count=len(names))


def _dated(language: str, key: str, value: date) -> str:
    return words.say(
        language,
        key,
        year=value.year,
        month=words.say(language, f"notifications.month.{value.month}"),
        day=value.day,
        weekday=words.say(language, f"notifications.weekday.{value.isoweekday()}"),
    )
