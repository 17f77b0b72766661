"""The append-only history: one row for every step, whoever took it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Change, Subject
from models.rows import batches, insert_new
from models.tables import changes

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


def lengths(session: Session, subject: Subject, subject_ids: Iterable[int]) -> dict[int, int]:
    """How many steps each has: what a message of a step is keyed by, where the same may happen again on one day."""
    found: dict[int, int] = {}
    for batch in batches(dict.fromkeys(subject_ids)):
        of_these = (changes.c.subject == subject) & changes.c.subject_id.in_(batch)
        counted = select(changes.c.subject_id, func.count()).where(of_these).group_by(changes.c.subject_id)
        found.update(session.execute(counted).tuples().all())
    return found
