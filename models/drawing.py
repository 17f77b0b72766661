"""A draw of units for a random inspection, kept so that it can be repeated and checked."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Column, text
from sqlmodel import Field, SQLModel

from models.columns import Json


def _text() -> dict[str, Any]:
    return {"server_default": text("''")}


class Drawing(SQLModel, table=True):
    """Everything that decides a draw, and its result; `digest` is over all of it and stands in the history too.

    `pool` and `picked` are unit codes, `key` is entry and period, or the form. `rule` is the version of the rules of
    drawing (1: before zones and weights were kept). `units` are the pool with zone, kind, tickets and the counted
    facts behind them, `inspectors` those who could be drawn; `asked` is how many, for how many inspectors each, on
    which days. `secret`: the inspectors hear which unit on the morning of the visit.
    """

    __tablename__ = "drawing"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    drawn_on: date
    drawn_by: str
    seed: int = Field(sa_type=BigInteger)
    pool: list[str] = Field(sa_column=Column(Json, nullable=False))
    picked: list[str] = Field(sa_column=Column(Json, nullable=False))
    rule: str = Field(default="1", sa_column_kwargs={"server_default": text("'1'")})
    item: str = Field(default="", index=True, sa_column_kwargs=_text())
    topic: str = Field(default="", sa_column_kwargs=_text())
    checklist: str = Field(default="", sa_column_kwargs=_text())
    lot: str = Field(default="", sa_column_kwargs=_text())
    secret: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    asked: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False, server_default=text("'{}'"))
    )
    units: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False, server_default=text("'[]'"))
    )
    inspectors: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False, server_default=text("'[]'"))
    )
    digest: str = Field(default="", sa_column_kwargs=_text())
