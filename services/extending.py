"""More time for a rectification: the unit asks with a reason and a day, the office approves or refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import CLIMBING, Extension, ExtensionStatus
from models.rows import insert_new
from models.tables import extensions
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.plan import DueBasis
from services import cases
from words import say


def ask(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, case: str | int, *, by: str, why: str, wanted_on: date | None
) -> int:
    """The unit's request waits for the office; nothing else changes, the ladder least of all. The request's id.

    The very same request again is the first one.

    Raises:
        NotFoundError: no such case or person.
        RefusedError: no reason, a day that is not later, nothing owed, a request that waits already, or as many
            extensions as the office allows.
    """
    act = cases.answering(session, day, desk, case, by, why)
    if not act.why:
        raise RefusedError("refuse.reason")
    if act.case.status not in CLIMBING:
        raise RefusedError("refuse.nothing_owed", number=act.case.number)
    if wanted_on is None or wanted_on <= max(day, act.case.due_on):
        raise RefusedError("refuse.due_later", day=max(day, act.case.due_on))
    waiting = _waiting(session, act.case.id)
    if waiting is not None:
        return _same(waiting, act, wanted_on)
    if act.case.extensions >= desk.office.policies.extensions_allowed:
        raise RefusedError("refuse.no_more_extensions", count=desk.office.policies.extensions_allowed)
    return _add(act, wanted_on)


def _waiting(session: Session, case_id: int) -> Any:
    asked = select(extensions).where(
        extensions.c.rectification_id == case_id, extensions.c.status == ExtensionStatus.ASKED
    )
    return session.execute(asked).one_or_none()


def _same(waiting: Any, act: cases.Act, wanted_on: date) -> int:
    if (waiting.asked_by, waiting.reason, waiting.wanted_on) != (act.by.name, act.why, wanted_on):
        raise RefusedError("refuse.extension_waits", number=act.case.number)
    return int(waiting.id)


def _add(act: cases.Act, wanted_on: date) -> int:
    its = extensions.c.rectification_id == act.case.id
    number = (act.session.scalar(select(func.max(extensions.c.number)).where(its)) or 0) + 1
    row = {
        "rectification_id": act.case.id,
        "number": number,
        "asked_on": act.day,
        "asked_by": act.by.name,
        "reason": act.why,
        "wanted_on": wanted_on,
        "old_due_on": act.case.due_on,
    }
    added = insert_new(act.session, Extension, [row], unless=["rectification_id", "number"])
    if not added:
        raise RefusedError("refuse.raced")
    said = say(act.desk.office.language, "act.extension_asked", wanted=wanted_on, why=act.why)
    cases.change(act, {}, said)
    days = {"due_on": act.case.due_on.isoformat(), "wanted_on": wanted_on.isoformat(), "count": act.case.extensions}
    cases.tell(act, "extension_asked", cases.OFFICE, str(number), **days)
    return int(added[0].id)


def decide(  # noqa: PLR0913  (a form with that many fields)
    session: Session,
    day: date,
    desk: Desk,
    extension_id: int,
    *,
    by: str,
    approve: bool,
    why: str = "",
    granted_on: date | None = None,
) -> int:
    """The office has approved, and from now on the new day counts, or refused, and nothing has changed. The case's id.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        extension_id: the request.
        by: a director or a coordinator.
        approve: whether.
        why: the reason; a refusal needs one.
        granted_on: another day than the one wanted.

    Raises:
        NotFoundError: no such request or person.
        RefusedError: decided already, a day that is not later, no reason for a refusal, or anybody but the office.
    """
    request = session.execute(select(extensions).where(extensions.c.id == extension_id)).one_or_none()
    if request is None:
        raise NotFoundError("refuse.no_extension", id=extension_id)
    act = cases.deciding(session, day, desk, request.rectification_id, by, why)
    until = (granted_on or request.wanted_on) if approve else None
    _check(act, request.status, until)
    status = ExtensionStatus.APPROVED if approve else ExtensionStatus.REFUSED
    decided = {"status": status, "decided_on": day, "decided_by": act.by.name, "why": act.why, "granted_on": until}
    asked = (extensions.c.id == extension_id) & (extensions.c.status == ExtensionStatus.ASKED)
    if not session.execute(update(extensions).where(asked).values(decided).returning(extensions.c.id)).all():
        raise RefusedError("refuse.raced")
    _apply(act, until)
    said = {"approved": approve, "due_on": (until or act.case.due_on).isoformat()}
    cases.tell(act, "extension_decided", cases.UNIT_AND_INSPECTORS, str(request.number), **said)
    return int(act.case.id)


def _check(act: cases.Act, status: str, until: date | None) -> None:
    if status != ExtensionStatus.ASKED:
        raise RefusedError("refuse.decided_already")
    if act.case.status not in CLIMBING:
        raise RefusedError("refuse.nothing_owed", number=act.case.number)
    if until is None and not act.why:
        raise RefusedError("refuse.reason")
    if until is not None and until <= max(act.day, act.case.due_on):
        raise RefusedError("refuse.due_later", day=max(act.day, act.case.due_on))
    if until is not None and act.case.extensions >= act.desk.office.policies.extensions_allowed:
        raise RefusedError("refuse.no_more_extensions", count=act.desk.office.policies.extensions_allowed)


def _apply(act: cases.Act, until: date | None) -> None:
    language = act.desk.office.language
    if until is None:
        cases.change(act, {}, say(language, "act.extension_refused", why=act.why))
        return
    values = {
        "due_on": until,
        "due_basis": str(DueBasis.FIXED_DATE),
        "due_value": 0,
        "due_provisional": False,
        "counted_from": act.day,
        "extensions": act.case.extensions + 1,
        "reminded_on": None,
    }
    said = say(language, "act.extension_approved", old=act.case.due_on, new=until, why=act.why)
    cases.change(act, values, said)
