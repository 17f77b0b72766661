"""A person of the roster: by name, with a role and a way to be reached."""

from __future__ import annotations

from sqlalchemy import Column, text
from sqlmodel import Field, SQLModel

from models.columns import Json


class PersonRow(SQLModel, table=True):
    """People of a unit have `unit_id`, inspectors a `zone`, office people neither.

    `language`: in which the person is written to; empty: the office's.
    """

    __tablename__ = "person"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: str = Field(index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    zone: str = ""
    email: str = ""
    phone: str = ""
    channels: list[str] = Field(default_factory=list, sa_column=Column(Json, nullable=False))
    language: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    active: bool = True
