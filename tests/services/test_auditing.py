"""The heartbeat of what runs again and again, and the alarm to the coordinators."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from models import Work
from models.engine import transaction
from models.tables import heartbeats
from services import auditing
from tests.asking import MARCH_2, ask, do, facts_of, forget, loaded, post
from tests.builders import COORDINATOR, a_desk

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


def test_one_row_a_work_keeps_when_it_last_ended_well(engine: Engine) -> None:
    for hours in range(3):
        with transaction(engine) as session:
            auditing.beat(session, MARCH_2, Work.SWEEP, NOON + timedelta(hours=hours), moved=hours)
    assert ask(engine, select(heartbeats)) == [("sweep", NOON + timedelta(hours=2), MARCH_2, 2)]


def test_every_coordinator_has_an_alarm_once_for_each_key(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    said = {"about": "自检发现1处异常", "lines": ["每日巡查没有完成。"]}
    assert len(do(engine, auditing.tell, MARCH_2, desk, key="audit:2026-03-02", **said)) == 1
    assert do(engine, auditing.tell, MARCH_2, desk, key="audit:2026-03-02", **said) == []
    assert post(engine) == [("alarm", COORDINATOR)]
    assert facts_of(engine, COORDINATOR, "alarm")["lines"] == ["每日巡查没有完成。"]


def test_another_key_is_another_alarm(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    for key in ("a", "b"):
        assert len(do(engine, auditing.tell, MARCH_2, desk, key=key, about="x", lines=["y"])) == 1
        forget(engine)
