"""Sending: one letter to one person, by the first of the person's channels that proves to have taken it."""

from __future__ import annotations

import logging

import words
from notifications.channels import WAYS
from notifications.letters import Ending, Letter, Outcome, PostRoom, Recipient
from rules.office import Channel

_log = logging.getLogger(__name__)


def send(letter: Letter, room: PostRoom) -> Outcome:
    """How handing over the letter ended.

    The person's channels are tried in their order. Proved success ends it; proved failure tries the next; an unknown
    outcome ends it at once, for a second channel could say the same thing twice. A person without a channel of the
    office's is `nobody`, and so is one whom no channel can address; where the office has nothing but files, everybody
    is reached by them. Never raises: an unexpected error is an unknown outcome.
    """
    tried: list[Outcome] = []
    for channel in reachable(letter.recipient, room):
        outcome = _by(channel, letter, room)
        if outcome.status in (Ending.SENT, Ending.UNKNOWN):
            return _joined([*tried, outcome], outcome.status, outcome.via)
        tried.append(outcome)
    if not tried:
        return Outcome(Ending.NOBODY, error=words.say(room.language, "notifications.error.no_channel"))
    failed = any(outcome.status is Ending.FAILED for outcome in tried)
    return _joined(tried, Ending.FAILED if failed else Ending.NOBODY, "")


def reachable(recipient: Recipient, room: PostRoom) -> tuple[Channel, ...]:
    """The office's channels by which this person is reached, in the order in which they are tried."""
    everything = tuple(room.channels.values())
    if everything and all(channel.kind == "files" for channel in everything):
        return everything
    return tuple(room.channels[name] for name in dict.fromkeys(recipient.channels) if name in room.channels)


def _by(channel: Channel, letter: Letter, room: PostRoom) -> Outcome:
    try:
        return WAYS[channel.kind](channel, letter, room)
    except Exception as error:  # noqa: BLE001  (whatever broke, the letter may be out)
        reason = type(error).__name__
        _log.error("message %s by %s: unexpected %s", letter.message_id, channel.name, reason)  # no traceback: secrets
        error_text = words.say(room.language, "notifications.error.unexpected", reason=reason)
        return Outcome(Ending.UNKNOWN, channel.name, error_text)


def _joined(outcomes: list[Outcome], status: Ending, via: str) -> Outcome:
    """One outcome that says of every channel that failed why."""
    told = "; ".join(f"{outcome.via}: {outcome.error}" for outcome in outcomes if outcome.error)
    return Outcome(status, via, told)
