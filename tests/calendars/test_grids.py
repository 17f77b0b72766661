"""Workbooks as people keep them: merged cells, days and their formats, formulas, formats down to the last row."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from calendars.grids import cell_text, read_grids


def saved(book: Workbook, tmp_path: Path) -> Path:
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (12.0, "General", "12"),
        (12.5, "General", "12.5"),
        (datetime(2014, 3, 1), 'm"月"', "3月"),  # noqa: DTZ001  (what a spreadsheet keeps has no zone)
        (datetime(2014, 3, 1), 'yyyy"年"m"月"', "2014年3月"),  # noqa: DTZ001
        (datetime(2014, 3, 1), 'm"月"d"日"', "3月1日"),  # noqa: DTZ001
        (datetime(2014, 3, 1), "yyyy-mm-dd", "2014-03-01"),  # noqa: DTZ001
        ("  甲\r\n乙 ", "General", "甲\n乙"),
        (None, "General", ""),
    ],
)
def test_a_cell_says_what_a_person_sees(value: object, number_format: str, text: str) -> None:
    assert cell_text(value, number_format) == text


def test_every_cell_of_a_merged_area_says_what_the_first_one_says(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("三月", "甲"), (None, "乙"), (None, "丙")):
        sheet.append(row)
    sheet.merge_cells("A1:A3")
    (grid,) = read_grids(saved(book, tmp_path), "a.xlsx")
    assert [grid.rows[row][1].text for row in (1, 2, 3)] == ["三月"] * 3
    assert {grid.rows[row][1].place for row in (1, 2, 3)} == {"Sheet!A1"}
    assert grid.merged == {(2, 1), (3, 1)}


def test_a_sheet_that_is_formatted_to_its_last_row_is_read_as_fast_as_any(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "甲"
    sheet["Z1048576"].fill = PatternFill("solid", fgColor="FFFF00")
    (grid,) = read_grids(saved(book, tmp_path), "a.xlsx")
    assert {row: [cell.text for cell in cells.values()] for row, cells in grid.rows.items()} == {1: ["甲"]}


def test_a_formula_without_a_saved_value_is_marked_and_text_that_looks_like_one_is_not(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "=1+1"
    sheet["B1"] = "=1+1"
    sheet["B1"].data_type = "s"
    (grid,) = read_grids(saved(book, tmp_path), "a.xlsx")
    assert [(cell.text, cell.problem) for cell in grid.rows[1].values()] == [("=1+1", "cell_formula"), ("=1+1", "")]


def test_an_error_of_a_spreadsheet_is_marked(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "#REF!"
    (grid,) = read_grids(saved(book, tmp_path), "a.xlsx")
    assert grid.rows[1][1].problem == "cell_error"


def test_what_is_hidden_is_known(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "甲"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions.group("C", "E", hidden=True)
    book.create_sheet("旧").sheet_state = "hidden"
    shown, old = read_grids(saved(book, tmp_path), "a.xlsx")
    assert (shown.hidden_rows, shown.hidden_columns, shown.hidden, old.hidden) == ({4}, {3, 4, 5}, False, True)
