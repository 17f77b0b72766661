"""`dudao supervision`: start a comprehensive or special supervision, show it, and enter its steps."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.folder_commands import AsJson, Named
from cli.places import enter
from cli.printing import put, put_json, put_table, word
from cli.reading import read_day
from cli.speaking import told
from models.engine import reading, transaction
from models.repeating import tries
from reports.supervisions import read_supervision, read_supervisions
from rules.supervising import Step, SupervisionKind
from services import rearranging, supervising

if TYPE_CHECKING:
    from reports.supervisions import SupervisionLine

Day = Optional[date]  # noqa: UP045  (read at run time)
Number = Annotated[Optional[int], typer.Argument(metavar="[NUMBER]", min=1)]  # noqa: UP045  (the same)

_STEP = ("step", "due_on", "done_on", "document", "by", "lawful_source")
_ALL = ("supervision", "number", "unit", "topic", "on_site_on", "next", "due_on")


def new(  # noqa: PLR0913, PLR0917  (a form with that many fields)
    topic: Annotated[str, typer.Option("--topic")],
    units: Annotated[list[str], typer.Option("--unit")],
    team: Annotated[list[str], typer.Option("--team")],
    on_site_on: Annotated[date, typer.Option("--on-site", parser=read_day, metavar="YYYY-MM-DD")],
    by: Annotated[str, typer.Option("--by")],
    folder: Named = None,
    kind: Annotated[SupervisionKind, typer.Option("--kind")] = SupervisionKind.SPECIAL,
    matters: Annotated[str, typer.Option("--matters")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Start a supervision."""
    door = enter(folder)
    form = supervising.Form(SupervisionKind(kind), topic, units, team, on_site_on, by, matters)
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            made = supervising.start(session, door.day, door.desk, form)
            found = [read_supervision(session, number) for number in made]
    _put(found, as_json=as_json)


def show(folder: Named = None, number: Number = None, *, as_json: AsJson = False) -> None:
    """One supervision with its steps, or all."""
    door = enter(folder)
    with reading(door.engine) as session:
        found = [read_supervision(session, number)] if number else list(read_supervisions(session))
    if number or as_json:
        _put(found, as_json=as_json)
        return
    put_table(_ALL, map(_row, found), told("supervision.all"))


def step(  # noqa: PLR0913, PLR0917  (the same)
    supervision: Annotated[int, typer.Option("--supervision", min=1)],
    step: Annotated[Step, typer.Option("--step")],
    by: Annotated[str, typer.Option("--by")],
    folder: Named = None,
    done_on: Annotated[Day, typer.Option("--on", parser=read_day, metavar="YYYY-MM-DD")] = None,
    document: Annotated[str, typer.Option("--document")] = "",
    note: Annotated[str, typer.Option("--note")] = "",
    deadline_on: Annotated[Day, typer.Option("--deadline", parser=read_day, metavar="YYYY-MM-DD")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Enter the next step."""
    door = enter(folder)
    done = supervising.Done(Step(step), by, done_on, document, note, deadline_on)
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            supervising.record_step(session, door.day, door.desk, supervision, done)
            found = read_supervision(session, supervision)
    _put([found], as_json=as_json)


def change(  # noqa: PLR0913, PLR0917  (the same)
    supervision: Annotated[int, typer.Option("--supervision", min=1)],
    by: Annotated[str, typer.Option("--by")],
    why: Annotated[str, typer.Option("--why")],
    folder: Named = None,
    on_site_on: Annotated[Day, typer.Option("--on-site", parser=read_day, metavar="YYYY-MM-DD")] = None,
    team: Annotated[Optional[list[str]], typer.Option("--team")] = None,  # noqa: UP045  (read at run time)
    *,
    as_json: AsJson = False,
) -> None:
    """Another on-site day or team."""
    door = enter(folder)
    change = partial(rearranging.rearrange, by=by, why=why, on_site_on=on_site_on, team=team or ())
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            change(session, door.day, door.desk, supervision)
            found = read_supervision(session, supervision)
    _put([found], as_json=as_json)


def _put(found: list[SupervisionLine], *, as_json: bool) -> None:
    if as_json:
        put_json(found)
        return
    for line in found:
        kind, team = word("supervision.kind", line.kind), "、".join(line.team)
        put(told("supervision.title", number=line.number, kind=kind, topic=line.topic, unit=line.unit, team=team))
        rows = (
            (word("supervision.step", one.step), one.due_on, one.done_on, one.document, one.done_by, one.source)
            for one in line.steps
        )
        put_table(_STEP, rows)


def _row(line: SupervisionLine) -> list[object]:
    following = line.next
    name = word("supervision.step", following.step) if following else word("supervision.status", line.status)
    due_on = following.due_on if following else None
    return [line.id, line.number, line.unit, line.topic, line.on_site_on, name, due_on]
