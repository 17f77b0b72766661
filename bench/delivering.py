"""One digest to each of N people by SMTP and by HTTP, beside a bare client loop on one connection to the same sink.

Ours and the bare loop take turns, and each counts with its best time: what else runs on the machine meets both.
The bare loop by HTTP is httpx, as anybody would write it. Ours posts by the standard library's client, which is
lighter, so a bare loop by that one is shown too.
"""

from __future__ import annotations

import json
import os
import smtplib
import tempfile
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from apprise import Apprise
from sqlalchemy import Engine, func, select

from bench import offices
from bench.lines import Line
from bench.sinks import sink
from flows.outbox import deliver
from models import Message
from models.engine import reading, transaction
from models.rows import insert_new
from models.tables import messages, people
from notifications.composing import compose
from notifications.examples import examples
from rules.office import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.course import Course
    from rules.desk import Desk

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
LIMIT = 2.0
SIZES = {False: 2_000, True: 100}
NAIVE = {False: 200, True: 20}
TURNS = {False: 3, True: 1}
VARIABLE = "DUDAO_BENCH_CHANNEL"
KINDS = {"SMTP": ("smtp", "email"), "HTTP": ("http", "webhook")}


def run(course: Course) -> Iterator[Line]:
    """One line a way out and database, and the naive way once."""
    size = SIZES[course.quick]
    for way, (kind, _) in KINDS.items():
        for database in course.kinds:
            turns = [_turn(course, database, way, size) for _ in range(TURNS[course.quick])]
            ours, bare = (min(times) for times in zip(*turns, strict=True))
            name = f"delivering a digest to {size:,} people by {way}, outbox on {database}"
            measured = f"{size / ours:,.0f}/s, bare loop {size / bare:,.0f}/s"
            yield Line(name, measured, ours / bare / LIMIT)
        with sink(kind) as port:
            few = NAIVE[course.quick]
            took = _timed(partial(_naive, way, port, few))
        yield Line(f"one Apprise object a message by {way}, no outbox", f"{few / took:,.0f}/s")
    with sink("http") as port:
        took = min(_timed(partial(_lightest_http, port, size)) for _ in range(TURNS[course.quick]))
    yield Line("a bare loop by HTTP with http.client", f"{size / took:,.0f}/s")


def _turn(course: Course, database: str, way: str, size: int) -> tuple[float, float]:
    """Seconds that ours took, and the bare loop."""
    kind, channel = KINDS[way]
    with sink(kind) as port, course.databases.engine(database) as engine:
        return _ours(engine, way, channel, port, size), _timed(partial(BARE[way], port, size))


def _ours(engine: Engine, way: str, channel: str, port: int, size: int) -> float:
    desk = offices.with_channels(offices.office(size), Channel("out", channel, VARIABLE))
    offices.load(engine, desk)
    _queue_digests(engine)
    os.environ[VARIABLE] = ADDRESSES[way].format(port=port)
    with tempfile.TemporaryDirectory() as folder:
        took = _timed(lambda: _deliver_all(engine, desk, Path(folder)))
    with reading(engine) as session:
        sent = session.scalar(select(func.count()).select_from(messages).where(messages.c.status == "sent"))
    if sent != size:
        raise RuntimeError(f"only {sent} were sent")
    return took


ADDRESSES = {"SMTP": "mailto://127.0.0.1:{port}/?from=office@caizhuang.example", "HTTP": "http://127.0.0.1:{port}/send"}


def _deliver_all(engine: Engine, desk: Desk, folder: Path) -> None:
    while deliver(engine, desk, folder, NINE, "bench"):
        pass


def _queue_digests(engine: Engine) -> None:
    facts = next(iter(examples("digest").values()))
    with transaction(engine) as session:
        liaisons = session.execute(select(people.c.id, people.c.name).where(people.c.role == "liaison")).all()
        rows = (
            {
                "key": f"digest:2026-03-02:{row.id}",
                "kind": "digest",
                "person_id": row.id,
                "facts": {**facts, "person": row.name},
                "queued_on": offices.MONDAY,
            }
            for row in liaisons
        )
        insert_new(session, Message, rows)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _words() -> tuple[str, str]:
    said = compose("zh", "digest", next(iter(examples("digest").values())))
    return said.subject, said.body


def _bare_smtp(port: int, count: int) -> None:
    """As a mail is really sent: a message with headers, encoded, over one connection."""
    subject, body = _words()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(count):
            mail = EmailMessage()
            mail["Subject"], mail["From"], mail["To"] = subject, "o@caizhuang.example", f"u{number}@school.example"
            mail.set_content(body)
            server.send_message(mail)


def _bare_http(port: int, count: int) -> None:
    subject, body = _words()
    with httpx.Client(trust_env=False) as client:
        for number in range(count):
            document = {"id": number, "subject": subject, "body": body}
            client.post(f"http://127.0.0.1:{port}/send", json=document).raise_for_status()


def _lightest_http(port: int, count: int) -> None:
    subject, body = _words()
    connection = HTTPConnection("127.0.0.1", port)
    for number in range(count):
        document = json.dumps({"id": number, "subject": subject, "body": body}, ensure_ascii=False).encode()
        connection.request("POST", "/send", document, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        if answer.status != 200 or not answer.read():
            raise RuntimeError("not taken")
    connection.close()


BARE = {"SMTP": _bare_smtp, "HTTP": _bare_http}
_NAIVE = {
    "SMTP": "mailto://127.0.0.1:{port}/?from=office@caizhuang.example&to=u{number}@school.example",
    "HTTP": "json://127.0.0.1:{port}/send",
}


def _naive(way: str, port: int, count: int) -> None:
    subject, body = _words()
    for number in range(count):
        apprise = Apprise()
        apprise.add(_NAIVE[way].format(port=port, number=number))
        if apprise.notify(title=subject, body=body) is not True:
            raise RuntimeError("not taken")
