"""Workbooks that are read row by row say the same as those that are read whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from calendars.large_books import is_large
from calendars.roster_sheets import FILE, read_rows
from tests.calendars.spoiling import set_cells

if TYPE_CHECKING:
    from pathlib import Path


def test_a_workbook_is_large_by_the_bytes_of_its_sheets(office: Path) -> None:
    assert not is_large(office / FILE)
    assert is_large(office / FILE, 1_000)
    assert not is_large(office / "office.yaml", 0)
    assert not is_large(office / "nothing.xlsx", 0)


def test_a_roster_reads_the_same_row_by_row(office: Path) -> None:
    whole, by_rows = read_rows(office), read_rows(office, 0)
    assert by_rows == whole
    assert len(by_rows[0]["单位"]) == 26


def test_merged_cells_are_filled_row_by_row_too(office: Path) -> None:
    book = openpyxl.load_workbook(office / FILE)
    for area in ("E2:E6", "E8:E9", "B3:C3"):
        book["单位"].merge_cells(area)
    book.save(office / FILE)
    rows = read_rows(office, 0)[0]["单位"]
    assert [row.text("责任区") for row in rows[:5]] == [rows[0].text("责任区")] * 5
    assert read_rows(office, 0) == read_rows(office)


def test_a_formula_without_its_value_is_found_row_by_row_too(office: Path) -> None:
    set_cells(office, "单位", G2="=1+1", B5="#REF!")
    found = read_rows(office, 0)[1]
    assert [(problem.place, problem.code) for problem in found] == [
        ("单位!G2", "cell_formula"),
        ("单位!B5", "cell_error"),
    ]
    assert found == read_rows(office)[1]


def test_rows_that_are_empty_in_between_keep_their_numbers(office: Path) -> None:
    set_cells(office, "单位", A40="Y99", B40="远处幼儿园", C40="幼儿园")
    last = read_rows(office, 0)[0]["单位"][-1]
    assert (last.number, last.place("名称")) == (40, "单位!B40")
