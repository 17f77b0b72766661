"""What the office has lately seen of a channel: how much went out, whether it is blocked, whether it keeps failing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json


class ChannelRow(SQLModel, table=True):
    """By the channel's name; a channel that never needed it has no row.

    `recent`: moments (ISO, UTC) of the last minute's posts, where so many a minute are allowed. `blocked_until`: before
    it nothing goes out. `failures`: in a row, over all messages. `off_since`: switched off, because it keeps failing.
    """

    __tablename__ = "channel"

    name: str = Field(primary_key=True)
    recent: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    blocked_until: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))
    failures: int = 0
    off_since: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))
    error: str = ""
