"""Where an office stands: the folder that was named, ``DUDAO_OFFICE``, or the folder in which one works."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cli.speaking import speak_for
from flows.door import Door, open_door
from models import OfficeRow
from models.engine import migrate, transaction
from models.repeating import tries
from rules.errors import UnavailableError
from services import planning
from settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

OFFICE_FILE = "office.yaml"


def folder_of(named: Path | None) -> Path:
    """The office's folder; from here on its language is spoken.

    Raises:
        UnavailableError: none was named and none is here, or what was named is no folder.
    """
    folder = named or Settings().office or _here()
    if folder is None:
        raise UnavailableError("cli.error.no_office")
    if not folder.is_dir():
        raise UnavailableError("cli.error.not_a_folder", folder=str(folder))
    speak_for(folder)
    return folder


def split_places(places: Sequence[str]) -> tuple[Path | None, str]:
    """``DIR CASE`` or ``CASE`` alone: the folder, where one was named, and the case.

    Raises:
        UnavailableError: more than the two.
    """
    *folders, subject = places
    if len(folders) > 1:
        raise UnavailableError("cli.error.two_places", places=" ".join(places))
    return (Path(folders[0]) if folders else None), subject


def enter(named: Path | None, *, load: bool = False) -> Door:
    """The office, open, with its database as this version needs it and its plan in it.

    Args:
        named: the folder, or None.
        load: whether the folder is loaded again; otherwise only where it never was.

    Raises:
        InputError: the folder says something wrong.
        UnavailableError: no such folder.
        DatabaseError: the database does not answer, or cannot be written to.
    """
    door = open_door(folder_of(named))
    migrate(door.engine)
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            if load or session.get(OfficeRow, 1) is None:
                planning.load(session, door.day, door.desk)
    return door


def _here() -> Path | None:
    here = Path.cwd()
    return here if (here / OFFICE_FILE).is_file() else None
