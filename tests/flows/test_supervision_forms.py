"""The forms of comprehensive and special supervisions, from end to end."""

from __future__ import annotations

import json

import pytest

from flows.naming import leading
from tests.flows.serving import Api, Started

pytestmark = pytest.mark.prefect


@pytest.fixture(scope="module")
def year(api: Api) -> int:
    """The year after the one that the office works in."""
    return int(api.kept("year")["description"][:4]) + 1


@pytest.fixture(scope="module")
def started(api: Api, year: int) -> str:
    """What the form 专项督导 left behind for one supervision."""
    units, team = api.picks("专项督导", "units")[:1], api.picks("专项督导", "team")[:3]
    return api.done("专项督导", topic="食堂管理专项督导", units=units, team=team, on_site_on=f"{year}-03-15")


def test_a_supervision_is_started_with_all_its_days_and_takes_its_first_step(api: Api, started: str) -> None:
    assert "第一位为组长" in started
    assert "| 督导意见书 |" in started
    step = {"step": "书面通知", "document": "督〔2026〕9号", "by": "督导室干事"}
    supervision = api.first("登记督导步骤", "supervision", "食堂管理专项督导")
    assert "书面通知" in supervision
    assert "督〔2026〕9号" in api.done("登记督导步骤", supervision=supervision, **step)


@pytest.mark.usefixtures("started")
def test_a_supervision_gets_another_day_and_team_and_who_stays_joins_or_leaves_is_told(
    served: Started, api: Api, year: int
) -> None:
    kept, joins = api.picks("调整督导", "team")[1:3], api.picks("调整督导", "team")[3]
    leaves = api.picks("调整督导", "team")[0]
    supervision = api.first("调整督导", "supervision", "食堂管理专项督导")
    change = {"on_site_on": f"{year}-03-22", "team": [*kept, joins], "why": "组长外出培训", "by": "督导室主任"}
    paper = api.done("调整督导", supervision=supervision, **change)
    assert f"现场督导日{year}-03-22" in paper
    assert "、".join(change["team"]) in paper
    assert change["why"] in paper
    ((day, team),) = served.rows("SELECT on_site_on, team FROM supervision WHERE id = ?", leading(supervision))
    assert (day, json.loads(team)) == (change["on_site_on"], change["team"])
    steps = "SELECT why, by, via FROM change WHERE subject = 'supervision' ORDER BY id DESC LIMIT 2"
    assert served.rows(steps) == [
        (f"现场督导由{year}-03-15改为{year}-03-22：组长外出培训", "督导室主任", "调整督导"),
        (f"督导组改为{'、'.join(change['team'])}：组长外出培训", "督导室主任", "调整督导"),
    ]
    told = "SELECT p.name FROM message m JOIN person p ON p.id = m.person_id WHERE json_extract(m.facts, '$.what') = ?"
    assert served.rows(told, "team_left") == [(leaves,)]
    heard = {what: {name for (name,) in served.rows(told, what)} for what in ("moved", "team_changed")}
    assert {joins, *kept} <= heard["moved"] & heard["team_changed"]
    assert leaves not in heard["moved"] | heard["team_changed"]
