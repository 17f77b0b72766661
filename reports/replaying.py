"""The proof of the history: replayed from its beginning, it gives every case and assignment as it stands today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, select

from models import Subject
from models.tables import assignments, changes, rectifications, units, work_items
from rules.replaying import Recorded, replay

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_AT_ONCE = 1_000
"""So many rows are fetched at once: a history may be longer than the memory."""
_NONE: tuple[int, list[Any]] = (0, [])


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the history does not say.

    `column` is ``history`` where a step is missing between two, ``row`` where a history is left of a row that is gone.

    Args:
        subject: what it is about, a word of `models.change.Subject`.
        number: of the case; entry, period and unit of an assignment; the row's where it is gone.
        stands, recorded: in the row, and after the last step.
    """

    subject: str
    number: str
    column: str
    stands: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The whole history replayed: how many rows of it, of how many cases and assignments, and what differs."""

    steps: int
    cases: int
    assignments: int
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Whether the rows are what the history says."""
        return not self.differences


def read_proof(session: Session) -> Proof:
    """The history is replayed against all cases and all assignments; one session, one picture."""
    of_these = changes.c.subject.in_([Subject.RECTIFICATION, Subject.ASSIGNMENT])
    steps = session.scalar(select(func.count()).select_from(changes).where(of_these)) or 0
    cases, work = (session.scalar(select(func.count()).select_from(table)) for table in (rectifications, assignments))
    return Proof(steps, cases or 0, work or 0, (*read_differences(session), *_work_differences(session)))


def read_differences(session: Session, case_id: int | None = None) -> tuple[Difference, ...]:
    """Everything in which the cases differ from their replayed histories; () is the proof.

    A column that no step of a case has named is not compared: cases from before 2026-11 did not keep them.

    Args:
        session: a session of the office's database.
        case_id: only that case.
    """
    rows = select(rectifications).order_by(rectifications.c.id)
    if case_id:
        rows = rows.where(rectifications.c.id == case_id)
    return tuple(_differences(session, Subject.RECTIFICATION, rectifications, rows, case_id))


def _work_differences(session: Session) -> Iterator[Difference]:
    number = work_items.c.item + " " + assignments.c.period + " " + units.c.name
    joined = select(assignments, number.label("number")).join(work_items, work_items.c.id == assignments.c.work_item_id)
    rows = joined.join(units, units.c.id == assignments.c.unit_id).order_by(assignments.c.id)
    yield from _differences(session, Subject.ASSIGNMENT, assignments, rows, None)


def _differences(session: Session, subject: Subject, table: Table, rows: Any, only: int | None) -> Iterator[Difference]:
    """Rows and steps, both in the order of the rows' ids, side by side."""
    recorded = select(changes).where(changes.c.subject == subject).order_by(changes.c.subject_id, changes.c.id)
    if only:
        recorded = recorded.where(changes.c.subject_id == only)
    steps = session.execute(recorded.execution_options(yield_per=_AT_ONCE))
    histories = ((number, list(found)) for number, found in groupby(steps, attrgetter("subject_id")))
    number, history = next(histories, _NONE)
    for row in session.execute(rows.execution_options(yield_per=_AT_ONCE)).mappings():
        while history and number < row["id"]:
            yield Difference(subject, str(number), "row", "", history[-1].to_status)
            number, history = next(histories, _NONE)
        if history and number == row["id"]:
            yield from _compared(subject, row, history, table)
            number, history = next(histories, _NONE)
        else:
            yield from _compared(subject, row, [], table)
    left = chain([(number, history)] if history else [], histories)
    yield from (Difference(subject, str(number), "row", "", its[-1].to_status) for number, its in left)


def _compared(subject: Subject, row: Any, steps: list[Any], table: Table) -> Iterator[Difference]:
    replayed = replay(Recorded(step.from_status, step.to_status, step.data) for step in steps)
    number = row["number"]
    yield from (Difference(subject, number, "history", "", str(place)) for place in replayed.gaps)
    if row["status"] != replayed.status:
        yield Difference(subject, number, "status", row["status"], replayed.status)
    for column, value in replayed.values.items():
        if column in table.c and _plain(row[column]) != value:
            yield Difference(subject, number, column, str(_plain(row[column])), str(value))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
