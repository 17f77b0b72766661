"""Commands about messages: which did not arrive, and what a person decides of them."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.case_commands import By
from cli.folder_commands import AsJson, Named
from cli.places import enter, split_places
from cli.printing import put, put_json, put_table, word
from cli.speaking import told
from models.engine import reading, transaction
from models.repeating import tries
from reports.outbox import count_messages, read_troubled
from services import delivering, holding

Message = Annotated[list[str], typer.Argument(metavar="[DIR] MESSAGE")]
Day = Annotated[list[str], typer.Argument(metavar="[DIR] YYYY-MM-DD")]
_SHOWN = 100


def troubled(folder: Named = None, *, as_json: AsJson = False) -> None:
    """Messages of which a person has to decide, and how many there are in each status."""
    door = enter(folder)
    with reading(door.engine) as session:
        lines, counts = read_troubled(session, _SHOWN), count_messages(session)
    if as_json:
        put_json({"counts": counts, "messages": lines})
        return
    put_table(("messages", "count"), [(word("status.message", name), count) for name, count in counts.items()])
    rows = [
        (line.id, word("reports.message_kind", line.kind), line.person, word("status.message", line.status), line.error)
        for line in lines
    ]
    put_table(("number", "what", "person", "status", "why"), rows, told("outbox.troubled"))


def send_again(places: Message, by: By, *, as_json: AsJson = False) -> None:
    """The message waits for sending again."""
    _decide(delivering.retry, places, by, "outbox.again", as_json=as_json)


def count_as_sent(places: Message, by: By, *, as_json: AsJson = False) -> None:
    """The message counts as sent, because its recipient says that it arrived."""
    _decide(delivering.count_as_sent, places, by, "outbox.counted", as_json=as_json)


def held(folder: Named = None, *, as_json: AsJson = False) -> None:
    """What the flood guard holds, by day."""
    door = enter(folder)
    with reading(door.engine) as session:
        days = holding.read_held(session)
    if as_json:
        put_json(days)
        return
    put_table(("on", "count"), [(each.on, each.count) for each in days], told("outbox.held"))
    put(told("outbox.held_count", count=sum(each.count for each in days)))


def release(
    places: Day, by: By, *, drop: Annotated[bool, typer.Option("--drop")] = False, as_json: AsJson = False
) -> None:
    """What was held of that day is sent, or given up."""
    folder, subject = split_places(places)
    door = enter(folder)
    day = holding.check_day(subject)
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            moved = holding.release(session, door.day, door.desk, day, by=by, drop=drop)
    if as_json:
        put_json({"ok": True, "day": day, "dropped": drop, "messages": moved})
    else:
        put(told("outbox.dropped" if drop else "outbox.released", count=len(moved), day=day))


def _decide(step: object, places: list[str], by: str, said: str, *, as_json: bool) -> None:
    folder, subject = split_places(places)
    if not subject.isdecimal():
        raise typer.BadParameter(told("wrong.message", value=subject))
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            moved = step(session, door.day, door.desk, int(subject), by=by)  # type: ignore[operator]  # one of the two above
    if as_json:
        put_json({"ok": True, "message": moved})
    else:
        put(told(said, message=moved))
