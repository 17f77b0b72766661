"""Peak memory of the process that opens, sweeps and delivers for very many units, measured in a process of its own."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench import offices
from bench.lines import Line
from flows.day import sweep
from flows.outbox import deliver
from models.engine import make_engine, transaction
from rules.office import Channel
from services import issuing
from tests.builders import an_occurrence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.course import Course

LIMIT_MEGABYTES = 500
SIZES = {False: 200_000, True: 1_000}
NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)


def run(course: Course) -> Iterator[Line]:
    """One line a database: the whole roster is in memory too, as in every flow."""
    size = SIZES[course.quick]
    for kind in course.kinds:
        with course.databases.url(kind) as url:
            megabytes = _in_a_process(url, size)
        name = f"memory of loading, opening, sweeping and delivering, {size:,} units on {kind}"
        yield Line(name, f"{megabytes:,.0f} MB", megabytes / LIMIT_MEGABYTES)


def _in_a_process(url: str, size: int) -> float:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_work, (url, size))


def _work(url: str, size: int) -> float:
    engine = make_engine(url)
    desk = offices.with_channels(offices.office(size), Channel("out", "files"))
    offices.load(engine, desk)
    with transaction(engine) as session:
        issuing.issue(session, offices.MONDAY, desk, [an_occurrence(desk)])
    sweep(engine, desk, offices.MONDAY + timedelta(days=1), publish=False)
    with tempfile.TemporaryDirectory() as folder:
        deliver(engine, desk, Path(folder), NINE, "bench", limit=500)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
