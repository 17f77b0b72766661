"""One unit's place in a cycle of comprehensive supervisions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel


class RotationTurn(SQLModel, table=True):
    """`item` is the entry that rotates, `cycle` the first year of the cycle, `years` its length. It never changes."""

    __tablename__ = "rotation_turn"
    __table_args__ = (UniqueConstraint("item", "cycle", "unit_id", name="one_turn_a_cycle"),)

    id: int | None = Field(default=None, primary_key=True)
    item: str
    cycle: int
    years: int
    unit_id: int = Field(foreign_key="unit.id")
    year: int = Field(index=True)
    month: int
    instrument: str
    made_on: date
