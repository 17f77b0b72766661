"""Prefect's share of a full daily run: the same work as plain calls, and as a flow with its tasks on a real server."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bench import offices
from bench.lines import Line
from bench.sweeping import DAY, Size, _office, _open_everything
from flows.day import sweep
from flows.outbox import deliver
from rules.office import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from bench.course import Course
    from rules.desk import Desk

SHARE = 0.05
SIZES = {False: Size(10_000, 10), True: Size(200, 3)}
NINE = datetime(2026, 3, 17, 1, tzinfo=UTC)


def run(course: Course) -> Iterator[Line]:
    """The share beyond the fixed cost of starting a run, which is what a run of an empty office takes."""
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415  (its settings are fixed at import)

    size = SIZES[course.quick]
    with prefect_test_harness(server_startup_timeout=120):
        plain = _timed(course, size, _plain)
        fixed = min(_timed(course, Size(2, 1), _flow) for _ in range(3))
        ours = _timed(course, size, _flow)
        naive = _naive(200)
    share = max(ours - fixed - plain, 0.0) / plain
    measured = f"plain {plain:.2f} s, as a flow {ours:.2f} s, fixed start cost {fixed:.2f} s, share {share:.1%}"
    yield Line(f"Prefect's share of a daily run, {size.units:,} units", measured, share / SHARE)
    yield Line("one Prefect task a message, doing nothing", f"{200 / naive:,.0f} tasks/s")


def _timed(course: Course, size: Size, way: Callable[[Callable[[], object], Callable[[], object]], None]) -> float:
    with course.databases.engine("SQLite") as engine, tempfile.TemporaryDirectory() as folder:
        desk = offices.with_channels(_office(size), Channel("out", "files"))
        offices.load(engine, desk, date(2026, 3, 2))
        _open_everything(engine, desk)
        began = time.perf_counter()
        way(lambda: sweep(engine, desk, DAY), lambda: _deliver_all(engine, desk, Path(folder)))
        return time.perf_counter() - began


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
