"""The term table inside office.yaml, replaced: every other line of the file, with its comments, stays as it is."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from calendars.documents import read_document
from calendars.office_checks import FILE
from calendars.office_file import read_office
from calendars.plan_text import flow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calendars.documents import Document
    from rules.office import Term


def office_with_terms(folder: Path, terms: Iterable[Term]) -> str:
    """The text of office.yaml with those terms; the folder itself is not touched.

    Raises:
        InputError: office.yaml is not in order, before or after.
    """
    document = read_document(folder / FILE, FILE)
    lines = (folder / FILE).read_text(encoding="utf-8-sig").splitlines()
    first, last = _block(document, lines)
    rows = [f"  - {flow(_keys(term))}" for term in terms]
    block = ["terms:", *rows] if rows else ["terms: []"]
    text = "\n".join([*lines[:first], *block, *lines[last:]]).rstrip("\n") + "\n"
    with TemporaryDirectory() as place:
        (Path(place) / FILE).write_text(text, encoding="utf-8")
        read_office(Path(place))
    return text


def _keys(term: Term) -> dict[str, object]:
    keys: dict[str, object] = {"year": term.year, "season": term.season.value}
    keys |= {"stages": [stage.value for stage in term.stages]} if term.stages else {}
    keys |= {"opens": term.opens_on.isoformat(), "closes": term.closes_on.isoformat()}
    return keys | ({"provisional": True} if term.provisional else {})


def _block(document: Document, lines: list[str]) -> tuple[int, int]:
    """The lines of the key ``terms``, from 0, the last exclusive; at the end of the file where there is no such key."""
    starts = sorted(line for place, line in document.lines.items() if len(place) == 1)
    begins = document.lines.get(("terms",))
    if begins is None:
        return len(lines), len(lines)
    ends = next((line - 1 for line in starts if line > begins), len(lines))
    while ends > begins and (not lines[ends - 1].strip() or lines[ends - 1].startswith("#")):
        ends -= 1
    return begins - 1, ends
