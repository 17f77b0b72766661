"""A draw of units for a random inspection, kept so that it can be repeated and checked."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from models.columns import Json


class Drawing(SQLModel, table=True):
    """`pool` and `picked` are unit codes; seed and pool give `picked` again. `key`: entry and period, or the form."""

    __tablename__ = "drawing"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    drawn_on: date
    drawn_by: str
    seed: int = Field(sa_type=BigInteger)
    pool: list[str] = Field(sa_column=Column(Json, nullable=False))
    picked: list[str] = Field(sa_column=Column(Json, nullable=False))
