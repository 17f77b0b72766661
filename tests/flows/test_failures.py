"""A run of ours that failed reaches the coordinator: automation, deployment, message (a real server)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from flows.deployments import FAILED
from tests.flows.serving import OFFICE, Api, Started, until

pytestmark = pytest.mark.prefect


def alarms(served: Started, run_id: str) -> int:
    """How many messages tell of the run."""
    with closing(sqlite3.connect(served.folder / "var" / "dudao.db", timeout=60)) as database:
        counted = database.execute("SELECT count(*) FROM message WHERE key LIKE ?", (f"alarm:run:{run_id}:Failed:%",))
        return int(counted.fetchone()[0])


def waiting_alarms(api: Api, state: str) -> list[dict[str, Any]]:
    """The runs of the teller that ended in that state."""
    teller = next(each for each in api.deployments().values() if each["entrypoint"] == FAILED)
    chosen = {"deployment_id": {"any_": [teller["id"]]}, "state": {"type": {"any_": [state]}}}
    found: list[dict[str, Any]] = api.post("/flow_runs/filter", {"flow_runs": chosen, "limit": 20})
    return found


def test_a_run_that_failed_is_told_by_a_run_of_the_teller(served: Started, api: Api) -> None:
    week = api.deployments()[f"每周小结/每周小结 · {OFFICE}"]
    later = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2099-01-01T00:00:00Z"}}
    run = api.post(f"/deployments/{week['id']}/create_flow_run", {"state": later, "name": "将要失败的小结"})
    failed = {"type": "FAILED", "name": "Failed", "message": "磁盘已满"}
    api.post(f"/flow_runs/{run['id']}/set_state", {"state": failed, "force": True})
    runs = until(lambda: [each for each in waiting_alarms(api, "COMPLETED") if "将要失败的小结" in each["name"]], 90)
    assert len(runs) == 1
    assert runs[0]["parameters"] == {"run": f"prefect.flow-run.{run['id']}"}
    assert alarms(served, run["id"]) == 1


def test_the_audit_leaves_a_paper_that_says_in_words_whether_all_is_well(api: Api) -> None:
    audit = api.deployments()[f"系统自检/系统自检 · {OFFICE}"]
    run = api.run_deployment(audit["id"], {})
    assert run["state"]["type"] == "COMPLETED", api.logs(run["id"])
    assert any(word in api.paper(run["id"])["data"] for word in ("【正常】", "【请留意】", "【有问题】"))


def test_the_board_of_messages_that_did_not_arrive_stands_under_a_fixed_address(api: Api) -> None:
    assert "未送达的消息" in api.kept("undelivered")["data"]
