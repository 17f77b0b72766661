"""The rows of a sheet whose columns are found by the names above them, in any order, titles above the header or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from calendars.handwriting import plain
from rules.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calendars.grids import Cell, Grid

HEADER_WITHIN = 15
"""The header is looked for in so many rows from the top."""


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One row: its file, its sheet, its number, the column of each header, and header to cell."""

    file: str
    sheet: str
    number: int
    columns: dict[str, int]
    cells: dict[str, Cell]

    def text(self, header: str) -> str:
        """What stands under a header; empty where nothing does."""
        return self.cells[header].text if header in self.cells else ""

    def place(self, header: str) -> str:
        """``工作月历!G7``."""
        return f"{self.sheet}!{get_column_letter(self.columns.get(header, 1))}{self.number}"

    def problem(self, header: str, code: str, allowed: str = "", **more: str) -> Problem:
        """What is wrong under a header."""
        values = {"line": str(self.number), "key": header, **more}
        return Problem(self.file, self.place(header), code, self.text(header), allowed, more=values)


def named_rows(
    grid: Grid, file: str, headers: tuple[str, ...], needed: tuple[str, ...], problems: list[Problem]
) -> list[NamedRow]:
    """The rows below the header that say anything.

    Args:
        grid: the sheet.
        file: the name that problems show.
        headers: every column that there may be.
        needed: those that must be there, and in which no cell may be empty.
        problems: what is wrong with headers and single cells is added.
    """
    top, columns = _header(grid, headers)
    problems += _wrong_headers(grid, file, top, columns, (headers, needed))
    rows = [
        NamedRow(file, grid.title, number, columns, _named(cells, columns))
        for number, cells in grid.rows.items()
        if number > top
    ]
    rows = [row for row in rows if row.cells]
    for row in rows:
        problems += _wrong_cells(row, needed)
    return rows


def _header(grid: Grid, headers: tuple[str, ...]) -> tuple[int, dict[str, int]]:
    """The row with the most headers near the top, and where each of them stands."""
    found = {
        number: {name: column for column, cell in reversed(cells.items()) if (name := name_of(cell.text)) in headers}
        for number, cells in grid.rows.items()
        if number <= HEADER_WITHIN
    }
    best = max(found, key=lambda number: (len(found[number]), -number), default=1)
    return best, found.get(best, {})


def name_of(text: str) -> str:
    """A header without spaces, stars and line ends: ``重点 工作*`` is 重点工作."""
    return "".join(plain(text).replace("*", "").split())


def _named(cells: dict[int, Cell], columns: dict[str, int]) -> dict[str, Cell]:
    return {name: cells[column] for name, column in columns.items() if column in cells}


def _wrong_headers(
    grid: Grid, file: str, top: int, columns: dict[str, int], known: tuple[tuple[str, ...], tuple[str, ...]]
) -> Iterator[Problem]:
    headers, needed = known
    for column, cell in grid.rows.get(top, {}).items():
        name, more = name_of(cell.text), {"line": str(top), "key": cell.text}
        place = f"{grid.title}!{get_column_letter(column)}{top}"
        if name not in headers:
            yield Problem(file, place, "header_unknown", cell.text, "、".join(headers), more=more)
        elif columns[name] != column:
            yield Problem(file, place, "header_twice", cell.text, more=more)
    for name in needed:
        if name not in columns:
            yield Problem(file, f"{grid.title}!A{top}", "header_missing", "", name, more={"line": "1", "key": name})


def _wrong_cells(row: NamedRow, needed: tuple[str, ...]) -> Iterator[Problem]:
    for name, cell in row.cells.items():
        if cell.problem:
            yield row.problem(name, cell.problem)
    for name in needed:
        if name in row.columns and not row.text(name):
            yield row.problem(name, "cell_empty")
