"""The further forms about cases, from end to end: a proposed measure is decided, a complaint is registered."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from typing import Any

import pytest

from tests.flows.serving import Api, Started

pytestmark = pytest.mark.prefect


def propose(served: Started, unit: str) -> None:
    """The ladder has proposed two measures for the unit's case, as it does after weeks of waiting."""
    with closing(sqlite3.connect(served.folder / "var" / "dudao.db", timeout=60)) as database:
        asked = "SELECT r.id FROM rectification r JOIN finding f ON f.id = r.finding_id JOIN unit u ON u.id = f.unit_id"
        (case,) = database.execute(f"{asked} WHERE u.name = ?", (unit,)).fetchone()
        climbed = database.execute(
            "INSERT INTO escalation (rectification_id, ladder_version, round, rung, climbed_on, working_days_overdue,"
            " told) VALUES (?, 'tests', 1, 4, '2026-11-24', 13, 1)",
            (case,),
        )
        database.execute(
            "INSERT INTO proposal (escalation_id, rectification_id, proposed_on, rung, measures, roles)"
            " VALUES (?, ?, '2026-11-24', 4, ?, ?)",
            (climbed.lastrowid, case, json.dumps(["约谈", "通报"]), json.dumps(["director"])),
        )
        database.commit()


def test_a_measure_that_the_ladder_proposed_is_decided_by_the_director(served: Started, api: Api) -> None:
    unit = api.first("登记问题", "unit", "育才小学")
    finding = {"unit": unit, "fact": "消防器材过期", "by": "督导室干事"}
    api.done("登记问题", **finding)
    propose(served, "育才小学")
    api.done("登记问题", **finding)
    proposal = api.first("升级决定", "proposal", "育才小学")
    decided = {"proposal": proposal, "measure": "约谈", "reason": "逾期未改", "basis": "教育督导条例第二十五条"}
    paper = api.done("升级决定", by="督导室主任", **decided)
    assert "| 约谈 | 逾期未改 | 教育督导条例第二十五条 |" in paper
    assert proposal not in api.picks("升级决定", "proposal")


def test_a_complaint_is_registered_and_its_run_says_nothing_of_who_and_what(api: Api) -> None:
    unit = api.first("举报登记", "unit", "西街幼儿园")
    run = api.run("举报登记", unit=unit, how="来电", handler="责任督学-1")
    assert run["state"]["type"] == "COMPLETED", api.logs(run["id"])
    assert set(run["parameters"]) == {"unit", "how", "received_on", "handler", "by"}
    paper = api.paper(run["id"])["data"]
    assert "dudao complaint keep-source 1 " in paper
    assert "西街幼儿园" not in run["name"] + paper


def handle(api: Api, act: str, **filled: str) -> dict[str, Any]:
    """The run of 办理举报 for the complaint that was registered."""
    complaint = api.first("办理举报", "complaint", "举报〔")
    return api.run("办理举报", complaint=complaint, act=act, by="责任督学-1", **filled)


def test_a_step_without_its_field_is_refused_by_the_names_on_the_form_and_changes_nothing(
    served: Started, api: Api
) -> None:
    refused = handle(api, "指派督学")
    assert (refused["state"]["type"], refused["state"]["message"]) == (
        "FAILED",
        "办理“指派督学”须填写“核实督学”。请填好再提交。",
    )
    assert served.rows("SELECT status, inspector FROM complaint") == [("registered", "")]


def test_a_complaint_is_accepted_and_given_to_an_inspector_who_alone_hears_of_the_visit(
    served: Started, api: Api
) -> None:
    accepted = handle(api, "受理")
    assert accepted["state"]["type"] == "COMPLETED", api.logs(accepted["id"])
    assert "已受理" in api.first("办理举报", "complaint", "举报〔")
    given = handle(api, "指派督学", inspector="责任督学-5", visit_by=f"{date.today().year + 1}-03-15")
    paper = api.paper(given["id"])["data"]
    assert "已登记“指派督学”，经办人：责任督学-1" in paper
    assert "西街幼儿园" not in given["name"] + paper
    assert served.rows("SELECT status, inspector, handler FROM complaint") == [("accepted", "责任督学-5", "责任督学-1")]
    steps = "SELECT why, by, via FROM change WHERE subject = 'complaint' ORDER BY id"
    assert served.rows(steps)[1:] == [("受理", "责任督学-1", "办理举报"), ("指派督学核实", "责任督学-1", "办理举报")]
    told = "SELECT p.name, json_extract(m.facts, '$.what') FROM message m JOIN person p ON p.id = m.person_id"
    about = " WHERE m.kind = 'complaint' ORDER BY m.id"
    assert served.rows(told + about)[1:] == [("责任督学-5", "assigned"), ("责任督学-5", "visit")]
    visit = "SELECT w.title, u.name, a.unannounced FROM assignment a JOIN work_item w ON w.id = a.work_item_id"
    owed = " JOIN unit u ON u.id = a.unit_id WHERE w.item = 'spot-check'"
    assert served.rows(visit + owed) == [("现场核查", "西街幼儿园", 1)]
