"""`dudao record-visit`, `dudao visits`: the records of responsible inspectors' visits."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Optional

import typer

from cli.folder_commands import AsJson, Named
from cli.places import enter
from cli.printing import put, put_json, put_table
from cli.reading import read_day
from cli.speaking import told
from models.engine import reading, transaction
from models.repeating import tries
from reports.visits import read_visit, read_visits, read_zone_visits
from rules.spanning import month_end
from services import recording

_VISIT = ("visit", "visited_on", "unit", "inspector", "looked_at", "result")
_ZONE = ("zone", "schools", "visited", "records", "below_law")
Many = Optional[list[str]]  # noqa: UP045  (read at run time)


def record_visit(  # noqa: PLR0913, PLR0917  (a form with that many fields)
    unit: Annotated[str, typer.Option("--unit")],
    inspector: Annotated[str, typer.Option("--inspector")],
    looked_at: Annotated[str, typer.Option("--looked-at")],
    result: Annotated[str, typer.Option("--result")],
    folder: Named = None,
    on: Annotated[Optional[date], typer.Option("--on", parser=read_day, metavar="YYYY-MM-DD")] = None,  # noqa: UP045  (the same)
    half: Annotated[str, typer.Option("--half", metavar="am|pm|all")] = "all",
    companions: Annotated[Many, typer.Option("--with")] = None,
    record: Annotated[str, typer.Option("--record")] = "",
    highlights: Annotated[str, typer.Option("--highlights")] = "",
    problems: Annotated[str, typer.Option("--problems")] = "",
    counts: Annotated[Many, typer.Option("--count", metavar="NAME=N")] = None,
    case_numbers: Annotated[Many, typer.Option("--finding")] = None,
    assignment: Annotated[Optional[int], typer.Option("--assignment", min=1)] = None,  # noqa: UP045  (the same)
    by: Annotated[str, typer.Option("--by")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Record a visit; it answers the month's visit too."""
    numbers = dict(_count(text) for text in counts or ())
    door = enter(folder)
    said = recording.Record(
        unit, inspector, looked_at, result, on, half, by, companions or (), record, highlights, problems,
        numbers, case_numbers or (), assignment,
    )  # fmt: skip
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            made = recording.record_visit(session, door.day, door.desk, said)
            visit = read_visit(session, made)
    if as_json:
        put_json(visit)
    else:
        put(told("visits.recorded", id=visit.id, unit=visit.unit, day=visit.visited_on))


def visits(
    folder: Named = None,
    month: Annotated[str, typer.Option("--month", metavar="YYYY-MM")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """The records of a month, and how far schools are covered."""
    door = enter(folder)
    first = _month(month) if month else door.day.replace(day=1)
    last = month_end(first.year, first.month)
    with reading(door.engine) as session:
        lines = read_visits(session, first, last)
        zones = read_zone_visits(session, min(last, max(door.day, first)), door.desk)
    if as_json:
        put_json({"month": f"{first:%Y-%m}", "visits": lines, "zones": zones})
        return
    rows = ((line.id, line.visited_on, line.unit, line.inspector, line.looked_at, line.result) for line in lines)
    put_table(_VISIT, rows, told("visits.title", month=f"{first:%Y-%m}"))
    if not lines:
        put(told("visits.none", month=f"{first:%Y-%m}"))
    put_table(_ZONE, ([getattr(zone, name) for name in _ZONE] for zone in zones), told("visits.zones"))


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        raise typer.BadParameter(told("wrong.month", value=text)) from None


def _count(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if not number.strip().isdecimal():
        raise typer.BadParameter(told("wrong.counts", value=text))
    return name.strip(), int(number)
