"""Commands about complaints. Who complained is asked for at the prompt or read from a pipe, never an argument."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated, Any, Optional

import typer

from cli.case_commands import By
from cli.folder_commands import AsJson, Named
from cli.places import enter, split_places
from cli.printing import put, put_json, put_table, word
from cli.reading import read_day
from cli.speaking import told
from models.engine import reading, transaction
from models.repeating import tries
from reports.complaints import read_complaints
from services import complaining
from services.complaining import Source

Numbered = Annotated[list[str], typer.Argument(metavar="[DIR] NUMBER")]
Why = Annotated[str, typer.Option("--why")]
_COLUMNS = (
    "number",
    "complaint",
    "unit",
    "status",
    "received_on",
    "answer_due_on",
    "finish_due_on",
    "handler",
    "inspector",
)
_COMPLAINT = ("id", "number", "unit", "status", "received_on", "answer_due_on", "finish_due_on", "handler", "inspector")


def register(  # noqa: PLR0913, PLR0917  (a form with that many fields)
    unit: Annotated[str, typer.Option("--unit")],
    how: Annotated[str, typer.Option("--how", metavar="phone|letter|visit|online|transferred")],
    by: By,
    handler: Annotated[str, typer.Option("--handler")],
    folder: Named = None,
    received: Annotated[Optional[date], typer.Option("--received", parser=read_day, metavar="YYYY-MM-DD")] = None,  # noqa: UP045  (read at run time)
    *,
    as_json: AsJson = False,
) -> None:
    """Register a complaint; its source is kept apart."""
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine, via="dudao complaint register") as session:
            said = {"unit": unit, "how": how, "by": by, "handler": handler}
            number = complaining.register(session, door.day, door.desk, received_on=received, **said)
    _put(number, as_json=as_json)


def list_(folder: Named = None, *, as_json: AsJson = False) -> None:
    """Every complaint, without its source."""
    door = enter(folder)
    with reading(door.engine) as session:
        found = read_complaints(session)
    if as_json:
        put_json(found)
        return
    put_table(_COLUMNS, map(_row, found))


def keep_source(places: Numbered, by: By) -> None:
    """Keep who complained and what was said."""
    asked = [told(f"complaint.{part}") for part in ("name", "contact", "statement")]
    if sys.stdin.isatty():
        answers = [typer.prompt(text, err=True) for text in asked]
    else:
        answers = [*sys.stdin.read().split("\n", 2), "", ""][:3]
    source = Source(*(text.strip() for text in answers))
    _act(complaining.keep_source, places, by=by, source=source)


def show(places: Numbered, by: By, *, as_json: AsJson = False) -> None:
    """Read the source, as somebody named on the complaint; that is kept in its history."""
    folder, subject = split_places(places)
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine, via="dudao complaint show") as session:
            source = complaining.read_source(session, door.day, door.desk, _number(subject), by=by)
    if as_json:
        put_json(source)
        return
    for part in ("name", "contact", "statement"):
        put(f"{told(f'complaint.{part}')}: {getattr(source, part)}")


def answer(
    places: Numbered,
    by: By,
    why: Why = "",
    *,
    accept: Annotated[bool, typer.Option("--accept/--reject")],
    as_json: AsJson = False,
) -> None:
    """Accept it, or refuse it with a reason."""
    _act(complaining.answer, places, as_json=as_json, by=by, accept=accept, why=why)


def assign(
    places: Numbered,
    by: By,
    inspector: Annotated[str, typer.Option("--inspector")],
    visit_by: Annotated[Optional[date], typer.Option("--visit-by", parser=read_day, metavar="YYYY-MM-DD")] = None,  # noqa: UP045  (read at run time)
    *,
    as_json: AsJson = False,
) -> None:
    """An inspector without conflict looks into it, by an unannounced visit where a day is given."""
    _act(complaining.assign, places, as_json=as_json, by=by, inspector=inspector, visit_by=visit_by)


def extend(places: Numbered, by: By, why: Why, *, as_json: AsJson = False) -> None:
    """Thirty days more, once."""
    _act(complaining.extend, places, as_json=as_json, by=by, why=why)


def link(places: Numbered, by: By, case: Annotated[str, typer.Option("--case")], *, as_json: AsJson = False) -> None:
    """A rectification came of it."""
    _act(complaining.link, places, as_json=as_json, by=by, case=case)


def finish(
    places: Numbered,
    by: By,
    outcome: Annotated[str, typer.Option("--outcome")],
    reply: Annotated[str, typer.Option("--reply")],
    *,
    as_json: AsJson = False,
) -> None:
    """It ends with what was found and replied."""
    _act(complaining.finish, places, as_json=as_json, by=by, outcome=outcome, reply=reply)


def _act(step: Any, places: list[str], *, as_json: bool = False, **values: object) -> None:
    folder, subject = split_places(places)
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine, via=f"dudao complaint {step.__name__}") as session:
            number = step(session, door.day, door.desk, _number(subject), **values)
    _put(number, as_json=as_json)


def _put(number: int, *, as_json: bool) -> None:
    if as_json:
        put_json({"ok": True, "complaint": number})
    else:
        put(told("complaint.done", number=number))


def _number(text: str) -> int:
    if not text.isdecimal():
        raise typer.BadParameter(told("wrong.number", value=text))
    return int(text)


def _row(line: Any) -> list[object]:
    return [
        word("status.complaint", getattr(line, name)) if name == "status" else getattr(line, name)
        for name in _COMPLAINT
    ]
