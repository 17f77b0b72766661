"""plan, roster and terms, out into a workbook and back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from calendars.office_file import read_office
from calendars.plans import read_plan, shipped_plan_path
from cli.main import GROUPS
from tests.cli.conftest import Dudao

EVERY = [(group, name) for group, commands in GROUPS.items() for name in commands]


@pytest.mark.parametrize(("group", "name"), EVERY)
@pytest.mark.parametrize(("language", "sentence"), [("zh", "显示这份说明"), ("en", "Show this help")])
def test_every_command_of_two_words_explains_itself(  # noqa: PLR0913, PLR0917  (a row of a table)
    dudao: Dudao, group: str, name: str, language: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUDAO_LANGUAGE", language)
    said = dudao(group, name, "--help")
    assert said.code == 0
    assert sentence in said.out


def test_a_group_without_its_second_word_is_wrong_usage(dudao: Dudao) -> None:
    said = dudao("plan")
    assert (said.code, said.out) == (2, "")
    assert "还要写一个命令" in said.err


def test_a_shipped_plan_goes_out_and_comes_back_into_a_file(dudao: Dudao, tmp_path: Path) -> None:
    out = dudao("plan", "export", "计划.xlsx", "school-office")
    assert (out.code, out.err) == (0, "")
    back = dudao("plan", "import", "计划.xlsx", "--json")
    assert (back.code, back.document["written"], back.document["draft"]) == (0, "school-office.yaml", False)
    plan, shipped = read_plan(tmp_path / "school-office.yaml"), read_plan(shipped_plan_path("school-office"))
    assert (plan.entries, plan.programmes, plan.title) == (shipped.entries, shipped.programmes, shipped.title)


def test_an_office_s_own_plan_is_replaced_after_its_changes_were_seen(dudao: Dudao, tmp_path: Path) -> None:
    dudao("init", "室", "--plan", "school-office", "--year", 2026, "--own-plan")
    dudao("plan", "export", "计划.xlsx", "室")
    book = openpyxl.load_workbook("计划.xlsx")
    book.worksheets[0]["C2"] = "改了名称的一项"
    book.save("计划.xlsx")
    before = (tmp_path / "室" / "school-office.yaml").read_bytes()
    refused = dudao("plan", "import", "计划.xlsx", "室")
    assert (refused.code, (tmp_path / "室" / "school-office.yaml").read_bytes()) == (1, before)
    assert "--yes" in refused.err
    assert "变更" in refused.out
    done = dudao("plan", "import", "计划.xlsx", "室", "--yes", "--json")
    assert (done.code, done.document["changes"]["changed"]) == (0, ["P4C-01"])
    assert (tmp_path / "室" / "var" / "replaced" / "school-office.yaml").read_bytes() == before
    assert read_plan(tmp_path / "室" / "school-office.yaml").entries[0].title == "改了名称的一项"
    assert "没有变化" in dudao("plan", "import", "计划.xlsx", "室").out


def test_a_wrong_workbook_writes_nothing(dudao: Dudao, tmp_path: Path) -> None:
    dudao("plan", "export", "计划.xlsx", "school-office")
    book = openpyxl.load_workbook("计划.xlsx")
    book.worksheets[0]["G3"] = "33日前"
    book.save("计划.xlsx")
    said = dudao("plan", "import", "计划.xlsx", "--json")
    assert said.code == 1
    assert [(error["file"], error["place"], error["value"]) for error in said.document["errors"]] == [
        ("计划.xlsx", "工作月历!G3", "33日前")
    ]
    assert not (tmp_path / "school-office.yaml").exists()


def test_an_office_s_own_table_becomes_a_draft_and_the_exit_code_says_what_is_open(
    dudao: Dudao, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in (
        ("月份", "工作内容", "完成时限"),
        ("三月", "1．开学检查；2．专项督查", "25日前"),
        ("四月", "调查", "适时"),
    ):
        book.worksheets[0].append(row)
    book.save("安排.xlsx")
    said = dudao("plan", "import", "安排.xlsx")
    assert said.code == 1
    assert "等你决定的 1 处" in said.out
    assert "Sheet!C3：“适时”" in said.out
    plan = read_plan(tmp_path / "安排.yaml")
    assert [entry.window is not None for entry in plan.entries] == [True, True, False]
    book.worksheets[0]["C3"] = "4月20日前"
    book.save("安排.xlsx")
    said = dudao("plan", "import", "安排.xlsx", "--yes", "--json")
    assert (said.code, said.document["undecided"], said.document["dated"]) == (0, [], 3)


def test_a_workbook_that_is_there_is_not_written_over(dudao: Dudao, tmp_path: Path) -> None:
    (tmp_path / "计划.xlsx").write_text("别人的", encoding="utf-8")
    assert dudao("plan", "export", "计划.xlsx", "school-office").code == 1
    assert (tmp_path / "计划.xlsx").read_text(encoding="utf-8") == "别人的"
    assert dudao("plan", "export", "计划.xlsx", "school-office", "--yes").code == 0


@pytest.mark.parametrize("target", ["office.yaml", "计划.xlsx"])
def test_a_plan_is_not_written_into_another_kind_of_file(dudao: Dudao, office: Path, target: str) -> None:
    dudao("plan", "export", "计划.xlsx", office)
    before = (office / "office.yaml").read_bytes()
    said = dudao("plan", "import", "计划.xlsx", office / target, "--yes")
    assert (said.code, (office / "office.yaml").read_bytes()) == (1, before)
    assert "不是计划文件的名字" in said.err


def test_an_unknown_plan_is_said(dudao: Dudao) -> None:
    said = dudao("plan", "export", "计划.xlsx", "没有这个")
    assert (said.code, said.out) == (1, "")


def test_a_roster_is_replaced_whole_or_not_at_all(dudao: Dudao, office: Path) -> None:
    dudao("roster", "export", "名册.xlsx", office)
    before = (office / "roster.xlsx").read_bytes()
    book = openpyxl.load_workbook("名册.xlsx")
    book["单位"]["C2"] = "大学"
    book.save("名册.xlsx")
    wrong = dudao("roster", "import", "名册.xlsx", office, "--yes")
    assert (wrong.code, (office / "roster.xlsx").read_bytes()) == (1, before)
    assert "名册.xlsx 单位!C2" in wrong.err
    dudao("roster", "export", "名册.xlsx", office, "--yes")
    book = openpyxl.load_workbook("名册.xlsx")
    book["单位"]["G2"] = 77
    book.save("名册.xlsx")
    checked = dudao("roster", "import", "名册.xlsx", office, "--check")
    assert (checked.code, (office / "roster.xlsx").read_bytes()) == (0, before)
    assert dudao("roster", "import", "名册.xlsx", office).code == 1
    done = dudao("roster", "import", "名册.xlsx", office, "--yes", "--json")
    assert (done.code, len(done.document["changes"]["units"]["changed"])) == (0, 1)
    assert (office / "var" / "replaced" / "roster.xlsx").read_bytes() == before
    assert dudao("check", office).code == 0


def test_the_term_table_is_replaced_inside_office_yaml(dudao: Dudao, office: Path) -> None:
    dudao("terms", "export", "学期.xlsx", office)
    book = openpyxl.load_workbook("学期.xlsx")
    book["学期表"]["D2"] = "2025-09-02"
    book.save("学期.xlsx")
    done = dudao("terms", "import", "学期.xlsx", office, "--yes", "--json")
    assert (done.code, done.document["changes"]["terms"]["changed"]) == (0, ["2025 秋（学前）"])
    assert str(read_office(office).terms[1].opens_on) == "2025-09-02"
    assert "没有变化" in dudao("terms", "import", "学期.xlsx", office).out
