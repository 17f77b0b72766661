"""The sheets of roster.xlsx as rows of named cells: header order is free, empty rows are passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter

from calendars.grids import last_row, open_book, unsaved_formulas
from calendars.handwriting import parts, plain
from calendars.large_books import LARGE_BYTES, is_large, large_book, merged_areas, unsaved_formulas_by_rows
from calendars.roster_words import HEADERS, NEEDED_HEADERS
from rules.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FILE = "roster.xlsx"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its sheet, its number, and what stands in it.

    Args:
        sheet, number: as a person finds it.
        columns: header to column number, from 1; one and the same for all rows of a sheet.
        texts: what stands in the columns, from the first on; missing at the end where nothing does.
    """

    sheet: str
    number: int
    columns: Mapping[str, int]
    texts: tuple[str, ...]

    def text(self, header: str) -> str:
        """What stands under a header, full-width digits and outer spaces made plain; empty where nothing does."""
        column = self.columns.get(header, 0)
        return self.texts[column - 1] if 0 < column <= len(self.texts) else ""

    def items(self, header: str) -> tuple[str, ...]:
        """The items of a list under a header."""
        return _items(self.text(header))

    def place(self, header: str) -> str:
        """``单位!D7``."""
        return f"{self.sheet}!{get_column_letter(self.columns.get(header, 1))}{self.number}"

    def problem(self, header: str, code: str, allowed: str = "", **more: str) -> Problem:
        """What is wrong under a header."""
        values = {"line": str(self.number), "key": header, **more}
        return Problem(FILE, self.place(header), code, self.text(header), allowed, more=values)


def read_rows(folder: Path, large_bytes: int = LARGE_BYTES) -> tuple[dict[str, tuple[Row, ...]], list[Problem]]:
    """Sheet name to its rows; what is wrong with single headers and cells.

    Args:
        folder: the office folder.
        large_bytes: a workbook with more of them is read row by row.

    Raises:
        InputError: no such file, no workbook, or a sheet or a needed header is missing, so that nothing can be read.
    """
    if is_large(folder / FILE, large_bytes):
        unsaved = sorted(unsaved_formulas_by_rows(folder / FILE, FILE))
        with large_book(folder / FILE, FILE) as book:
            return _read(book, [_unsaved(sheet, place) for sheet, place in unsaved])
    book = open_book(folder / FILE, FILE)
    return _read(book, [_unsaved(*place) for place in sorted(unsaved_formulas(folder / FILE, FILE, book))])


def _read(book: Workbook, problems: list[Problem]) -> tuple[dict[str, tuple[Row, ...]], list[Problem]]:
    rows: dict[str, tuple[Row, ...]] = {}
    for name in HEADERS:
        sheet = next((one for one in book.worksheets if plain(one.title) == name), None)
        if sheet is None:
            there = "、".join(one.title for one in book.worksheets)
            problems.append(Problem(FILE, name, "sheet_missing", there, name, more={"line": "", "key": name}))
            continue
        columns, wrong = _columns(sheet, name)
        problems += wrong
        rows[name] = tuple(_rows(sheet, name, columns, problems))
    if any(problem.code in {"sheet_missing", "header_missing"} for problem in problems):
        raise InputError(tuple(problems))
    return rows, problems


def _unsaved(sheet: str, place: str) -> Problem:
    """A formula without a value would be read as an empty cell."""
    more = {"line": place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "key": ""}
    return Problem(FILE, f"{sheet}!{place}", "cell_formula", "=…", more=more)


@lru_cache(maxsize=4096)
def _items(text: str) -> tuple[str, ...]:
    """Most rows say the same few lists: they share them."""
    return parts(text)


def _columns(sheet: Worksheet, name: str) -> tuple[dict[int, str], list[Problem]]:
    """Column number, from 1, to header, out of the first row; what is wrong with the headers."""
    columns: dict[int, str] = {}
    problems: list[Problem] = []
    for number, value in enumerate(next(sheet.iter_rows(max_row=1, values_only=True), ()), start=1):
        header = "".join(plain(value).rstrip("*").split())
        place, more = f"{name}!{get_column_letter(number)}1", {"line": "1", "key": header}
        if header and header not in HEADERS[name]:
            problems.append(Problem(FILE, place, "header_unknown", header, "、".join(HEADERS[name]), more=more))
        elif header in columns.values():
            problems.append(Problem(FILE, place, "header_twice", header, more=more))
        elif header:
            columns[number] = header
    for header in NEEDED_HEADERS[name]:
        if header not in columns.values():
            more = {"line": "1", "key": header}
            problems.append(Problem(FILE, f"{name}!A1", "header_missing", "", header, more=more))
    return columns, problems


def _rows(sheet: Worksheet, name: str, columns: dict[int, str], problems: list[Problem]) -> Iterator[Row]:
    by_header = {header: column for column, header in columns.items()}
    for number, values in enumerate(_filled(sheet), start=1):
        texts = [_text(value) if column in columns else "" for column, value in enumerate(values, start=1)]
        while texts and not texts[-1]:
            texts.pop()
        if number == 1 or not texts:
            continue
        row = Row(name, number, by_header, tuple(texts))
        problems += (row.problem(header, "cell_error") for header in by_header if row.text(header) in ERROR_CODES)
        yield row


def _filled(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """The values row by row; a merged area says in every row what it says in the first: one 责任区 for many."""
    by_rows = not hasattr(sheet, "merged_cells")
    areas = merged_areas(sheet) if by_rows else [area.bounds for area in sheet.merged_cells.ranges]
    tall = [area for area in areas if area[0] == area[2]]
    firsts = {(row, column): (top, column) for column, top, _, bottom in tall for row in range(top, bottom + 1)}
    said: dict[tuple[int, int], Any] = {}
    for number, values in enumerate(sheet.iter_rows(max_row=None if by_rows else last_row(sheet), values_only=True), 1):
        if not firsts:
            yield values
            continue
        places = {column: firsts.get((number, column)) for column in range(1, len(values) + 1)}
        said |= {place: values[column - 1] for column, place in places.items() if place == (number, column)}
        yield tuple(said[place] if (place := places[column]) else value for column, value in enumerate(values, 1))


def _text(value: Any) -> str:
    """A whole number that a spreadsheet keeps as 12.0 is 12, and a day is its date."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return plain(int(value) if isinstance(value, float) and value.is_integer() else value)
