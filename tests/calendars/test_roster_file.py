"""roster.xlsx: read as people fill it in, every mistake with its cell."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from calendars.roster_file import read_roster, roster_and_problems
from calendars.roster_template import write_roster
from rules.errors import Severity
from rules.office import Channel, Ownership, Role, Stage, UnitKind
from rules.units import SCHOOLS, InspectorType
from tests.calendars.spoiling import codes, set_cells, wrong

if TYPE_CHECKING:
    from pathlib import Path

    from rules.desk import Desk
    from rules.errors import Problem

FILES = (Channel("files", "files"),)
MAIL = (Channel("邮件", "email", "MAIL_URL"),)


def problems(folder: Path, channels: tuple[Channel, ...] = FILES) -> tuple[Problem, ...]:
    return roster_and_problems(folder, channels)[1]


def test_the_sample_has_26_units_3_zones_and_6_inspectors(sample_desk: Desk) -> None:
    units, people = sample_desk.roster.units, sample_desk.roster.people
    assert len(units) == 26
    assert {unit.zone for unit in units} == {"第一责任区", "第二责任区", "第三责任区"}
    assert sum(person.role is Role.INSPECTOR for person in people) == 6
    assert {unit.kind for unit in units} == SCHOOLS - {UnitKind.SENIOR, UnitKind.VOCATIONAL}
    assert sum(unit.ownership is Ownership.PRIVATE for unit in units) == 3


def test_every_unit_of_the_sample_has_a_principal_and_a_liaison_named_by_role(sample_desk: Desk) -> None:
    for unit in sample_desk.roster.units:
        people = {person.role: person.name for person in sample_desk.roster.people if person.unit == unit.code}
        assert people[Role.LIAISON] == f"联络员-{unit.name}"
        assert people[Role.PRINCIPAL] in {f"校长-{unit.name}", f"园长-{unit.name}"}


def test_an_inspector_of_the_sample_has_four_or_five_units_of_the_own_zone(sample_desk: Desk) -> None:
    zones = {person.name: person.zone for person in sample_desk.roster.people if person.role is Role.INSPECTOR}
    for name, zone in zones.items():
        units = [unit for unit in sample_desk.roster.units if unit.inspector == name]
        assert len(units) in {4, 5}
        assert {unit.zone for unit in units} == {zone}


def test_cells_are_read_as_people_write_them(office: Path) -> None:
    set_cells(office, "单位", C2=" 幼儿园 ", D2="学前", G2="３６０人", I2="甲，乙;丙 丁")
    set_cells(office, "单位", C3="幼儿园", F3=None, G3="1,200", H3=None)
    unit, other = (one for one in read_roster(office, FILES).units if one.code in {"Y01", "Y02"})
    assert (unit.kind, unit.stages, unit.pupils) == (UnitKind.KINDERGARTEN, (Stage.KINDERGARTEN,), 360)
    assert unit.tags == ("甲", "乙", "丙", "丁")
    assert (other.ownership, other.pupils, other.inspector) == (Ownership.PUBLIC, 1200, "")


def test_the_order_of_the_columns_is_free_and_empty_rows_are_passed_over(office: Path) -> None:
    before = read_roster(office, FILES)
    book = openpyxl.load_workbook(office / "roster.xlsx")
    for sheet in book.worksheets:
        columns = list(sheet.iter_cols(values_only=True))[::-1]
        sheet.delete_cols(1, sheet.max_column)
        for number, column in enumerate(columns, start=1):
            for row, value in enumerate(column, start=1):
                sheet.cell(row if row < 5 else row + 3, number, value)
    book.save(office / "roster.xlsx")
    assert read_roster(office, FILES) == before


def test_a_unit_may_be_named_by_its_code_and_a_number_is_a_code(office: Path) -> None:
    set_cells(office, "单位", A2=101)
    set_cells(office, "人员", C10="101", C11=101)
    roster = read_roster(office, FILES)
    assert {person.name for person in roster.people if person.unit == "101"} == {"园长-中心幼儿园", "联络员-中心幼儿园"}


@pytest.mark.parametrize(
    ("sheet", "cells", "place", "code"),
    [
        ("单位", {"C2": "大学"}, "单位!C2", "cell_choice"),
        ("单位", {"D2": "中学部"}, "单位!D2", "cell_choice"),
        ("单位", {"E2": None}, "单位!E2", "cell_empty"),
        ("单位", {"F2": "私立"}, "单位!F2", "cell_choice"),
        ("单位", {"G2": "很多"}, "单位!G2", "cell_number"),
        ("单位", {"H2": "责任督学-9"}, "单位!H2", "no_such_inspector"),
        ("单位", {"A3": "Y01"}, "单位!A3", "cell_twice"),
        ("单位", {"B3": "#REF!"}, "单位!B3", "cell_error"),
        ("单位", {"J1": "备注"}, "单位!J1", "header_unknown"),
        ("人员", {"B2": "局长"}, "人员!B2", "cell_choice"),
        ("人员", {"C11": "无名小学"}, "人员!C11", "no_such_unit"),
        ("人员", {"C11": None}, "人员!C11", "cell_empty"),
        ("人员", {"D4": None}, "人员!D4", "cell_empty"),
        ("人员", {"E4": "没有"}, "人员!E4", "cell_email"),
        ("人员", {"F4": "打办公室"}, "人员!F4", "cell_phone"),
        ("人员", {"G4": "飞鸽"}, "人员!G4", "cell_choice"),
        ("人员", {"A5": "责任督学-1"}, "人员!A5", "person_twice"),
        ("单位", {"J1": "上级单位", "J2": "没有这个"}, "单位!J2", "no_such_unit"),
        ("单位", {"J1": "上级单位", "J2": "Y02", "J3": "Y01"}, "单位!J3", "parent_circle"),
        ("单位", {"J1": "上级单位", "J2": "Y01"}, "单位!J2", "parent_circle"),
        ("人员", {"H1": "专职兼职", "H4": "临时"}, "人员!H4", "cell_choice"),
        ("人员", {"I1": "聘期起", "I4": "去年"}, "人员!I4", "cell_day"),
        ("人员", {"J1": "聘任次数", "J4": "两次"}, "人员!J4", "cell_number"),
        ("人员", {"J1": "聘任次数", "J4": 4}, "人员!J4", "fourth_term"),
        ("人员", {"K1": "回避单位", "K4": "没有这个"}, "人员!K4", "no_such_units"),
        ("人员", {"K1": "回避单位", "K4": "Y01"}, "人员!K4", "recused"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(
    office: Path, sheet: str, cells: dict[str, Any], place: str, code: str
) -> None:
    set_cells(office, sheet, **cells)
    assert (place, code) in codes(problems(office))


def test_one_mistake_is_told_once(office: Path) -> None:
    set_cells(office, "单位", C2="大学")
    set_cells(office, "人员", E4="没有", E11="没有")
    assert codes(problems(office)) == [
        ("单位!C2", "cell_choice"),
        ("人员!E4", "cell_email"),
        ("人员!E11", "cell_email"),
    ]


def test_the_allowed_words_of_a_cell_are_told(office: Path) -> None:
    set_cells(office, "单位", C2="大学")
    (problem,) = problems(office)
    assert (problem.value, problem.more["line"]) == ("大学", "2")
    assert problem.allowed.startswith("幼儿园、小学、教学点")


def test_a_unit_needs_a_liaison_and_should_have_a_principal(office: Path) -> None:
    set_cells(office, "人员", C10="第二幼儿园", C11="第二幼儿园")
    found = {(one.place, one.code): one.severity for one in problems(office)}
    assert found == {("单位!B2", "no_liaison"): Severity.ERROR, ("单位!B2", "no_principal"): Severity.WARNING}


def test_an_office_needs_a_director_and_a_coordinator(office: Path) -> None:
    set_cells(office, "人员", B2="责任督学", D2="第一责任区", B3="责任督学", D3="第一责任区")
    assert [one.code for one in problems(office)] == ["role_missing", "role_missing"]


def test_a_zone_without_inspector_is_an_error_for_units_that_name_none(office: Path) -> None:
    set_cells(office, "单位", E2="第四责任区", H2=None)
    assert codes(problems(office)) == [("单位!E2", "no_inspector")]


def test_an_inspector_of_a_zone_without_units_and_a_crowded_zone_are_warnings(tmp_path: Path) -> None:
    units = [(f"X{number:02}", f"小学{number}", "小学", "", "甲区", "", 0, "", "") for number in range(1, 22)]
    people = [
        ("主任", "主任", ""),
        ("干事", "干事", ""),
        ("督学甲", "督学", "", "甲区"),
        ("督学乙", "督学", "", "乙区"),
    ]
    people += [
        row for unit in units for row in ((f"校长{unit[1]}", "校长", unit[1]), (f"联络{unit[1]}", "联络员", unit[1]))
    ]
    write_roster(tmp_path / "roster.xlsx", units, people)
    found = problems(tmp_path)
    assert [(one.code, one.severity) for one in found] == [
        ("zone_large", Severity.WARNING),
        ("zone_empty", Severity.WARNING),
        ("inspector_load", Severity.WARNING),
    ]


def test_somebody_whom_no_channel_reaches_is_a_warning(office: Path) -> None:
    set_cells(office, "人员", E4=None)
    assert codes(problems(office, FILES)) == []
    assert codes(problems(office, MAIL)) == [("人员!A4", "nobody_reached")]


def test_a_workbook_that_cannot_be_read_is_one_problem(office: Path) -> None:
    (office / "roster.xlsx").write_text("no workbook", encoding="utf-8")
    assert codes(wrong(lambda: read_roster(office, FILES))) == [("", "no_workbook")]
    (office / "roster.xlsx").unlink()
    assert codes(wrong(lambda: read_roster(office, FILES))) == [("", "file_missing")]


def test_missing_sheets_and_needed_columns_are_told(office: Path) -> None:
    book = openpyxl.load_workbook(office / "roster.xlsx")
    book["单位"].title = "学校"
    book["人员"]["B1"] = "职务"
    book.save(office / "roster.xlsx")
    assert codes(wrong(lambda: read_roster(office, FILES))) == [
        ("单位", "sheet_missing"),
        ("人员!B1", "header_unknown"),
        ("人员!A1", "header_missing"),
    ]


def test_how_an_inspector_serves_is_read(office: Path) -> None:
    set_cells(office, "人员", H1="专职兼职", I1="聘期起", J1="聘任次数", K1="回避单位")
    set_cells(office, "人员", H4="兼职", I4="2024年9月1日", J4="第2届", K4="Y09、Y08")
    set_cells(office, "人员", H5="专职", I5=datetime(2025, 9, 1), J5=4)  # noqa: DTZ001  (what a spreadsheet holds)
    people = {person.name: person for person in read_roster(office, FILES).people}
    one, other = people["责任督学-1"], people["责任督学-2"]
    assert (one.inspector_type, one.appointed_on, one.appointments) == (InspectorType.PART_TIME, date(2024, 9, 1), 2)
    assert one.recused == ("Y09", "Y08")
    assert (other.inspector_type, other.appointed_on, other.appointments) == (
        InspectorType.FULL_TIME,
        date(2025, 9, 1),
        4,
    )


def test_a_part_of_a_school_has_its_zone_and_needs_no_liaison(office: Path) -> None:
    set_cells(office, "单位", J1="上级单位", A28="N01", B28="一年级", C28="年级", J28="Y01")
    set_cells(office, "单位", A29="N02", B29="一(1)班", C29="班", J29="N01", A30="Z01", B30="某某镇", C30="镇")
    assert problems(office) == ()
    units = {unit.code: unit for unit in read_roster(office, FILES).units}
    school, room = units["Y01"], units["N02"]
    assert (room.zone, room.stages, room.inspector, room.parent) == (
        school.zone,
        school.stages,
        school.inspector,
        "N01",
    )
    assert (units["Z01"].kind, units["Z01"].zone) == (UnitKind.TOWNSHIP, "")


def test_one_of_a_zone_who_is_close_to_a_school_must_not_be_left_its_inspector(office: Path) -> None:
    set_cells(office, "单位", H2=None)
    set_cells(office, "人员", K1="回避单位", K4="中心幼儿园")
    (problem,) = problems(office)
    assert (problem.code, problem.more["units"]) == ("recused", "中心幼儿园")
    set_cells(office, "单位", H2="责任督学-2")
    assert problems(office) == ()


def test_the_zone_column_is_needed_of_schools_only(tmp_path: Path) -> None:
    write_roster(tmp_path / "roster.xlsx", [("X1", "某县", "县")], [("主任", "主任"), ("干事", "干事")])
    assert problems(tmp_path) == ()
