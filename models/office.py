"""The office as the database knows it: one row, what was loaded last, and how far the sweep has come."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class OfficeRow(SQLModel, table=True):
    """Always id 1. `calendar_digest` tells whether the working days known at the last sweep have changed since."""

    __tablename__ = "office"
    __table_args__ = (CheckConstraint("id = 1", name="one_office"),)

    id: int = Field(default=1, primary_key=True)
    name: str
    plan: str
    plan_version: str
    calendar_digest: str = ""
    first_swept_on: date | None = None
    swept_on: date | None = None
