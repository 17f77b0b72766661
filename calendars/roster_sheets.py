"""The sheets of roster.xlsx as rows of named cells: header order is free, empty rows are passed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter

from calendars.grids import last_row, open_book, unsaved_formulas
from calendars.handwriting import parts, plain
from calendars.roster_words import HEADERS, NEEDED_HEADERS
from rules.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

FILE = "roster.xlsx"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its sheet, its number, and header to (column letter, text)."""

    sheet: str
    number: int
    cells: dict[str, tuple[str, str]]

    def text(self, header: str) -> str:
        """What stands under a header, full-width digits and outer spaces made plain; empty where nothing does."""
        return self.cells.get(header, ("", ""))[1]

    def items(self, header: str) -> tuple[str, ...]:
        """The items of a list under a header."""
        return parts(self.text(header))

    def place(self, header: str) -> str:
        """``单位!D7``."""
        column = self.cells[header][0] if header in self.cells else "A"
        return f"{self.sheet}!{column}{self.number}"

    def problem(self, header: str, code: str, allowed: str = "", **more: str) -> Problem:
        """What is wrong under a header."""
        values = {"line": str(self.number), "key": header, **more}
        return Problem(FILE, self.place(header), code, self.text(header), allowed, more=values)


def read_rows(folder: Path) -> tuple[dict[str, tuple[Row, ...]], list[Problem]]:
    """Sheet name to its rows; what is wrong with single headers and cells.

    Raises:
        InputError: no such file, no workbook, or a sheet or a needed header is missing, so that nothing can be read.
    """
    book = open_book(folder / FILE, FILE)
    problems = [_unsaved(sheet, place) for sheet, place in sorted(unsaved_formulas(folder / FILE, FILE, book))]
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
    merged, last = _merged(sheet), last_row(sheet)
    for number, values in enumerate(sheet.iter_rows(min_row=2, max_row=last, values_only=True), start=2):
        cells = {
            columns[column]: (get_column_letter(column), _text(merged.get((number, column), value)))
            for column, value in enumerate(values, start=1)
            if column in columns
        }
        row = Row(name, number, cells)
        problems += (row.problem(header, "cell_error") for header in cells if row.text(header) in ERROR_CODES)
        if any(text for _, text in cells.values()):
            yield row


def _merged(sheet: Worksheet) -> dict[tuple[int, int], Any]:
    """Row and column to what the first cell of a merged area says: one 责任区 for several schools below each other."""
    return {
        place: sheet.cell(area.min_row, area.min_col).value
        for area in sheet.merged_cells.ranges
        if area.min_col == area.max_col
        for place in area.cells
    }


def _text(value: Any) -> str:
    """A whole number that a spreadsheet keeps as 12.0 is 12, and a day is its date."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return plain(int(value) if isinstance(value, float) and value.is_integer() else value)
