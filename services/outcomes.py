"""The nouns of settling: how handing over a letter ended, and what is to become of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from services.post import Parcel


class Outcome(Protocol):
    """How handing over ended: ``sent``, ``failed``, ``refused``, ``unknown`` or ``nobody``; by which channel; why not.

    ``failed`` may be tried again, ``refused`` never by this channel unless it is mended. Three further attributes are
    read where there are any: `rest_seconds`, if the platform wants silence for so long, `channel_fault`, if it was the
    channel's and not the message's, and `posts`, if it went in so many parts.
    """

    @property
    def status(self) -> str:
        """One of the five."""

    @property
    def via(self) -> str:
        """The channel."""

    @property
    def error(self) -> str:
        """A sentence without secrets."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A letter that was handed over: how it ended and what was really said."""

    parcel: Parcel
    outcome: Outcome
    subject: str = ""
    body: str = ""


@dataclass(slots=True)
class Settled:
    """What came of letters: which ones leave again by another channel, and how many messages stand in which status."""

    again: list[Parcel] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
