"""A plan's workbook with mistakes: each is told with its cell, its value and what is allowed, and nothing is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from calendars.plan_book import write_plan_book
from calendars.plan_reading import read_plan_book
from calendars.plan_words import COLUMNS, PROGRAMMES, TABLE
from calendars.plans import read_plan, shipped_plan_path
from flows.saying import problem_line
from rules.errors import InputError, Problem
from rules.plan import MonthWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.workbook import Workbook

LETTERS = {column.header: openpyxl.utils.get_column_letter(place) for place, column in enumerate(COLUMNS, start=1)}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "计划.xlsx"
    plan = write_plan_book(shipped_plan_path("caizhuang-2014"), path)
    assert [entry.id for entry in plan.entries].index("P3C-01-1") == 44
    return path


@pytest.fixture
def spoilt(exported: Path, tmp_path: Path) -> Callable[[Callable[[Workbook], None]], Path]:
    def spoil(how: Callable[[Workbook], None]) -> Path:
        book = openpyxl.load_workbook(exported)
        how(book)
        book.save(tmp_path / "计划.xlsx")
        return tmp_path / "计划.xlsx"

    return spoil


def problems_of(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_plan_book(path)
    return caught.value.problems


def cell(header: str, row: int = 46) -> str:
    return f"{LETTERS[header]}{row}"


def test_every_wrong_cell_is_told_at_once_with_its_place_and_value(
    spoilt: Callable[[Callable[[Workbook], None]], Path],
) -> None:
    wrong = {
        "起止": "33日前", "类别": "X", "工作类型": "什么", "牵头人": "王老师", "对象": "部分学校", "完成时限": "十天",
        "原文行号": "三", "提醒": "提前", "时间待定": "也许",
    }  # fmt: skip

    def spoil(book: Workbook) -> None:
        for header, value in wrong.items():
            book[TABLE][cell(header)] = value
        book[TABLE][cell("月份")] = None

    found = {problem.place: problem for problem in problems_of(spoilt(spoil))}
    assert {place: found[place].value for place in found} == {
        f"{TABLE}!{cell(header)}": value for header, value in wrong.items()
    }
    assert all(problem.file == "计划.xlsx" and problem.allowed for problem in found.values())
    assert found[f"{TABLE}!{cell('起止')}"].code == "cell_time_no_such_day"
    said = problem_line("zh", found[f"{TABLE}!{cell('牵头人')}"])
    assert said == f"计划.xlsx 工作月历!{cell('牵头人')}：“牵头人”写的是“王老师”；可以写：督导室、责任督学、联络员。"


def test_what_does_not_fit_together_is_told_with_the_cell_of_its_column(
    spoilt: Callable[[Callable[[Workbook], None]], Path],
) -> None:
    def spoil(book: Workbook) -> None:
        sheet = book[TABLE]
        sheet[cell("编号", 47)] = sheet[cell("编号", 46)].value
        sheet[cell("工作项目", 48)] = "没有这一项"
        sheet[cell("前一步", 49)] = "NO-1"
        book[PROGRAMMES]["A3"] = book[PROGRAMMES]["A2"].value

    found = {(problem.place, problem.code) for problem in problems_of(spoilt(spoil))}
    assert {
        (f"{TABLE}!{cell('编号', 47)}", "id_twice"),
        (f"{TABLE}!{cell('工作项目', 48)}", "no_such_programme"),
        (f"{TABLE}!{cell('前一步', 49)}", "no_such_entry"),
        (f"{PROGRAMMES}!A3", "programme_twice"),
    } <= found


def test_an_empty_needed_cell_is_told_once(spoilt: Callable[[Callable[[Workbook], None]], Path]) -> None:
    def spoil(book: Workbook) -> None:
        book[TABLE][cell("工作类型")] = None

    (problem,) = problems_of(spoilt(spoil))
    assert (problem.place, problem.code) == (f"{TABLE}!{cell('工作类型')}", "cell_empty")


def test_a_month_that_says_something_else_than_the_time_is_told(
    spoilt: Callable[[Callable[[Workbook], None]], Path],
) -> None:
    def spoil(book: Workbook) -> None:
        book[TABLE][cell("月份")] = "四月份"

    (problem,) = problems_of(spoilt(spoil))
    assert (problem.code, problem.value, problem.allowed) == ("cell_month_differs", "四月份", "一月份")


def test_a_formula_without_a_saved_value_is_told_and_not_read_as_empty(
    spoilt: Callable[[Callable[[Workbook], None]], Path],
) -> None:
    def spoil(book: Workbook) -> None:
        book[TABLE][cell("目标值")] = '="计"&"算"'

    (problem,) = problems_of(spoilt(spoil))
    assert (problem.place, problem.code) == (f"{TABLE}!{cell('目标值')}", "cell_formula")


def test_columns_may_stand_in_another_order_below_a_title_and_a_month_alone_is_a_time(
    spoilt: Callable[[Callable[[Workbook], None]], Path], tmp_path: Path
) -> None:
    def spoil(book: Workbook) -> None:
        sheet = book[TABLE]
        sheet.move_range("C1:C84", cols=30)
        sheet[cell("月份")], sheet[cell("起止")] = "七、八 月份", None
        sheet.insert_rows(1)
        sheet["A1"] = "某镇督导室工作月历"

    (tmp_path / "plan.yaml").write_text(read_plan_book(spoilt(spoil)).text, encoding="utf-8")
    plan = read_plan(tmp_path / "plan.yaml")
    assert len(plan.entries) == 83
    assert plan.entries[44].window == MonthWindow((7, 8))


@pytest.mark.parametrize("name", [TABLE, PROGRAMMES])
def test_a_missing_sheet_is_told(name: str, spoilt: Callable[[Callable[[Workbook], None]], Path]) -> None:
    (problem,) = problems_of(spoilt(lambda book: book.remove(book[name])))
    assert (problem.place, problem.code) == (name, "sheet_missing")


def test_a_strange_and_a_missing_column_are_told(spoilt: Callable[[Callable[[Workbook], None]], Path]) -> None:
    def spoil(book: Workbook) -> None:
        book[TABLE][f"{LETTERS['编号']}1"] = "代号"

    codes = {problem.code for problem in problems_of(spoilt(spoil))}
    assert {"header_unknown", "header_missing"} <= codes


def test_a_plan_whose_name_would_be_a_file_elsewhere_is_refused(
    spoilt: Callable[[Callable[[Workbook], None]], Path],
) -> None:
    def spoil(book: Workbook) -> None:
        book["计划信息"]["B2"] = "../../plan"

    (problem,) = problems_of(spoilt(spoil))
    assert (problem.place, problem.code) == ("计划信息!计划名称", "name_marks")


def test_what_is_no_workbook_is_told(tmp_path: Path) -> None:
    (tmp_path / "旧.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert [problem.code for problem in problems_of(tmp_path / "旧.xlsx")] == ["no_workbook"]
    assert [problem.code for problem in problems_of(tmp_path / "没有.xlsx")] == ["file_missing"]
