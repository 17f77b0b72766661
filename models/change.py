"""The append-only history: who, when, from, to, why. Triggers of the database refuse to change or delete a row."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, text
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json


class Subject(StrEnum):
    """What a change is about."""

    ASSIGNMENT = "assignment"
    RECTIFICATION = "rectification"
    MESSAGE = "message"
    MONITORING = "monitoring"
    COMPLAINT = "complaint"
    DRAWING = "drawing"
    VISIT = "visit"
    SUPERVISION = "supervision"


class Change(SQLModel, table=True):
    """One step. `by` is a person's name, or ``system``; `on` the office's local day; `at` the moment it was written.

    `data`: the columns that it changed besides the status, so that the history gives the present state. `rules`: the
    version of the office's rules in force. `via`: the flow or command through which it was done, where one is known.
    """

    __tablename__ = "change"
    __table_args__ = (Index("change_subject", "subject", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    subject: str
    subject_id: int
    on: date
    at: datetime | None = Field(
        default=None, sa_column=Column(Instant, nullable=False, server_default=text("CURRENT_TIMESTAMP"))
    )
    by: str
    from_status: str
    to_status: str
    why: str = ""
    data: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False, server_default=text("'{}'"))
    )
    rules: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    via: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
