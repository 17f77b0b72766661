"""Work that was opened is told: one message a person, however many units concern him, and very many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.rows import batches, is_given
from models.tables import people as persons
from models.tables import units
from rules.desk import Desk
from rules.loading import doer_role
from rules.office import Role
from rules.plan import Kind
from services import carrying, people, posting

if TYPE_CHECKING:
    from services.opening import Opening


def tell(session: Session, day: date, desk: Desk, opening: Opening, unit_ids: Sequence[int]) -> None:
    """Everybody who has to know has one message; the liaisons who answer for one unit each by the short way."""
    by_liaison = doer_role(opening.entry.doer, unannounced=opening.unannounced) is Role.LIAISON
    if by_liaison and opening.entry.kind is not Kind.RECTIFICATION_FOLLOWUP:  # which names the old cases of each unit
        own, unit_ids = _with_own(session, unit_ids)
        key, facts = _key(opening), _facts(opening)
        posting.queue_own(session, day, desk, own, role=Role.LIAISON, kind="issued", key=key, facts=facts)
    if unit_ids:
        posting.queue(session, day, desk, _notes(session, opening, unit_ids))


def _with_own(session: Session, unit_ids: Sequence[int]) -> tuple[list[int], list[int]]:
    """The units whose active liaisons have to do with no other of these, and the rest, in the given order.

    To the rest belong units without a liaison of their own, for which the one of the unit above stands in, and those
    units above, so that such a liaison still has one message that names them all.
    """
    lacking = _lacking(session, unit_ids)
    if not lacking:
        return list(unit_ids), []
    above = {row.parent for row in lacking} - {""}
    left = {row.id for row in lacking}
    for codes in batches(sorted(above)):
        left |= set(session.scalars(select(units.c.id).where(units.c.code.in_(codes))))
    return [it for it in unit_ids if it not in left], [it for it in unit_ids if it in left]


def _lacking(session: Session, unit_ids: Sequence[int]) -> Sequence[Any]:
    """Asked in two steps that stay cheap whatever the database believes of the tables' sizes."""
    has_one = (persons.c.role == str(Role.LIAISON)) & persons.c.active & is_given(session, persons.c.unit_id, unit_ids)
    wanted = set(unit_ids)
    if session.scalar(select(func.count(persons.c.unit_id.distinct())).where(has_one)) == len(wanted):
        return []
    left = wanted - set(session.scalars(select(persons.c.unit_id).where(has_one)))
    return session.execute(select(units.c.id, units.c.parent).where(is_given(session, units.c.id, sorted(left)))).all()


def _notes(session: Session, opening: Opening, unit_ids: Sequence[int]) -> list[posting.Note]:
    """One message a person, naming all units that concern him; the coordinator hears where a doer is missing."""
    found = people.directory(session, unit_ids)
    role = doer_role(opening.entry.doer, unannounced=opening.unannounced)
    about: dict[people.Contact, list[str]] = defaultdict(list)
    missing: list[str] = []
    for place in found.places.values():
        doers = found.told(role, place.id)
        if not doers:
            missing.append(place.name)
        entry, unannounced = opening.entry, opening.unannounced
        for contact in people.told_of_work(found, place.id, doer=entry.doer, asks=entry.asks, unannounced=unannounced):
            about[contact].append(place.name)
    key = _key(opening)
    carried = carrying.carried_over(session, opening.entry.kind, opening.opens_on, unit_ids)
    notes = [_note(opening, key, contact, names, carried) for contact, names in about.items()]
    return notes + (posting.nobody(found, key, about=opening.title, units=missing, role=role) if missing else [])


def _note(
    opening: Opening, key: str, contact: people.Contact, names: Sequence[str], carried: dict[str, list[Any]]
) -> posting.Note:
    facts = {**_facts(opening), "units": list(names)}
    if old := [case for name in names for case in carried.get(name, ())]:
        facts["carried"] = old
    return posting.Note(f"{key}:{contact.id}", "issued", contact, facts, unit_id=contact.unit_id)


def _key(opening: Opening) -> str:
    return f"issued:{opening.entry.id}:{opening.period}{opening.again}"


def _facts(opening: Opening) -> dict[str, Any]:
    return {
        "item": opening.entry.id,
        "title": opening.title,
        "programme": opening.entry.programme,
        "period": opening.period,
        "opens_on": opening.opens_on.isoformat(),
        "due_on": opening.due_on.isoformat(),
        "due_provisional": opening.due_provisional,
        "asks": str(opening.entry.asks),
        "doer": str(opening.entry.doer),
        "evidence": list(opening.entry.evidence),
    }
