"""The nouns of the way out: a person to reach, the words, the post room that sends, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from rules.office import Channel


class Ending(StrEnum):
    """How handing over ended.

    `sent` is proved by the other side's answer, `failed` is proved not to have arrived (safe to try again), `refused`
    too, and never will by this channel, `unknown` is neither (a person decides, never a blind resend), `nobody`: there
    is no way to reach this person.
    """

    SENT = "sent"
    FAILED = "failed"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it ended, by which channel, and why not; `error` is a sentence in the office's language without secrets.

    Args:
        status: see `Ending`.
        via: the channel.
        error: why not.
        rest_seconds: the platform wants so much silence; the try does not count.
        channel_fault: it was the channel's fault, not the message's: a wrong key, nobody listening.
        answer: what the other side said, without secrets, for whoever tests a channel.
        posts: so many documents were posted for it: a long letter goes in parts, and a throttle counts each.
    """

    status: Ending
    via: str = ""
    error: str = ""
    rest_seconds: int = field(default=0, compare=False)
    channel_fault: bool = field(default=False, compare=False)
    answer: str = field(default="", compare=False)
    posts: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: one line of subject, and the body in plain, lightly marked-up text."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to reach; `channels` are names of the office's channels in the order in which they are tried.

    `addresses`: by channel, an address of this person's own, perhaps sealed; never shown by ``repr``.
    """

    name: str
    email: str = ""
    phone: str = ""
    channels: tuple[str, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way. `message_id` and `key` let the other side recognise a message that it has had before."""

    message_id: int
    kind: str
    day: date
    recipient: Recipient
    words: Words
    key: str = ""


class Wire(Protocol):
    """An open connection to the other side."""

    def close(self) -> None:
        """It is closed."""


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
        unseal: makes a sealed address readable; None where the process has no key.
        wires: open connections by channel, kept for the next letter until `hang_up`.
    """

    office: str
    language: str
    channels: Mapping[str, Channel]
    folder: Path
    at: datetime
    environ: Mapping[str, str] = field(repr=False)
    unseal: Callable[[str], str] | None = field(default=None, repr=False)
    wires: dict[str, Wire] = field(default_factory=dict, repr=False)

    def hang_up(self) -> None:
        """Every open connection is closed."""
        while self.wires:
            self.wires.popitem()[1].close()


Way = Callable[[Channel, Letter, PostRoom], Outcome]
"""Takes a letter out by a channel and says how it ended."""
