"""The nouns of the way out: a person to reach, the words, the post room that sends, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from rules.office import Channel


class Ending(StrEnum):
    """How handing over ended.

    `sent` is proved by the other side's answer, `failed` is proved not to have arrived (safe to try again), `unknown`
    is neither (a person decides, never a blind resend), `nobody`: there is no way to reach this person.
    """

    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended, by which channel, and why not; `error` is a sentence in the office's language without secrets."""

    status: Ending
    via: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: one line of subject, and the body in plain, lightly marked-up text."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to reach; `channels` are names of the office's channels in the order in which they are tried."""

    name: str
    email: str = ""
    phone: str = ""
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way. `message_id` lets a gateway recognise a message that it has had before."""

    message_id: int
    kind: str
    day: date
    recipient: Recipient
    words: Words


@dataclass(frozen=True, slots=True)
class PostRoom:
    """What sending needs to know of the office.

    Args:
        office: its name, the sender's name of an e-mail.
        language: of the error sentences.
        channels: by name; secrets stand in `environ` under the name that a channel gives.
        folder: the office folder; the files channel writes below ``var/outbox``.
        at: this moment; DingTalk and Feishu sign it.
        environ: the environment variables; never shown by ``repr``.
    """

    office: str
    language: str
    channels: Mapping[str, Channel]
    folder: Path
    at: datetime
    environ: Mapping[str, str] = field(repr=False)


Way = Callable[[Channel, Letter, PostRoom], Outcome]
"""Takes a letter out by a channel and says how it ended."""
