"""The visit of one drawn unit: who goes, on which day, and whether they know where to."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import Json

_SEALED = text("told_on IS NULL")


class DrawVisit(SQLModel, table=True):
    """`inspectors` are names. `told_on` is empty while the inspectors do not know the unit yet."""

    __tablename__ = "draw_visit"
    __table_args__ = (
        UniqueConstraint("drawing_id", "unit_id", name="one_draw_visit"),
        Index("draw_visit_sealed", "visit_on", sqlite_where=_SEALED, postgresql_where=_SEALED),
        Index("draw_visit_assignment", "assignment_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    drawing_id: int = Field(foreign_key="drawing.id")
    unit_id: int = Field(foreign_key="unit.id")
    assignment_id: int = Field(foreign_key="assignment.id")
    visit_on: date
    inspectors: list[str] = Field(sa_column=Column(Json, nullable=False))
    told_on: date | None = None
