"""Tables as offices really keep them become a draft: the certain is scheduled, the rest listed with its cell."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from calendars.drafting import Draft, draft_plan
from calendars.grids import read_grids
from calendars.plans import read_plan, shipped_plan_path
from rules.errors import InputError, Severity
from rules.plan import (
    BeforeWindow,
    DateWindow,
    Doer,
    Entry,
    MonthCadence,
    MonthWindow,
    RangeWindow,
    TermCadence,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from rules.plan import Plan

MONTHS = (
    "一月份", "二月份", "三月份", "四月份", "五月份", "六月份",
    "七、八月份", "九月份", "十月份", "十一月份", "十二月份",
)  # fmt: skip
HEADER = ("月份", "工作内容", "完成时限")


@pytest.fixture
def sheet() -> Worksheet:
    """The one sheet of a new workbook."""
    book = Workbook()
    made = book.worksheets[0]
    made.title = "工作安排"
    return made


def drafted(sheet: Worksheet, tmp_path: Path) -> tuple[Draft, Plan]:
    """The draft, and the plan that it is when it is read as a plan file."""
    assert sheet.parent is not None
    sheet.parent.save(tmp_path / "安排.xlsx")
    draft = draft_plan(read_grids(tmp_path / "安排.xlsx", "安排.xlsx"), "安排.xlsx")
    (tmp_path / "草稿.yaml").write_text(draft.text, encoding="utf-8")
    return draft, read_plan(tmp_path / "草稿.yaml")


def fill(sheet: Worksheet, *rows: tuple[object, ...]) -> None:
    for row in rows:
        sheet.append(row)


def codes(draft: Draft) -> dict[str, str]:
    """Cell to why, of what is to be decided."""
    return {one.place: one.code for one in draft.problems if one.severity is Severity.WARNING}


def test_the_month_table_of_a_township_with_merged_months_is_read_whole(sheet: Worksheet, tmp_path: Path) -> None:
    """蔡庄's own table, as an office puts it into a sheet: title above, months merged, each item with its number."""
    shipped = [one for one in read_plan(shipped_plan_path("caizhuang-2014")).entries if one.id.startswith("P3C-")]
    months: dict[str, list[Entry]] = {}
    for entry in shipped:
        months.setdefault(entry.id.removeprefix("P3C-").rpartition("-")[0], []).append(entry)
    names = dict(zip(months, MONTHS, strict=True))
    fill(sheet, ("蔡庄镇2014年教育督导工作计划",), (), ("月 份", "工作内容", "备 注"))
    sheet.merge_cells("A1:C1")
    for month, entries in months.items():
        first = sheet.max_row + 1
        for number, entry in enumerate(entries, start=1):
            sheet.append((names[month] if number == 1 else None, f"{number}．{entry.quote}；"))
        sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=1, end_column=1)
    fill(sheet, ("注：如有变动，另行通知。",))
    draft, plan = drafted(sheet, tmp_path)
    assert (plan.title, plan.level) == ("蔡庄镇2014年教育督导工作计划", "township")
    assert [entry.quote.strip("；").partition("．")[2] for entry in plan.entries] == [one.quote for one in shipped]
    expected = [tuple(int(part) for part in one.id.split("-")[1:-1]) for one in shipped]
    assert [one.window.months for one in plan.entries if isinstance(one.window, MonthWindow)] == expected
    assert (draft.entries, draft.dated, codes(draft)) == (39, 39, {})


def test_the_same_table_with_all_items_of_a_month_in_one_cell_is_the_same_plan(
    sheet: Worksheet, tmp_path: Path
) -> None:
    fill(
        sheet,
        ("月份", "工作安排"),
        (
            "一月份",
            "1．迎接“义务教育均衡发展”的评估验收；\n2．做好年度综合目标绩效考核工作；\n3．做好满意度调查的统计分析工作。",
        ),
        ("七、八月份", "1、规范办学行为随机督查；2、对中小学暑期校本培训情况进行随机督查。"),
        ("十二月份", "1. 组织各类考核评估；2. 组织开展“12.4”全国法制宣传日活动；3. 总结全年工作，拟订下年工作计划。"),
    )
    draft, plan = drafted(sheet, tmp_path)
    assert [(entry.id, entry.title) for entry in plan.entries][3:7] == [
        ("M07-1", "规范办学行为随机督查"),
        ("M07-2", "对中小学暑期校本培训情况进行随机督查"),
        ("M12-1", "组织各类考核评估"),
        ("M12-2", "组织开展“12.4”全国法制宣传日活动"),
    ]
    assert (draft.entries, draft.dated, codes(draft)) == (8, 8, {})


