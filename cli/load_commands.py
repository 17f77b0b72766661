"""The command that shows the work of a year week by week, from the plan alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from calendars import folder as folders
from calendars.checking import notes
from cli.failing import problem_document
from cli.folder_commands import AsJson, Named
from cli.places import folder_of
from cli.printing import busy, note, put, put_json, put_table, word
from cli.speaking import language, told
from reports.load import read_load
from reports.rendering import render
from reports.timeline import read_timeline

if TYPE_CHECKING:
    from reports.load import LoadRow, LoadView
    from rules.desk import Desk

SHOWN = 12
"""Rows that a person is shown of the people and of the units, the heaviest; the rest stands in the report."""

_COLUMNS = ("who", *(f"months.{month:02d}" for month in range(1, 13)), "total", "peak", "peak_on", "over")


def load(
    folder: Named = None,
    year: Annotated[Optional[int], typer.Option("--year", min=2004, max=2100)] = None,  # noqa: UP045  (read at run time)
    report: Annotated[Optional[Path], typer.Option("--report", metavar="FILE.html")] = None,  # noqa: UP045  (the same)
    *,
    as_json: AsJson = False,
) -> None:
    """The work of every week, by role, person and unit."""
    desk = folders.read_desk(folder_of(folder))
    wanted = year or desk.office.year
    with busy(told("busy.load", year=wanted)):
        view = read_load(desk, wanted)
    if report is not None:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(render(language(), "load.html", **load_facts(desk, view)), encoding="utf-8")
        note(told("load.report", file=str(report)))
    if as_json:
        put_json(view)
    else:
        put(told("load.title", office=view.office, year=wanted))
        put_load(view)


def load_facts(desk: Desk, view: LoadView) -> dict[str, Any]:
    """What the page shows of the load: the weeks, the timeline, and what the check of the folder says."""
    found = [problem_document(problem) for problem in notes(desk)]
    return {"load": view, "timeline": read_timeline(desk, view.year), "problems": found}


def put_load(view: LoadView) -> None:
    """Three tables month by month: roles, then the busiest people and units with their heaviest week."""
    put(told("load.about", person=view.person_week, unit=view.unit_week))
    put_table(_COLUMNS, [_line(row, word("role", row.name)) for row in view.roles], told("load.roles"))
    put_table(_COLUMNS, [_line(row, row.name) for row in _busiest(view.people)], told("load.people"))
    put_table(_COLUMNS, [_line(row, row.name) for row in _busiest(view.units)], told("load.units"))


def _busiest(rows: tuple[LoadRow, ...]) -> list[LoadRow]:
    return sorted(rows, key=lambda row: (-row.peak, row.name))[:SHOWN]


def _line(row: LoadRow, name: str) -> tuple[object, ...]:
    months = (f"{amount:.0f}" if round(amount) else ("·" if amount else "") for amount in row.by_month)
    return (name, *months, f"{row.total:.0f}", f"{row.peak:.1f}", f"{row.peak_on:%m-%d}", row.over or "")
