"""A supervised unit; the office itself is the unit of kind `office`, so that its own work is assigned too."""

from __future__ import annotations

from sqlalchemy import Column, text
from sqlmodel import Field, SQLModel

from models.columns import Json


class UnitRow(SQLModel, table=True):
    """`code` is the roster's key; a unit that left the roster stays, `active` false, with its history.

    `parent` is the code of the unit above it.
    """

    __tablename__ = "unit"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str = Field(index=True)
    kind: str
    stages: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    zone: str = Field(default="", index=True)
    ownership: str = "public"
    pupils: int = 0
    inspector: str = ""
    parent: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    tags: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    active: bool = True
