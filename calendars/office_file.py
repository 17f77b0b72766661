"""office.yaml: the office's settings, read into `rules.office.Office`, every problem at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calendars.complaints import read_shape
from calendars.documents import read_document
from calendars.office_checks import FILE, check_office
from calendars.office_shapes import USUAL_CHECK_LADDER, USUAL_LADDER, OfficeShape
from rules.office import Channel, Office

if TYPE_CHECKING:
    from pathlib import Path

USUAL_CHANNELS = (Channel("files", "files"),)
RELATIVE_SQLITE = "sqlite:///"


def read_office(folder: Path) -> Office:
    """The office of a folder.

    A database that is not written is SQLite in the folder's ``var``; a relative SQLite path counts from the folder.

    Raises:
        InputError: every problem of office.yaml, in its order.
    """
    document = read_document(folder / FILE, FILE)
    shape = read_shape(OfficeShape, document, together=check_office(document))
    return Office(
        name=shape.name,
        place=shape.place,
        level=shape.level,
        time_zone=shape.time_zone,
        language=shape.language,
        plan=shape.plan,
        year=shape.year,
        hours=shape.hours.hours(),
        terms=tuple(sorted((term.term() for term in shape.terms), key=lambda term: (term.opens_on, term.stages))),
        policies=shape.policies.policies(),
        ladder=tuple(rung.plain() for rung in shape.ladder) or USUAL_LADDER,
        channels=tuple(channel.channel() for channel in shape.channels) or USUAL_CHANNELS,
        database=_database(shape.database, folder),
        check_ladder=tuple(rung.plain() for rung in shape.check_ladder) or USUAL_CHECK_LADDER,
        ladders={name: tuple(rung.plain() for rung in rungs) for name, rungs in shape.ladders.items()},
        pack=shape.pack,
        links=shape.links.plain(),
    )


def _database(written: str, folder: Path) -> str:
    if not written:
        return f"{RELATIVE_SQLITE}{folder.resolve() / 'var' / 'dudao.db'}"
    path = written.removeprefix(RELATIVE_SQLITE)
    is_relative = written.startswith(RELATIVE_SQLITE) and path and not path.startswith((":", "/"))
    return f"{RELATIVE_SQLITE}{folder.resolve() / path}" if is_relative else written
