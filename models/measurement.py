"""What a target was measured to be: append-only, a correction is a further row."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel


class Measurement(SQLModel, table=True):
    """One value of one target in one period.

    `item` is the plan's entry of class T; `unit_id` the unit that was measured, None for the whole office's area;
    `period` as the office names it (``2026``, ``2026春``); `value` in the unit of measure that the target speaks of
    (a share in percent: 62.5). `source` says where the number comes from, `by` who wrote it down. `key` is the digest
    of all of it, so that the same form sent twice on a day is one row.
    """

    __tablename__ = "measurement"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    item: str = Field(index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    period: str
    value: float
    measured_on: date
    by: str
    source: str = ""
