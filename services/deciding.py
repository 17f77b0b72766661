"""A measure that the ladder proposed is decided by a named person: taken or not, with the reason and its basis."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ENDED, Decision
from models.rows import insert_new
from models.tables import people as persons
from models.tables import proposals
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.office import Role
from services import cases, proposed
from words import say


def decide(  # noqa: PLR0913  (a form with that many fields)
    session: Session,
    day: date,
    desk: Desk,
    proposal_id: int,
    *,
    by: str,
    measure: str,
    reason: str,
    basis: str = "",
) -> int:
    """The decision stands on the case, for good, and the office knows of it; the case's id.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        proposal_id: what the ladder proposed.
        by: one of those to whom it was proposed; where there is none of them, a coordinator.
        measure: one of those proposed; empty: none is taken.
        reason: why.
        basis: the article of the law; needed where a measure is taken.

    Raises:
        NotFoundError: no such proposal or person.
        RefusedError: not this person's to decide, no reason or basis, another measure, decided already, or a case that
            has ended.
    """
    proposal = session.execute(select(proposals).where(proposals.c.id == proposal_id)).one_or_none()
    if proposal is None:
        raise NotFoundError("refuse.no_proposal", id=proposal_id)
    act = cases.judging(session, day, desk, proposal.rectification_id, by, reason)
    _check(act, proposal, measure, basis.strip())
    row = {
        "proposal_id": proposal_id,
        "rectification_id": act.case.id,
        "decided_on": day,
        "decided_by": act.by.name,
        "measure": measure,
        "reason": act.why,
        "basis": basis.strip(),
    }
    if not insert_new(session, Decision, [row], unless=["proposal_id"]):
        raise RefusedError("refuse.decided_already")
    word = "act.decided" if measure else "act.declined"
    said = say(desk.office.language, word, measure=measure or "、".join(proposal.measures), why=act.why, basis=basis)
    cases.change(act, {}, said)
    more = {"measure": measure, "basis": basis.strip(), "proposals": list(proposal.measures)}
    cases.tell(act, "decided", [Role.COORDINATOR, Role.INSPECTOR], str(proposal_id), **more)
    return int(act.case.id)


def _check(act: cases.Act, proposal: Any, measure: str, basis: str) -> None:
    if act.by.role not in _who(act.session, proposal.roles):
        raise RefusedError("refuse.not_proposed_to", person=act.by.name)
    if act.case.status in ENDED:
        raise RefusedError("refuse.ended", number=act.case.number)
    if measure and measure not in proposal.measures:
        allowed = "、".join(proposal.measures)
        raise RefusedError("refuse.other_measure", measure=measure, allowed=allowed)
    if not act.why:
        raise RefusedError("refuse.reason")
    if measure and not basis:
        raise RefusedError("refuse.no_basis")


def _who(session: Session, roles: list[str]) -> set[Role]:
    """The roles to whom it was proposed, of the office; the coordinator where nobody of them exists."""
    wanted = proposed.wanted_roles(roles)
    there = select(persons.c.role).where(persons.c.active, persons.c.role.in_([str(role) for role in wanted])).limit(1)
    return wanted if session.scalar(there) is not None else {Role.COORDINATOR}
