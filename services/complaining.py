"""Complaints: registered, answered within 15 days, finished within 60, their source known only to those named on them.

No history, message or number of these says who complained or of what: both stand in a table of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Complaint, ComplaintCase, ComplaintSource, ComplaintStatus
from models.rows import insert_new
from models.tables import complaint_sources
from models.tables import complaints as rows
from rules import complaining as rules
from rules.closing import check_step
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.office import Person, Role
from services import cases, complaints, people


@dataclass(frozen=True, slots=True)
class Source:
    """Who complained, how to answer, and what was said."""

    name: str
    contact: str
    statement: str


def register(  # noqa: PLR0913  (a form with that many fields)
    session: Session,
    day: date,
    desk: Desk,
    *,
    unit: str,
    how: str,
    by: str,
    handler: str,
    received_on: date | None = None,
    key: str = "",
) -> int:
    """The complaint has its number and its clocks, and its handler knows of it; its id, the same for the same key.

    Raises:
        NotFoundError: no such unit or person.
        RefusedError: an unknown way, a day to come, somebody of a school, or a handler who is recused from the unit.
    """
    place, person = people.unit_named(session, unit), people.office_person_named(session, by)
    charged = _unbiased(session, desk, handler, place.code)
    received = received_on or day
    if how not in rules.HOWS:
        raise RefusedError("refuse.bad_how", how=how, allowed="、".join(rules.HOWS))
    if received > day:
        raise RefusedError("refuse.received_later", day=day)
    key = key or f"{place.code}:{received}:{how}:{person.name}:{charged.name}"
    known = session.scalar(select(rows.c.id).where(rows.c.key == key))
    if known is not None:
        return int(known)
    row = {
        "key": key,
        "number": complaints.next_number(session, day.year),
        "unit_id": place.id,
        "how": how,
        "received_on": received,
        "registered_by": person.name,
        "handler": charged.name,
        "answer_due_on": rules.answer_due(received),
        "finish_due_on": rules.finish_due(received),
    }
    complaint_id = int(insert_new(session, Complaint, [row])[0].id)
    complaints.append(
        session, day, desk, complaint_id, "", ComplaintStatus.REGISTERED, "act.complaint_registered", person.name
    )
    complaints.tell(session, day, desk, complaints.row_of(session, complaint_id), "registered", [charged.name])
    return complaint_id


def keep_source(  # noqa: PLR0913  (what a source says)
    session: Session, day: date, desk: Desk, complaint_id: int, *, by: str, source: Source
) -> int:
    """Who complained and what was said is kept, once; the history says only that it was.

    Raises:
        NotFoundError: no such complaint or person.
        RefusedError: somebody who is not named on it, or it is kept already.
    """
    row, person = complaints.named_on(session, complaint_id, by)
    said = {"complaint_id": row.id, "name": source.name, "contact": source.contact, "statement": source.statement}
    if not insert_new(session, ComplaintSource, [said], unless=["complaint_id"]):
        raise RefusedError("refuse.source_kept")
    complaints.append(session, day, desk, row.id, row.status, row.status, "act.source_kept", person.name)
    return complaint_id


def read_source(session: Session, day: date, desk: Desk, complaint_id: int, *, by: str) -> Source:
    """The source, for somebody named on the complaint; that it was read stands in the history.

    Raises:
        NotFoundError: no such complaint or person, or no source was kept.
        RefusedError: somebody who is not named on it.
    """
    row, person = complaints.named_on(session, complaint_id, by)
    columns = [complaint_sources.c[name] for name in ("name", "contact", "statement")]
    found = session.execute(select(*columns).where(complaint_sources.c.complaint_id == row.id)).one_or_none()
    if found is None:
        raise NotFoundError("refuse.no_complaint_source", number=row.number)
    complaints.append(session, day, desk, row.id, row.status, row.status, "act.source_read", person.name)
    return Source(*found)


def answer(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, complaint_id: int, *, by: str, accept: bool, why: str = ""
) -> int:
    """The complaint is accepted, or refused with a reason.

    Raises:
        NotFoundError: no such complaint or person.
        RefusedError: not named on it, answered already, or no reason for a refusal.
    """
    row, person = complaints.named_on(session, complaint_id, by)
    if not accept and not why.strip():
        raise RefusedError("refuse.reason")
    return _move(session, day, desk, row, "accept" if accept else "reject", {"answered_on": day}, person.name)


def assign(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, complaint_id: int, *, by: str, inspector: str, visit_by: date | None = None
) -> int:
    """An inspector without conflict looks into it, and is named on it from now on; the unit hears nothing.

    With `visit_by` he has an unannounced visit to make until that day.

    Raises:
        NotFoundError: no such complaint or person.
        RefusedError: not named on it, not accepted, an inspector who is recused from the unit, or a day past.
    """
    row, person = complaints.named_on(session, complaint_id, by)
    check_step(row.status, "finish", rules.STEPS)
    chosen = _unbiased(session, desk, inspector, row.code)
    if row.inspector != chosen.name:
        session.execute(update(rows).where(rows.c.id == row.id).values(inspector=chosen.name))
        complaints.append(session, day, desk, row.id, row.status, row.status, "act.complaint_assigned", person.name)
        complaints.tell(session, day, desk, row, "assigned", [chosen.name], (), row.finish_due_on)
    if visit_by is not None:
        complaints.open_visit(session, day, desk, row, chosen.name, visit_by, person.name)
    return complaint_id


def extend(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, complaint_id: int, *, by: str, why: str
) -> int:
    """It may take thirty days more, once, with a reason of which its source is to be told.

    Raises:
        NotFoundError: no such complaint or person.
        RefusedError: not named on it, not accepted, no reason, or extended already.
    """
    row, person = complaints.named_on(session, complaint_id, by)
    check_step(row.status, "finish", rules.STEPS)
    if not why.strip():
        raise RefusedError("refuse.reason")
    values = {"extended_on": day, "finish_due_on": rules.extended(row.finish_due_on)}
    once = (rows.c.id == row.id) & rows.c.extended_on.is_(None)
    if not session.execute(update(rows).where(once).values(values).returning(rows.c.id)).all():
        raise RefusedError("refuse.extended_once")
    complaints.append(session, day, desk, row.id, row.status, row.status, "act.complaint_extended", person.name, values)
    return complaint_id


def link(session: Session, day: date, desk: Desk, complaint_id: int, *, by: str, case: str | int) -> int:  # noqa: PLR0913  (the same)
    """A rectification of the unit came of it; nothing of the rectification shows that.

    Raises:
        NotFoundError: no such complaint, case or person.
        RefusedError: not named on it, or another unit's case.
    """
    row, person = complaints.named_on(session, complaint_id, by)
    found = cases.case_named(session, case)
    if found.unit_id != row.unit_id:
        raise RefusedError("refuse.other_case", number=found.number, unit=row.unit)
    said = {"complaint_id": row.id, "rectification_id": found.id}
    if insert_new(session, ComplaintCase, [said], unless=["complaint_id", "rectification_id"]):
        complaints.append(session, day, desk, row.id, row.status, row.status, "act.complaint_linked", person.name)
    return complaint_id


def finish(  # noqa: PLR0913  (every act has the same shape)
    session: Session, day: date, desk: Desk, complaint_id: int, *, by: str, outcome: str, reply: str
) -> int:
    """What was found and what was replied stand on it.

    Raises:
        NotFoundError: no such complaint or person.
        RefusedError: not named on it, not accepted, or nothing found or replied.
    """
    row, person = complaints.named_on(session, complaint_id, by)
    if not outcome.strip() or not reply.strip():
        raise RefusedError("refuse.no_reply")
    values = {"finished_on": day, "outcome": outcome.strip(), "reply": reply.strip()}
    return _move(session, day, desk, row, "finish", values, person.name)


def watch(session: Session, day: date, desk: Desk) -> list[int]:
    """Handlers are reminded before a last day, directors told after it, each once; the ids of the messages."""
    running = rows.c.status.in_([ComplaintStatus.REGISTERED, ComplaintStatus.ACCEPTED])
    told: list[int] = []
    for row in session.execute(complaints.joined().where(running).order_by(rows.c.id)).all():
        due_on = row.answer_due_on if row.status == ComplaintStatus.REGISTERED else row.finish_due_on
        if day > due_on:
            told += complaints.tell(session, day, desk, row, "late", [row.handler], (Role.DIRECTOR,), due_on)
        elif [days for days in rules.REMINDED_DAYS if due_on - timedelta(days=days) <= day]:
            left = min(days for days in rules.REMINDED_DAYS if due_on - timedelta(days=days) <= day)
            told += complaints.tell(session, day, desk, row, f"due{left}", [row.handler], (), due_on)
    return told


def _unbiased(session: Session, desk: Desk, name: str, unit_code: str) -> Person:
    """As the roster knows the person, with whom he is close to."""
    person = people.office_person_named(session, name)
    known = next((one for one in desk.roster.people if one.name == person.name), person)
    rules.check_unbiased(known, unit_code)
    return known


def _move(  # noqa: PLR0913, PLR0917  (what a move is)
    session: Session, day: date, desk: Desk, row: Any, step: str, values: dict[str, Any], by: str
) -> int:
    status = check_step(row.status, step, rules.STEPS)
    standing = (rows.c.id == row.id) & (rows.c.status == row.status)
    moved = update(rows).where(standing).values(status=status, **values).returning(rows.c.id)
    if not session.execute(moved).all():
        raise RefusedError("refuse.raced")
    complaints.append(session, day, desk, row.id, row.status, status, f"act.complaint_{step}", by)
    return int(row.id)
