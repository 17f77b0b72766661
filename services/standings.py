"""How the things that waiting messages speak of stand now: cases, complaints, assignments, steps of supervisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from models import CHECKING, CLIMBING, OPEN_ASSIGNMENT, ComplaintStatus, ExtensionStatus, RectificationStatus
from models.rows import batches
from models.tables import assignments, complaints, extensions, rectifications, supervision_steps

_UNIT, _OFFICE, _INSPECTOR = "unit", "office", "inspector"


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing: who owes its next step (empty: nobody), by which day, and its status."""

    side: str
    due_on: date
    status: str


@dataclass(frozen=True, slots=True)
class Standings:
    """Cases and complaints by number, assignments and steps by id; `asked`: waiting requests by case and day."""

    cases: Mapping[Any, Standing] = field(default_factory=dict)
    complaints: Mapping[Any, Standing] = field(default_factory=dict)
    assignments: Mapping[Any, Standing] = field(default_factory=dict)
    steps: Mapping[Any, Standing] = field(default_factory=dict)
    asked: frozenset[tuple[str, str]] = frozenset()

    def of(self, line: Mapping[str, Any]) -> Standing | None:
        """Of what a line of a message speaks; None where that is not known."""
        if line.get("number"):
            return self.cases.get(line["number"])
        return self.steps.get(line["step"]) if line.get("step") else self.assignments.get(line.get("id"))


def side_of_case(status: str) -> str:
    """Who owes the next step of a case in this status; empty: nobody."""
    if status in CLIMBING:
        return _UNIT
    if status in CHECKING:
        return _INSPECTOR
    return _OFFICE if status == RectificationStatus.DRAFT else ""


def read(session: Session, named: Iterable[Mapping[str, Any]]) -> Standings:
    """Everything that these facts and lines name, in a few statements."""
    said = list(named)
    numbers = {one.get("number") for one in said} - {None, ""}
    steps = {one.get("step") for one in said} - {None, ""}
    ids = {one.get("id") for one in said if not one.get("number") and not one.get("step")} - {None, ""}
    return Standings(
        _cases(session, numbers),
        _complaints(session, numbers),
        _assignments(session, ids),
        _steps(session, steps),
        _asked(session, numbers),
    )


def _named(*columns: Any, by: Any) -> Select[Any]:
    """The statement, put together once, that reads these columns of the rows whose `by` is one of ``wanted``."""
    return select(*columns).where(by.in_(bindparam("wanted", expanding=True)))


_CASES = _named(
    *(rectifications.c[name] for name in ("number", "status", "due_on", "check_due_on")), by=rectifications.c.number
)
_COMPLAINTS = _named(
    *(complaints.c[name] for name in ("number", "status", "answer_due_on", "finish_due_on")), by=complaints.c.number
)
_ASSIGNMENTS = _named(assignments.c.id, assignments.c.status, assignments.c.due_on, by=assignments.c.id)
_STEPS = _named(
    supervision_steps.c.id, supervision_steps.c.due_on, supervision_steps.c.done_on, by=supervision_steps.c.id
)
_ASKED = (
    _named(rectifications.c.number, extensions.c.wanted_on, by=rectifications.c.number)
    .join(rectifications, rectifications.c.id == extensions.c.rectification_id)
    .where(extensions.c.status == ExtensionStatus.ASKED)
)


def _rows(session: Session, chosen: Select[Any], wanted: Iterable[Any]) -> Sequence[Any]:
    found = (session.execute(chosen, {"wanted": batch}) for batch in batches(sorted(wanted)))
    return [row for rows in found for row in rows]


def _cases(session: Session, numbers: Iterable[Any]) -> dict[Any, Standing]:
    found = {}
    for row in _rows(session, _CASES, numbers):
        side = side_of_case(row.status)
        due_on = row.due_on if side == _UNIT else row.check_due_on or row.due_on
        found[row.number] = Standing(side, due_on, row.status)
    return found


def _complaints(session: Session, numbers: Iterable[Any]) -> dict[Any, Standing]:
    found = {}
    for row in _rows(session, _COMPLAINTS, numbers):
        due = {ComplaintStatus.REGISTERED.value: row.answer_due_on, ComplaintStatus.ACCEPTED.value: row.finish_due_on}
        side = _OFFICE if row.status in due else ""
        found[row.number] = Standing(side, due.get(row.status, row.finish_due_on), row.status)
    return found


def _assignments(session: Session, ids: Iterable[Any]) -> dict[Any, Standing]:
    return {
        row.id: Standing(_UNIT if row.status in OPEN_ASSIGNMENT else "", row.due_on, row.status)
        for row in _rows(session, _ASSIGNMENTS, ids)
    }


def _steps(session: Session, ids: Iterable[Any]) -> dict[Any, Standing]:
    return {row.id: Standing("" if row.done_on else _UNIT, row.due_on, "open") for row in _rows(session, _STEPS, ids)}


def _asked(session: Session, numbers: Iterable[Any]) -> frozenset[tuple[str, str]]:
    return frozenset((row.number, row.wanted_on.isoformat()) for row in _rows(session, _ASKED, numbers))
