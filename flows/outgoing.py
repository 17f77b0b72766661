"""The forms about messages: one that did not arrive is sent again or counted as sent, what was held is released."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.door import open_door
from flows.filled import meant, picked_id
from flows.naming import leading, parts
from flows.papers import leave_note
from flows.picking import HELD_ACTS, MESSAGE_ACTS
from flows.running import finish, name_run, refusing
from flows.step import step
from services import delivering, holding
from words import say


@flow(name="resend-message")
@refusing
async def resend_message(message: str, by: str, act: str = "") -> Any:
    """A message that was not delivered waits for sending again, or counts as sent: a person knows that it arrived."""
    door = open_door()
    await name_run(say(door.language, "flows.resend.name"), *parts(message))
    number = picked_id(message)
    verb = meant(door.language, "forms.message_act", MESSAGE_ACTS, act) if act else MESSAGE_ACTS[0]
    decide = delivering.retry if verb == "resend" else delivering.count_as_sent
    await step(door, "resend", lambda session: decide(session, door.day, door.desk, number, by=by))
    said = say(door.language, f"flows.note.{verb}", label=message, by=by)
    await leave_note(door, say(door.language, "flows.resend.name"), said)
    await finish(door)


@flow(name="release-messages")
@refusing
async def release_messages(held: str, by: str, act: str = "") -> Any:
    """What the flood guard held is sent after all, or given up; a second time nothing happens."""
    door = open_door()
    await name_run(say(door.language, "flows.release.name"), leading(held), *parts(held)[:1], by)
    day = holding.check_day(held)
    verb = meant(door.language, "forms.held_act", HELD_ACTS, act) if act else HELD_ACTS[0]
    drop = verb == "drop"
    moved = await step(
        door, "release", lambda session: holding.release(session, door.day, door.desk, day, by=by, drop=drop)
    )
    said = say(door.language, f"flows.note.{verb}", day=day, count=len(moved), by=by)
    await leave_note(door, say(door.language, "flows.release.name"), said)
    await finish(door)
