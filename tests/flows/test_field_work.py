"""The forms of field work and of targets, from end to end."""

from __future__ import annotations

import pytest

from tests.flows.serving import Api

pytestmark = pytest.mark.prefect


def test_a_visit_is_recorded_with_what_was_done_at_the_school(api: Api) -> None:
    school, inspector = api.first("登记督导记录", "unit", "中心小学"), api.first("登记督导记录", "inspector")
    more = {"looked_at": "作业管理、食堂", "result": "现场反馈建议", "papers": 3, "talks": 1}
    paper = api.done("登记督导记录", unit=school, inspector=inspector, **more)
    assert "# 督导记录：中心小学" in paper
    assert "查阅资料3份，列席会议0次，座谈走访1次" in paper


def test_a_target_has_the_value_that_was_measured(api: Api) -> None:
    target = api.picks("登记指标", "target")[1]
    paper = api.done("登记指标", target=target, period="2026", value="62.5%", source="年报第3页")
    assert "62.5%" in paper
    assert "年报第3页" in api.kept("board")["data"]
