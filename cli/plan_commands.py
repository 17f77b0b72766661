"""plan export, plan import: the plan as the monthly table that offices keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from calendars.documents import read_document
from calendars.folder import plan_path
from calendars.office_file import read_office
from calendars.plan_book import write_plan_book
from calendars.plan_importing import import_plan, plan_changes
from calendars.plans import shipped_plan_path, shipped_plans
from calendars.replacing import replace_file
from cli.exchanging import (
    AsJson,
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
from cli.places import OFFICE_FILE, folder_of
from cli.printing import put, put_json
from cli.speaking import told
from rules.errors import RefusedError

if TYPE_CHECKING:
    from calendars.plan_importing import PlanImport
    from calendars.replacing import Changes

Source = Annotated[Optional[str], typer.Argument(metavar="[DIR|PLAN]", show_default=False)]  # noqa: UP045  (run time)
Target = Annotated[Optional[Path], typer.Argument(metavar="[DIR|PLAN.yaml]", show_default=False)]  # noqa: UP045  (same)


def export(workbook: Workbook, source: Source = None, *, yes: Yes = False) -> None:
    """Write a plan as a workbook."""
    path = _plan_of(source)
    plan = write_plan_book(path, free_target(workbook, yes=yes))
    put(told("sheets.plan_written", file=str(workbook), title=plan.title, count=len(plan.entries)))


def import_(
    workbook: Workbook, target: Target = None, *, check: OnlyCheck = False, yes: Yes = False, as_json: AsJson = False
) -> None:
    """Read a workbook back as a plan file."""
    found = import_plan(workbook, _level(target))
    path = _target(workbook, target, found)
    changes = plan_changes(path, found.text) if path.is_file() else None
    if not as_json:
        _put(found, changes)
    is_new = changes is None or not changes.are_none
    written = not check and is_new and _write(path, found.text, ask=changes is not None, yes=yes)
    if as_json:
        put_json(_document(found, changes, path if written else None))
    else:
        _put_end(path, found, written=written, is_new=is_new)
    if found.undecided:
        raise typer.Exit(1)


def _plan_of(source: str | None) -> Path:
    """The plan file of an office's folder, or a shipped one."""
    if source in shipped_plans() and not Path(source).is_dir():
        return shipped_plan_path(source)
    folder = folder_of(Path(source) if source else None)
    return plan_path(folder, read_office(folder))


def _level(target: Path | None) -> str:
    """The level of the office into which a draft goes; empty where it goes to none."""
    return read_office(target).level if target and (target / OFFICE_FILE).is_file() else ""


def _target(workbook: Path, target: Path | None, found: PlanImport) -> Path:
    """Where the plan file goes: as named; in an office's folder its own plan; otherwise beside the workbook."""
    if target is None:
        return workbook.with_name(f"{found.name}.yaml")
    if not target.is_dir():
        if target.name == OFFICE_FILE or target.suffix not in {".yaml", ".yml"}:
            raise RefusedError("cli.sheets.no_plan_file", file=str(target))
        return target
    named = str(read_document(target / OFFICE_FILE, OFFICE_FILE).data.get("plan") or "")
    return target / (named if named.endswith((".yaml", ".yml")) and not found.is_draft else f"{found.name}.yaml")


def _write(path: Path, text: str, *, ask: bool, yes: bool) -> bool:
    if ask and not allow(path, yes=yes):
        return False
    office = path.parent if (path.parent / OFFICE_FILE).is_file() else None
    put_kept(replace_file(path, text.encode(), office))
    return True


def _put(found: PlanImport, changes: Changes | None) -> None:
    put(told("sheets.draft_read" if found.is_draft else "sheets.plan_read", count=found.entries, dated=found.dated))
    put_problems("undecided", found.undecided)
    put_problems("told", found.told)
    if changes is not None:
        put_changes([("entries", changes)])


def _put_end(path: Path, found: PlanImport, *, written: bool, is_new: bool) -> None:
    if not is_new:
        put(told("sheets.same", file=str(path)))
    elif written:
        put(told("sheets.draft_there" if found.is_draft else "sheets.plan_there", file=str(path), name=path.name))
    else:
        put(told("sheets.not_written"))


def _document(found: PlanImport, changes: Changes | None, written: Path | None) -> dict[str, Any]:
    return {
        "ok": not found.undecided,
        "written": str(written) if written else None,
        "draft": found.is_draft,
        "entries": found.entries,
        "dated": found.dated,
        "changes": changes_document(changes) if changes else None,
        "undecided": [problem_document(problem) for problem in found.undecided],
        "notes": [problem_document(problem) for problem in found.told],
    }
