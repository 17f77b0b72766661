"""From received to closed: the unit mends and submits, and only a named person outside it returns, verifies, closes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AssignmentStatus, Revisit
from models.rows import insert_new
from models.tables import revisits
from rules.closing import check_step
from rules.desk import Desk
from rules.errors import RefusedError
from rules.office import Role
from rules.plan import DueBasis
from services import cases, noticing, standing
from words import say


def receive(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str = ""
) -> int:
    """The unit has the notice in hand (签收). The case's id.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: somebody of another unit, or a case that is not newly issued.
    """
    act = cases.answering(session, day, desk, case, by, why)
    cases.move(act, "receive", {})
    return int(act.case.id)


def begin(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str = ""
) -> int:
    """The unit is mending (整改中). The case's id.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: somebody of another unit, or a case in which the unit owes nothing.
    """
    act = cases.answering(session, day, desk, case, by, why)
    cases.move(act, "begin", {})
    return int(act.case.id)


def submit(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str = ""
) -> int:
    """The unit has answered: the climbing stops and its inspectors' own clock starts. The case's id.

    Where a return visit is needed, the inspectors have it as work. A request for more time that nobody decided lapses.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        case: number or id.
        by: somebody of the unit, or of the office on its behalf.
        why: what was done.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: somebody of another unit, or a case in which the unit owes nothing.
    """
    act = cases.answering(session, day, desk, case, by, why)
    last = noticing.last_day(day, desk, desk.office.policies.verification)
    values = {"submitted_on": day, "check_due_on": last, "check_rung": 0, "reminded_on": day, "climbed_on": None}
    cases.move(act, "submit", values)
    cases.lapse_requests(act)
    if act.case.needs_revisit:
        dues = {standing.visit_period(act.case.number, act.case.round): last}
        standing.open_visits(session, day, desk, standing.RETURN_VISIT, act.case.unit_id, dues, by=act.by.name)
    cases.tell(act, "submitted", [Role.INSPECTOR], str(act.case.round), verify_by=last.isoformat())
    return int(act.case.id)


def return_(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str, due_on: date | None
) -> int:
    """The unit owes a better answer by a new day; its ladder begins at the rung that the policy says.

    The first deadline stays visible.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: no reason, a day not later than today, the unit's own people, or nothing submitted.
    """
    act = cases.judging(session, day, desk, case, by, why)
    if not act.why:
        raise RefusedError("refuse.reason")
    if due_on is None or due_on <= day:
        raise RefusedError("refuse.due_later", day=day)
    following = act.case.round + 1
    fresh = {
        "round": following,
        "rung": max(act.case.restarts_at - 1, 0),
        "climbed_on": None,
        "due_on": due_on,
        "due_basis": str(DueBasis.FIXED_DATE),
        "due_value": 0,
        "due_provisional": False,
        "counted_from": day,
        "reminded_on": None,
        "submitted_on": None,
        "check_due_on": None,
        "check_rung": 0,
    }
    cases.move(act, "return", fresh)
    standing.settle(act, AssignmentStatus.WITHDRAWN, act.why)
    cases.tell(act, "returned", cases.UNIT_AND_INSPECTORS, str(following), due_on=due_on.isoformat())
    return int(act.case.id)


def verify(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str = ""
) -> int:
    """Somebody outside the unit has seen that it is put right; filing it is still owed.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: the unit's own people, or nothing submitted.
    """
    act = cases.judging(session, day, desk, case, by, why)
    cases.move(act, "verify", {})
    return int(act.case.id)


def revisit(  # noqa: PLR0913  (a form with that many fields)
    session: Session,
    day: date,
    desk: Desk,
    case: str | int,
    *,
    by: str,
    why: str,
    advice: str = "",
    is_mended: bool = True,
) -> int:
    """Somebody outside the unit was there again (回访), which stands on the case with what he saw.

    Args:
        session: the transaction.
        day: the day of the visit.
        desk: the office.
        case: number or id.
        by: who was there.
        why: the measures taken and their effect.
        advice: what is left to do.
        is_mended: whether the problem is gone; only then the case can be closed.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: nothing seen, the unit's own people, or nothing submitted.
    """
    act = cases.judging(session, day, desk, case, by, why)
    if not act.why:
        raise RefusedError("refuse.no_outcome")
    check_step(act.case.status, "return")
    row = {
        "key": f"{act.case.id}:{act.case.round}:{day}:{act.by.name}",
        "rectification_id": act.case.id,
        "round": act.case.round,
        "visited_on": day,
        "visited_by": act.by.name,
        "outcome": act.why,
        "advice": advice.strip(),
        "is_mended": is_mended,
    }
    if insert_new(session, Revisit, [row]):
        word = "act.revisited" if is_mended else "act.revisited_in_vain"
        cases.change(act, {}, say(desk.office.language, word, outcome=act.why))
        standing.settle(act, AssignmentStatus.DONE, act.why)
    return int(act.case.id)


def close(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str = ""
) -> int:
    """The case is closed (销号) by somebody outside the unit, and the unit is told.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: the unit's own people, a case that was not verified, or one that still needs its return visit.
    """
    act = cases.judging(session, day, desk, case, by, why)
    check_step(act.case.status, "close")
    if act.case.needs_revisit and not _was_revisited(act):
        raise RefusedError("refuse.no_revisit", number=act.case.number)
    cases.move(act, "close", {"closed_on": day, "check_due_on": None})
    cases.tell(act, "closed", cases.UNIT_AND_INSPECTORS, str(act.case.round))
    return int(act.case.id)


def _was_revisited(act: cases.Act) -> bool:
    """Whether the latest return visit of this round found it mended."""
    its = (revisits.c.rectification_id == act.case.id) & (revisits.c.round == act.case.round)
    latest = select(revisits.c.is_mended).where(its).order_by(revisits.c.id.desc()).limit(1)
    return bool(act.session.scalar(latest))
