"""Workbooks so large that they are read row by row: the values alone, never the whole workbook at once."""

from __future__ import annotations

import re
import zipfile
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from openpyxl.utils.cell import range_boundaries

from calendars.grids import has_formulas, open_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO, Any

    from openpyxl.workbook import Workbook

LARGE_BYTES = 4_000_000
"""Sheets of more than so many bytes in all, unpacked; openpyxl needs some twenty times as much to hold them whole."""
_CHUNK_BYTES = 1_000_000
_LONGEST_TAG = 200
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')

Area = tuple[int, int, int, int]
"""First column, first row, last column and last row, from 1."""


def is_large(path: Path, more_than: int = LARGE_BYTES) -> bool:
    """Whether the sheets of a workbook are so large; what is none is not, and told by whoever opens it."""
    try:
        with zipfile.ZipFile(path) as parts:
            sheets = (part for part in parts.infolist() if "worksheets/" in part.filename)
            return sum(part.file_size for part in sheets) > more_than
    except (zipfile.BadZipFile, OSError):
        return False


@contextmanager
def large_book(path: Path, file: str, *, values: bool = True) -> Iterator[Workbook]:
    """The workbook open for reading row by row, closed at the end.

    Raises:
        InputError: no such file, or no workbook.
    """
    book = open_book(path, file, values=values, by_rows=True)
    with closing(book):
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write them wrong, and rows would be missed
        yield book


def merged_areas(sheet: Any) -> list[Area]:
    """The merged areas of a sheet that is read row by row: openpyxl passes them over there."""
    with sheet._get_source() as source:  # noqa: SLF001  (openpyxl has no other way to a sheet's own text)
        found = [range_boundaries(area.decode()) for area in _found(source)]
    return [(left, top, right, bottom) for left, top, right, bottom in found if left and top and right and bottom]


def unsaved_formulas_by_rows(path: Path, file: str) -> Iterator[tuple[str, str]]:
    """What `calendars.grids.unsaved_formulas` says, row by row."""
    if not has_formulas(path):
        return
    with large_book(path, file, values=False) as formulas, large_book(path, file) as book:
        for sheet, saved in zip(formulas.worksheets, book.worksheets, strict=True):
            for row, values in zip(sheet.iter_rows(), saved.iter_rows(values_only=True), strict=True):
                for cell, value in zip(row, values, strict=True):
                    if cell.data_type == "f" and value is None:
                        yield sheet.title, cell.coordinate


def _found(source: IO[bytes]) -> Iterator[bytes]:
    """Every match once, also one that lies across two chunks."""
    rest = b""
    while chunk := source.read(_CHUNK_BYTES):
        text, end = rest + chunk, 0
        for match in _MERGED.finditer(text):
            end = match.end()
            yield match[1]
        rest = text[max(end, len(text) - _LONGEST_TAG) :]
