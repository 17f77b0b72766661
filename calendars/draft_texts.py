"""What the texts of an office's own table say of the whole plan, and of each piece of work of a row."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from calendars.item_lists import split_items
from calendars.time_reading import Doubt

if TYPE_CHECKING:
    from calendars.grids import Cell
    from calendars.month_tables import MonthTable

_YEARS = re.compile(r"20\d\d")
_LEVELS = (("校", "school"), ("镇|乡|街道", "township"), ("县|区", "county"), ("市", "city"))


def plan_years(titles: list[str], tables: list[MonthTable]) -> frozenset[int]:
    """The years of the title, or else the one that the cells name most: another one is not passed over in silence."""
    named = [int(year) for year in _YEARS.findall(" ".join(titles))]
    if named:
        return frozenset(named)
    cells = (cell.text for table in tables for row in table.rows for cell in row.cells.values())
    counted = Counter(int(year) for text in cells for year in _YEARS.findall(text))
    return frozenset(year for year, _ in counted.most_common(1))


def level_of(title: str) -> str:
    """The level that a title speaks of; a county where it speaks of none."""
    return next((level for words, level in _LEVELS if re.search(words, title)), "county")


def texts_of(cells: dict[str, Cell], place: tuple[int, int]) -> tuple[dict[str, str], list[tuple[str, Doubt]]]:
    """What each cell says of one of the row's pieces of work: its own item of a list as long, or else all of it."""
    texts: dict[str, str] = {}
    doubts: list[tuple[str, Doubt]] = []
    number, count = place
    for role, cell in cells.items():
        listed = split_items(cell.text) if count > 1 and role not in {"work", "month"} else ()
        if len(listed) == count > 1:
            texts[role] = listed[number]
        elif len(listed) > 1:
            doubts.append((role, Doubt("list_uneven", str(count))))
        else:
            texts[role] = cell.text
    return texts, doubts


def year_role(cells: dict[str, Cell]) -> str:
    """The cell of a row that names a year."""
    return next(
        (role for role in ("due", "window", "month") if role in cells and _YEARS.search(cells[role].text)), "work"
    )
