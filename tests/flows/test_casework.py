"""The further forms about cases, from end to end: a proposed measure is decided, a complaint is registered."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

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
