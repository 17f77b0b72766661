"""office.yaml: the office's settings, read into `rules.office.Office`, every problem at once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from calendars.complaints import read_shape
from calendars.documents import Document, key_path, read_document
from calendars.office_shapes import USUAL_LADDER, OfficeShape
from calendars.term_checks import check_terms
from rules.errors import InputError, Problem
from rules.office import Channel, Office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from calendars.documents import Place

FILE = "office.yaml"
USUAL_CHANNELS = (Channel("files", "files"),)
RELATIVE_SQLITE = "sqlite:///"


def read_office(folder: Path) -> Office:
    """The office of a folder.

    A database that is not written is SQLite in the folder's ``var``; a relative SQLite path counts from the folder.

    Raises:
        InputError: every problem of office.yaml, in its order.
    """
    document = read_document(folder / FILE, FILE)
    shape = read_shape(OfficeShape, document)
    problems = (*check_terms(shape.terms, document), *_check(shape, document))
    if problems:
        raise InputError(tuple(sorted(problems, key=lambda problem: int(problem.more["line"]))))
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
    )


def _database(written: str, folder: Path) -> str:
    if not written:
        return f"{RELATIVE_SQLITE}{folder.resolve() / 'var' / 'dudao.db'}"
    path = written.removeprefix(RELATIVE_SQLITE)
    is_relative = written.startswith(RELATIVE_SQLITE) and path and not path.startswith((":", "/"))
    return f"{RELATIVE_SQLITE}{folder.resolve() / path}" if is_relative else written


def _check(shape: OfficeShape, document: Document) -> Iterator[Problem]:
    if shape.hours.closes <= shape.hours.opens:
        yield _problem(document, ("hours",), "hours_backwards", f"{shape.hours.opens:%H:%M}—{shape.hours.closes:%H:%M}")
    yield from _check_ladder(shape, document)
    yield from _check_channels(shape, document)
    if shape.database and "://" not in shape.database:
        yield _problem(document, ("database",), "database_url", shape.database, "sqlite:///var/dudao.db")
    elif urlsplit(shape.database).password:
        yield _problem(document, ("database",), "password_in_file", "***", "PGPASSWORD")


def _check_ladder(shape: OfficeShape, document: Document) -> Iterator[Problem]:
    """Rungs are numbered 1, 2, 3 ... and each waits longer than the one below; only a proposal proposes."""
    after = 0
    for index, rung in enumerate(shape.ladder):
        if rung.rung != index + 1:
            yield _problem(document, ("ladder", index, "rung"), "rung_number", str(rung.rung), str(index + 1))
        if rung.after <= after:
            yield _problem(document, ("ladder", index, "after"), "rung_order", str(rung.after), f"> {after}")
        after = max(after, rung.after)
        if (rung.measure == "propose") != bool(rung.proposals):
            yield _problem(document, ("ladder", index, "proposals"), "rung_proposals", rung.measure, "约谈、通报")


def _check_channels(shape: OfficeShape, document: Document) -> Iterator[Problem]:
    names = [channel.name for channel in shape.channels]
    for index, channel in enumerate(shape.channels):
        if channel.name in names[:index]:
            yield _problem(document, ("channels", index, "name"), "channel_twice", channel.name)
        if channel.kind != "files" and not channel.url_env:
            place = ("channels", index, "url_env")
            yield _problem(document, place, "channel_without_url", channel.name, "DUDAO_MAIL_URL")


def _problem(document: Document, place: Place, code: str, value: str = "", allowed: str = "") -> Problem:
    more = {"line": str(document.line(place)), "key": str(place[-1])}
    return Problem(FILE, key_path(place), code, value, allowed, more=more)
