"""Commands about what is going on: board, cases, case, and the acts that the Prefect forms offer too."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Optional

import typer

from cli.case_pages import CASE, act_on, case_row, put_case
from cli.folder_commands import AsJson, Named
from cli.places import enter, split_places
from cli.printing import put, put_json, put_table, word
from cli.reading import read_day, read_severity
from cli.speaking import language, told
from models.engine import reading, transaction
from models.repeating import tries
from reports.board import read_board
from reports.cases import read_case, read_cases
from reports.often import titled
from reports.waiting import read_waiting
from services import answering, closing, inspecting
from words import say

Places = Annotated[list[str], typer.Argument(metavar="[DIR] CASE")]
By = Annotated[str, typer.Option("--by")]
Why = Annotated[str, typer.Option("--why")]
Due = Annotated[Optional[date], typer.Option("--due", parser=read_day, metavar="YYYY-MM-DD")]  # noqa: UP045  (read at run time)

_WORK = ("item", "title", "period", "due_on", "asked", "answered", "owing")
_NUMBERS = ("owed", "overdue", "cases", "cases_overdue", "dead", "unknown", "nobody")
_WAITING = ("assignment", "title", "unit", "due_on", "status")
_COMING = ("opens_on", "due_on", "title", "programme", "units")


def board(folder: Named = None, *, as_json: AsJson = False) -> None:
    """What is open, due and overdue, and on which rung."""
    door = enter(folder)
    with reading(door.engine) as session:
        read = read_board(session, door.day, door.desk)
        waiting = read_waiting(session, 60)
    if as_json:
        put_json(read)
        return
    put(told("board.title", office=read.office, day=read.day))
    numbers = [getattr(read.numbers, name) for name in _NUMBERS]
    put_table([f"numbers.{name}" for name in _NUMBERS], [numbers])
    for part in ("today", "this_week", "overdue"):
        put_table(_WORK, map(_work_row, getattr(read, part)), told(f"board.{part}"))
    put_table(CASE, map(case_row, read.cases), told("board.cases"))
    put_table(_WAITING, map(_waiting_row, waiting), told("board.waiting"))
    put_table(_COMING, map(_coming_row, read.upcoming), told("board.upcoming"))


def cases(folder: Named = None, *, as_json: AsJson = False) -> None:
    """Every rectification."""
    door = enter(folder)
    with reading(door.engine) as session:
        found = read_cases(session, door.day, door.desk)
    if as_json:
        put_json(found)
        return
    put_table(CASE, map(case_row, found), told("cases.title"))
    put(told("cases.count", count=len(found)))


def case(places: Places, *, as_json: AsJson = False) -> None:
    """One case with its whole history."""
    folder, subject = split_places(places)
    door = enter(folder)
    with reading(door.engine) as session:
        found = read_case(session, door.day, door.desk, subject)
    put_case(found, as_json=as_json)


def record_finding(  # noqa: PLR0913, PLR0917  (a form with that many fields)
    unit: Annotated[str, typer.Option("--unit")],
    severity: Annotated[str, typer.Option("--severity", parser=read_severity)],
    fact: Annotated[str, typer.Option("--fact")],
    by: By,
    folder: Named = None,
    assignment: Annotated[Optional[int], typer.Option("--assignment", min=1)] = None,  # noqa: UP045  (the same)
    due: Due = None,
    category: Annotated[str, typer.Option("--category")] = "",
    basis: Annotated[str, typer.Option("--basis")] = "",
    place: Annotated[str, typer.Option("--place")] = "",
    evidence: Annotated[Optional[list[str]], typer.Option("--evidence")] = None,  # noqa: UP045  (the same)
    advice: Annotated[str, typer.Option("--advice")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Record a finding; it opens a rectification."""
    door = enter(folder)
    more: dict[str, Any] = {"category": category, "basis": basis, "place": place, "advice": advice}
    for attempt in tries():
        with attempt, transaction(door.engine, via="dudao record-finding") as session:
            made = inspecting.record_finding(
                session, door.day, door.desk,
                unit=unit, severity=severity, fact=fact, by=by, assignment_id=assignment, due_on=due,
                evidence=evidence or (), **more,
            )  # fmt: skip
            found = read_case(session, door.day, door.desk, made)
    put_case(found, as_json=as_json)


def submit(places: Places, by: By, why: Why = "", *, as_json: AsJson = False) -> None:
    """The unit reports that it is mended."""
    act_on(closing.submit, places, as_json=as_json, by=by, why=why)


def return_(places: Places, by: By, why: Why = "", due: Due = None, *, as_json: AsJson = False) -> None:
    """The office sends it back, with a reason and a new day."""
    act_on(closing.return_, places, as_json=as_json, by=by, why=why, due_on=due)


def verify(places: Places, by: By, why: Why = "", *, as_json: AsJson = False) -> None:
    """An inspector has seen that it is mended."""
    act_on(closing.verify, places, as_json=as_json, by=by, why=why)


def close(places: Places, by: By, why: Why = "", *, as_json: AsJson = False) -> None:
    """The office closes it."""
    act_on(closing.close, places, as_json=as_json, by=by, why=why)


def answer(
    places: Annotated[list[str], typer.Argument(metavar="[DIR] ASSIGNMENT")],
    act: Annotated[str, typer.Option("--act", metavar="receive|submit|accept|withdraw")],
    by: By,
    text: Annotated[str, typer.Option("--text")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """Record a unit's answer to an assignment."""
    folder, subject = split_places(places)
    if act not in ("receive", "submit", "accept", "withdraw") or not subject.isdecimal():
        raise typer.BadParameter(told("wrong.answer", value=f"{act} {subject}"))
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            done = answering.answer(session, door.day, door.desk, int(subject), act=act, by=by, text=text)
    if as_json:
        put_json({"ok": True, "assignment": int(subject), "act": act, "moved": done})
    else:
        put(told("answer.done", assignment=subject))


def _work_row(line: Any) -> list[object]:
    names = "、".join(line.owing_names)
    owing = f"{line.owing}：{names}" if len(line.owing_names) == line.owing else f"{line.owing}：{names}…"
    title = titled(language(), line.title, line.often, line.count, 1)
    period = say(language(), "reports.drawing", id=line.drawing) if line.drawing else line.period
    return [line.item, title, period, line.due_on, line.units, line.answered, owing]


def _coming_row(line: Any) -> list[object]:
    title = titled(language(), line.title, line.often, line.count, line.times)
    return [line.opens_on, line.due_on, title, line.programme, line.units]


def _waiting_row(line: Any) -> list[object]:
    return [line.id, line.title, line.unit, line.due_on, word("status.assignment", line.status)]
