"""A complaint (举报): registered, answered, investigated, finished; who it came from stands in a table of its own."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class ComplaintStatus(StrEnum):
    """Where a complaint stands."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FINISHED = "finished"


_RUNNING = text("status IN ('registered', 'accepted')")


class Complaint(SQLModel, table=True):
    """One complaint. `number` is its name (举报〔2026〕1号). Nothing here says who complained, or of what.

    `answer_due_on`: acceptance or refusal; `finish_due_on`: the end, moved once by `extended_on`. Named on it are who
    registered it, its `handler` and its `inspector`; nobody else reads its source.
    """

    __tablename__ = "complaint"
    __table_args__ = (Index("complaint_running", "status", sqlite_where=_RUNNING, postgresql_where=_RUNNING),)

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    number: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    status: str = Field(default=ComplaintStatus.REGISTERED)
    how: str
    received_on: date
    registered_by: str
    handler: str
    inspector: str = ""
    answer_due_on: date
    finish_due_on: date
    answered_on: date | None = None
    extended_on: date | None = None
    finished_on: date | None = None
    outcome: str = ""
    reply: str = ""


class ComplaintSource(SQLModel, table=True):
    """Who complained and what was said. Written once, read only by those named on the complaint; never in a message."""

    __tablename__ = "complaint_source"

    id: int | None = Field(default=None, primary_key=True)
    complaint_id: int = Field(foreign_key="complaint.id", unique=True)
    name: str
    contact: str
    statement: str


class ComplaintCase(SQLModel, table=True):
    """A rectification that came of a complaint; the link stands here only, so that no notice can show it."""

    __tablename__ = "complaint_case"
    __table_args__ = (UniqueConstraint("complaint_id", "rectification_id", name="one_link"),)

    id: int | None = Field(default=None, primary_key=True)
    complaint_id: int = Field(foreign_key="complaint.id")
    rectification_id: int = Field(foreign_key="rectification.id")


class ComplaintVisit(SQLModel, table=True):
    """The unannounced visit of a complaint's inspector; the link stands here only, so that no visit can show it."""

    __tablename__ = "complaint_visit"

    id: int | None = Field(default=None, primary_key=True)
    complaint_id: int = Field(foreign_key="complaint.id", index=True)
    assignment_id: int = Field(foreign_key="assignment.id", unique=True)
