"""Commands about channels and their key: a test message, a sealed address, a channel switched on, a new key."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Optional
from zoneinfo import ZoneInfo

import typer

from cli.folder_commands import AsJson, Named
from cli.places import enter, folder_of, split_places
from cli.printing import note, put, put_json, put_table, put_whole, word
from cli.speaking import language, told
from flows.door import open_door
from flows.keys import rotate
from flows.outbox import post_room
from models.engine import reading, transaction
from models.repeating import tries
from notifications.letters import Ending, Letter, Outcome, Recipient, Words
from notifications.sealing import PREFIX, new_key
from notifications.sending import send
from reports.outbox import read_channels
from rules.delivering import own_addresses
from rules.errors import NotFoundError, RefusedError
from services import throttling
from words import say

if TYPE_CHECKING:
    from datetime import datetime

    from flows.door import Door
    from rules.office import Person

Places = Annotated[list[str], typer.Argument(metavar="[DIR] PERSON")]
OneChannel = Annotated[list[str], typer.Argument(metavar="[DIR] CHANNEL")]


def channels(folder: Named = None, *, as_json: AsJson = False) -> None:
    """The office's channels: how they are doing."""
    door = enter(folder)
    with reading(door.engine) as session:
        lines = read_channels(session, door.desk.office.channels)
    if as_json:
        put_json(lines)
        return
    rows = [
        (
            line.name,
            word("notifications.channel", line.kind),
            line.failures or "",
            _local(door, line.blocked_until),
            line.error,
        )
        for line in lines
    ]
    put_table(("channel", "kind", "failures", "blocked_until", "why"), rows, told("channel.title"))


def _local(door: Door, moment: datetime | None) -> str:
    """The moment by the clock of the office."""
    return f"{moment.astimezone(ZoneInfo(door.desk.office.time_zone)):%Y-%m-%d %H:%M}" if moment else ""


def send_test(
    places: Places,
    channel: Annotated[Optional[str], typer.Option("--channel")] = None,  # noqa: UP045  (read at run time)
    *,
    as_json: AsJson = False,
) -> None:
    """Send one person a test message and print what the other side answers."""
    folder, name = split_places(places)
    door = open_door(folder_of(folder))
    outcome = _tested(door, _person(door, name), channel)
    if as_json:
        ok = outcome.status is Ending.SENT
        put_json(
            {"ok": ok, "status": outcome.status, "via": outcome.via, "error": outcome.error, "answer": outcome.answer}
        )
    else:
        put(told(f"channel.{outcome.status}", channel=outcome.via, person=name))
        put(outcome.error)
        put(told("channel.answer", answer=outcome.answer))
    if outcome.status is not Ending.SENT:
        raise typer.Exit(1)


def seal(folder: Named = None) -> None:
    """Read an address from standard input and print it sealed, for office.yaml or the roster."""
    door = open_door(folder_of(folder))
    if sys.stdin.isatty():
        note(told("channel.type"))
    address = sys.stdin.readline().strip()
    if not address or address.startswith(PREFIX):
        raise RefusedError("cli.channel.nothing")
    put_whole(door.seal().seal(address))


def on(places: OneChannel) -> None:
    """A channel that rests is tried again at once."""
    folder, name = split_places(places)
    door = enter(folder)
    if name not in {channel.name for channel in door.desk.office.channels}:
        known = "、".join(channel.name for channel in door.desk.office.channels)
        raise NotFoundError("cli.channel.no_channel", name=name, known=known)
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            rested = throttling.switch_on(session, name)
    put(told("channel.switched_on" if rested else "channel.was_on", name=name))


def key_new() -> None:
    """Print a key for ``DUDAO_KEY``."""
    put_whole(new_key())


def key_rotate(folder: Named = None, *, keep: Annotated[bool, typer.Option("--keep")] = False) -> None:
    """Seal every address with a new key."""
    count = rotate(enter(folder), keep=keep)
    put(told("channel.rotated", count=count))


def _person(door: Door, name: str) -> Person:
    for person in door.desk.roster.people:
        if person.name == name.strip():
            return person
    raise NotFoundError("refuse.no_person", person=name)


def _tested(door: Door, person: Person, channel: str | None) -> Outcome:
    speech, now = person.language or door.language, door.now()
    said = {
        name: say(speech, f"cli.channel.test_{name}", office=door.name, now=f"{now:%H:%M:%S}")
        for name in ("subject", "body")
    }
    to = Recipient(person.name, person.email, person.phone, person.channels, own_addresses(person.channels))
    if channel:
        to = replace(to, channels=(channel,))
    letter = Letter(0, "test", door.day, to, Words(**said), f"test:{now.isoformat()}")
    room = replace(post_room(door.desk, door.folder, now, door.seal()), language=language())
    try:
        return send(letter, room)
    finally:
        room.hang_up()
