"""`dudao work`: one machine more for an office that several machines share; Prefect's own worker does the rest."""

from __future__ import annotations

import os
import socket
import sys
from typing import TYPE_CHECKING

from flows.applying import process_environment
from flows.door import open_door
from rules.errors import UnavailableError
from settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

AT_ONCE = 4


def work(folder: Path) -> None:
    """This process becomes a worker of the pool, and ends when it is told to.

    Raises:
        InputError: the folder says something wrong.
        UnavailableError: no pool was named.
    """
    settings = Settings()
    if settings.pool is None:
        raise UnavailableError("up.no_pool")
    open_door(folder)
    environment = process_environment(folder, folder, settings)
    arguments = worker_command(settings.pool)
    os.chdir(folder / "var")
    os.execve(sys.executable, arguments, environment)  # noqa: S606  (our own interpreter, no shell)


def worker_command(pool: str) -> list[str]:
    """Prefect's own worker of that pool, by a name that no other one has."""
    name = f"{socket.gethostname()}-{os.getpid()}"
    options = ("--pool", pool, "--type", "process", "--limit", str(AT_ONCE), "--name", name)
    return [sys.executable, "-m", "prefect", "worker", "start", *options]
