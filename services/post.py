"""A message as whoever sends it needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.tables import messages
from models.tables import people as persons

_OF_A_MESSAGE = ("id", "key", "kind", "urgent", "attempts", "facts", "person_id", "tried", "renewed_on")
_OF_A_PERSON = ("role", "email", "phone", "channels", "language", "active")
_READ = (
    select(
        *(messages.c[name] for name in _OF_A_MESSAGE),
        messages.c.queued_on.label("day"),
        persons.c.name.label("person"),
        *(persons.c[name] for name in _OF_A_PERSON),
    )
    .join(persons, persons.c.id == messages.c.person_id)
    .where(messages.c.id.in_(bindparam("ids", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Post:
    """A message handed over to whoever sends it: its facts for the words, and how its person is reached."""

    id: int
    key: str
    kind: str
    day: date
    urgent: bool
    attempts: int
    facts: dict[str, Any]
    person: str
    role: str
    email: str
    phone: str
    channels: tuple[str, ...]
    person_id: int = 0
    tried: tuple[str, ...] = ()
    renewed_on: date | None = None
    language: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Parcel:
    """What leaves together as one letter by one channel: one message, or everything of a day for one person.

    Args:
        posts: the messages, the most urgent kind first.
        via: the channel that it is handed over to; empty where there is none for this person.
        spent: channels that failed to take it in this round.
    """

    posts: tuple[Post, ...]
    via: str = ""
    spent: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        """Of its messages."""
        return tuple(post.id for post in self.posts)


def read_posts(session: Session, ids: Iterable[int]) -> list[Post]:
    """These messages, each with its person."""
    rows = session.execute(_READ, {"ids": list(ids)}).mappings()
    return [Post(**{**row, "channels": tuple(row["channels"]), "tried": tuple(row["tried"])}) for row in rows]
