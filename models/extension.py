"""An extension that a unit asks for: counted, decided by the office, with the deadline before it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class ExtensionStatus(StrEnum):
    """Where the request stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"


_ASKED = text("status = 'asked'")


class Extension(SQLModel, table=True):
    """One request. `number` counts the requests of the case; `granted_on` is the day given, empty unless approved.

    `lapsed`: the case moved on before anybody decided.
    """

    __tablename__ = "extension"
    __table_args__ = (
        UniqueConstraint("rectification_id", "number", name="one_request"),
        Index("extension_asked", "status", sqlite_where=_ASKED, postgresql_where=_ASKED),
    )

    id: int | None = Field(default=None, primary_key=True)
    rectification_id: int = Field(foreign_key="rectification.id")
    number: int
    status: str = Field(default=ExtensionStatus.ASKED)
    asked_on: date
    asked_by: str
    reason: str
    wanted_on: date
    old_due_on: date
    granted_on: date | None = None
    decided_on: date | None = None
    decided_by: str = ""
    why: str = ""
