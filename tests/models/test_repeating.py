"""A transaction that another one was in the way of is done again, on its own and without a word to anybody."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, func, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError

from models import OfficeRow
from models.engine import make_engine, reading, transaction
from models.repeating import MOST_TRIES, tries
from models.tables import channels, offices


@pytest.fixture
def impatient(engine: Engine) -> Engine:
    """The database, where a statement does not wait for a lock."""
    said = "PRAGMA busy_timeout = 0" if engine.dialect.name == "sqlite" else "SET lock_timeout = '20ms'"

    def prepare(connection: Any, _record: object) -> None:
        connection.execute(said)
        if engine.dialect.name != "sqlite":
            connection.commit()

    event.listen(engine, "connect", prepare)
    return engine


@contextmanager
def somebody_else_writing(url: str) -> Iterator[Connection]:
    """A connection of another worker that holds what everybody wants to write."""
    other = make_engine(url)
    with other.connect() as connection:
        if other.dialect.name != "sqlite":
            connection.execute(text("LOCK TABLE office IN ACCESS EXCLUSIVE MODE"))
        else:
            connection.execute(select(offices.c.id))
        yield connection
    other.dispose()


def at_every_failure(engine: Engine, act: Callable[[], object]) -> list[str]:
    """What the database has said from now on; each time this is done."""
    failures: list[str] = []

    def hear(context: Any) -> None:
        failures.append(str(context.original_exception))
        act()

    event.listen(engine, "handle_error", hear)
    return failures


def open_office(engine: Engine) -> None:
    """What has to be written."""
    for attempt in tries():
        with attempt, transaction(engine) as session:
            session.add(OfficeRow(name="样镇", plan="样", plan_version="1"))


def names(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(offices.c.name)))


def test_what_could_not_be_written_for_a_lock_is_written_once_the_lock_is_gone(
    impatient: Engine, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    with somebody_else_writing(database_url) as other:
        failures = at_every_failure(impatient, other.rollback)
        open_office(impatient)
    assert names(impatient) == ["样镇"]
    assert len(failures) == 1
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_a_lock_that_stays_is_said_in_the_end(impatient: Engine, database_url: str) -> None:
    with somebody_else_writing(database_url):
        failures = at_every_failure(impatient, lambda: None)
        with pytest.raises(OperationalError):
            open_office(impatient)
    assert len(failures) == MOST_TRIES
    assert names(impatient) == []


def test_what_another_try_would_not_mend_is_said_at_once(empty_url: str) -> None:
    without_tables = make_engine(empty_url)
    failures = at_every_failure(without_tables, lambda: None)
    with pytest.raises(DBAPIError, match="office"):
        open_office(without_tables)
    assert len(failures) == 1
    without_tables.dispose()


@pytest.mark.postgres
def test_two_who_wait_for_each_other_both_end_well(postgres_url: str) -> None:
    """A real deadlock: PostgreSQL ends one of the two, which is then done again."""
    both = make_engine(postgres_url)
    with both.begin() as connection:
        connection.execute(channels.insert(), [{"name": name, "failures": 0, "recent": []} for name in "ab"])
    meeting = Barrier(2)
    begun: list[str] = []

    def count(first: str, second: str) -> None:
        for attempt in tries():
            with attempt, transaction(both) as session:
                one_more = update(channels).values(failures=channels.c.failures + 1)
                session.execute(one_more.where(channels.c.name == first))
                begun.append(first)
                if len(begun) <= 2:
                    meeting.wait(20)
                session.execute(one_more.where(channels.c.name == second))

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(count, "a", "b"), threads.submit(count, "b", "a")]:
            done.result()
    with reading(both) as session:
        assert session.scalar(select(func.sum(channels.c.failures))) == 4
    assert len(begun) == 3
    both.dispose()
