"""The door of the clockwork: where a process reads its settings, the clock and the office's folder, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calendars import folder as folders
from models.engine import make_engine
from notifications.sealing import Seal, open_seal
from rules.errors import UnavailableError
from settings import Settings, now, today

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from sqlalchemy import Engine

    from rules.desk import Desk


@dataclass(frozen=True, slots=True)
class Door:
    """An office that is open for work: its folder as read, its database, and the local day on which it was opened."""

    folder: Path
    desk: Desk
    engine: Engine
    day: date

    @property
    def language(self) -> str:
        """In which language the office is spoken to."""
        return self.desk.office.language

    @property
    def name(self) -> str:
        """The office's name."""
        return self.desk.office.name

    def seal(self) -> Seal:
        """The key that seals and unseals the addresses of this office's channels.

        Raises:
            UnavailableError: the key is none, or others can read its file.
        """
        key = Settings().key
        return open_seal(self.folder, key.get_secret_value() if key else "")

    def now(self) -> datetime:
        """This moment, in UTC."""
        return now()


def open_door(folder: Path | None = None) -> Door:
    """The office of a folder, or of ``DUDAO_OFFICE`` where none is given.

    Raises:
        InputError: the folder says something wrong; every problem at once.
        UnavailableError: no folder was named.
    """
    settings = Settings()
    place = folder or settings.office
    if place is None:
        raise UnavailableError("up.no_office")
    place = place.resolve()
    desk = folders.read_desk(place)
    (place / "var").mkdir(exist_ok=True)
    return Door(place, desk, engine_of(desk), today(desk.office.time_zone))


def engine_of(desk: Desk) -> Engine:
    """The way into the office's database, which is neither opened nor made by this."""
    named = Settings().database
    return make_engine(named.get_secret_value() if named else desk.office.database)
