"""Another roster for an office: checked as a whole as if it stood in the folder, and what would change."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from calendars.replacing import compare
from calendars.roster_file import roster_and_problems
from calendars.roster_sheets import FILE, read_rows
from calendars.roster_template import write_roster
from calendars.roster_words import HEADERS, PEOPLE, UNITS
from rules.errors import InputError, Problem, Severity

if TYPE_CHECKING:
    from calendars.replacing import Changes
    from rules.office import Channel, Roster

_TELEPHONE = 7
"""From so many digits on it is no count."""


@dataclass(frozen=True, slots=True)
class RosterImport:
    """A roster that is right: what changes, and the warnings that it would have in the folder."""

    units: Changes
    people: Changes
    warnings: tuple[Problem, ...]


def export_roster(folder: Path, target: Path) -> tuple[int, int]:
    """A workbook of the office's roster stands at the target, in the usual order of columns; how many rows it has.

    Raises:
        InputError: roster.xlsx cannot be read at all.
    """
    rows, _ = read_rows(folder)
    units, people = (
        [[_value(row.text(header)) for header in HEADERS[name]] for row in rows[name]] for name in (UNITS, PEOPLE)
    )
    write_roster(target, units, people)
    return len(units), len(people)


def _value(text: str) -> object:
    """A count is a number; a telephone number and a code with a zero before it stay text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _TELEPHONE and text[0] != "0" else text


def check_roster_book(folder: Path, path: Path, channels: tuple[Channel, ...]) -> RosterImport:
    """What a workbook would change as the office's roster.

    Args:
        folder: of the office.
        path: the workbook.
        channels: the office's ways out.

    Raises:
        InputError: everything that is wrong with the workbook; the folder is not touched in any case.
    """
    new, problems = _read_as_roster(path, channels)
    errors = tuple(problem for problem in problems if problem.severity is Severity.ERROR)
    if errors:
        raise InputError(errors)
    old = _present(folder)
    return RosterImport(
        units=compare({unit.name: unit for unit in old.units} if old else {}, {unit.name: unit for unit in new.units}),
        people=compare({one.name: one for one in old.people} if old else {}, {one.name: one for one in new.people}),
        warnings=tuple(problem for problem in problems if problem.severity is not Severity.ERROR),
    )


def _read_as_roster(path: Path, channels: tuple[Channel, ...]) -> tuple[Roster, tuple[Problem, ...]]:
    """The workbook under the name that a roster has in a folder; its problems name the workbook itself."""
    with TemporaryDirectory() as place:
        if path.is_file():
            shutil.copyfile(path, Path(place) / FILE)
        try:
            roster, problems = roster_and_problems(Path(place), channels)
        except InputError as error:
            raise InputError(tuple(replace(problem, file=path.name) for problem in error.problems)) from error
    return roster, tuple(replace(problem, file=path.name) for problem in problems)


def _present(folder: Path) -> Roster | None:
    """The roster as far as it can be read; None where the folder has none."""
    try:
        return roster_and_problems(folder, None)[0]
    except InputError:
        return None
