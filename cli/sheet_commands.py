"""roster export, roster import, terms export, terms import: all of a workbook is right, or nothing is replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calendars.office_checks import FILE as OFFICE_YAML
from calendars.office_file import read_office
from calendars.replacing import compare, replace_file
from calendars.roster_importing import check_roster_book, export_roster
from calendars.roster_sheets import FILE as ROSTER
from calendars.term_replacing import office_with_terms
from calendars.term_sheets import read_term_sheet, term_name, write_term_sheet
from cli.exchanging import (
    AsJson,
    Named,
    OnlyCheck,
    Workbook,
    Yes,
    allow,
    changes_document,
    free_target,
    put_changes,
    put_kept,
    put_problems,
)
from cli.failing import problem_document
from cli.places import folder_of
from cli.printing import put, put_json
from cli.speaking import told

if TYPE_CHECKING:
    from pathlib import Path

    from calendars.replacing import Changes
    from rules.errors import Problem

    Said = list[tuple[str, Changes]]


def export_roster_(workbook: Workbook, folder: Named = None, *, yes: Yes = False) -> None:
    """Write the roster as a workbook."""
    units, people = export_roster(folder_of(folder), free_target(workbook, yes=yes))
    put(told("sheets.roster_written", file=str(workbook), units=units, people=people))


def import_roster(
    workbook: Workbook, folder: Named = None, *, check: OnlyCheck = False, yes: Yes = False, as_json: AsJson = False
) -> None:
    """Replace the roster by a workbook."""
    place = folder_of(folder)
    found = check_roster_book(place, workbook, read_office(place).channels)
    said = [("units", found.units), ("people", found.people)]
    content = workbook.read_bytes()
    _replace((place, place / ROSTER), content, said, found.warnings, (check, yes, as_json))


def export_terms(workbook: Workbook, folder: Named = None, *, yes: Yes = False) -> None:
    """Write the term table as a workbook."""
    office = read_office(folder_of(folder))
    write_term_sheet(office.terms, free_target(workbook, yes=yes), office.name)
    put(told("sheets.terms_written", file=str(workbook), count=len(office.terms)))


def import_terms(
    workbook: Workbook, folder: Named = None, *, check: OnlyCheck = False, yes: Yes = False, as_json: AsJson = False
) -> None:
    """Replace the term table by that of a workbook."""
    place = folder_of(folder)
    terms = read_term_sheet(workbook)
    content = office_with_terms(place, terms).encode()
    old = {term_name(term): term for term in read_office(place).terms}
    said = [("terms", compare(old, {term_name(term): term for term in terms}))]
    _replace((place, place / OFFICE_YAML), content, said, (), (check, yes, as_json))


def _replace(
    where: tuple[Path, Path], content: bytes, said: Said, warnings: tuple[Problem, ...], wishes: tuple[bool, bool, bool]
) -> None:
    """What changes is said; then the file is replaced, where somebody wants that and anything is different."""
    (office, file), (check, yes, as_json) = where, wishes
    if not as_json:
        put_problems("warnings", warnings)
        put_changes(said)
    same = all(changes.are_none for _, changes in said)
    written = not check and not same and allow(file, yes=yes)
    if written:
        put_kept(replace_file(file, content, office))
    if as_json:
        put_json(_document(file if written else None, said, warnings))
    else:
        put(told("sheets.same" if same else "sheets.replaced" if written else "sheets.not_written", file=str(file)))


def _document(written: Path | None, said: Said, warnings: tuple[Problem, ...]) -> dict[str, Any]:
    return {
        "ok": True,
        "written": str(written) if written else None,
        "changes": {about: changes_document(changes) for about, changes in said},
        "warnings": [problem_document(problem) for problem in warnings],
    }
