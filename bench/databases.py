"""Scratch databases: a SQLite file, and a PostgreSQL server of the bench's own with its usual durability."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from models.engine import make_engine, migrate
from tests import postgres

KINDS = ("SQLite", "PostgreSQL")


class Databases:
    """Fresh databases, one after the other; PostgreSQL is started when it is first asked for."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack, self._server = stack, None

    @contextmanager
    def url(self, kind: str) -> Iterator[str]:
        """The address of an empty, migrated database, gone afterwards."""
        if kind == "SQLite":
            with tempfile.TemporaryDirectory(prefix="dudao-bench-") as folder:
                address = f"sqlite:///{Path(folder) / 'office.db'}"
                _migrated(address)
                yield address
            return
        if self._server is None:
            self._server = self._stack.enter_context(postgres.server())
        with self._server.database() as name:
            address = self._server.url(name)
            _migrated(address)
            yield address

    @contextmanager
    def engine(self, kind: str) -> Iterator[Engine]:
        """The same as an engine."""
        with self.url(kind) as address:
            engine = make_engine(address)
            try:
                yield engine
            finally:
                engine.dispose()


def analyse(engine: Engine) -> None:
    """The planner knows what is in the tables, as after a night of autovacuum."""
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def _migrated(address: str) -> None:
    engine = make_engine(address)
    migrate(engine)
    engine.dispose()
