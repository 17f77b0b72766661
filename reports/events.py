"""What happened to cases since a moment, read from the history: what others may want to hang something on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from models import RectificationStatus, Subject
from models.tables import changes, findings, rectifications, units

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

MOST = 500
"""So many events one run makes at most; a first sweep after a long rest would else make thousands."""

_BY_STATUS = {
    RectificationStatus.ISSUED: "issued",
    RectificationStatus.SUBMITTED: "submitted",
    RectificationStatus.CLOSED: "closed",
}


@dataclass(frozen=True, slots=True)
class Happened:
    """One change of a case. `what`: issued, submitted, closed, climbed, or overdue, which is the first rung climbed."""

    what: str
    case_id: int
    number: str
    unit: str
    zone: str
    severity: str
    status: str
    due_on: date
    rung: int
    by: str
    on: date


def last_change(session: Session) -> int:
    """The id of the newest step of any history; 0 where there is none."""
    return session.scalar(select(func.max(changes.c.id))) or 0


def read_happened(session: Session, since: int, via: str) -> tuple[Happened, ...]:
    """The important changes of cases after that step, made through that flow, in their order."""
    case = [rectifications.c[name] for name in ("number", "due_on")]
    step = [changes.c[name] for name in ("subject_id", "from_status", "to_status", "data", "by", "on")]
    found = session.execute(
        select(*step, *case, units.c.name.label("unit"), units.c.zone, findings.c.severity)
        .join(rectifications, rectifications.c.id == changes.c.subject_id)
        .join(findings, findings.c.id == rectifications.c.finding_id)
        .join(units, units.c.id == rectifications.c.unit_id)
        .where(changes.c.subject == Subject.RECTIFICATION, changes.c.id > since, changes.c.via == via)
        .order_by(changes.c.id)
        .limit(MOST)
    )
    return tuple(_happened(what, row) for row in found for what in _kinds(row))


def _kinds(row: Any) -> list[str]:
    if row.from_status != row.to_status:
        known = _BY_STATUS.get(row.to_status)
        return [known] if known else []
    if "rung" not in row.data and "check_rung" not in row.data:
        return []
    return ["overdue", "climbed"] if row.data.get("rung") == 1 else ["climbed"]


def _happened(what: str, row: Any) -> Happened:
    rung = row.data.get("rung", row.data.get("check_rung", 0))
    plain = {name: getattr(row, name) for name in ("number", "unit", "zone", "severity", "due_on", "by", "on")}
    return Happened(what=what, case_id=row.subject_id, status=row.to_status, rung=rung, **plain)
