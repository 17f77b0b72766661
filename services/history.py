"""The append-only history: one row for every step, whoever took it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Change, Subject
from models.rows import batches, document, given_ids, insert_new, insert_selected
from models.tables import changes

SYSTEM = "system"
"""Who acts where no person does."""


@dataclass(frozen=True, slots=True)
class Step:
    """From one status to another, and why, in the office's language; a climb stays in its status.

    `data`: the columns that it changed besides; what the history does not say cannot be read from it.
    """

    subject_id: int
    from_status: str
    to_status: str
    why: str
    data: Mapping[str, Any] = field(default_factory=dict)


def append(  # noqa: PLR0913  (what a history says)
    session: Session, day: date, subject: Subject, steps: Iterable[Step], *, by: str = SYSTEM, rules: str = ""
) -> None:
    """The steps stand in the history, in their order, with the rules in force and the flow that runs.

    Args:
        session: the transaction; its ``info`` may name the flow or command as ``via`` (`models.engine.transaction`).
        day: the office's local day.
        subject: what the steps are about.
        steps: in their order.
        by: a person's name.
        rules: the version of the office's rules, where the steps follow from them.
    """
    via = str(session.info.get("via", ""))
    rows = (
        {
            "subject": str(subject),
            "subject_id": step.subject_id,
            "on": day,
            "by": by,
            "from_status": str(step.from_status),
            "to_status": str(step.to_status),
            "why": step.why,
            "data": {name: _plain(value) for name, value in step.data.items()},
            "rules": rules,
            "via": via,
        }
        for step in steps
    )
    insert_new(session, Change, rows, unless=(), returning=())


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
        "data": document(session, {name: _plain(value) for name, value in step.data.items()}, {}),
        "via": str(session.info.get("via", "")),
    }
    session.execute(insert_selected(session, Change, values, given, unless=()))


def lengths(session: Session, subject: Subject, subject_ids: Iterable[int]) -> dict[int, int]:
    """How many steps each has: what a message of a step is keyed by, where the same may happen again on one day."""
    found: dict[int, int] = {}
    for batch in batches(dict.fromkeys(subject_ids)):
        of_these = (changes.c.subject == subject) & changes.c.subject_id.in_(batch)
        counted = select(changes.c.subject_id, func.count()).where(of_these).group_by(changes.c.subject_id)
        found.update(session.execute(counted).tuples().all())
    return found


def _plain(value: Any) -> Any:
    """As JSON keeps it: days in ISO."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value
