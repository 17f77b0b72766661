"""A workbook as a plan file: our own brought back whole, an office's own table as a draft to be looked through."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from calendars.drafting import draft_plan
from calendars.grids import read_grids
from calendars.plan_reading import is_plan_book, read_plan_book
from calendars.plans import read_plan
from calendars.replacing import Changes, compare
from rules.errors import InputError, Severity

if TYPE_CHECKING:
    from rules.errors import Problem


@dataclass(frozen=True, slots=True)
class PlanImport:
    """A plan file that a workbook gives.

    Args:
        name: of the plan, the stem of its file.
        text: the file.
        is_draft: whether it comes from an office's own table.
        entries, dated: how many entries, and how many of them have a window.
        undecided: what a person has to decide; `told`: what is only said.
    """

    name: str
    text: str
    is_draft: bool
    entries: int
    dated: int
    undecided: tuple[Problem, ...] = ()
    told: tuple[Problem, ...] = ()


def import_plan(path: Path, level: str = "") -> PlanImport:
    """What a workbook gives; nothing is written.

    Args:
        path: the workbook.
        level: of the office, for a draft.

    Raises:
        InputError: no workbook; a plan's workbook with anything wrong in it; a workbook without a table of work.
    """
    grids = read_grids(path, path.name)
    if is_plan_book(grids):
        book = read_plan_book(path, grids)
        entries = book.data["entries"]
        dated = sum("window" in entry for entry in entries)
        return PlanImport(book.name, book.text, is_draft=False, entries=len(entries), dated=dated)
    draft = draft_plan(grids, path.name, level)
    undecided = tuple(problem for problem in draft.problems if problem.severity is Severity.WARNING)
    told = tuple(problem for problem in draft.problems if problem.severity is not Severity.WARNING)
    return PlanImport(path.stem, draft.text, True, draft.entries, draft.dated, undecided, told)  # noqa: FBT003  (is_draft)


def plan_changes(target: Path, text: str) -> Changes:
    """What the text changes in the plan file that stands at the target, by entry and line of work."""
    with TemporaryDirectory() as place:
        new = Path(place) / target.name
        new.write_text(text, encoding="utf-8")
        return compare(_parts(target), _parts(new))


def _parts(path: Path) -> dict[str, object]:
    """The entries by id, the lines of work by name, and the headings; nothing where there is no readable plan."""
    try:
        plan = read_plan(path)
    except InputError:
        return {}
    entries: dict[str, object] = {entry.id: entry for entry in plan.entries}
    return entries | {one.name: one for one in plan.programmes} | {"title": (plan.title, plan.level)}
