"""Opening one entry for N units with its messages queued, beside the bare INSERT ... SELECT of the same rows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sqlalchemy import Engine, text

from bench import offices
from bench.lines import Line
from models.engine import transaction
from services import issuing
from tests.builders import an_occurrence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.course import Course
    from rules.desk import Desk

TABLES = ("assignment", "change", "message")
LIMIT = 2.0
"""At least half the rate of the bare statements: at most twice their time."""
SIZES = {False: (1_000, 20_000, 200_000), True: (200, 1_000)}


def run(course: Course) -> Iterator[Line]:
    """One line a size and database."""
    for kind in course.kinds:
        for size in SIZES[course.quick]:
            with course.databases.engine(kind) as engine:
                desk = offices.office(size)
                offices.load(engine, desk)
                ours, bare = _ours(engine, desk), _bare(engine)
            name = f"opening {size:,} units on {kind}"
            yield Line(name, f"{ours:.2f} s, bare {bare:.2f} s, {size / ours:,.0f} units/s", ours / bare / LIMIT)


def _ours(engine: Engine, desk: Desk) -> float:
    """A second process would have compiled its statements as well: one unit is opened before the clock runs."""
    with transaction(engine) as session:
        first = an_occurrence(desk, period="2026-02", units=(desk.roster.units[0].name,))
        issuing.issue(session, offices.MONDAY, desk, [first])
    began = time.perf_counter()
    with transaction(engine) as session:
        opened = issuing.issue(session, offices.MONDAY, desk, [an_occurrence(desk)])
    took = time.perf_counter() - began
    if len(opened) != len(desk.roster.units):
        raise RuntimeError("not everything was opened")
    return took


def _bare(engine: Engine) -> float:
    """The very rows once more: kept aside, the tables emptied, and copied back by one statement a table."""
    with engine.begin() as connection:
        _forget_nothing(connection)
        for table in TABLES:
            connection.execute(text(f'CREATE TABLE kept_{table} AS SELECT * FROM "{table}"'))
        for table in reversed(TABLES):
            connection.execute(text(f'DELETE FROM "{table}"'))
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("VACUUM ANALYZE"))
    began = time.perf_counter()
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(text(f'INSERT INTO "{table}" SELECT * FROM kept_{table}'))
    return time.perf_counter() - began


def _forget_nothing(connection) -> None:
    """The history refuses to be emptied, for the bench too: its triggers are taken away in this scratch database."""
    if connection.dialect.name == "postgresql":
        connection.execute(text('DROP TRIGGER change_only_grows ON "change"'))
        return
    for act in ("update", "delete"):
        connection.execute(text(f"DROP TRIGGER change_no_{act}"))
