"""Commands about the folder and its year: init, check, calendar, up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from calendars import folder as folders
from cli.calendar_files import write_calendars
from cli.checking import delivery_problems
from cli.failing import problem_document
from cli.places import folder_of
from cli.printing import busy, put, put_json, put_table, word
from cli.speaking import language, told
from reports.often import often_said
from rules.errors import InputError, Severity
from rules.recurring import occurrences, unscheduled
from rules.series import Series, series

Named = Annotated[Optional[Path], typer.Argument(metavar="[DIR]", show_default=False)]  # noqa: UP045  (read at run time)
AsJson = Annotated[bool, typer.Option("--json")]

_DATED = ("item", "title", "programme", "period", "opens_on", "due_on", "audience", "units")
_KEYS = (
    "plan", "item", "covers", "class", "kind", "programme", "title", "period", "opens_on", "due_on",
    "due_provisional", "doer", "audience", "units",
)  # fmt: skip
"""The keys of one occurrence in ``calendar --json``, in this order and no others."""


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    plan: Annotated[str, typer.Option("--plan")],
    year: Annotated[int, typer.Option("--year", min=2004, max=2100)],
    *,
    own_plan: Annotated[bool, typer.Option("--own-plan")] = False,
) -> None:
    """Make an office folder."""
    for path in folders.init_folder(folder, plan, year, own_plan=own_plan):
        put(told("init.made", path=str(path)))
    put(told("init.next", folder=str(folder)))


def check(folder: Named = None, *, as_json: AsJson = False) -> None:
    """Say everything that is wrong with a folder, at once."""
    place = folder_of(folder)
    with busy(told("busy.reading")):
        found = (*folders.problems(place), *delivery_problems(place))
    listed = {kind: [item for item in found if item.severity is kind] for kind in Severity}
    if as_json:
        put_json(
            {
                "ok": not listed[Severity.ERROR],
                "errors": [problem_document(item) for item in listed[Severity.ERROR]],
                "warnings": [problem_document(item) for item in listed[Severity.WARNING]],
                "notes": [problem_document(item) for item in listed[Severity.NOTE]],
                "unscheduled": _unscheduled(place),
            }
        )
    else:
        for kind, items in listed.items():
            _put_problems(kind, [problem_document(item)["message"] for item in items])
        put(told("check.ok") if not listed[Severity.ERROR] else told("check.not_ok", count=len(listed[Severity.ERROR])))
    if listed[Severity.ERROR]:
        raise typer.Exit(1)


def calendar(
    folder: Named = None,
    year: Annotated[Optional[int], typer.Option("--year", min=2000, max=2100)] = None,  # noqa: UP045  (the same)
    ics: Annotated[Optional[Path], typer.Option("--ics", metavar="FOLDER")] = None,  # noqa: UP045  (the same)
    *,
    as_json: AsJson = False,
) -> None:
    """The resolved year, or what is in force of it as iCalendar files."""
    if ics is not None:
        write_calendars(folder, ics, as_json=as_json)
        return
    desk = folders.read_desk(folder_of(folder))
    found = occurrences(desk, year or desk.office.year)
    if as_json:
        put_json([_document(occurrence) for occurrence in found])
        return
    rows = [[_shown(line, column) for column in _DATED] for line in series(desk.plan, found)]
    put_table(_DATED, rows, told("calendar.title", office=desk.office.name, year=year or desk.office.year))
    put(told("calendar.count", count=len(found)))


def up(folders_: Annotated[Optional[list[Path]], typer.Argument(metavar="[DIR]...")] = None) -> None:  # noqa: UP045  (the same)
    """Start everything."""
    from cli.up import up as start  # noqa: PLC0415  (the same)

    raise typer.Exit(start([folder_of(folder) for folder in folders_] if folders_ else [folder_of(None)]))


def work(folder: Named = None) -> None:
    """Carry out the runs of a work pool on this machine, beside any other machines that do."""
    from cli.working import work as carry_out  # noqa: PLC0415  (the same)

    carry_out(folder_of(folder).resolve())


def _unscheduled(place: Path) -> list[str]:
    try:
        plan = folders.read_desk(place).plan
    except InputError:
        return []
    return [entry.id for entry in unscheduled(plan)]


def _put_problems(kind: Severity, messages: list[str]) -> None:
    if messages:
        put(told(f"check.{kind}", count=len(messages)))
    for message in messages:
        put(f"  {message}")


def _document(occurrence: Any) -> dict[str, Any]:
    return {key: getattr(occurrence, "class_" if key == "class" else key) for key in _KEYS}


def _shown(line: Series, column: str) -> object:
    """One cell of a line of the year; what comes every day or week is one line."""
    match column:
        case "units":
            return len(line.first.units)
        case "period":
            return often_said(language(), line)
        case "due_on" if line.due_provisional:
            return f"{line.due_on}{word('reports', 'provisional')}"
        case "opens_on" | "due_on":
            return getattr(line, column)
        case _:
            return getattr(line.first, column)
