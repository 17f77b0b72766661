"""The proof of the history: replayed from its beginning, it gives the case as it stands today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models import Subject
from models.tables import changes, rectifications
from rules.replaying import Recorded, replay

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing of a case that its history does not say; `column` ``history`` where a step is missing between two."""

    number: str
    column: str
    stands: str
    recorded: str


def read_differences(session: Session, case_id: int | None = None) -> tuple[Difference, ...]:
    """Everything in which the cases differ from their replayed histories; () is the proof.

    A column that no step of a case has named is not compared: cases from before 2026-11 did not keep them.

    Args:
        session: a session of the office's database.
        case_id: only that case.
    """
    chosen = rectifications.c.id == case_id if case_id else rectifications.c.id.is_not(None)
    steps: dict[int, list[Recorded]] = defaultdict(list)
    recorded = select(changes).where(changes.c.subject == Subject.RECTIFICATION).order_by(changes.c.id)
    for step in session.execute(recorded.where(changes.c.subject_id == case_id) if case_id else recorded):
        steps[step.subject_id].append(Recorded(step.from_status, step.to_status, step.data))
    rows = session.execute(select(rectifications).where(chosen).order_by(rectifications.c.id)).mappings()
    return tuple(found for row in rows for found in _differences(row, steps[row["id"]]))


def _differences(row: Any, steps: list[Recorded]) -> list[Difference]:
    replayed = replay(steps)
    number = row["number"]
    found = [Difference(number, "history", "", str(place)) for place in replayed.gaps]
    if row["status"] != replayed.status:
        found.append(Difference(number, "status", row["status"], replayed.status))
    return found + [
        Difference(number, column, str(_plain(row[column])), str(value))
        for column, value in replayed.values.items()
        if _plain(row[column]) != value
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
