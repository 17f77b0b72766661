"""The auditor at an office's door: what it looks at, whom it tells, and the ping to whoever watches from outside."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun, State, StateType
from pydantic import SecretStr
from sqlalchemy import Engine

from flows.auditing import _tell_of, beat, look, ping, tell
from flows.day import sweep
from flows.door import Door
from models import Work
from models.engine import transaction
from rules.auditing import Trouble
from settings import Settings, today
from tests.asking import loaded, post
from tests.builders import COORDINATOR, a_desk


@contextmanager
def watcher() -> Iterator[tuple[str, list[str]]]:
    """Somebody who watches from outside: an address, and the paths that were asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ping/abc", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def a_door(engine: Engine, folder: Path) -> Door:
    (folder / "var").mkdir(exist_ok=True)
    desk = loaded(engine, a_desk(), today("Asia/Shanghai"))
    return Door(folder, desk, engine, today("Asia/Shanghai"))


def test_the_watcher_is_pinged_when_all_is_well_and_told_of_a_failure_when_not() -> None:
    with watcher() as (address, asked):
        settings = Settings(heartbeat_url=SecretStr(address))
        assert asyncio.run(ping(settings, well=True))
        assert asyncio.run(ping(settings, well=False))
    assert asked == ["/ping/abc", "/ping/abc/fail"]


def test_nobody_is_pinged_unless_an_address_is_set_and_a_dead_watcher_breaks_nothing() -> None:
    assert not asyncio.run(ping(Settings(), well=True))
    assert not asyncio.run(ping(Settings(heartbeat_url=SecretStr("http://127.0.0.1:1/x")), well=True))


@pytest.mark.parametrize("wrong", ["http://[::1", "http://host:abc", "nothing", "http://\udc80/"])
def test_a_wrong_address_of_the_watcher_breaks_nothing(wrong: str) -> None:
    assert not asyncio.run(ping(Settings(heartbeat_url=SecretStr(wrong)), well=False))


def test_the_watchers_address_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="httpx")
    with watcher() as (address, asked):
        assert asyncio.run(ping(Settings(heartbeat_url=SecretStr(address)), well=True))
    assert asked
    assert "abc" not in caplog.text


def test_an_office_that_never_swept_is_found_and_one_that_did_is_well(sqlite_engine: Engine, tmp_path: Path) -> None:
    door = a_door(sqlite_engine, tmp_path)
    assert "lacking" not in {trouble.code for trouble in look(door)}
    sweep(door.engine, door.desk, door.day)
    beat(door, Work.DELIVERY)
    assert [trouble for trouble in look(door) if trouble.is_fault] == []


@pytest.mark.parametrize("broken", ["closed"])
def test_a_database_that_cannot_be_written_to_is_told_and_raises_nothing(
    sqlite_engine: Engine, tmp_path: Path, broken: str
) -> None:
    door = a_door(sqlite_engine, tmp_path)
    database = Path(str(sqlite_engine.url.database))
    sqlite_engine.dispose()
    database.rename(database.with_name(broken))
    database.mkdir()
    assert [trouble.code for trouble in look(door)] == ["database_not_writable"]


def test_faults_are_told_once_a_day_and_what_is_soon_once_a_week(sqlite_engine: Engine, tmp_path: Path) -> None:
    door = a_door(sqlite_engine, tmp_path)
    found = [Trouble("not_swept", {"on": "—"}), Trouble("year_ends", {"year": 2026}, is_fault=False)]
    with transaction(door.engine) as session:
        assert len(tell(session, door, found)) == 1
        assert tell(session, door, found) == []
        assert len(tell(session, door, found[1:])) == 1
    assert post(door.engine) == [("alarm", COORDINATOR)] * 2


def a_run(name: str, state: StateType, message: str = "") -> FlowRun:
    return FlowRun(id=uuid4(), flow_id=uuid4(), name=name, state=State(type=state, message=message))


def test_a_run_that_failed_is_told_once_with_its_reason(sqlite_engine: Engine, tmp_path: Path) -> None:
    door = a_door(sqlite_engine, tmp_path)
    run = a_run("每日巡查 · 2026-03-02", StateType.FAILED, "磁盘已满")
    with transaction(door.engine) as session:
        assert len(_tell_of(session, door, run, "Failed")) == 1
        assert _tell_of(session, door, run, "Failed") == []


def test_many_late_runs_of_a_day_are_one_alarm(sqlite_engine: Engine, tmp_path: Path) -> None:
    door = a_door(sqlite_engine, tmp_path)
    with transaction(door.engine) as session:
        told = [_tell_of(session, door, a_run(f"法制宣传月 {n}", StateType.SCHEDULED), "Late") for n in range(5)]
    assert sorted(map(len, told)) == [0, 0, 0, 0, 1]
