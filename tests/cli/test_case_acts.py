"""The further acts on a case, from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Dudao

FORM = ("--unit", "中心小学", "--fact", "消防通道堵塞", "--by", "责任督学-1")
ORDINARY, SERIOUS = (*FORM, "--severity", "一般"), (*FORM, "--severity", "严重")
LIAISON, INSPECTOR, COORDINATOR, DIRECTOR = "联络员-中心小学", "责任督学-1", "督导室干事", "督导室主任"


def test_a_serious_finding_goes_from_the_office_over_the_return_visit_to_its_end(dudao: Dudao, office: Path) -> None:
    said = ("--category", "校园安全", "--place", "北楼", "--basis", "消防法第二十八条", "--evidence", "一.jpg")
    case = dudao("record-finding", office, *SERIOUS, *said, "--json").document
    assert (case["status"], case["finding"]["place"], case["needs_revisit"]) == ("draft", "北楼", True)
    acts = [
        ("issue-notice", "1", "--by", DIRECTOR, "--due", "2026-03-20"),
        ("receive", "1", "--by", LIAISON),
        ("begin", "1", "--by", LIAISON),
        ("submit", "1", "--by", LIAISON, "--why", "已清理"),
        ("verify", "1", "--by", INSPECTOR),
    ]
    statuses = [dudao(act, office, *rest, "--json").document["status"] for act, *rest in acts]
    assert statuses == ["issued", "received", "rectifying", "submitted", "verified"]
    assert "须回访后才能销号" in dudao("close", office, "1", "--by", COORDINATOR).err
    dudao("revisit", office, "1", "--by", INSPECTOR, "--why", "通道畅通", "--advice", "每周自查")
    assert dudao("close", office, "1", "--by", COORDINATOR, "--json").document["status"] == "closed"
    shown = dudao("case", office, "1").out
    assert all(text in shown for text in ("地点：北楼", "通道畅通", "dudao submit", "回访"))


def test_more_time_is_asked_for_refused_and_approved(dudao: Dudao, office: Path) -> None:
    dudao("record-finding", office, *ORDINARY)
    asking = ("ask-extension", office, "1", "--by", LIAISON, "--why", "门未到货", "--to", "2026-03-20")
    assert "延期申请 1 已报督导室审批" in dudao(*asking).out
    refused = dudao(
        "decide-extension", office, "1", "--by", DIRECTOR, "--refuse", "--why", "理由不足", "--json"
    ).document
    assert (refused["due_on"], refused["requests"][0]["status"]) == ("2026-03-10", "refused")
    dudao(*asking)
    approved = dudao("decide-extension", office, "2", "--by", DIRECTOR, "--approve", "--json").document
    assert (approved["due_on"], approved["first_due_on"], approved["extensions"]) == ("2026-03-20", "2026-03-10", 1)
    assert dudao("decide-extension", office, "x", "--by", DIRECTOR, "--approve").code == 2


def test_a_unit_is_put_on_key_monitoring_and_taken_off(dudao: Dudao, office: Path) -> None:
    put_on = dudao("monitor", office, "中心小学", "--by", DIRECTOR, "--why", "问题反复")
    assert "“中心小学”已列为重点监控" in put_on.out
    assert dudao("monitor", office, "中心小学", "--by", COORDINATOR, "--why", "别的").code == 1
    ended = dudao("end-monitoring", office, "中心小学", "--by", DIRECTOR, "--why", "已达标", "--json").document
    assert ended == {"ok": True, "monitoring": 1, "unit": "中心小学"}


def test_a_case_is_withdrawn_with_its_reason_and_what_was_not_proposed_is_not_decided(
    dudao: Dudao, office: Path
) -> None:
    dudao("record-finding", office, *ORDINARY)
    assert dudao("withdraw", office, "1", "--by", INSPECTOR, "--why", "有误").code == 1
    assert dudao("withdraw", office, "1", "--by", DIRECTOR, "--why", "有误", "--json").document["status"] == "withdrawn"
    assert "没有编号为1的升级建议" in dudao("decide", office, "1", "--by", DIRECTOR, "--why", "无").err
