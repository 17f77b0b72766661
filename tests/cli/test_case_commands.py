"""The acts for scripts: the same as the forms, with the same refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Dudao

FINDING = ("--unit", "中心小学", "--severity", "一般", "--fact", "消防通道堵塞", "--by", "责任督学-1")
LIAISON, PRINCIPAL, INSPECTOR, COORDINATOR = "联络员-中心小学", "校长-中心小学", "责任督学-1", "督导室干事"


def test_a_finding_is_recorded_with_its_deadline_and_ladder(dudao: Dudao, office: Path) -> None:
    said = dudao("record-finding", office, *FINDING, "--json")
    assert (said.code, said.err) == (0, "")
    case = said.document
    assert (case["number"], case["unit"], case["severity"]) == ("整改〔2026〕1号", "中心小学", "ordinary")
    assert (case["opened_on"], case["due_on"], case["status"]) == ("2026-03-03", "2026-03-10", "issued")
    assert [rung["after"] for rung in case["ladder"]] == [1, 4, 8, 13, 18, 23]


def test_a_deadline_that_was_agreed_on_is_kept(dudao: Dudao, office: Path) -> None:
    assert dudao("record-finding", office, *FINDING, "--due", "2026-03-20", "--json").document["due_on"] == "2026-03-20"


def test_a_case_goes_from_submitted_to_closed_by_number_and_by_id(dudao: Dudao, office: Path) -> None:
    number = dudao("record-finding", office, *FINDING, "--json").document["number"]
    acts = [
        ("submit", number, "--by", LIAISON, "--why", "已清理"),
        ("return", "1", "--by", INSPECTOR, "--why", "仍有堆放", "--due", "2026-03-13"),
        ("submit", "1", "--by", LIAISON, "--why", "已全部清理"),
        ("verify", number, "--by", INSPECTOR),
        ("close", number, "--by", COORDINATOR, "--why", "整改到位"),
    ]
    statuses = [dudao(act, office, *rest, "--json").document["status"] for act, *rest in acts]
    assert statuses == ["submitted", "returned", "submitted", "verified", "closed"]
    case = dudao("case", office, number, "--json").document
    assert [step["to_status"] for step in case["history"]] == ["issued", *statuses]
    assert (case["first_due_on"], case["due_on"], case["round"]) == ("2026-03-10", "2026-03-13", 2)


@pytest.mark.parametrize("person", [LIAISON, PRINCIPAL])
def test_the_school_cannot_close_its_own_case(dudao: Dudao, office: Path, person: str) -> None:
    dudao("record-finding", office, *FINDING)
    said = dudao("close", office, "1", "--by", person)
    assert (said.code, said.out) == (1, "")
    assert f"“{person}”是本单位的人" in said.err


def test_a_step_that_does_not_follow_is_refused_as_a_document(dudao: Dudao, office: Path) -> None:
    dudao("record-finding", office, *FINDING)
    said = dudao("verify", office, "1", "--by", INSPECTOR, "--json")
    assert (said.code, said.err) == (1, "")
    assert [error["code"] for error in said.document["errors"]] == ["refused.step"]


def test_an_unknown_unit_person_or_case_is_named(dudao: Dudao, office: Path) -> None:
    unknown = ("--severity", "minor", "--fact", "无", "--by", INSPECTOR)
    assert "没有这个学校" in dudao("record-finding", office, "--unit", "没有这个学校", *unknown).err
    dudao("record-finding", office, *FINDING)
    assert "张三" in dudao("close", office, "1", "--by", "张三").err
    assert "整改〔2026〕9号" in dudao("case", office, "整改〔2026〕9号").err


def test_an_unknown_severity_is_wrong_usage_and_the_words_of_both_languages_are_known(
    dudao: Dudao, office: Path
) -> None:
    assert dudao("record-finding", office, *FINDING[:2], "--severity", "极重", *FINDING[4:]).code == 2
    assert dudao("record-finding", office, *FINDING[:2], "--severity", "urgent", *FINDING[4:]).code == 0


def test_cases_and_one_case_are_shown_to_a_person(dudao: Dudao, office: Path) -> None:
    dudao("record-finding", office, *FINDING)
    listed, one = dudao("cases", office), dudao("case", office, "1")
    assert "整改〔2026〕1号" in listed.out
    assert "共 1 件。" in listed.out
    assert "登记问题" in one.out
    assert [case["number"] for case in dudao("cases", office, "--json").document] == ["整改〔2026〕1号"]


def test_the_folder_may_be_left_out_inside_it_or_where_the_environment_names_it(
    dudao: Dudao, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dudao("record-finding", office, *FINDING)
    assert dudao("case", "1").code == 1
    monkeypatch.setenv("DUDAO_OFFICE", str(office))
    assert dudao("case", "1", "--json").document["id"] == 1
    monkeypatch.delenv("DUDAO_OFFICE")
    monkeypatch.chdir(office)
    assert dudao("case", "1", "--json").document["id"] == 1
    assert dudao("cases").code == 0


def test_an_assignment_is_answered_and_accepted(dudao: Dudao, office: Path) -> None:
    first = dudao("board", office, "--json").document["this_week"][0]
    assert (first["item"], first["units"], first["answered"]) == ("P3C-02-1", 26, 0)
    for act, by in (("submit", COORDINATOR), ("accept", COORDINATOR)):
        said = dudao("answer", office, 3, "--act", act, "--by", by, "--text", "已办", "--json")
        assert (said.code, said.document["assignment"]) == (0, 3)
    assert dudao("answer", office, 3, "--act", "submit", "--by", COORDINATOR).code == 1
    assert dudao("answer", office, 3, "--act", "forget", "--by", COORDINATOR).code == 2


def test_the_board_as_a_document_and_for_a_person(dudao: Dudao, office: Path) -> None:
    dudao("record-finding", office, *FINDING)
    document = dudao("board", office, "--json").document
    assert {"today", "this_week", "overdue", "cases", "coverage", "troubled", "upcoming"} <= set(document)
    assert (document["day"], document["numbers"]["cases"], len(document["coverage"])) == ("2026-03-03", 1, 26)
    said = dudao("board", office)
    assert "本周到期" in said.out
    assert "整改〔2026〕1号" in said.out
