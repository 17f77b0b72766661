"""What the auditor writes: that something ran to its end, and that the coordinators are told what is not well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import literal, select, update
from sqlalchemy.orm import Session

from models import Heartbeat, Work
from models.rows import insert_selected
from models.tables import heartbeats
from rules.desk import Desk
from rules.office import Role
from services import people, posting


def beat(session: Session, day: date, work: Work, now: datetime, moved: int = 0) -> None:
    """This kind of work has ended well now; two at once leave one row."""
    values = {"at": now, "on": day, "moved": moved}
    changed = session.execute(
        update(heartbeats).where(heartbeats.c.work == str(work)).values(values).returning(heartbeats.c.work)
    ).all()
    if not changed:
        row = {"work": str(work), **values}
        given = {name: literal(value, heartbeats.c[name].type) for name, value in row.items()}
        nothing = select(literal(1).label("once")).subquery("once")
        session.execute(insert_selected(session, Heartbeat, given, nothing, unless=("work",)))


def tell(  # noqa: PLR0913  (what an alarm says)
    session: Session, day: date, desk: Desk, *, key: str, about: str, lines: Sequence[str]
) -> list[int]:
    """Every coordinator has the alarm, urgent, once for each key; the ids of the messages, [] again.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        key: what the alarm is about and when; the same one is never told twice.
        about: in half a line.
        lines: whole sentences: what is wrong and what helps.
    """
    facts = {"about": about, "lines": list(lines)}
    told = people.directory(session).all_of(Role.COORDINATOR) or people.directory(session).all_of(Role.DIRECTOR)
    notes = [posting.Note(f"alarm:{key}:{it.id}", "alarm", it, facts, urgent=True) for it in told]
    return posting.queue(session, day, desk, notes)