@pytest.mark.parametrize(
    ("name", "first"), [("xuyi-county", "P1-"), ("nanping-county", "P2-"), ("pingxiang-2017", "P5-")]
)
def test_a_plan_without_months_is_listed_for_somebody_to_decide(
    sheet: Worksheet, tmp_path: Path, name: str, first: str
) -> None:
    entries = [one for one in read_plan(shipped_plan_path(name)).entries if one.id.startswith(first)]
    fill(
        sheet, ("序号", "主要工作", "时间"), *((place, one.title, "适时") for place, one in enumerate(entries, start=1))
    )
    draft, plan = drafted(sheet, tmp_path)
    assert (draft.entries, draft.dated) == (len(entries), 0)
    assert set(codes(draft).values()) == {"time_vague"}
    assert all(entry.unscheduled and entry.window is None and "适时" in entry.flag for entry in plan.entries)


@pytest.mark.parametrize(
    ("month", "due", "window"),
    [
        ("二月份", "月底前", BeforeWindow(2, 29, 27)),
        ("２月", "２８日前", BeforeWindow(2, 28, 27)),
        ("3月", "4月10日前", BeforeWindow(4, 10, 40)),
        ("3月", "3月底", BeforeWindow(3, 31, 30)),
        ("9-10月", None, MonthWindow((9, 10))),
        ("3月", "5月", MonthWindow((3, 4, 5))),
        (None, "12月4日", DateWindow(12, 4)),
        ("每月", "25日前", MonthCadence(1, 1, 25)),
        ("每学期", None, TermCadence()),
        (3, None, MonthWindow((3,))),
        ("３", None, MonthWindow((3,))),
        ("七、八", None, MonthWindow((7, 8))),
        (None, datetime(2014, 12, 4), DateWindow(12, 4)),  # noqa: DTZ001  (what a spreadsheet keeps has no zone)
        (None, 41977, DateWindow(12, 4)),
    ],
)
def test_month_and_deadline_are_one_window(
    sheet: Worksheet, tmp_path: Path, month: object, due: object, window: object
) -> None:
    fill(sheet, HEADER, (month, "开展专项督查", due))
    draft, plan = drafted(sheet, tmp_path)
    assert (plan.entries[0].window, codes(draft)) == (window, {})


def test_a_month_that_is_kept_as_a_day_is_a_month_as_its_format_shows(sheet: Worksheet, tmp_path: Path) -> None:
    fill(sheet, HEADER, (datetime(2014, 3, 1), "开展专项督查"))  # noqa: DTZ001  (the same)
    sheet["A2"].number_format = 'm"月"'
    assert drafted(sheet, tmp_path)[1].entries[0].window == MonthWindow((3,))


@pytest.mark.parametrize(
    ("month", "due", "place", "code"),
    [
        ("二月", "33日前", "C2", "time_no_such_day"),
        ("二月", "2月30日", "C2", "time_no_such_day"),
        ("三月", "适时", "C2", "time_vague"),
        ("三月", "不定期", "C2", "time_vague"),
        ("三月", "2月10日前", "C2", "time_conflict"),
        ("七、八月", "15日前", "C2", "time_no_month"),
        ("3、5月", None, "A2", "time_apart"),
        ("十三月", None, "A2", "time_no_such_month"),
        (None, 12.1, "C2", "time_number"),
        (None, None, "B2", "time_missing"),
        ("三月", "=TODAY()", "C2", "cell_formula"),
        ("三月", "2015年3月20日前", "C2", "time_other_year"),
    ],
)
def test_what_is_not_certain_has_no_window_and_is_listed_and_flagged(  # noqa: PLR0913, PLR0917  (a row of a table)
    sheet: Worksheet, tmp_path: Path, month: object, due: object, place: str, code: str
) -> None:
    fill(
        sheet,
        HEADER,
        (month, "开展专项督查", due),
        ("2014年4月", "开展综合督导", "2014年4月20日前"),
        ("2014年5月", "调查"),
    )
    draft, plan = drafted(sheet, tmp_path)
    assert codes(draft) == {f"工作安排!{place}": code}
    entry = plan.entries[0]
    assert (entry.window, entry.unscheduled) == (None, True)
    assert f"工作安排!{place}：" in entry.flag
    assert f"#   {entry.flag}" in draft.text
    assert plan.entries[1].window == BeforeWindow(4, 20, 19)


def test_columns_stand_in_any_order_with_other_names_and_a_second_header_on_the_next_page(
    sheet: Worksheet, tmp_path: Path
) -> None:
    fill(
        sheet,
        ("某县2026年督导工作安排表",), (), (),
        ("序号", "责任人", "督导对象", "主要工作", "起止时间", "上报材料"),
        (1, "责任督学", "各中小学", "1．开学检查\n2．专项督查", "3月1日—3月10日", "1．检查记录\n2．督查报告"),
        ("某县2026年督导工作安排表",),
        ("序号", "主要工作", "督导对象", "责任人", "起止时间", "上报材料"),
        (2, "年终考核", "各乡镇", "督导室", "12月", "考核表、通报"),
        (), ("填表人：", "督导室"),
    )  # fmt: skip
    draft, plan = drafted(sheet, tmp_path)
    assert [(one.title, one.doer, one.evidence) for one in plan.entries] == [
        ("开学检查", Doer.INSPECTOR, ("检查记录",)),
        ("专项督查", Doer.INSPECTOR, ("督查报告",)),
        ("年终考核", Doer.OFFICE, ("考核表", "通报")),
    ]
    assert plan.entries[0].window == RangeWindow(3, 1, 3, 10)
    assert plan.entries[2].audience.kinds == ("township",)
    assert (plan.level, codes(draft)) == ("county", {})
    assert [one.value for one in draft.problems] == ["填表人：  督导室"]


