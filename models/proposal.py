"""A measure that the ladder proposes, and what a named person decided on it: neither is ever changed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from models.columns import Json


class Proposal(SQLModel, table=True):
    """What one climb proposes (约谈, 通报, 问责), to the roles of its rung."""

    __tablename__ = "proposal"

    id: int | None = Field(default=None, primary_key=True)
    escalation_id: int = Field(foreign_key="escalation.id", unique=True)
    rectification_id: int = Field(foreign_key="rectification.id", index=True)
    proposed_on: date
    rung: int
    measures: list[str] = Field(sa_column=Column(Json, nullable=False))
    roles: list[str] = Field(sa_column=Column(Json, nullable=False))


class Decision(SQLModel, table=True):
    """One proposal decided. `measure` is empty where it was declined; `basis` is the article of the law."""

    __tablename__ = "decision"

    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id", unique=True)
    rectification_id: int = Field(foreign_key="rectification.id", index=True)
    decided_on: date
    decided_by: str
    measure: str
    reason: str
    basis: str
