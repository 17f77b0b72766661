"""Running numbers: one row a series, so that two cases opened at once never share a number."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Counter(SQLModel, table=True):
    """`last` is the last number given in the series (``rectification-2026``)."""

    __tablename__ = "counter"

    series: str = Field(primary_key=True)
    last: int = 0
