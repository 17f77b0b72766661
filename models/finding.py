"""A finding: what was found wrong at a unit."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, Index, text
from sqlmodel import Field, SQLModel

from models.columns import Json


class Finding(SQLModel, table=True):
    """The fact, who found it and when. `key` makes the same form sent twice one finding.

    `severity` is the one that counts, `observed` the one that the finder gave: a repeated finding weighs more. `basis`
    names the rule that was broken, `evidence` photos and files, `advice` what was said on the spot.
    """

    __tablename__ = "finding"
    __table_args__ = (Index("finding_category", "unit_id", "category", "found_on"),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", index=True)
    severity: str
    fact: str
    found_on: date
    found_by: str
    observed: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    category: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    basis: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    place: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    evidence: list[str] = Field(
        default_factory=list, sa_column=Column(Json, nullable=False, server_default=text("'[]'"))
    )
    advice: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
