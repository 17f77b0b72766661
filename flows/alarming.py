"""The alarm that cannot wait for the outbox: the database takes no message, or nothing takes messages out of it.

It goes straight to the coordinators of the roster, by the first of their channels that takes it, once a day. What was
told is kept in a file, not in the database; nothing is ever recorded as sent that was not.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from flows.outbox import overrides_of, post_room
from notifications.composing import compose
from notifications.letters import Ending, Letter, Outcome, PostRoom, Recipient
from notifications.sending import send
from rules.delivering import own_addresses
from rules.errors import DudaoError
from rules.office import Role
from words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.door import Door
    from rules.office import Person

_FILE = "alarmed"
_REACHED = (Ending.SENT, Ending.UNKNOWN)


def alarm(door: Door, about: str, lines: Sequence[str]) -> list[str]:
    """Every coordinator (else director) of the roster was told, or it is known why not; a sentence for each.

    Args:
        door: the office; its database is not touched.
        about: in half a line.
        lines: whole sentences: what is wrong and what helps.

    Returns:
        Whom it reached and whom not; [] where somebody was told today already.
    """
    if f"{door.day}" in _told(door):
        return []
    room = _room(door)
    try:
        outcomes = [(person, _sent(door, room, person, about, lines)) for person in _people(door)]
    finally:
        room.hang_up()
    if any(outcome.status in _REACHED for _, outcome in outcomes):
        _keep(door)
    return [_sentence(door, person, outcome) for person, outcome in outcomes]


def _people(door: Door) -> list[Person]:
    """By the roster as the folder has it; the database may be what is broken."""
    by_role = ([one for one in door.desk.roster.people if one.role == role] for role in _ROLES)
    return next((found for found in by_role if found), [])


_ROLES = (Role.COORDINATOR, Role.DIRECTOR)


def _room(door: Door) -> PostRoom:
    seal = None
    with suppress(DudaoError, OSError):
        seal = door.seal()
    return post_room(door.desk, door.folder, door.now(), seal)


def _sent(door: Door, room: PostRoom, person: Person, about: str, lines: Sequence[str]) -> Outcome:
    who = {"office": door.name, "day": door.day.isoformat(), "person": person.name, "role": str(person.role)}
    facts = {**who, "about": about, "lines": list(lines)}
    said = compose(person.language or door.language, "alarm", facts, overrides_of(door.folder))
    to = Recipient(person.name, person.email, person.phone, person.channels, own_addresses(person.channels))
    return send(Letter(0, "alarm", door.day, to, said, f"alarm:direct:{door.day}:{person.name}"), room)


def _sentence(door: Door, person: Person, outcome: Outcome) -> str:
    word = f"auditing.direct.{outcome.status}"
    return say(door.language, word, person=person.name, channel=outcome.via, why=outcome.error)


def _told(door: Door) -> str:
    """The days on which somebody was told, as far as a file says so."""
    said = []
    for path in _paths(door):
        with suppress(OSError):
            said.append(path.read_text(encoding="utf-8"))
    return "\n".join(said)


def _keep(door: Door) -> None:
    """Today is kept in the office's folder, or in the machine's where the office's takes nothing either."""
    for path in _paths(door):
        with suppress(OSError):
            path.write_text(f"{door.day}\n", encoding="utf-8")
            return


def _paths(door: Door) -> tuple[Path, Path]:
    name = sha256(str(door.folder.resolve()).encode()).hexdigest()[:16]
    return door.folder / "var" / _FILE, Path(tempfile.gettempdir()) / f"dudao-{_FILE}-{name}"
