"""Opening one entry for N units with its messages queued, beside the bare INSERT ... SELECT of the same rows."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import Engine, select, text

from bench import offices
from bench.lines import Line
from models import Assignment, Change, Message, Subject
from models.engine import transaction
from models.tables import people, units, work_items
from rules.office import Role
from services import issuing
from tests.builders import an_occurrence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.orm import Session

    from bench.course import Course
    from rules.desk import Desk

TABLES = ("assignment", "change", "message")
LIMIT = 2.0
"""At least half the rate of the bare statements: at most twice their time."""
SIZES = {False: (1_000, 20_000, 200_000), True: (200, 1_000)}
TIDY = {"postgresql": ("VACUUM ANALYZE", "CHECKPOINT"), "sqlite": ("PRAGMA wal_checkpoint(TRUNCATE)",)}
NAIVE = {False: 1_000, True: 200}
TURNS = {1_000: 9, 20_000: 5}
"""Ours and the bare statements take turns so often, from the same state; the median of either counts."""


def run(course: Course) -> Iterator[Line]:
    """One line a size and database, and the naive way once a database."""
    for kind in course.kinds:
        for size in SIZES[course.quick]:
            with course.databases.engine(kind) as engine:
                ours, bare = _measured(engine, size)
            name = f"opening {size:,} units on {kind}"
            yield Line(name, f"{ours:.3f} s, bare {bare:.3f} s, {size / ours:,.0f} units/s", ours / bare / LIMIT)
        few = NAIVE[course.quick]
        with course.databases.engine(kind) as engine:
            desk = offices.office(few)
            offices.load(engine, desk)
            took = _timed(lambda: _row_by_row(engine, desk))  # noqa: B023  (called at once)
        yield Line(
            f"opening {few:,} units on {kind}, row by row through the ORM", f"{took:.3f} s, {few / took:,.0f} units/s"
        )


def _measured(engine: Engine, size: int) -> tuple[float, float]:
    """Both in turn, each time with the tables empty, vacuumed and written out: seconds of ours and of the bare."""
    desk = offices.office(size)
    offices.load(engine, desk)
    _warm(engine, desk)
    _forget_nothing(engine)
    ours, bare = [], []
    for _ in range(TURNS.get(size, 3)):
        _empty(engine)
        ours.append(_timed(lambda: _open(engine, desk)))
        with engine.begin() as connection:
            for table in TABLES:
                connection.execute(text(f'CREATE TABLE kept_{table} AS SELECT * FROM "{table}"'))
        _empty(engine)
        bare.append(_timed(lambda: _copy_back(engine)))
        with engine.begin() as connection:
            for table in TABLES:
                connection.execute(text(f"DROP TABLE kept_{table}"))
    return median(ours), median(bare)


def _warm(engine: Engine, desk: Desk) -> None:
    """A second process would have compiled its statements as well: one unit is opened before the clock runs."""
    with transaction(engine) as session:
        first = an_occurrence(desk, period="2026-02", units=(desk.roster.units[0].name,))
        issuing.issue(session, offices.MONDAY, desk, [first])


def _open(engine: Engine, desk: Desk) -> None:
    with transaction(engine) as session:
        opened = issuing.issue(session, offices.MONDAY, desk, [an_occurrence(desk)])
    if len(opened) != len(desk.roster.units):
        raise RuntimeError("not everything was opened")


def _copy_back(engine: Engine) -> None:
    """The very rows once more, one statement a table, with all their indexes."""
    with engine.begin() as connection:
        for table in TABLES:
            connection.execute(text(f'INSERT INTO "{table}" SELECT * FROM kept_{table}'))


def _empty(engine: Engine) -> None:
    """The tables are empty and the database has nothing left to tidy up or to write out."""
    with engine.begin() as connection:
        for table in reversed(TABLES):
            connection.execute(text(f'DELETE FROM "{table}"'))
    with engine.connect() as connection:
        raw = connection.execution_options(isolation_level="AUTOCOMMIT", dudao_reading=True)
        for statement in TIDY[engine.dialect.name]:
            raw.execute(text(statement)).close()


def _forget_nothing(engine: Engine) -> None:
    """The history refuses to be emptied, for the bench too: its triggers are taken away in this scratch database."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text('DROP TRIGGER change_only_grows ON "change"'))
            return
        for act in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER change_no_{act}"))


def _row_by_row(engine: Engine, desk: Desk) -> None:
    """The way it is mostly written: an object for each row, looked up, added and flushed one after the other."""
    it = an_occurrence(desk)
    with transaction(engine) as session:
        item_id = session.scalar(select(work_items.c.id).where(work_items.c.item == it.item))
        for name in it.units:
            unit_id = session.scalar(select(units.c.id).where(units.c.name == name))
            common = {"opens_on": it.opens_on, "due_on": it.due_on, "due_basis": str(it.due_basis)}
            row = Assignment(
                work_item_id=item_id, unit_id=unit_id, period=it.period, opened_on=offices.MONDAY, **common
            )
            session.add(row)
            session.flush()
            session.add(_step(row.id))
            session.flush()
            _tell(session, it.title, unit_id)


def _step(assignment_id: int) -> Change:
    said = {"by": "system", "from_status": "", "to_status": "open", "why": "按计划开展"}
    return Change(subject=Subject.ASSIGNMENT, subject_id=assignment_id, on=offices.MONDAY, **said)


def _tell(session: Session, title: str, unit_id: int) -> None:
    whose = (people.c.unit_id == unit_id, people.c.role == Role.LIAISON)
    for person in session.execute(select(people.c.id, people.c.name).where(*whose)):
        facts = {"person": person.name, "title": title, "opens_on": "2026-03-02", "due_on": "2026-03-31"}
        key = f"issued:P-1:2026-03:{person.id}"
        session.add(
            Message(key=key, kind="issued", person_id=person.id, unit_id=unit_id, facts=facts, queued_on=offices.MONDAY)
        )
        session.flush()


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
