"""One rung climbed: the row whose key makes climbing happen once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint, text
from sqlmodel import Field, SQLModel


class Escalation(SQLModel, table=True):
    """`told` counts the people told; 0 is the recorded outcome "nobody reachable", of which the coordinator is told.

    `stage`: ``report`` where the unit is late, ``check`` where its inspector is.
    """

    __tablename__ = "escalation"
    __table_args__ = (
        UniqueConstraint("rectification_id", "stage", "ladder_version", "round", "rung", name="one_climb"),
    )

    id: int | None = Field(default=None, primary_key=True)
    rectification_id: int = Field(foreign_key="rectification.id")
    ladder_version: str
    round: int
    rung: int
    climbed_on: date
    working_days_overdue: int
    told: int = 0
    stage: str = Field(default="report", sa_column_kwargs={"server_default": text("'report'")})
