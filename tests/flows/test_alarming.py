"""The alarm that does not pass through the outbox: by another way than the broken one, once a day, and honest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from flows.alarming import alarm
from flows.auditing import look, needs_no_outbox
from flows.door import Door
from models.engine import make_engine
from rules.auditing import Trouble
from rules.office import Channel
from tests.builders import COORDINATOR, a_desk
from tests.notifications.sinks import HttpSink, free_port, http_sink

DAY = date(2026, 3, 2)
BROKEN, WORKING = Channel("甲", "webhook", "BROKEN_URL"), Channel("乙", "wecom", "WORKING_URL")


@pytest.fixture
def http() -> Iterator[HttpSink]:
    with http_sink() as sink:
        sink.body = {"errcode": 0, "errmsg": "ok"}
        yield sink


@pytest.fixture
def door(tmp_path: Path, http: HttpSink, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """An office whose database is a folder, whose first channel answers nothing and whose second one works."""
    (tmp_path / "var" / "dudao.db").mkdir(parents=True)
    monkeypatch.setenv("BROKEN_URL", f"http://127.0.0.1:{free_port()}/")
    monkeypatch.setenv("WORKING_URL", http.address("/send?key=abc"))
    plain = a_desk()
    desk = replace(plain, office=replace(plain.office, channels=(BROKEN, WORKING)))
    engine: Engine = make_engine(f"sqlite:///{tmp_path / 'var' / 'dudao.db'}")
    yield Door(tmp_path, desk, engine, DAY)
    engine.dispose()


def test_a_dead_database_is_told_by_the_next_channel_while_the_first_is_broken(door: Door, http: HttpSink) -> None:
    found = look(door)
    assert [trouble.code for trouble in found] == ["database_not_writable"]
    assert needs_no_outbox(found)
    assert alarm(door, "自检发现1处异常", ["数据库不能写入。"]) == [f"已直接告知{COORDINATOR}（乙）。"]
    (document,) = http.documents
    assert "系统告警：自检发现1处异常" in document["text"]["content"]
    assert "- 数据库不能写入。" in document["text"]["content"]


def test_it_is_told_once_a_day_and_again_the_next(door: Door, http: HttpSink) -> None:
    for day, times in ((DAY, 1), (DAY, 1), (date(2026, 3, 3), 2)):
        alarm(replace(door, day=day), "异常", ["一"])
        assert len(http.documents) == times


def test_where_nobody_was_reached_it_says_so_and_is_tried_again(door: Door, http: HttpSink) -> None:
    http.body = {"errcode": 93000, "errmsg": "invalid webhook url"}
    (said,) = alarm(door, "异常", ["一"])
    assert said.startswith(f"没有能直接告知{COORDINATOR}：甲: 无法连接")
    assert "93000" in said
    assert not (door.folder / "var" / "alarmed").exists()
    http.body = {"errcode": 0}
    assert len(alarm(door, "异常", ["一"])) == 1
    assert "abc" not in json.dumps(said)


def test_an_alarm_in_the_outbox_needs_an_outbox_that_is_emptied() -> None:
    assert needs_no_outbox([Trouble("not_delivered", {"at": "—"})])
    assert not needs_no_outbox([Trouble("not_swept", {"on": "—"}), Trouble("disk_full", {"megabytes": 1})])
