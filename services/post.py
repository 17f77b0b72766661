"""A message as whoever sends it needs it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import messages
from models.tables import people as persons

_OF_A_MESSAGE = ("id", "key", "kind", "urgent", "attempts", "facts")


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


def read_posts(session: Session, ids: Iterable[int]) -> list[Post]:
    """These messages, each with its person."""
    person = (persons.c.name.label("person"), persons.c.role, persons.c.email, persons.c.phone, persons.c.channels)
    rows = session.execute(
        select(*(messages.c[name] for name in _OF_A_MESSAGE), messages.c.queued_on.label("day"), *person)
        .join(persons, persons.c.id == messages.c.person_id)
        .where(messages.c.id.in_(list(ids)))
    ).mappings()
    return [Post(**{**row, "channels": tuple(row["channels"])}) for row in rows]
