"""`dudao calendar --ics`: one iCalendar file of the office, one a zone, one a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cli.places import enter
from cli.printing import note, put, put_json
from cli.speaking import told
from flows.applying import foresee
from models.engine import reading
from reports.dates import read_dates
from reports.icalendars import PRODID, to_ical

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from flows.door import Door

OFFICE_FILE = "office.ics"
_UNSAFE = re.compile(r"[^\w.()（）-]+")


def write_calendars(folder: Path | None, into: Path, *, as_json: bool) -> None:
    """The folder holds exactly the calendars of today's office; files of ours that are nobody's any more are gone.

    What is in force is written, not what the folder says and nobody has applied; an office that was never loaded is.
    """
    door = enter(folder)
    if len(foresee(door)):
        note(told("calendar.pending"))
    files = files_of(door)
    for name, text in files.items():
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != text:
            path.write_bytes(text)
    _remove_others(into, files)
    if as_json:
        put_json(sorted(files))
    else:
        put(told("calendar.written", folder=str(into), count=len(files)))


def files_of(door: Door) -> dict[str, bytes]:
    """Relative names of the files and what is in them."""
    with reading(door.engine) as session:
        found = read_dates(session, door.desk)
    files: dict[str, bytes] = {}
    for dates in found:
        stem = _UNSAFE.sub("_", dates.name)
        name = f"{dates.folder}/{stem}.ics" if dates.folder else OFFICE_FILE
        count = 2
        while name in files:
            name, count = f"{dates.folder}/{stem}-{count}.ics", count + 1
        files[name] = to_ical(door.language, dates, office=door.name)
    return files


def _remove_others(into: Path, files: Iterable[str]) -> None:
    kept = {into / name for name in files}
    for path in [*into.glob("zones/*.ics"), *into.glob("people/*.ics")]:
        if path not in kept and PRODID.encode() in path.read_bytes():
            path.unlink()
