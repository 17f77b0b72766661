"""The forms of comprehensive and special supervisions, from end to end."""

from __future__ import annotations

import pytest

from tests.flows.serving import Api

pytestmark = pytest.mark.prefect


def test_a_supervision_is_started_with_all_its_days_and_takes_its_first_step(api: Api) -> None:
    year = int(api.kept("year")["description"][:4])
    units, team = api.picks("专项督导", "units")[:1], api.picks("专项督导", "team")[:3]
    made = api.done("专项督导", topic="食堂管理专项督导", units=units, team=team, on_site_on=f"{year + 1}-03-15")
    assert "第一位为组长" in made
    assert "| 督导意见书 |" in made
    step = {"step": "书面通知", "document": "督〔2026〕9号", "by": "督导室干事"}
    supervision = api.first("登记督导步骤", "supervision", "食堂管理专项督导")
    assert "书面通知" in supervision
    assert "督〔2026〕9号" in api.done("登记督导步骤", supervision=supervision, **step)
