"""Sending: one letter to one person, by one channel, or by the first of the person's channels that takes it."""

from __future__ import annotations

import logging

import words
from notifications.channels import WAYS
from notifications.letters import Ending, Letter, Outcome, PostRoom
from rules.delivering import reachable
from rules.office import Channel

_log = logging.getLogger(__name__)


def send_by(name: str, letter: Letter, room: PostRoom) -> Outcome:
    """How handing over the letter by one channel ended; without a channel it is `nobody`.

    Never raises: an unexpected error is an unknown outcome.
    """
    channel = room.channels.get(name)
    if channel is None:
        return Outcome(Ending.NOBODY, error=words.say(room.language, "notifications.error.no_channel"))
    return _by(channel, letter, room)


def send(letter: Letter, room: PostRoom) -> Outcome:
    """How handing over the letter ended, whatever the throttles say: for tests of a person's channels.

    The person's channels are tried in their order. Proved success ends it; proved failure tries the next; an unknown
    outcome ends it at once, for a second channel could say the same thing twice. A person without a channel of the
    office's is `nobody`, and so is one whom no channel can address; where the office has nothing but files, everybody
    is reached by them.
    """
    tried: list[Outcome] = []
    for channel in reachable(letter.recipient.channels, tuple(room.channels.values())):
        outcome = _by(channel, letter, room)
        if outcome.status in (Ending.SENT, Ending.UNKNOWN):
            return _joined([*tried, outcome], outcome.status, outcome.via)
        tried.append(outcome)
    if not tried:
        return Outcome(Ending.NOBODY, error=words.say(room.language, "notifications.error.no_channel"))
    failed = any(outcome.status is not Ending.NOBODY for outcome in tried)
    return _joined(tried, Ending.FAILED if failed else Ending.NOBODY, "")


def _by(channel: Channel, letter: Letter, room: PostRoom) -> Outcome:
    try:
        return WAYS[channel.kind](channel, letter, room)
    except Exception as error:  # noqa: BLE001  (whatever broke, the letter may be out)
        reason = type(error).__name__
        _log.error("message %s by %s: unexpected %s", letter.message_id, channel.name, reason)  # no traceback: secrets
        error_text = words.say(room.language, "notifications.error.unexpected", reason=reason)
        return Outcome(Ending.UNKNOWN, channel.name, error_text)


def _joined(outcomes: list[Outcome], status: Ending, via: str) -> Outcome:
    """One outcome that says of every channel that failed why, and what the last one answered."""
    told = "; ".join(f"{outcome.via}: {outcome.error}" for outcome in outcomes if outcome.error)
    return Outcome(status, via, told, answer="\n".join(f"{each.via}: {each.answer}" for each in outcomes))
