"""Runs from end to end: a form is sent in as the page sends it, a real runner does it, its paper is read back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flows.deployments import PROGRAMME
from tests.flows.serving import OFFICE, Api, Started, until

pytestmark = pytest.mark.prefect

FACT = "11月24日查看食堂，留样柜无留样记录"


def first(api: Api, flow: str, field: str, part: str = "") -> str:
    return next(label for label in api.picks(flow, field) if part in label)


def test_the_first_start_sweeps_at_once_so_that_the_board_is_not_empty(served: Started, api: Api) -> None:
    assert "已就绪" in served.text
    until(lambda: "待办任务" in api.kept("board")["data"])
    until(lambda: "未办" in api.kept("board")["data"])


def test_a_finding_becomes_a_rectification_with_its_notice_and_the_board_shows_it(api: Api) -> None:
    board = api.kept("board")["id"]
    unit, inspector = api.picks("登记问题", "unit")[0], first(api, "登记问题", "by", "督学")
    run = api.run("登记问题", unit=unit, severity="严重", fact=FACT, by=inspector)
    assert run["state"]["type"] == "COMPLETED", api.logs(run["id"])
    assert run["name"] == "登记问题 · 初级中学 · 严重"
    paper = api.paper(run["id"])["data"]
    assert FACT in paper
    assert f"/v2/artifacts/artifact/{board}" in paper
    assert (api.kept("board")["id"], FACT[:10] in api.kept("board")["data"]) == (board, True)


def test_the_same_form_sent_twice_on_a_day_is_one_finding(api: Api) -> None:
    form = {"unit": api.picks("登记问题", "unit")[1], "fact": "同一张表提交两次", "by": "督导室干事"}
    papers = [api.paper(api.run("登记问题", **form)["id"])["data"] for _ in range(2)]
    assert papers[0] == papers[1]
    assert sum("第二初级中学" in case for case in api.picks("受理整改", "case")) == 1


def test_what_is_wrong_is_refused_with_a_sentence_and_without_a_traceback(api: Api) -> None:
    run = api.run("登记问题", unit=api.picks("登记问题", "unit")[0], fact="地面湿滑", by="督导室干事", due_on="明天")
    assert run["state"]["type"] == "FAILED"
    assert run["state"]["message"] == "“明天”不是日期，请写成 2026-12-10 这样的形式，或者留空。"
    assert "Traceback" not in api.logs(run["id"])


def test_a_case_is_submitted_verified_and_closed_but_never_by_the_unit(api: Api) -> None:
    fact = "实验室药品柜未上双锁"
    unit = api.picks("登记问题", "unit")[2]
    api.run("登记问题", unit=unit, fact=fact, by="督导室干事")

    def step(act: str, by: str) -> str:
        case = first(api, "受理整改", "case", unit.split(" · ")[1])
        state = api.run("受理整改", case=case, act=act, by=by, why="见材料")["state"]
        return f"{state['type']} {state['message'] or ''}".strip()

    liaison = f"联络员-{unit.split(' · ')[1]}"
    assert step("提交整改报告", liaison) == "COMPLETED"
    assert step("核查通过", liaison).startswith("FAILED “联络员")
    assert step("核查通过", "责任督学-1") == "COMPLETED"
    assert step("销号", "责任督学-1") == "COMPLETED"
    assert not [case for case in api.picks("受理整改", "case") if unit.split(" · ")[1] in case]


def test_more_time_is_asked_for_and_approved_and_a_unit_is_put_on_key_monitoring(api: Api) -> None:
    unit = api.picks("登记问题", "unit")[3]
    name = unit.split(" · ")[1]
    api.run("登记问题", unit=unit, fact="门卫值班记录缺失", by="督导室干事", category="校园安全", place="门卫室")
    case = first(api, "受理整改", "case", name)
    asked = {"act": "申请延期", "by": f"联络员-{name}", "why": "人员调整", "due_on": "2030-01-10"}
    assert api.run("受理整改", case=case, **asked)["state"]["type"] == "COMPLETED"
    request = first(api, "延期审批", "request", name)
    run = api.run("延期审批", request=request, act="同意", by="督导室主任", why="情况属实")
    assert run["state"]["type"] == "COMPLETED", api.logs(run["id"])
    paper = api.paper(run["id"])["data"]
    assert "2030-01-10" in paper
    run = api.run("重点监控", unit=unit, act="列入重点监控", reason="问题反复", by="督导室主任")
    assert run["state"]["type"] == "COMPLETED", api.logs(run["id"])
    refused = api.run("重点监控", unit=unit, act="列入重点监控", reason="又一次", by="督导室主任")
    assert "不必重复" in refused["state"]["message"]
    wanted = {"filter": {"event": {"prefix": ["dudao.case."]}}}
    events = until(lambda: api.post("/events/filter", wanted)["events"], 30)
    assert {"dudao.case.issued"} <= {each["event"] for each in events}


def test_units_are_drawn_with_a_seed_that_is_kept(api: Api) -> None:
    entry = api.picks("随机督查", "entry")[0]
    run = api.run("随机督查", entry=entry, by="责任督学-1", title="食堂食品安全随机督查", kinds=["小学"], inspectors=1)
    assert run["state"]["type"] == "COMPLETED", api.logs(run["id"])
    paper = api.paper(run["id"])["data"]
    assert "食堂食品安全随机督查" in paper
    assert "随机种子" in paper
    assert paper.count("责任区 |") >= 3


def test_a_run_of_a_programme_belongs_to_its_flow_and_bears_its_name(api: Api) -> None:
    deployment = api.deployments()[f"法制宣传月/法制宣传月 · {OFFICE}"]
    assert deployment["entrypoint"] == PROGRAMME
    fields = deployment["parameter_openapi_schema"]["properties"]
    item = next(label for label in fields["item"]["enum"] if "12.4" in label)
    year = api.kept("year")["description"][:4]
    run = api.run_deployment(deployment["id"], {"item": item, "period": f"{year}-12-04", "act": "下达"})
    assert run["state"]["type"] == "COMPLETED", api.logs(run["id"])
    assert api.get(f"/flows/{run['flow_id']}")["name"] == "法制宣传月"
    assert run["name"].startswith(f"法制宣传月 · 12.4全国法制宣传日活动 · {year}-12-04 · ")
    again = api.run_deployment(deployment["id"], {"item": item, "period": f"{year}-12-04", "act": "小结"})
    assert "未办" in api.paper(again["id"])["data"]


def test_an_assignment_is_answered(api: Api) -> None:
    task = api.picks("登记办理", "assignment")[0]
    run = api.run("登记办理", assignment=task, act="提交", by="督导室干事", text="见附件")
    assert run["state"]["type"] == "COMPLETED", api.logs(run["id"])
    assert task in api.paper(run["id"])["data"]


def test_triggered_work_is_started_for_the_units_that_were_picked(api: Api) -> None:
    units = api.picks("启动工作", "units")[:2]
    run = api.run(
        "启动工作", entry=api.picks("启动工作", "entry")[0], units=units, by="督导室干事", due_on="2099-12-10"
    )
    assert run["state"]["type"] == "COMPLETED", api.logs(run["id"])
    assert "初级中学" in api.paper(run["id"])["data"]


def test_reloading_the_roster_says_what_changed(api: Api) -> None:
    run = api.run("重新加载名册")
    assert run["state"]["type"] == "COMPLETED", api.logs(run["id"])
    assert "名册与计划已载入" in api.paper(run["id"])["data"]


def test_a_second_run_of_a_sweep_is_dropped_while_the_first_one_runs(api: Api) -> None:
    sweep = api.deployments()[f"每日巡查/每日巡查 · {OFFICE}"]
    assert sweep["concurrency_limit"] == 1 or sweep["global_concurrency_limit"]["limit"] == 1
    assert sweep["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"


def make_late(served: Started, run: dict[str, Any], hours: int) -> None:
    """The run was to start so many hours ago, as after a night without power."""
    due = datetime.now(UTC) - timedelta(hours=hours)
    text = due.strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(served.folder / "var" / "prefect" / "prefect.db", timeout=60)) as database:
        database.execute(
            "UPDATE flow_run_state SET state_details = json_set(state_details, '$.scheduled_time', ?) WHERE id = ?",
            (due.isoformat(), run["state_id"]),
        )
        database.execute(
            "UPDATE flow_run SET next_scheduled_start_time = ?, expected_start_time = ? WHERE id = ?",
            (text, text, run["id"]),
        )
        database.commit()


@pytest.mark.parametrize(("hours", "state"), [(13, "Skipped"), (2, "Completed")])
def test_a_scheduled_run_is_done_when_it_is_late_and_skipped_when_it_is_too_late(
    served: Started, api: Api, hours: int, state: str
) -> None:
    week = api.deployments()[f"每周小结/每周小结 · {OFFICE}"]
    chosen = {"deployment_id": {"any_": [week["id"]]}, "state": {"type": {"any_": ["SCHEDULED"]}}}
    run = until(lambda: next(iter(api.post("/flow_runs/filter", {"flow_runs": chosen, "limit": 1})), None))
    make_late(served, run, hours)
    assert until(lambda: api.ended(run["id"]))["state"]["name"] == state
