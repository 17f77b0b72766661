"""A roster.xlsx to fill in: headers that explain themselves, pick lists, a few rows by role, never a real person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from calendars.roster_words import (
    HEADERS,
    INSPECTOR_TYPES,
    KINDS,
    LANGUAGES,
    NEEDED_HEADERS,
    OWNERSHIPS,
    PEOPLE,
    ROLES,
    UNITS,
)
from calendars.sheet_looks import finish, put_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from calendars.starter_rosters import Starter

NOTES = {
    "编号": "本单位的固定编号，一经使用不要改，例如 K01、S03",
    "名称": "学校（幼儿园）全称",
    "类型": "、".join(KINDS),
    "学段": "可以不填，按类型自动判断；多个用顿号分开：小学、初中",
    "责任区": "所在督学责任区，例如 第一责任区",
    "办学性质": "公办或民办，不填为公办",
    "学生数": "在校学生（幼儿）人数",
    "责任督学": "责任督学的姓名，须在“人员”表里；不填则由本责任区的督学负责",
    "标签": "用顿号分开，例如 依法治校示范校创建",
    "姓名": "不能重名；重名的请加单位区别",
    "角色": "、".join(ROLES),
    "单位": "校长（园长）、联络员填所在学校的名称或编号；其他人不填",
    "邮箱": "收邮件用",
    "手机": "可以不填",
    "上级单位": "校内部门、年级、班级填所在学校；县区督导室填所在县区；学校一般不填",
    "专职兼职": "督学填：专职或兼职",
    "聘期起": "督学本届聘期第一天，例如 2025-09-01；每届三年",
    "聘任次数": "这是第几届：1、2、3；兼职督学连任不超过三届",
    "回避单位": "督学与其负责人有近亲属等关系、或曾在其任职、应当回避的单位，名称或编号，用顿号分开",
    "渠道": "office.yaml 里的渠道名称，先写的先用；本人专用的地址加密后写成 渠道名=enc:...；不填则用督导室的全部渠道",
    "语言": "中文或英文；不填则随督导室",
}
WIDTHS = {
    "编号": 9,
    "名称": 26,
    "类型": 16,
    "学段": 14,
    "姓名": 28,
    "角色": 14,
    "单位": 26,
    "邮箱": 34,
    "标签": 24,
    "上级单位": 26,
    "回避单位": 24,
}
USUAL_WIDTH = 14
CHOICES = {
    "类型": tuple(KINDS),
    "办学性质": tuple(OWNERSHIPS),
    "角色": tuple(ROLES),
    "专职兼职": tuple(INSPECTOR_TYPES),
    "语言": tuple(LANGUAGES),
}


def write_template(path: Path, starter: Starter) -> None:
    """A roster of placeholder units and the people that they need stands at the path."""
    write_roster(path, starter.units, starter.people())


def write_roster(path: Path, units: Sequence[Sequence[object]], people: Sequence[Sequence[object]]) -> None:
    """A workbook of those rows stands at the path, each row in the order of its sheet's headers."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in ((UNITS, units), (PEOPLE, people)):
        sheet = book.create_sheet(name)
        _head(sheet, name)
        for number, row in enumerate(rows, start=2):
            put_row(sheet, number, [value or None for value in row])
        _choices(sheet, name)
        finish(sheet, name, len(HEADERS[name]), frozen="C2")
    book.save(path)


def _head(sheet: Worksheet, name: str) -> None:
    for column, header in enumerate(HEADERS[name], start=1):
        cell = sheet.cell(1, column, header)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F4E79" if header in NEEDED_HEADERS[name] else "5B7FA3")
        cell.alignment = Alignment(horizontal="center")
        cell.comment = Comment(NOTES[header], "督导", width=320, height=80)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(header, USUAL_WIDTH)


def _choices(sheet: Worksheet, name: str) -> None:
    for column, header in enumerate(HEADERS[name], start=1):
        if header in CHOICES:
            letter = get_column_letter(column)
            # A note of the list, not a fence: other usual names (园长, 完小) are read as well.
            rule = DataValidation("list", formula1=f'"{",".join(CHOICES[header])}"', showErrorMessage=False)
            rule.add(f"{letter}2:{letter}2000")
            sheet.add_data_validation(rule)
