"""Workbooks as people keep them: every cell's text with its place, merged cells filled, what is hidden known.

A formula counts by the value that was saved with it; one that was saved without a value is marked, never passed over.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import product
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from rules.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_CHUNK_BYTES = 1_000_000
_LONGEST_TAG = 40
_ENDS = re.compile(r"_x000D_|\r\n?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Args:
        place: ``工作计划!D7``.
        text: what a person sees there, with its own full-width forms, without spaces at its ends.
        number: the number where it is kept as one and not as a date, so that 12.1 may have been 12.10.
        problem: ``cell_formula`` (saved without its value) or ``cell_error`` (#REF!); the text is what stands there.
    """

    place: str
    text: str
    number: float | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet.

    Args:
        title: its name.
        hidden: whether the whole sheet is.
        rows: row number to column number to cell; empty cells are left out.
        hidden_rows, hidden_columns: their numbers.
        merged: the cells (row, column) that only repeat the first one of their merged area.
    """

    title: str
    hidden: bool
    rows: dict[int, dict[int, Cell]]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: frozenset[tuple[int, int]] = field(default=frozenset())


def read_grids(path: Path, file: str) -> tuple[Grid, ...]:
    """The sheets of a workbook.

    Args:
        path: where it is.
        file: the name that problems show.

    Raises:
        InputError: no such file, or no workbook (also an old .xls under a new name, or one with a password).
    """
    book = open_book(path, file)
    formulas = open_book(path, file, values=False) if has_formulas(path) else None
    return tuple(_grid(sheet, formulas[sheet.title] if formulas else None) for sheet in book.worksheets)


def open_book(path: Path, file: str, *, values: bool = True, by_rows: bool = False) -> Workbook:
    """The workbook with the saved values of its formulas, or with the formulas themselves.

    Args:
        path: where it is.
        file: the name that problems show.
        values: the saved values, not the formulas.
        by_rows: its rows can only be read one after the other, and it has to be closed.

    Raises:
        InputError: no such file, or no workbook.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl speaks of extensions that it drops when it writes; we only read
            return openpyxl.load_workbook(path, data_only=values, read_only=by_rows)
    except FileNotFoundError as error:
        raise InputError((Problem(file, "", "file_missing"),)) from error
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise InputError((Problem(file, "", "no_workbook"),)) from error


def unsaved_formulas(path: Path, file: str, book: Workbook) -> frozenset[tuple[str, str]]:
    """The cells, as sheet name and place, whose formula was saved without its value.

    Args:
        path: the workbook.
        file: the name that problems show.
        book: the same workbook, open with its values.
    """
    if not has_formulas(path):
        return frozenset()
    formulas = open_book(path, file, values=False)
    return frozenset(
        (sheet.title, cell.coordinate)
        for sheet in formulas.worksheets
        for cell in present_cells(sheet)
        if cell.data_type == "f" and book[sheet.title][cell.coordinate].value is None
    )


def present_cells(sheet: Worksheet) -> Iterator[Any]:
    """The cells that are there, row by row: a border around a whole column must not make a million of them."""
    cells = sheet._cells  # noqa: SLF001  (openpyxl's own ways make every cell up to the last one)
    for place in sorted(cells):
        yield cells[place]


def last_row(sheet: Worksheet) -> int:
    """The last row in which anything stands."""
    return max((cell.row for cell in present_cells(sheet) if cell.value is not None), default=1)


def cell_text(value: Any, number_format: str = "") -> str:
    """What a person sees: a day as its format shows it (``3月`` is kept as a day), 12.0 as 12."""
    if isinstance(value, datetime | date):
        return _day_text(value, number_format)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else _ENDS.sub("\n", str(value)).strip()


def _day_text(value: date, number_format: str) -> str:
    shown = _QUOTED.sub("", number_format).lower()
    if "m" in shown and "d" not in shown:
        return f"{value.year}年{value.month}月" if "y" in shown else f"{value.month}月"
    if "m" in shown and "y" not in shown:
        return f"{value.month}月{value.day}日"
    return f"{value.year}-{value.month:02}-{value.day:02}"


def has_formulas(path: Path) -> bool:
    """Whether a formula stands anywhere in the workbook."""
    with zipfile.ZipFile(path) as parts:
        names = [name for name in parts.namelist() if "worksheets/" in name and name.endswith(".xml")]
        return any(_has_formula(parts, name) for name in names)


def _has_formula(parts: zipfile.ZipFile, name: str) -> bool:
    """Looked for a million bytes at a time, with the last few of the ones before."""
    rest = b""
    with parts.open(name) as source:
        while chunk := source.read(_CHUNK_BYTES):
            if _FORMULA.search(rest + chunk):
                return True
            rest = chunk[-_LONGEST_TAG:]
    return False


def _grid(sheet: Worksheet, formulas: Worksheet | None) -> Grid:
    rows: dict[int, dict[int, Cell]] = {}
    for one in present_cells(sheet):
        cell = _cell(sheet, one, formulas)
        if cell.text or cell.problem:
            rows.setdefault(one.row, {})[one.column] = cell
    merged = _fill(sheet, rows)
    return Grid(
        title=sheet.title.strip(),
        hidden=sheet.sheet_state != "visible",
        rows={number: rows[number] for number in sorted(rows)},
        hidden_rows=frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden),
        hidden_columns=_hidden_columns(sheet),
        merged=merged,
    )


def _cell(sheet: Worksheet, one: Any, formulas: Worksheet | None) -> Cell:
    value, place = one.value, f"{sheet.title}!{get_column_letter(one.column)}{one.row}"
    if value is None and formulas is not None and formulas.cell(one.row, one.column).data_type == "f":
        return Cell(place, cell_text(formulas.cell(one.row, one.column).value), problem="cell_formula")
    number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    text = cell_text(value, one.number_format)
    return Cell(place, text, number, "cell_error" if text in ERROR_CODES else "")


def _fill(sheet: Worksheet, rows: dict[int, dict[int, Cell]]) -> frozenset[tuple[int, int]]:
    """Every cell of a merged area says what its first one says."""
    filled, last = set[tuple[int, int]](), max(rows, default=0)
    for area in sheet.merged_cells.ranges:
        first = rows.get(area.min_row, {}).get(area.min_col)
        bottom = min(area.max_row, last)
        places = product(range(area.min_row, bottom + 1), range(area.min_col, area.max_col + 1))
        for row, column in places:
            if first is not None and (row, column) != (area.min_row, area.min_col):
                rows.setdefault(row, {})[column] = first
                filled.add((row, column))
    return frozenset(filled)


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    found = set[int]()
    for one in sheet.column_dimensions.values():
        if one.hidden and one.min:
            found |= set(range(one.min, min(one.max or one.min, one.min + 200) + 1))
    return frozenset(found)
