"""Another worker who holds what everybody wants to write, and lets go when a test says so: no waiting, no sleeping."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event, text

from models.engine import make_engine


def make_impatient(engine: Engine | type[Engine]) -> Callable[..., None]:
    """No statement of the database waits for a lock; the listener that sees to it for every connection."""

    def prepare(connection: Any, *_: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA busy_timeout = 0")
        else:
            connection.execute("SET lock_timeout = '20ms'")
            connection.commit()

    event.listen(engine, "checkout", prepare)
    return prepare


@contextmanager
def somebody_else(url: str) -> Iterator[Connection]:
    """A connection of another worker."""
    other = make_engine(url)
    with other.connect() as connection:
        yield connection
    other.dispose()


def hold(connection: Connection) -> None:
    """It holds the messages and the office; `connection.rollback` lets go."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("SELECT 1"))  # with which our engine takes the write lock
    else:
        connection.execute(text("LOCK TABLE office, message IN ACCESS EXCLUSIVE MODE"))


def at_every_failure(engine: Engine, act: Callable[[], object]) -> list[str]:
    """What the database has said from now on; each time this is done."""
    failures: list[str] = []

    def hear(context: Any) -> None:
        failures.append(str(context.original_exception))
        act()

    event.listen(engine, "handle_error", hear)
    return failures
