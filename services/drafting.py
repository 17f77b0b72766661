"""What only the office does with a case: it issues the notice of a draft, and withdraws what should not have been."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AssignmentStatus, RectificationStatus
from models.tables import findings
from rules.desk import Desk
from rules.errors import RefusedError
from rules.office import FindingSeverity
from services import cases, noticing, standing


def issue_notice(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str = "", due_on: date | None = None
) -> int:
    """The office has issued the notice of a serious finding: the unit is told, its days are counted from today.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: not a draft, a due day that has passed, or anybody but the office.
    """
    act = cases.deciding(session, day, desk, case, by, why)
    row = act.case._asdict()
    agreed = row["due_on"] if row["due_basis"] == "fixed_date" and row["due_on"] >= day else None
    counted = noticing.deadline(day, desk, FindingSeverity(row["severity"]), due_on or agreed)
    values = {**counted.columns(), "check_due_on": None, "reminded_on": None}
    cases.move(act, "issue", values)
    finding = session.execute(select(findings).where(findings.c.id == row["finding_id"])).mappings().one()
    noticing.tell(session, day, desk, {**row, **values}, dict(finding))
    return int(row["id"])


def withdraw(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str
) -> int:
    """The case is withdrawn with its reason; who had the notice hears of it.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: no reason, a case that has ended, or anybody but the office.
    """
    act = cases.deciding(session, day, desk, case, by, why)
    if not act.why:
        raise RefusedError("refuse.reason")
    cases.move(act, "withdraw", {"check_due_on": None})
    standing.settle(act, AssignmentStatus.WITHDRAWN, act.why)
    cases.lapse_requests(act)
    if act.case.status != RectificationStatus.DRAFT:
        title = f"{act.case.number} {act.case.fact}"
        cases.tell(act, "withdrawn", cases.UNIT_AND_INSPECTORS, "", title=title, units=[act.case.unit])
    return int(act.case.id)
