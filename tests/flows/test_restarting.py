"""The Prefect server is killed while messages are being sent: what is under way goes on, nothing becomes unknown."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from flows.applying import answers
from models import Message
from models.engine import make_engine, reading, transaction
from models.rows import insert_new
from models.tables import messages, people
from tests.flows.serving import Api, copy_sample, free_port, start, until

LETTERS = 40
FILES, PLATFORM = "{name: files, kind: files}", "{name: 平台, kind: webhook, url_env: DUDAO_TEST_HOOK}"


@contextmanager
def slow_platform() -> Iterator[tuple[str, list[str]]]:
    """A webhook that takes a third of a second a letter: its address, and what it got."""
    got: list[str] = []
    pause = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["Content-Length"])).decode()
            pause.wait(0.33)
            got.append(said)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/send", got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def queue_alarms(engine: Engine) -> None:
    """So many urgent messages wait, which may leave at any hour."""
    with transaction(engine) as session:
        someone = session.execute(select(people.c.id, people.c.name).where(people.c.role == "coordinator")).first()
        assert someone is not None
        facts = {"office": "督导室", "day": "2026-03-02", "person": someone.name, "role": "coordinator", "about": "试"}
        row = {"kind": "alarm", "person_id": someone.id, "queued_on": date.today(), "urgent": True}
        rows = [{**row, "key": f"alarm:restart:{n}", "facts": {**facts, "lines": [f"第{n}件"]}} for n in range(LETTERS)]
        insert_new(session, Message, rows)


def ends(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(messages.c.status).where(messages.c.key.like("alarm:restart:%"))))


def send_now(api: Api) -> None:
    """The flow that sends is asked for, as the page asks."""
    with closing(api.client):
        sending = next(each for name, each in api.deployments().items() if name.startswith("发送消息/"))
        api.post(f"/deployments/{sending['id']}/create_flow_run", {"state": {"type": "SCHEDULED"}})


@pytest.mark.prefect
def test_a_server_killed_in_the_middle_of_sending_costs_no_message_its_outcome(tmp_path: Path) -> None:
    folder = copy_sample(tmp_path)
    settings = folder / "office.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(FILES, PLATFORM), encoding="utf-8")
    with slow_platform() as (address, got):
        started = start(folder, free_port(), tmp_path / "up.log", DUDAO_TEST_HOOK=address)
        engine = make_engine(f"sqlite:///{folder / 'var' / 'dudao.db'}")
        try:
            until(lambda: "已就绪" in started.text or started.process.poll() is not None)
            queue_alarms(engine)
            send_now(Api(started.port))
            until(lambda: len(got) > 2)
            server = started.child("prefect server start")
            os.kill(server, signal.SIGKILL)
            until(lambda: started.child("prefect server start") not in {0, server} and answers(started.port))
            until(lambda: set(ends(engine)) == {"sent"})
        finally:
            engine.dispose()
            started.stop()
    assert len(got) == len(set(got)) == LETTERS
