"""Sealed addresses in an office's own files, changed where they stand: in office.yaml and in roster.xlsx."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl

from calendars.office_checks import FILE as OFFICE_FILE
from calendars.roster_sheets import FILE as ROSTER_FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOKEN = re.compile(r"enc:[A-Za-z0-9_=-]+")


def reseal(folder: Path, change: Callable[[str], str]) -> int:
    """Every sealed address of the folder's files is what `change` makes of it; how many there are.

    Each file is replaced whole or not at all; one without sealed addresses is left alone.
    """
    return _reseal_text(folder / OFFICE_FILE, change) + _reseal_book(folder / ROSTER_FILE, change)


def _reseal_text(path: Path, change: Callable[[str], str]) -> int:
    text = path.read_text(encoding="utf-8")
    changed, count = TOKEN.subn(lambda found: change(found[0]), text)
    if count:
        beside = path.with_name(f".{path.name}.part")
        beside.write_text(changed, encoding="utf-8")
        beside.replace(path)
    return count


def _reseal_book(path: Path, change: Callable[[str], str]) -> int:
    book = openpyxl.load_workbook(path)
    total = 0
    for row in (row for sheet in book.worksheets for row in sheet.iter_rows()):
        for cell in row:
            if isinstance(cell.value, str) and TOKEN.search(cell.value):
                cell.value, count = TOKEN.subn(lambda found: change(found[0]), cell.value)
                total += count
    if total:
        beside = path.with_name(f".{path.stem}.part.xlsx")
        book.save(beside)
        beside.replace(path)
    return total
