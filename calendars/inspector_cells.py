"""The cells that say how an inspector serves: full-time or part-time, since when, which term, and where not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from calendars.handwriting import read_day
from calendars.roster_words import INSPECTOR_TYPES, inspector_type_of

if TYPE_CHECKING:
    from calendars.roster_sheets import Row
    from rules.errors import Problem

MOST_TERMS = 3
"""Source: 教育督导条例 art. 6: a part-time inspector serves three terms in a row at most."""


def read_service(row: Row, codes: dict[str, str], problems: list[Problem]) -> dict[str, Any]:
    """The fields of `rules.units.Person` that only inspectors have; what is wrong is added to the problems.

    Args:
        row: a row of 人员.
        codes: unit codes by name and by code.
        problems: what was found before, and is found here.
    """
    kind = inspector_type_of(row.text("专职兼职"))
    if row.text("专职兼职") and kind is None:
        problems.append(row.problem("专职兼职", "cell_choice", "、".join(INSPECTOR_TYPES)))
    unknown = [item for item in row.items("回避单位") if item not in codes]
    if unknown:
        problems.append(row.problem("回避单位", "no_such_units", unknown="、".join(unknown)))
    return {
        "inspector_type": kind,
        "appointed_on": _day(row, problems),
        "appointments": _appointments(row, problems),
        "recused": tuple(codes[item] for item in row.items("回避单位") if item in codes),
    }


def _day(row: Row, problems: list[Problem]) -> Any:
    if not row.text("聘期起"):
        return None
    try:
        return read_day(row.text("聘期起"))
    except PydanticCustomError:
        problems.append(row.problem("聘期起", "cell_day", "2026-02-25"))
        return None


def _appointments(row: Row, problems: list[Problem]) -> int:
    """Which term it is; a fourth is refused."""
    text = row.text("聘任次数").removeprefix("第").removesuffix("次").removesuffix("届")
    if text and not re.fullmatch(r"[0-9]{1,2}", text):
        problems.append(row.problem("聘任次数", "cell_number", f"1—{MOST_TERMS}"))
        return 0
    if text and int(text) > MOST_TERMS and row.text("专职兼职") != "专职":
        problems.append(row.problem("聘任次数", "fourth_term", str(MOST_TERMS)))
    return int(text or 0)
