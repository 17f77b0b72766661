"""Commands for the further acts on a case: the office's, the unit's, and those of whoever decides."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Optional

import typer

from cli.case_commands import By, Due, Places, Why
from cli.case_pages import act_on, put_case
from cli.folder_commands import AsJson
from cli.places import enter, split_places
from cli.printing import put, put_json
from cli.reading import read_day
from cli.speaking import told
from models.engine import transaction
from models.repeating import tries
from reports.cases import read_case
from services import closing, deciding, drafting, extending, monitoring

Wanted = Annotated[Optional[date], typer.Option("--to", parser=read_day, metavar="YYYY-MM-DD")]  # noqa: UP045  (read at run time)
Numbered = Annotated[list[str], typer.Argument(metavar="[DIR] NUMBER")]
OfUnit = Annotated[list[str], typer.Argument(metavar="[DIR] UNIT")]
Reason = Annotated[str, typer.Option("--why")]


def issue_notice(places: Places, by: By, why: Why = "", due: Due = None, *, as_json: AsJson = False) -> None:
    """The office issues the notice of a serious finding."""
    act_on(drafting.issue_notice, places, as_json=as_json, by=by, why=why, due_on=due)


def receive(places: Places, by: By, why: Why = "", *, as_json: AsJson = False) -> None:
    """The unit has received the notice."""
    act_on(closing.receive, places, as_json=as_json, by=by, why=why)


def begin(places: Places, by: By, why: Why = "", *, as_json: AsJson = False) -> None:
    """The unit has begun to mend."""
    act_on(closing.begin, places, as_json=as_json, by=by, why=why)


def revisit(  # noqa: PLR0913  (a form with that many fields)
    places: Places,
    by: By,
    why: Reason,
    advice: Annotated[str, typer.Option("--advice")] = "",
    *,
    mended: Annotated[bool, typer.Option("--mended/--not-mended")] = True,
    as_json: AsJson = False,
) -> None:
    """A return visit was made."""
    act_on(closing.revisit, places, as_json=as_json, by=by, why=why, advice=advice, is_mended=mended)


def withdraw(places: Places, by: By, why: Reason, *, as_json: AsJson = False) -> None:
    """The office withdraws the case, with its reason."""
    act_on(drafting.withdraw, places, as_json=as_json, by=by, why=why)


def ask_extension(places: Places, by: By, why: Reason, to: Wanted, *, as_json: AsJson = False) -> None:
    """The unit asks for more time."""
    folder, subject = split_places(places)
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine, via="dudao ask-extension") as session:
            asked = extending.ask(session, door.day, door.desk, subject, by=by, why=why, wanted_on=to)
            found = read_case(session, door.day, door.desk, subject)
    if not as_json:
        put(told("ask_extension.done", number=asked))
    put_case(found, as_json=as_json)


def decide_extension(  # noqa: PLR0913  (a form with that many fields)
    places: Numbered,
    by: By,
    why: Why = "",
    to: Wanted = None,
    *,
    approve: Annotated[bool, typer.Option("--approve/--refuse")],
    as_json: AsJson = False,
) -> None:
    """The office approves or refuses it."""
    folder, subject = split_places(places)
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine, via="dudao decide-extension") as session:
            said = {"by": by, "approve": approve, "why": why, "granted_on": to}
            moved = extending.decide(session, door.day, door.desk, _number(subject), **said)  # type: ignore[arg-type]  # by name
            found = read_case(session, door.day, door.desk, moved)
    put_case(found, as_json=as_json)


def decide(  # noqa: PLR0913  (a form with that many fields)
    places: Numbered,
    by: By,
    reason: Reason,
    measure: Annotated[str, typer.Option("--measure")] = "",
    basis: Annotated[str, typer.Option("--basis")] = "",
    *,
    as_json: AsJson = False,
) -> None:
    """A named person decides what the ladder proposed."""
    folder, subject = split_places(places)
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine, via="dudao decide") as session:
            said = {"by": by, "measure": measure, "reason": reason, "basis": basis}
            moved = deciding.decide(session, door.day, door.desk, _number(subject), **said)
            found = read_case(session, door.day, door.desk, moved)
    put_case(found, as_json=as_json)


def monitor(  # noqa: PLR0913  (a form with that many fields)
    places: OfUnit,
    by: By,
    why: Reason,
    case: Annotated[str, typer.Option("--case")] = "",
    *,
    announced: Annotated[bool, typer.Option("--announced/--unannounced")] = False,
    as_json: AsJson = False,
) -> None:
    """The unit is put on key monitoring."""
    folder, unit = split_places(places)
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine, via="dudao monitor") as session:
            begun = monitoring.start(
                session, door.day, door.desk, unit, by=by, reason=why, case=case or None, unannounced=not announced
            )
    _put_monitoring(begun, unit, "monitor.done", as_json=as_json)


def end_monitoring(places: OfUnit, by: By, why: Reason, *, as_json: AsJson = False) -> None:
    """Its key monitoring ends."""
    folder, unit = split_places(places)
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine, via="dudao end-monitoring") as session:
            ended = monitoring.end(session, door.day, door.desk, unit, by=by, why=why)
    _put_monitoring(ended, unit, "end_monitoring.done", as_json=as_json)


def _put_monitoring(number: int, unit: str, word: str, *, as_json: bool) -> None:
    if as_json:
        put_json({"ok": True, "monitoring": number, "unit": unit})
    else:
        put(told(word, unit=unit))


def _number(text: str) -> int:
    if not text.isdecimal():
        raise typer.BadParameter(told("wrong.number", value=text))
    return int(text)
