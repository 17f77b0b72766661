"""The term table goes into a sheet and comes back; office.yaml keeps every other line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from calendars.office_file import read_office
from calendars.term_replacing import office_with_terms
from calendars.term_sheets import SHEET, read_term_sheet, term_name, write_term_sheet
from rules.errors import InputError, Problem
from rules.office import Stage, Term
from rules.plan import Season


def book_of(tmp_path: Path, *rows: tuple[object, ...], header: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for row in (header or ("年份", "学期", "学段", "开学日", "结束日", "预估"), *rows):
        sheet.append(row)
    book.save(tmp_path / "学期.xlsx")
    return tmp_path / "学期.xlsx"


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_term_sheet(path)
    return caught.value.problems


def test_the_term_table_comes_back_without_loss(office: Path, tmp_path: Path) -> None:
    terms = read_office(office).terms
    write_term_sheet(terms, tmp_path / "学期.xlsx", "督导室")
    assert read_term_sheet(tmp_path / "学期.xlsx") == terms
    assert [term_name(term) for term in terms][:2] == ["2025 秋（学前）", "2025 秋（小学、初中）"]


def test_days_may_be_days_or_text_and_words_may_be_the_usual_ones(tmp_path: Path) -> None:
    path = book_of(
        tmp_path,
        ("２０２６年", "春季学期", "小学、初中", date(2026, 2, 25), "2026年6月30日", None),
        (2026.0, "秋", None, "２０２６／９／１", "2027.1.22", "是"),
    )
    assert read_term_sheet(path) == (
        Term(2026, Season.SPRING, date(2026, 2, 25), date(2026, 6, 30), (Stage.PRIMARY, Stage.JUNIOR)),
        Term(2026, Season.AUTUMN, date(2026, 9, 1), date(2027, 1, 22), provisional=True),
    )


def test_every_wrong_cell_is_told_with_its_place_and_what_is_allowed(tmp_path: Path) -> None:
    path = book_of(
        tmp_path, ("今年", "夏", "大学", "2月30日", None, "也许"), (2026, "春", None, "2026-02-25", "2026-06-30", None)
    )
    assert [(one.place, one.code, one.value, one.allowed) for one in problems_of(path)] == [
        ("学期表!E2", "cell_empty", "", ""),
        ("学期表!A2", "cell_choice", "今年", "2026"),
        ("学期表!B2", "cell_choice", "夏", "春、秋"),
        ("学期表!C2", "cell_choice", "大学", "学前、小学、初中、高中"),
        ("学期表!D2", "cell_day", "2月30日", "2026-02-25"),
        ("学期表!F2", "cell_choice", "也许", "是、否"),
    ]


def test_terms_that_overlap_or_run_backwards_are_told_with_their_cell(tmp_path: Path) -> None:
    path = book_of(
        tmp_path,
        (2026, "春", None, "2026-02-25", "2026-06-30", None),
        (2026, "秋", None, "2026-09-01", "2026-08-01", None),
        (2026, "春", None, "2026-03-01", "2026-07-10", None),
    )
    found = problems_of(path)
    assert [(one.place, one.code) for one in found] == [("学期表!E3", "term_backwards"), ("学期表!B4", "term_twice")]
    assert {one.file for one in found} == {"学期.xlsx"}


def test_a_missing_column_and_a_missing_sheet_are_told(tmp_path: Path) -> None:
    assert [one.code for one in problems_of(book_of(tmp_path, header=("年份", "学期", "开学日")))] == ["header_missing"]
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    assert [one.code for one in problems_of(tmp_path / "空.xlsx")] == ["sheet_missing"]


def test_office_yaml_keeps_every_other_line(office: Path) -> None:
    before = (office / "office.yaml").read_text(encoding="utf-8")
    term = Term(2026, Season.SPRING, date(2026, 2, 25), date(2026, 6, 30), (Stage.PRIMARY,), provisional=True)
    after = office_with_terms(office, (term,))
    rows = [line for line in before.splitlines() if line not in after.splitlines()]
    assert len(rows) == 7
    assert all("season:" in row for row in rows)
    assert "terms:\n  - {year: 2026, season: spring, stages: [primary], opens: 2026-02-25, closes: 2026-06-30" in after
    (office / "office.yaml").write_text(after, encoding="utf-8")
    assert read_office(office).terms == (term,)
    assert office_with_terms(office, (term,)) == after


@pytest.mark.parametrize(
    "written", ["", "terms: []\n", "terms:\n- {year: 2026, season: spring, opens: 2026-02-25, closes: 2026-06-30}\n"]
)
def test_a_term_table_may_be_missing_empty_or_last(tmp_path: Path, written: str) -> None:
    head = "name: 甲\nplace: 乙\nplan: caizhuang-2014\nyear: 2026\n"
    (tmp_path / "office.yaml").write_text(f"{head}{written}# 最后一句\n", encoding="utf-8")
    term = Term(2026, Season.AUTUMN, date(2026, 9, 1), date(2027, 1, 20))
    (tmp_path / "office.yaml").write_text(office_with_terms(tmp_path, (term,)), encoding="utf-8")
    assert read_office(tmp_path).terms == (term,)
    assert "# 最后一句" in (tmp_path / "office.yaml").read_text(encoding="utf-8")
