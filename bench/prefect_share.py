"""Prefect's share of a full daily run: the same work as plain calls, and as a flow with its tasks on a real server."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bench import offices
from bench.delivering import ADDRESSES, VARIABLE
from bench.lines import Line
from bench.sinks import sink
from bench.sweeping import DAY, Size, _office, _open_everything
from flows.day import sweep
from flows.environment import QUIET
from flows.outbox import deliver
from rules.office import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Engine

    from bench.course import Course
    from rules.desk import Desk

SHARE = 0.05
SIZES = {False: Size(10_000, 10), True: Size(200, 3)}
TURNS = {False: 3, True: 1}
SILENT = {**QUIET, "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL"}
NINE = datetime(2026, 3, 17, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds of one turn: by the clock, and of a core in this process, which other work hardly changes."""

    clock: float
    core: float


def run(course: Course) -> Iterator[Line]:
    """The share beyond the fixed cost of starting a run, which is what a run of an empty office takes.

    Both ways take turns, and of each the quickest counts: what the machine did besides is no share of Prefect's.
    """
    os.environ.update(SILENT)
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415  (its settings are fixed at import)

    size = SIZES[course.quick]
    with prefect_test_harness(server_startup_timeout=120):
        start = _best([_timed(course, Size(2, 1), _flow) for _ in range(3)])
        turns = [(_timed(course, size, _plain), _timed(course, size, _flow)) for _ in range(TURNS[course.quick])]
        naive = _naive(200)
    name = f"Prefect's share of a daily run, {size.units:,} units, {len(turns)} turns"
    plain, ours = (_best(took) for took in zip(*turns, strict=True))
    share = max(ours.clock - start.clock - plain.clock, 0.0) / plain.clock
    cores = max(ours.core - start.core - plain.core, 0.0) / plain.core
    yield Line(name, f"{_said(turns)}, start {start.clock:.2f} s, share of the quickest {share:.1%}", share / SHARE)
    measured = f"plain {plain.core:.2f} s, as a flow {ours.core:.2f} s, start {start.core:.2f} s, share {cores:.1%}"
    yield Line(f"{name}, of this process's core", measured, cores / SHARE)
    yield Line("one Prefect task a message, doing nothing", f"{200 / naive:,.0f} tasks/s")


def _best(turns: Iterable[Took]) -> Took:
    found = list(turns)
    return Took(min(took.clock for took in found), min(took.core for took in found))


def _said(turns: list[tuple[Took, Took]]) -> str:
    plain, ours = (" ".join(f"{took.clock:.2f}" for took in times) for times in zip(*turns, strict=True))
    return f"plain {plain} s, as a flow {ours} s"


def _timed(course: Course, size: Size, way: Callable[[Callable[[], object], Callable[[], object]], None]) -> Took:
    """By a webhook, as offices really send; writing files is slower inside a flow, whose cause is not known."""
    with (
        sink("http") as port,
        course.databases.engine("SQLite") as engine,
        tempfile.TemporaryDirectory() as folder,
    ):
        os.environ[VARIABLE] = ADDRESSES["HTTP"].format(port=port)
        desk = offices.with_channels(_office(size), Channel("out", "webhook", VARIABLE))
        offices.load(engine, desk, date(2026, 3, 2))
        _open_everything(engine, desk)
        began, used = time.perf_counter(), time.process_time()
        way(lambda: sweep(engine, desk, DAY), lambda: _deliver_all(engine, desk, Path(folder)))
        return Took(time.perf_counter() - began, time.process_time() - used)


def _deliver_all(engine: Engine, desk: Desk, folder: Path) -> int:
    count = 0
    while counts := deliver(engine, desk, folder, NINE, "bench"):
        count += sum(counts.values())
    return count


def _plain(sweeping: Callable[[], object], delivering: Callable[[], object]) -> None:
    sweeping()
    delivering()


def _flow(sweeping: Callable[[], object], delivering: Callable[[], object]) -> None:
    from anyio import to_thread  # noqa: PLC0415  (with Prefect)
    from prefect import flow, task  # noqa: PLC0415  (the same)

    @task
    async def each(number: int) -> None:
        await to_thread.run_sync((sweeping, delivering)[number])

    @flow
    async def daily() -> None:
        await each(0)
        await each(1)

    asyncio.run(daily())


def _naive(count: int) -> float:
    from prefect import flow, task  # noqa: PLC0415  (the same)

    @task
    async def one(_number: int) -> None:
        """Nothing."""

    @flow
    async def every() -> None:
        for number in range(count):
            await one(number)

    began = time.perf_counter()
    asyncio.run(every())
    return time.perf_counter() - began
