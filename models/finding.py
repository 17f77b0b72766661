"""A finding: what was found wrong at a unit."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel


class Finding(SQLModel, table=True):
    """The fact, who found it and when. `key` makes the same form sent twice one finding."""

    __tablename__ = "finding"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", index=True)
    severity: str
    fact: str
    found_on: date
    found_by: str
