"""What people really write: full-width digits, stray spaces, ``2026/2/25``, 是 and 否, one thing for a list."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
DAY_OF_YEAR = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
CLOCK = re.compile(r"(\d{1,2})\s*[:点时]\s*(\d{2})\s*分?")
LIST_MARKS = re.compile(r"[、，,；;/|\s]+")
YES_AND_NO = {"是": True, "否": False, "yes": True, "no": False, "true": True, "false": False}
LEAP_YEAR = 2000


class Shape(BaseModel):
    """A group of keys of a file: an unknown key is a problem, never passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def plain(value: Any) -> str:
    """The text of a value with full-width forms made plain, and no space at its ends."""
    return "" if value is None else unicodedata.normalize("NFKC", str(value)).strip()


def parts(value: Any) -> tuple[str, ...]:
    """The items of a list written in one cell, parted by any of 、，,；; / or a space."""
    return tuple(item for item in LIST_MARKS.split(plain(value)) if item)


def read_day(value: Any) -> date:
    """The day of ``2026-02-25``, ``2026/2/25`` or ``2026年2月25日``.

    Raises:
        PydanticCustomError: no such day (code ``not_a_day``).
    """
    if isinstance(value, date):
        return value
    found = DAY.fullmatch(plain(value))
    try:
        return date(*(int(part) for part in found.groups())) if found else _no_day()
    except ValueError:
        return _no_day()


def read_day_of_year(value: Any) -> tuple[int, int]:
    """Month and day of ``12-04``, ``12/4`` or ``12月4日``; 29 February is allowed.

    Raises:
        PydanticCustomError: no such day in any year (code ``not_a_day_of_year``).
    """
    found = DAY_OF_YEAR.fullmatch(plain(value))
    try:
        day = date(LEAP_YEAR, int(found[1]), int(found[2])) if found else None
    except ValueError:
        day = None
    if day is None:
        raise PydanticCustomError("our_not_a_day_of_year", "no such day", {"allowed": "12-04"})
    return day.month, day.day


def _no_day() -> date:
    raise PydanticCustomError("our_not_a_day", "no such day", {"allowed": "2026-02-25"})


def _clock(value: Any) -> time:
    found = CLOCK.fullmatch(plain(value))
    try:
        return time(int(found[1]), int(found[2])) if found else _no_clock()
    except ValueError:
        return _no_clock()


def _no_clock() -> time:
    raise PydanticCustomError("our_not_a_time", "no such time", {"allowed": "08:30"})


def _number(value: Any) -> Any:
    if isinstance(value, bool):
        raise PydanticCustomError("our_not_a_number", "no number", {})
    return plain(value) if isinstance(value, str) else value


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _yes_or_no(value: Any) -> Any:
    return YES_AND_NO.get(plain(value).lower(), value) if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str | int) and not isinstance(value, bool) else value


def _none_is_empty(value: Any) -> Any:
    return [] if value is None else value


Item = TypeVar("Item")
Number = Annotated[int, BeforeValidator(_number)]
Month = Annotated[Number, Field(ge=1, le=12)]
Count = Annotated[Number, Field(ge=0)]
Positive = Annotated[Number, Field(ge=1)]
Text = Annotated[str, StringConstraints(strip_whitespace=True), BeforeValidator(_text)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), BeforeValidator(_text)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Day = Annotated[date, BeforeValidator(read_day)]
DayOfYear = Annotated[tuple[int, int], BeforeValidator(read_day_of_year)]
Clock = Annotated[time, BeforeValidator(_clock)]
Some = Annotated[tuple[Item, ...], BeforeValidator(_listed), BeforeValidator(_none_is_empty)]
