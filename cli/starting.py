"""What must hold before anything is started: sound folders that can be written to, a free port, nobody else at work."""

from __future__ import annotations

import fcntl
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calendars import folder as folders
from flows.door import open_door
from flows.environment import HOST
from rules.errors import InputError, Severity, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flows.door import Door

LOCK = "up.lock"


@dataclass(frozen=True, slots=True)
class Office:
    """One office that is about to be served."""

    folder: Path
    door: Door


def open_offices(places: list[Path]) -> list[Office]:
    """The offices of the folders.

    Raises:
        InputError: a plan, roster or term table is wrong; every problem of every folder at once.
        UnavailableError: no folder, a folder that cannot be written to, or two offices of one name.
    """
    if not places:
        raise UnavailableError("up.no_office")
    resolved = list(dict.fromkeys(place.resolve() for place in places))
    for place in resolved:
        if not place.is_dir():
            raise UnavailableError("up.no_folder", folder=place)
    wrong = [each for place in resolved for each in folders.problems(place) if each.severity is Severity.ERROR]
    if wrong:
        raise InputError(tuple(wrong))
    for place in resolved:
        _can_write(place)
    offices = [Office(place, open_door(place)) for place in resolved]
    _check_names(offices)
    return offices


def port_is_free(port: int) -> None:
    """Nothing listens on the port of this machine.

    Raises:
        UnavailableError: something does; with what to do.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise UnavailableError("up.port_taken", port=port, other=port + 1) from None


@contextmanager
def hold(folder: Path, port: int) -> Iterator[None]:
    """The folder is ours as long as the block lasts, whatever happens to the process.

    Raises:
        UnavailableError: another process serves it.
    """
    with (folder / "var" / LOCK).open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UnavailableError("up.folder_taken", folder=folder) from None
        lock.truncate(0)
        lock.write(f"{port}\n")
        lock.flush()
        yield


def _can_write(folder: Path) -> None:
    probe = folder / "var" / ".written"
    try:
        probe.parent.mkdir(exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError:
        raise UnavailableError("up.not_writable", folder=folder / "var") from None


def _check_names(offices: list[Office]) -> None:
    names = [office.door.name for office in offices]
    for name in names:
        if names.count(name) > 1:
            raise UnavailableError("up.same_name", office=name)
