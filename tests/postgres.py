"""A PostgreSQL server of our own for one test session: a fresh cluster on a Unix socket, nothing on any port."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

_FAST = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=50"
_ROLE = "dudao"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
_END_OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class Server:
    """A running cluster and its databases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str) -> str:
        """The address as an office would write it."""
        return f"postgresql://{_ROLE}@/{database}?host={self.folder}"

    @contextmanager
    def database(self) -> Iterator[str]:
        """The name of a new database, dropped at the end."""
        name = f"t{uuid4().hex}"
        self.create(name)
        try:
            yield name
        finally:
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def create(self, name: str) -> None:
        """A new database."""
        self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def empty(self, name: str) -> None:
        """The database has no rows and no connections any more; much faster than a new one for every test.

        As a replica, for which the triggers that keep the history do not fire.
        """
        with psycopg.connect(host=str(self.folder), user=_ROLE, dbname=name, autocommit=True) as connection:
            connection.execute(_END_OTHERS)
            connection.execute("SET session_replication_role = replica")
            tables = [row[0] for row in connection.execute(_TABLES)]
            names = sql.SQL(", ").join(map(sql.Identifier, tables))
            connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(names))

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(host=str(self.folder), user=_ROLE, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def server() -> Iterator[Server]:
    """A server that runs while the block does; the test is skipped where PostgreSQL is not installed."""
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="dudao-pg-"))
    data = folder / "data"
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        initdb = [binaries / "initdb", "-D", data, "-U", _ROLE, "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        _as_nobody_special(*initdb)
        control = (binaries / "pg_ctl", "-D", data, "-w", "-s")
        _as_nobody_special(*control, "-l", folder / "log", "-o", f"-k {folder} {_FAST}", "start")
        try:
            yield Server(folder)
        finally:
            _as_nobody_special(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        missing = "no PostgreSQL here: apt-get install postgresql"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return found[-1].parent if found else Path(str(on_path)).parent


def _as_nobody_special(*command: str | Path) -> None:
    """PostgreSQL refuses to run as root."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *words]
    subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL)
