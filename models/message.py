"""A row of the outbox: queued in the transaction of the change that it tells of."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, text
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json


class MessageStatus(StrEnum):
    """queued > claimed > handed_over > sent | queued again (failed, with a next try) | dead | unknown | nobody.

    held > queued: a stage queued more than the office's limit, a coordinator releases it. queued > suppressed: what it
    said was no longer true, or it came too late; `error` says why.

    Claimed is safe to claim again; handed over and then silent is `unknown`: a person decides, never a blind resend.
    `dead`: every try failed. `nobody`: the person has no way to be reached.
    """

    QUEUED = "queued"
    CLAIMED = "claimed"
    HANDED_OVER = "handed_over"
    SENT = "sent"
    DEAD = "dead"
    UNKNOWN = "unknown"
    NOBODY = "nobody"
    WITHDRAWN = "withdrawn"
    SUPPRESSED = "suppressed"
    HELD = "held"


_WAITING = text("status IN ('queued', 'claimed', 'handed_over')")
_HELD = text("status = 'held'")
_TROUBLED = text("status IN ('dead', 'unknown', 'nobody')")


class Message(SQLModel, table=True):
    """One message to one person. `key` is the business key; `facts` is all that the words need.

    `try_at`: not before this moment. `attempts` counts hand-overs, `error` says why the last one failed,
    `via` the channel that has it or took it, `subject` and `body` what was really said (of a letter of several messages
    the body stands on the first). `tried`: channels that refused it for good. `letter_on`: the local day on which it
    left in a letter. `renewed_on`: the day on which a person sent it again, from which its age counts.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("message_waiting", "status", "try_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("message_troubled", "status", sqlite_where=_TROUBLED, postgresql_where=_TROUBLED),
        Index("message_person", "person_id", "queued_on"),
        Index("message_letter", "person_id", "letter_on"),
        Index("message_held", "queued_on", sqlite_where=_HELD, postgresql_where=_HELD),
        Index("message_unit", "unit_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    person_id: int = Field(foreign_key="person.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    urgent: bool = False
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    queued_on: date
    status: str = Field(default=MessageStatus.QUEUED)
    try_at: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))
    attempts: int = 0
    claimed_at: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))
    claimed_by: str = ""
    ended_at: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))
    via: str = ""
    subject: str = ""
    body: str = ""
    error: str = ""
    tried: list[str] = Field(default_factory=list, sa_column=Column(Json, server_default=text("'[]'"), nullable=False))
    letter_on: date | None = None
    renewed_on: date | None = None
