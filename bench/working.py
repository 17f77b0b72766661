"""The outbox taken out by 1, 2 and 4 worker processes on the same PostgreSQL: more workers make it faster."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bench import offices
from bench.delivering import ADDRESSES, VARIABLE, _queue_digests
from bench.lines import Line
from bench.sinks import sink
from flows.outbox import deliver
from models.engine import make_engine, reading
from models.tables import messages
from rules.office import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.course import Course

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
SIZES = {False: 2_000, True: 60}
WORKERS = (1, 2, 4)


def run(course: Course) -> Iterator[Line]:
    """One line a number of workers; each message once, whoever takes it."""
    size, first = SIZES[course.quick], 0.0
    for count in WORKERS:
        with course.databases.url("PostgreSQL") as url, sink("http-slow") as port:
            took = _measured(url, port, size, count)
        first = first or took
        yield Line(f"delivering {size:,} messages by HTTP (20 ms each), {count} workers on PostgreSQL",
                   f"{size / took:,.0f}/s, {first / took:.2f} times one worker")  # fmt: skip


def _measured(url: str, port: int, size: int, count: int) -> float:
    engine = make_engine(url)
    desk = offices.with_channels(offices.office(size), Channel("out", "webhook", VARIABLE))
    offices.load(engine, desk)
    _queue_digests(engine)
    with multiprocessing.get_context("spawn").Pool(count) as pool:
        pool.starmap(_warm, [(size,)] * count)
        began = time.perf_counter()
        pool.starmap(_take_out, [(url, port, size, number) for number in range(count)])
        took = time.perf_counter() - began
    with reading(engine) as session:
        sent = session.scalar(select(func.count()).select_from(messages).where(messages.c.status == "sent"))
    if sent != size:
        raise RuntimeError(f"only {sent} were sent")
    engine.dispose()
    return took


def _warm(_size: int) -> None:
    """A worker is imported and ready before the clock runs."""


def _take_out(url: str, port: int, size: int, number: int) -> None:
    os.environ[VARIABLE] = ADDRESSES["HTTP"].format(port=port)
    desk = offices.with_channels(offices.office(size), Channel("out", "webhook", VARIABLE))
    engine = make_engine(url)
    with tempfile.TemporaryDirectory() as folder:
        while deliver(engine, desk, Path(folder), NINE, f"worker-{number}"):
            pass