def test_a_list_that_does_not_fit_the_work_and_unknown_people_are_listed(sheet: Worksheet, tmp_path: Path) -> None:
    fill(
        sheet,
        ("月份", "工作内容", "牵头人", "对象", "产出"),
        ("三月", "1．开学检查\n2．专项督查", "张主任", "部分学校", "1．甲\n2．乙\n3．丙"),
    )
    draft, plan = drafted(sheet, tmp_path)
    assert codes(draft) == {
        "工作安排!C2": "doer_unsure",
        "工作安排!D2": "audience_unsure",
        "工作安排!E2": "list_uneven",
    }
    assert [one.window for one in plan.entries] == [MonthWindow((3,))] * 2
    assert all("张主任" in one.flag and "部分学校" in one.flag and "丙" in one.flag for one in plan.entries)


def test_what_is_hidden_is_not_read_and_said(sheet: Worksheet, tmp_path: Path) -> None:
    fill(sheet, HEADER, ("三月", "开学检查", "4月1日前"), ("三月", "旧的一项", None))
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    assert sheet.parent is not None
    other = sheet.parent.create_sheet("去年")
    other.append(HEADER)
    other.sheet_state = "hidden"
    draft, plan = drafted(sheet, tmp_path)
    assert [entry.window for entry in plan.entries] == [MonthWindow((3,))]
    assert codes(draft) == {"工作安排!A3": "row_hidden", "工作安排!C1": "column_hidden"}
    assert [one.place for one in draft.problems if one.code == "sheet_hidden"] == ["去年"]


def test_a_sheet_or_a_heading_of_its_own_for_each_month_gives_the_month(tmp_path: Path) -> None:
    book = Workbook()
    one, other = book.worksheets[0], book.create_sheet("按月")
    one.title = "3月"
    fill(one, ("序号", "工作内容"), (1, "开学检查"))
    fill(other, ("序号", "工作内容"), ("四月份",), (1, "专项督查"), ("五月份",), (1, "调查"))
    other.merge_cells("A2:B2")
    other.merge_cells("A4:B4")
    _, plan = drafted(one, tmp_path)
    assert [(entry.title, entry.window) for entry in plan.entries] == [
        ("开学检查", MonthWindow((3,))), ("专项督查", MonthWindow((4,))), ("调查", MonthWindow((5,))),
    ]  # fmt: skip


def test_a_month_that_is_not_merged_down_holds_until_the_next_one_and_that_is_said(
    sheet: Worksheet, tmp_path: Path
) -> None:
    fill(sheet, HEADER, ("三月", "开学检查"), (None, "专项督查"), ("四月", "调查"))
    draft, plan = drafted(sheet, tmp_path)
    assert [entry.window for entry in plan.entries] == [MonthWindow((3,)), MonthWindow((3,)), MonthWindow((4,))]
    (said,) = [one for one in draft.problems if one.code == "month_carried"]
    assert said.more["rows"] == "3"


def test_the_same_title_in_two_months_is_told_apart(sheet: Worksheet, tmp_path: Path) -> None:
    fill(sheet, HEADER, ("四月", "法制宣传月"), ("九月", "法制宣传月"), ("九月", "法制宣传月"))
    titles = [entry.title for entry in drafted(sheet, tmp_path)[1].entries]
    assert titles == ["法制宣传月", "法制宣传月（9月）", "法制宣传月（9月）（2）"]


def test_text_in_a_cell_that_looks_like_a_formula_is_kept_as_text(sheet: Worksheet, tmp_path: Path) -> None:
    fill(sheet, HEADER, ("三月", "开学检查"))
    sheet["B2"].value = "=1+1 工作"
    sheet["B2"].data_type = "s"
    assert drafted(sheet, tmp_path)[1].entries[0].title == "=1+1 工作"


def test_a_work_that_is_a_formula_without_a_value_is_listed(sheet: Worksheet, tmp_path: Path) -> None:
    fill(sheet, HEADER, ("三月", "=A1"), ("四月", "调查"))
    draft, plan = drafted(sheet, tmp_path)
    assert [entry.title for entry in plan.entries] == ["调查"]
    assert codes(draft) == {"工作安排!B2": "cell_formula"}


def test_a_workbook_without_a_table_of_work_is_refused(sheet: Worksheet, tmp_path: Path) -> None:
    fill(sheet, ("甲", "乙"), (1, 2))
    with pytest.raises(InputError) as caught:
        drafted(sheet, tmp_path)
    assert [one.code for one in caught.value.problems] == ["no_month_table"]
