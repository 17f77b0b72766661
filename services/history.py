"""The append-only history: one row for every step, whoever took it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models import Change, Subject
from models.rows import given_ids, insert_new, insert_selected

SYSTEM = "system"
"""Who acts where no person does."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one status to another, and why, in the office's language; a climb stays in its status."""

    subject_id: int
    from_status: str
    to_status: str
    why: str


def append(session: Session, day: date, subject: Subject, steps: Iterable[Step], *, by: str = SYSTEM) -> None:
    """The steps stand in the history, in their order."""
    rows = (
        {
            "subject": str(subject),
            "subject_id": step.subject_id,
            "on": day,
            "by": by,
            "from_status": str(step.from_status),
            "to_status": str(step.to_status),
            "why": step.why,
        }
        for step in steps
    )
    insert_new(session, Change, rows, unless=())


def append_same(  # noqa: PLR0913  (who did what to which)
    session: Session, day: date, subject: Subject, step: Step, ids: Sequence[int], *, by: str = SYSTEM
) -> None:
    """The same step of all of these stands in the history, in their order; the step's own id says nothing."""
    given = given_ids(session, ids)
    values = {
        "subject": str(subject),
        "subject_id": given.c.value,
        "on": day,
        "by": by,
        "from_status": str(step.from_status),
        "to_status": str(step.to_status),
        "why": step.why,
    }
    session.execute(insert_selected(session, Change, values, given, unless=()))
