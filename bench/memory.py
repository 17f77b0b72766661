"""Peak memory of every kind of process of a very large office, each measured in a process of its own."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench import offices
from bench.lines import Line
from calendars.folder import read_desk
from flows.day import sweep
from flows.outbox import deliver
from models.engine import make_engine, reading, transaction
from reports.auditing import read_seen
from reports.board import read_board
from rules.auditing import troubles
from rules.office import Channel
from services import issuing, planning
from tests.builders import an_occurrence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from bench.course import Course
    from rules.desk import Desk

LIMIT_MEGABYTES = 500
SIZES = {False: 200_000, True: 1_000}
NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
REMINDER_DAY = offices.DUE
"""Every unit is reminded on the last day."""


def run(course: Course) -> Iterator[Line]:
    """One line a process and database: the whole roster is in memory too, as in every flow."""
    size = SIZES[course.quick]
    for kind in course.kinds:
        with course.databases.url(kind) as url:
            for name, step in STEPS.items():
                yield _line(f"{name}, {size:,} units on {kind}", partial(step, url, size))
        with course.databases.url(kind) as url, tempfile.TemporaryDirectory() as home:
            folder = Path(home) / "office"
            _in_a_process(partial(offices.write_folder, folder, size))
            for name, step in OF_FOLDER.items():
                yield _line(f"{name}, {size:,} units on {kind}", partial(step, url, folder))


def _line(name: str, work: Callable[[], object]) -> Line:
    megabytes = _in_a_process(work)
    return Line(f"memory of {name}", f"{megabytes:,.0f} MB", megabytes / LIMIT_MEGABYTES)


def _in_a_process(work: Callable[[], object]) -> float:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work,))


def _measured(work: Callable[[], object]) -> float:
    work()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _begin(url: str, size: int) -> None:
    engine, desk = _office(url, size)
    offices.load(engine, desk)
    with transaction(engine) as session:
        issuing.issue(session, offices.MONDAY, desk, [an_occurrence(desk)])
    sweep(engine, desk, offices.MONDAY + timedelta(days=1), publish=False)
    with tempfile.TemporaryDirectory() as folder:
        deliver(engine, desk, Path(folder), NINE, "bench", limit=500)


def _load_again(url: str, size: int) -> None:
    engine, desk = _office(url, size)
    offices.load(engine, desk)


def _remind(url: str, size: int) -> None:
    engine, desk = _office(url, size)
    if sweep(engine, desk, REMINDER_DAY, publish=False).counts["reminded"] < size:
        raise RuntimeError("not everybody was reminded")


def _lapse(url: str, size: int) -> None:
    engine, desk = _office(url, size)
    if sweep(engine, desk, REMINDER_DAY + timedelta(days=1), publish=False).counts["lapsed"] < size:
        raise RuntimeError("not everything lapsed")


def _board(url: str, size: int) -> None:
    engine, desk = _office(url, size)
    with reading(engine) as session:
        read_board(session, REMINDER_DAY, desk)


def _audit(url: str, size: int) -> None:
    engine, desk = _office(url, size)
    _look(engine, desk)


def _apply(url: str, folder: Path) -> None:
    engine = make_engine(url)
    with transaction(engine) as session:
        planning.load(session, offices.MONDAY, read_desk(folder))


STEPS = {
    "loading, opening, sweeping and delivering": _begin,
    "loading the same roster again": _load_again,
    "the board": _board,
    "the audit": _audit,
    "the sweep of a day on which every unit is reminded": _remind,
    "the sweep of the day after, on which everything is overdue": _lapse,
}
OF_FOLDER = {
    "reading an office folder and loading it": _apply,
    "the same once more": _apply,
}


def _office(url: str, size: int) -> tuple[Engine, Desk]:
    return make_engine(url), offices.with_channels(offices.office(size), Channel("out", "files"))


def _look(engine: Engine, desk: Desk) -> None:
    with reading(engine) as session:
        troubles(desk, read_seen(session, NINE, desk, free_megabytes=10_000, disk_writable=True))
