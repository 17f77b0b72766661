"""Comprehensive and special supervisions with their steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from models import Change, Subject, Supervision, SupervisionStatus, SupervisionStep, UnitRow
from rules.errors import NotFoundError

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: its last day, why, and what was done."""

    step: str
    due_on: date
    provisional: bool
    source: str
    done_on: date | None
    done_by: str
    document: str
    note: str
    deadline_on: date | None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One row of its history; `step` is empty where it was rearranged between two steps."""

    on: date
    by: str
    via: str
    step: str
    why: str


@dataclass(frozen=True, slots=True)
class SupervisionLine:
    """One supervision; `steps` in their order, `changes` its history, which only `read_supervision` reads."""

    id: int
    number: str
    kind: str
    topic: str
    matters: str
    unit: str
    team: tuple[str, ...]
    on_site_on: date
    status: str
    opened_on: date
    opened_by: str
    closed_on: date | None
    steps: tuple[StepLine, ...]
    changes: tuple[ChangeLine, ...] = ()

    @property
    def next(self) -> StepLine | None:
        """The first step that is not done."""
        return next((step for step in self.steps if step.done_on is None), None)


def read_supervision(session: Session, supervision_id: int) -> SupervisionLine:
    """The supervision of that id.

    Raises:
        NotFoundError: no such supervision.
    """
    found = _read(session, _rows().where(col(Supervision.id) == supervision_id))
    if not found:
        raise NotFoundError("reports.no_supervision", supervision=str(supervision_id))
    return replace(found[0], changes=_changes(session, supervision_id))


def read_supervisions(session: Session, *, closed: bool = True, limit: int = 200) -> tuple[SupervisionLine, ...]:
    """The supervisions, the latest first, at most `limit`; without those that are done where `closed` is false."""
    rows = _rows() if closed else _rows().where(col(Supervision.status) == SupervisionStatus.OPEN)
    return _read(session, rows.order_by(col(Supervision.id).desc()).limit(limit))


def _rows() -> Any:
    joined: Any = select(Supervision, col(UnitRow.name).label("unit"))
    return joined.join(UnitRow, col(UnitRow.id) == col(Supervision.unit_id))


def _read(session: Session, statement: Any) -> tuple[SupervisionLine, ...]:
    rows = session.execute(statement).all()
    ids = [row.Supervision.id for row in rows]
    steps: dict[int, list[StepLine]] = {number: [] for number in ids}
    found = select(SupervisionStep).where(col(SupervisionStep.supervision_id).in_(ids))
    for step in session.scalars(found.order_by(col(SupervisionStep.place))):
        steps[step.supervision_id].append(_step(step))
    return tuple(_line(row.Supervision, row.unit, steps[row.Supervision.id]) for row in rows)


def _changes(session: Session, supervision_id: int) -> tuple[ChangeLine, ...]:
    mine = (col(Change.subject) == Subject.SUPERVISION, col(Change.subject_id) == supervision_id)
    rows = session.scalars(select(Change).where(*mine).order_by(col(Change.id)))
    return tuple(
        ChangeLine(row.on, row.by, row.via, "" if row.from_status == row.to_status else row.to_status, row.why)
        for row in rows
    )


def _step(step: SupervisionStep) -> StepLine:
    return StepLine(
        step.step, step.due_on, step.provisional, step.source, step.done_on, step.done_by, step.document, step.note,
        step.deadline_on,
    )  # fmt: skip


def _line(row: Supervision, unit: str, steps: list[StepLine]) -> SupervisionLine:
    return SupervisionLine(
        row.id or 0, row.number, row.kind, row.topic, row.matters, unit, tuple(row.team), row.on_site_on, row.status,
        row.opened_on, row.opened_by, row.closed_on, tuple(steps),
    )  # fmt: skip
