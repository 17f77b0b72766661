"""What belongs to a case besides its line: the finding's particulars, requests for time, proposals, return visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import col

from models import ENDED, Decision, Extension, ExtensionStatus, Finding, Proposal, Rectification, Revisit, UnitRow

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Details:
    """The particulars of a finding; `observed` is the severity that the finder gave."""

    observed: str = ""
    category: str = ""
    basis: str = ""
    place: str = ""
    evidence: tuple[str, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One request for more time."""

    id: int
    case: str
    unit: str
    number: int
    status: str
    asked_on: date
    asked_by: str
    reason: str
    wanted_on: date
    old_due_on: date
    granted_on: date | None
    decided_by: str
    why: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the ladder proposed, and what was decided; `decided_on` None while it waits, `measure` empty: none.

    `roles` are those of its rung, to whom it was proposed.
    """

    id: int
    case: str
    unit: str
    rung: int
    proposed_on: date
    measures: tuple[str, ...]
    decided_on: date | None
    decided_by: str
    measure: str
    reason: str
    basis: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visited:
    """One return visit."""

    on: date
    by: str
    round: int
    outcome: str
    advice: str
    is_mended: bool


def read_details(session: Session, finding_id: int) -> Details:
    """The particulars of a finding."""
    row = session.get_one(Finding, finding_id)
    return Details(row.observed, row.category, row.basis, row.place, tuple(row.evidence), row.advice)


def read_requests(session: Session, *, case_id: int | None = None, limit: int = 300) -> tuple[Request, ...]:
    """The requests of a case; without one, those of all cases that wait for the office."""
    wanted = col(Extension.rectification_id) == case_id if case_id else col(Extension.status) == ExtensionStatus.ASKED
    names = ("number", "status", "asked_on", "asked_by", "reason", "wanted_on", "old_due_on", "granted_on")
    columns = [col(getattr(Extension, name)) for name in (*names, "decided_by", "why")]
    found = session.execute(
        select(col(Extension.id), col(Rectification.number), col(UnitRow.name), *columns)
        .join(Rectification, col(Rectification.id) == col(Extension.rectification_id))
        .join(UnitRow, col(UnitRow.id) == col(Rectification.unit_id))
        .where(wanted)
        .order_by(col(Extension.id))
        .limit(limit)
    )
    return tuple(Request(*row) for row in found)


def read_proposals(session: Session, *, case_id: int | None = None, limit: int = 300) -> tuple[Proposed, ...]:
    """What was proposed on a case; without one, on all cases that have not ended, what waits for a decision."""
    is_waiting = col(Decision.id).is_(None) & col(Rectification.status).not_in(ENDED)
    names = ("decided_on", "decided_by", "measure", "reason", "basis")
    found = session.execute(
        select(
            *(col(Proposal.id), col(Rectification.number), col(UnitRow.name), col(Proposal.rung)),
            *(col(Proposal.proposed_on), col(Proposal.measures)),
            *(col(getattr(Decision, name)) for name in names),
            col(Proposal.roles),
        )
        .join(Rectification, col(Rectification.id) == col(Proposal.rectification_id))
        .join(UnitRow, col(UnitRow.id) == col(Rectification.unit_id))
        .outerjoin(Decision, col(Decision.proposal_id) == col(Proposal.id))
        .where(col(Proposal.rectification_id) == case_id if case_id else is_waiting)
        .order_by(col(Proposal.id))
        .limit(limit)
    )
    return tuple(_proposed(*row) for row in found)


def _proposed(*row: Any) -> Proposed:
    proposal_id, case, unit, rung, proposed_on, measures, decided_on, *said, roles = row
    by, measure, reason, basis = (text or "" for text in said)
    decided = (decided_on, by, measure, reason, basis)
    return Proposed(proposal_id, case, unit, rung, proposed_on, tuple(measures), *decided, roles=tuple(roles))


def read_visits(session: Session, case_id: int) -> tuple[Visited, ...]:
    """The return visits of a case, the first one first."""
    names = ("visited_on", "visited_by", "round", "outcome", "advice", "is_mended")
    found = session.execute(
        select(*(col(getattr(Revisit, name)) for name in names))
        .where(col(Revisit.rectification_id) == case_id)
        .order_by(col(Revisit.id))
    )
    return tuple(Visited(*row) for row in found)
