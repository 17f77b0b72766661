"""A roster goes out and another one comes in: all of it is right, or nothing is said to change."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from calendars.replacing import Changes, compare, replace_file
from calendars.roster_file import read_roster
from calendars.roster_importing import check_roster_book, export_roster
from calendars.roster_words import PEOPLE, UNITS
from rules.errors import InputError
from rules.office import Channel

CHANNELS = (Channel("files", "files"),)


def test_an_exported_roster_changes_nothing_when_it_comes_back(office: Path, tmp_path: Path) -> None:
    assert export_roster(office, tmp_path / "名册.xlsx") == (26, 60)
    found = check_roster_book(office, tmp_path / "名册.xlsx", CHANNELS)
    assert found.units.are_none
    assert found.people.are_none
    (tmp_path / "名册.xlsx").rename(tmp_path / "roster.xlsx")
    assert read_roster(tmp_path, CHANNELS) == read_roster(office, CHANNELS)


def test_what_changes_is_named(office: Path, tmp_path: Path) -> None:
    export_roster(office, tmp_path / "名册.xlsx")
    book = openpyxl.load_workbook(tmp_path / "名册.xlsx")
    name, zone = book[UNITS]["B2"].value, book[UNITS]["E2"].value
    book[UNITS]["G2"] = 321
    book[UNITS].append(("X99", "新建小学", "小学", None, zone))
    book[PEOPLE].append(("新联络员", "联络员", "新建小学"))
    book.save(tmp_path / "名册.xlsx")
    found = check_roster_book(office, tmp_path / "名册.xlsx", CHANNELS)
    assert (found.units.added, found.units.changed, found.units.removed) == (("新建小学",), (str(name),), ())
    assert found.people.added == ("新联络员",)
    assert [one.code for one in found.warnings] == ["no_principal"]


def test_every_wrong_cell_is_told_under_the_name_of_the_workbook(office: Path, tmp_path: Path) -> None:
    export_roster(office, tmp_path / "名册.xlsx")
    book = openpyxl.load_workbook(tmp_path / "名册.xlsx")
    book[UNITS]["C2"], book[UNITS]["G3"], book[PEOPLE]["E4"] = "大学", "很多", '="a"&"@b.cn"'
    book.save(tmp_path / "名册.xlsx")
    with pytest.raises(InputError) as caught:
        check_roster_book(office, tmp_path / "名册.xlsx", CHANNELS)
    found = {(one.file, one.place, one.code) for one in caught.value.problems}
    assert {
        ("名册.xlsx", f"{UNITS}!C2", "cell_choice"),
        ("名册.xlsx", f"{UNITS}!G3", "cell_number"),
        ("名册.xlsx", f"{PEOPLE}!E4", "cell_formula"),
    } <= found


def test_a_zone_that_is_merged_down_holds_for_every_school(office: Path, tmp_path: Path) -> None:
    export_roster(office, tmp_path / "名册.xlsx")
    book = openpyxl.load_workbook(tmp_path / "名册.xlsx")
    sheet = book[UNITS]
    same = [row for row in range(2, 28) if sheet.cell(row, 5).value == sheet["E2"].value]
    last = next(row for row in range(2, 28) if row + 1 not in same)
    sheet.merge_cells(start_row=2, end_row=last, start_column=5, end_column=5)
    book.save(tmp_path / "名册.xlsx")
    assert last > 2
    assert check_roster_book(office, tmp_path / "名册.xlsx", CHANNELS).units.are_none


def test_a_name_that_looks_like_a_formula_stays_text(office: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(office / "roster.xlsx")
    book[UNITS]["I2"].value = "=cmd()"
    book[UNITS]["I2"].data_type = "s"
    book.save(office / "roster.xlsx")
    export_roster(office, tmp_path / "名册.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "名册.xlsx")[UNITS]["I2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=cmd()", "s", True)


def test_what_is_different_is_compared_by_name() -> None:
    assert compare({"a": 1, "b": 2, "c": 3}, {"b": 2, "c": 4, "d": 5}) == Changes(("d",), ("c",), ("a",), ("b",))


def test_a_replaced_file_is_kept_and_no_half_file_is_left(tmp_path: Path) -> None:
    target = tmp_path / "roster.xlsx"
    assert replace_file(target, b"one", tmp_path) is None
    kept = replace_file(target, b"two", tmp_path)
    assert kept is not None
    assert (target.read_bytes(), kept.read_bytes()) == (b"two", b"one")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["roster.xlsx", "var"]
