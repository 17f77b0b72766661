"""What the ladders proposed and nobody has decided yet: who decides it, and a line in their digests until they do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import decisions, proposals, rectification_is_ended, rectifications
from rules.desk import Desk
from rules.office import Role
from services import people, posting
from services.people import Contact, Directory
from words import say


def undecided(session: Session, day: date) -> list[Any]:
    """The proposals of earlier days on cases that run, the oldest first: one statement over the few there are."""
    columns = (proposals, rectifications.c.number, rectifications.c.unit_id, rectifications.c.status)
    found = (
        select(*columns)
        .join(rectifications, rectifications.c.id == proposals.c.rectification_id)
        .outerjoin(decisions, decisions.c.proposal_id == proposals.c.id)
        .where(decisions.c.id.is_(None), proposals.c.proposed_on < day, ~rectification_is_ended)
    )
    return list(session.execute(found.order_by(proposals.c.id)))


def deciders(found: Directory, roles: Iterable[str]) -> list[Contact]:
    """To whom it was proposed, of the office; the coordinators where nobody of them exists."""
    wanted = wanted_roles(roles)
    return found.all_of(*sorted(wanted)) or found.all_of(Role.COORDINATOR)


def wanted_roles(roles: Iterable[str]) -> set[Role]:
    """The roles of the office among those of a rung; the director where there is none."""
    return {Role(role) for role in roles} & {Role.DIRECTOR, Role.COORDINATOR} or {Role.DIRECTOR}


def add_lines(day: date, desk: Desk, found: people.Directory, lines: posting.Lines, waiting: Iterable[Any]) -> None:
    """Everybody who can decide has a line, every working day until it is decided."""
    for row in waiting:
        said = {"number": row.number, "measures": "、".join(row.measures), "on": row.proposed_on}
        line = {
            "what": "proposal",
            "unit": found.name_of(row.unit_id),
            "title": say(desk.office.language, "act.to_decide", **said),
            "due_on": day.isoformat(),
            "working_days_left": 0,
            "status": str(row.status),
        }
        lines.add(deciders(found, row.roles), line)
