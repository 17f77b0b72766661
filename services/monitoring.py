"""Key monitoring (重点监控): a unit gets fixed-point checks, and every case of it a return visit, until it is ended."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import CHECKING, Monitoring, Subject
from models.rows import insert_new
from models.tables import monitorings, rectification_is_ended, rectifications, units
from rules.closing import check_decides
from rules.desk import Desk
from rules.errors import RefusedError
from rules.office import Role
from rules.versions import rule_version
from rules.working_days import add_working_days
from services import cases, history, people, posting, standing
from words import say

RUNNING, ENDED = "running", "ended"


def start(  # noqa: PLR0913  (a form with that many fields)
    session: Session,
    day: date,
    desk: Desk,
    unit: str,
    *,
    by: str,
    reason: str,
    case: str | int | None = None,
    unannounced: bool = True,
) -> int:
    """The unit is on key monitoring: its checks are with the inspectors, its open cases need a return visit.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        unit: its name or code.
        by: a director or a coordinator.
        reason: why.
        case: the case for which it begins.
        unannounced: whether the unit hears nothing of the checks before somebody stands at its door.

    Returns:
        The id; the same again for the same form on the same day.

    Raises:
        NotFoundError: no such unit, person or case.
        RefusedError: no reason, another unit's case, on key monitoring already, or anybody but the office.
    """
    place, person = people.unit_named(session, unit), people.person_named(session, by)
    check_decides(person)
    if not reason.strip():
        raise RefusedError("refuse.reason")
    case_id = _case_id(session, case, place)
    row: dict[str, Any] = {"unit_id": place.id, "rectification_id": case_id, "started_on": day}
    row |= {"started_by": person.name, "reason": reason.strip()}
    session.execute(select(units.c.id).where(units.c.id == place.id).with_for_update())
    running = session.execute(_running(place.id)).mappings().one_or_none()
    if running is not None:
        if all(running[name] == value for name, value in row.items()):
            return int(running["id"])
        raise RefusedError("refuse.monitored", unit=place.name, since=running["started_on"])
    monitoring_id = int(insert_new(session, Monitoring, [row], unless=())[0].id)
    _append(session, day, desk, history.Step(monitoring_id, "", RUNNING, reason.strip()), person.name)
    _open_checks(session, day, desk, place, by=person.name, unannounced=unannounced)
    _ask_return_visits(session, day, desk, place, person.name)
    _tell(session, day, desk, place, monitoring_id, row)
    return monitoring_id


def end(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, unit: str, *, by: str, why: str
) -> int:
    """The unit is not on key monitoring any more; checks that are owed stay owed. The id of the stretch.

    Raises:
        NotFoundError: no such unit or person.
        RefusedError: no reason, not on key monitoring, or anybody but the office.
    """
    place, person = people.unit_named(session, unit), people.person_named(session, by)
    check_decides(person)
    if not why.strip():
        raise RefusedError("refuse.reason")
    values = {"ended_on": day, "ended_by": person.name, "why": why.strip()}
    running = (monitorings.c.unit_id == place.id) & monitorings.c.ended_on.is_(None)
    ended = session.scalar(update(monitorings).where(running).values(values).returning(monitorings.c.id))
    if ended is None:
        raise RefusedError("refuse.not_monitored", unit=place.name)
    _append(session, day, desk, history.Step(ended, RUNNING, ENDED, why.strip()), person.name)
    return int(ended)


def _case_id(session: Session, case: str | int | None, place: people.Place) -> int | None:
    if case is None:
        return None
    found = cases.case_named(session, case)
    if found.unit_id != place.id:
        raise RefusedError("refuse.other_case", number=found.number, unit=place.name)
    return int(found.id)


def _running(unit_id: int) -> Any:
    return select(monitorings).where(monitorings.c.unit_id == unit_id, monitorings.c.ended_on.is_(None))


def _append(session: Session, day: date, desk: Desk, step: history.Step, by: str) -> None:
    history.append(session, day, Subject.MONITORING, [step], by=by, rules=rule_version(desk.office))


def _open_checks(  # noqa: PLR0913  (what the checks are)
    session: Session, day: date, desk: Desk, place: people.Place, *, by: str, unannounced: bool
) -> None:
    policies = desk.office.policies
    dues = {
        f"{day}·{number}": add_working_days(desk.calendar, day, number * policies.monitoring_every)
        for number in range(1, policies.monitoring_checks + 1)
    }
    standing.open_visits(session, day, desk, standing.FIXED_POINT, place.id, dues, by=by, unannounced=unannounced)


def _ask_return_visits(session: Session, day: date, desk: Desk, place: people.Place, by: str) -> None:
    """Every case of the unit that has not ended needs one; where the report is in, it is owed from now on."""
    marked = session.execute(
        update(rectifications)
        .where(rectifications.c.unit_id == place.id, ~rectification_is_ended, ~rectifications.c.needs_revisit)
        .values(needs_revisit=True)
        .returning(*(rectifications.c[name] for name in ("id", "number", "round", "status", "check_due_on")))
    ).all()
    said = say(desk.office.language, "act.needs_revisit")
    steps = [history.Step(row.id, row.status, row.status, said, {"needs_revisit": True}) for row in marked]
    history.append(session, day, Subject.RECTIFICATION, steps, by=by, rules=rule_version(desk.office))
    dues = {
        standing.visit_period(row.number, row.round): max(row.check_due_on or day, day)
        for row in marked
        if row.status in CHECKING
    }
    if dues:
        standing.open_visits(session, day, desk, standing.RETURN_VISIT, place.id, dues, by=by)


def _tell(  # noqa: PLR0913, PLR0917  (what is told of what)
    session: Session, day: date, desk: Desk, place: people.Place, monitoring_id: int, row: dict[str, Any]
) -> None:
    """The unit's head and its inspectors know that it is on key monitoring; of the checks only the inspectors do."""
    found = people.directory(session, [place.id])
    told = dict.fromkeys(contact for role in (Role.PRINCIPAL, Role.INSPECTOR) for contact in found.told(role, place.id))
    facts = {"unit": place.name, "why": row["reason"], "by": row["started_by"]}
    key = f"monitored:{monitoring_id}"
    notes = [posting.Note(f"{key}:{contact.id}", "monitored", contact, facts, place.id) for contact in told]
    posting.queue(session, day, desk, notes)
