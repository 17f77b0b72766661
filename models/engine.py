"""The way into the database: the engine, its migrations, and the two kinds of session."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from models.repeating import tries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import URL

DatabaseError = OperationalError
"""What a database raises that does not answer or cannot be written to; the doors say it as a sentence."""

_BUSY_MS = 30_000
_MIGRATION_LOCK = 0x0D0DA0
"""The advisory lock that a migrating process holds on PostgreSQL."""


def make_engine(url: str | URL) -> Engine:
    """An engine for an office's database; nothing is opened before the first statement.

    Args:
        url: ``sqlite:////path/office.db`` (``sqlite://`` for one in memory) or ``postgresql://...``, which is served
            by psycopg whether the address names it or not.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite_engine(address)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    return create_engine(address, pool_pre_ping=True)


@contextmanager
def transaction(engine: Engine, *, via: str = "") -> Iterator[Session]:
    """A session that writes: committed when the block ends well, rolled back when it raises.

    On SQLite the write lock is taken at once, so that reading first and writing later can never fail half way.

    Args:
        engine: the office's database.
        via: the flow or command that writes; it stands beside every step of the history.
    """
    with Session(engine, expire_on_commit=False, info={"via": via}) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads, one consistent picture, and never waits for a writer."""
    with Session(engine.execution_options(dudao_reading=True)) as session:
        yield session


def migrate(engine: Engine) -> None:
    """The database has the tables of this version. Safe to repeat, and when two processes do it at once."""
    for attempt in tries():
        with attempt, engine.connect() as connection, _migration_lock(connection):
            settings = Config(attributes={"connection": connection})
            settings.set_main_option("script_location", "models:migrations")
            command.upgrade(settings, "head")


def has_table(engine: Engine, name: str) -> bool:
    """Whether the database is there with a table of that name; a SQLite file that is not there is not made."""
    file = engine.url.database if engine.url.get_backend_name() == "sqlite" else ""
    if file and file != ":memory:" and not Path(file).is_file():
        return False
    return inspect(engine).has_table(name)


def _sqlite_engine(address: URL) -> Engine:
    in_memory: dict[str, Any] = {"poolclass": StaticPool} if address.database in (None, "", ":memory:") else {}
    engine = create_engine(address, connect_args={"check_same_thread": False}, **in_memory)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(dbapi_connection: Any, _record: Any) -> None:
    """Foreign keys are held, readers never block, a writer waits; the driver begins nothing by itself."""
    dbapi_connection.isolation_level = None
    dbapi_connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    dbapi_connection.execute("PRAGMA foreign_keys = ON")
    dbapi_connection.execute("PRAGMA synchronous = NORMAL")
    with suppress(dbapi_connection.OperationalError):  # another process is turning the same file to WAL at this moment
        dbapi_connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    only_reads = connection.get_execution_options().get("dudao_reading", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


@contextmanager
def _migration_lock(connection: Connection) -> Iterator[None]:
    """One process migrates, any other waits and then finds nothing left to do; all or nothing is kept."""
    if connection.dialect.name == "sqlite":
        with _foreign_keys_off(connection), connection.begin():
            yield
    else:
        with connection.begin():
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            yield


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Batch migrations of SQLite build tables anew, which foreign keys would hinder; outside a transaction only."""
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
