"""That something ran to its end: what the auditor asks before it says that all is well."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from models.columns import Instant


class Work(StrEnum):
    """What has to run again and again."""

    SWEEP = "sweep"
    DELIVERY = "delivery"
    AUDIT = "audit"


class Heartbeat(SQLModel, table=True):
    """The last time that one kind of work ended well: the moment, the office's local day, and how much it moved."""

    __tablename__ = "heartbeat"

    work: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    on: date
    moved: int = 0
