"""A return visit (回访): somebody was there again and saw what came of the rectification. Never changed."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel


class Revisit(SQLModel, table=True):
    """`round` of the case in which it was made; `outcome`: measures and effect; `advice`: what is left to do."""

    __tablename__ = "revisit"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    rectification_id: int = Field(foreign_key="rectification.id", index=True)
    round: int
    visited_on: date
    visited_by: str
    outcome: str
    advice: str = ""
    is_mended: bool
