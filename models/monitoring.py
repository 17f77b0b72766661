"""A unit on key monitoring (重点监控): since when, why, by whom, and until when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_RUNNING = text("ended_on IS NULL")


class Monitoring(SQLModel, table=True):
    """One stretch; a unit has at most one that runs. `rectification_id`: the case for which it was begun, if any."""

    __tablename__ = "monitoring"
    __table_args__ = (
        Index("one_monitoring", "unit_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
    )

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")
    rectification_id: int | None = Field(default=None, foreign_key="rectification.id")
    started_on: date
    started_by: str
    reason: str
    ended_on: date | None = None
    ended_by: str = ""
    why: str = ""
