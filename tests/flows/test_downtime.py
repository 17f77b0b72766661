"""Days without the service, two machines at once, and providers that misbehave: all that is due is said once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from subprocess import PIPE

import pytest
from sqlalchemy import Engine, select

from flows.day import sweep
from flows.outbox import deliver
from models.engine import reading, transaction
from models.tables import assignments, messages
from services import planning
from tests.flows.sweeping import SCHOOLS, an_office, at
from tests.notifications.sinks import HttpSink, http_sink

MONDAY = date(2026, 3, 2)


def loaded(engine: Engine) -> None:
    with transaction(engine) as session:
        planning.load(session, MONDAY, an_office())


def a_day(engine: Engine, folder: Path, day: date, hour: int = 10) -> dict[str, int]:
    sweep(engine, an_office(), day)
    return deliver(engine, an_office(), folder, at(day, hour), "w")


def test_three_days_down_then_up_everything_is_there_in_one_letter_a_person_and_nothing_twice(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(engine)
    with http_sink() as sink:
        monkeypatch.setenv("DUDAO_TEST_GATE", sink.address("/in"))
        a_day(engine, tmp_path, MONDAY)
        sweep(engine, an_office(), MONDAY + timedelta(days=1))  # queued on Tuesday, and then the machine stood still
        sink.documents.clear()
        friday = MONDAY + timedelta(days=4)
        a_day(engine, tmp_path, friday)
        heard = Counter(document["to"]["name"] for document in sink.documents)
        assert heard
        assert set(heard.values()) == {1}
        liaisons = [document["body"] for document in sink.documents if "联络员" in document["to"]["name"]]
        assert len(liaisons) == SCHOOLS
        assert all("三月自查" in body and "三月法制宣传" in body for body in liaisons)
        again = len(sink.documents)
        a_day(engine, tmp_path, friday, 11)
        assert len(sink.documents) == again
    with reading(engine) as session:
        assert len(session.execute(select(assignments)).all()) == 2 * SCHOOLS
        statuses = set(session.scalars(select(messages.c.status)))
    assert statuses <= {"sent", "suppressed"}


@contextmanager
def two_machines(engine: Engine, folder: Path, sink: HttpSink) -> Iterator[list[subprocess.Popen[str]]]:
    """Two processes on the same database, ready to work."""
    root = Path(__file__).parents[2]
    environ = {**os.environ, "PYTHONPATH": str(root), "DUDAO_TEST_GATE": sink.address("/in")}
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.flows.sweeping", url, str(folder)]
    both = [
        subprocess.Popen([*command, name], cwd=root, env=environ, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True)
        for name in ("one", "two")
    ]
    try:
        assert [said(process) for process in both] == ["ready"] * 2
        yield both
    finally:
        ended = [(process.communicate(timeout=60)[1], process.returncode) for process in both]
    assert ended == [("", 0)] * 2


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def a_day_of(both: list[subprocess.Popen[str]], day: date) -> list[dict[str, int]]:
    """Both work that day at the same moment."""
    for process in both:
        assert process.stdin is not None
        process.stdin.write(f"{day}\n")
        process.stdin.flush()
    return [json.loads(said(process)) for process in both]


def test_two_processes_that_sweep_and_deliver_at_once_say_everything_once(engine: Engine, tmp_path: Path) -> None:
    """No duplicate by key, no letter twice, and a busy database is nobody's problem."""
    loaded(engine)
    days = [MONDAY + timedelta(days=number) for number in range(12)]
    with http_sink() as sink, two_machines(engine, tmp_path, sink) as both:
        counts = [count for day in days for count in a_day_of(both, day)]
    with reading(engine) as session:
        rows = session.execute(select(messages)).all()
        owed = session.execute(select(assignments)).all()
    assert len(owed) == 2 * SCHOOLS
    assert len({row.key for row in rows}) == len(rows)
    sent = [row for row in rows if row.status == "sent"]
    assert sum(each.get("sent", 0) for each in counts) == len(sent)
    assert {row.status for row in rows} <= {"sent", "suppressed"}
    bodies = {row.id for row in sent if row.body}
    assert Counter(document["id"] for document in sink.documents) == dict.fromkeys(bodies, 1)


@pytest.mark.parametrize(
    ("status", "body", "headers", "ended"),
    [
        (200, {"code": 500, "message": "no balance"}, {}, "queued"),
        (503, b"<html>busy</html>", {}, "queued"),
        (429, {}, {"Retry-After": "30"}, "queued"),
        (400, {}, {}, "dead"),
        (504, {}, {}, "unknown"),
        (200, b"\xff\xfe garbage", {}, "sent"),
    ],
)
def test_what_a_provider_answers_decides(  # noqa: PLR0913, PLR0917  (the columns of the table)
    sqlite_engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    body: object,
    headers: dict[str, str],
    ended: str,
) -> None:
    loaded(sqlite_engine)
    with http_sink() as sink:
        sink.status, sink.body, sink.headers = status, body, headers
        monkeypatch.setenv("DUDAO_TEST_GATE", sink.address("/in"))
        assert set(a_day(sqlite_engine, tmp_path, MONDAY)) == {ended}


def test_a_provider_that_hangs_or_closes_in_the_middle_leaves_it_to_a_person_and_stops_nobody_else(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(sqlite_engine)
    with http_sink() as sink:
        sink.drops = True
        monkeypatch.setenv("DUDAO_TEST_GATE", sink.address("/in?rto=1"))
        counts = a_day(sqlite_engine, tmp_path, MONDAY)
    assert set(counts) == {"unknown"}
    assert len(sink.documents) == len({document["to"]["name"] for document in sink.documents})
