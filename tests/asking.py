"""Doing one thing in a transaction of its own, and asking the database what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Barrier
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Engine, Select, event, select
from sqlalchemy.orm import Session

from models.engine import reading, transaction
from models.tables import assignments, changes, messages, people, rectifications, units, work_items
from rules.desk import Desk
from services import inspecting, issuing, planning
from tests.builders import EAST_INSPECTOR, LATE, an_occurrence

T = TypeVar("T")
P = ParamSpec("P")
MARCH_2 = date(2026, 3, 2)


def do(engine: Engine, service: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """One service call, one transaction."""
    with transaction(engine) as session:
        return service(session, *args, **kwargs)


def twice_at_once(engine: Engine, service: Callable[..., T], *args: Any, **kwargs: Any) -> list[T]:
    """The same call from two threads at the same moment."""
    gate = Barrier(2)

    def call() -> T:
        gate.wait()
        return do(engine, service, *args, **kwargs)

    with ThreadPoolExecutor(2) as threads:
        return [done.result() for done in [threads.submit(call), threads.submit(call)]]


def ask(engine: Engine, statement: Select[Any]) -> list[Any]:
    """The rows of a select."""
    with reading(engine) as session:
        return list(session.execute(statement).all())


def loaded(engine: Engine, desk: Desk, day: date = MARCH_2) -> Desk:
    """The desk, after it was loaded."""
    do(engine, planning.load, day, desk)
    return desk


def issued(engine: Engine, desk: Desk, day: date = MARCH_2, **more: object) -> list[int]:
    """March's work of the first entry is open for every school, and the messages of that are forgotten."""
    loaded(engine, desk, day)
    ids = do(engine, issuing.issue, day, desk, [an_occurrence(desk, desk.plan.entries[0].id, **more)])
    forget(engine)
    return ids


def a_case(engine: Engine, desk: Desk, day: date = MARCH_2, **said: Any) -> int:
    """A finding at the late school by its inspector, whose messages are forgotten."""
    form = {"unit": LATE, "severity": "ordinary", "fact": "食堂留样不足", "by": EAST_INSPECTOR} | said
    case = do(engine, inspecting.record_finding, day, desk, **form)
    forget(engine)
    return case


def forget(engine: Engine) -> None:
    """The outbox is empty, so that a test sees only what its act queues."""
    with transaction(engine) as session:
        session.execute(messages.delete())


def post(engine: Engine) -> list[tuple[str, str]]:
    """Kind and person of every message in the outbox, sorted."""
    joined = select(messages.c.kind, people.c.name).join(people, people.c.id == messages.c.person_id)
    return sorted((row.kind, row.name) for row in ask(engine, joined))


def facts_of(engine: Engine, person: str, kind: str) -> dict[str, Any]:
    """The facts of that person's one message of a kind."""
    joined = select(messages.c.facts).join(people, people.c.id == messages.c.person_id)
    (row,) = ask(engine, joined.where(people.c.name == person, messages.c.kind == kind))
    return dict(row.facts)


def statuses(engine: Engine) -> dict[tuple[str, str], str]:
    """Entry and school to the status of the assignment."""
    joined = (
        select(work_items.c.item, units.c.name, assignments.c.status)
        .join(assignments, assignments.c.work_item_id == work_items.c.id)
        .join(units, units.c.id == assignments.c.unit_id)
    )
    return {(row.item, row.name): row.status for row in ask(engine, joined)}


def the_case(engine: Engine, case_id: int) -> Any:
    """The row of a rectification."""
    (row,) = ask(engine, select(rectifications).where(rectifications.c.id == case_id))
    return row


def steps(engine: Engine, subject: str, subject_id: int) -> list[tuple[str, str, str]]:
    """By, from and to of every step in the history of one thing."""
    chosen = select(changes).where(changes.c.subject == subject, changes.c.subject_id == subject_id)
    return [(row.by, row.from_status, row.to_status) for row in ask(engine, chosen.order_by(changes.c.id))]


def set_status(engine: Engine, table: Any, row_id: int, status: str) -> None:
    """The row has that status, however it came to it."""
    with transaction(engine) as session:
        session.execute(table.update().where(table.c.id == row_id).values(status=status))


@contextmanager
def counting_statements(engine: Engine) -> Iterator[Counter[str]]:
    """How many statements were sent to the database, by their first word."""
    counted: Counter[str] = Counter()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted[statement.split(maxsplit=1)[0]] += 1

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(engine, "before_cursor_execute", note)


def session_of(engine: Engine) -> Session:
    """A bare session, for tests in which two overlap."""
    return Session(engine)
