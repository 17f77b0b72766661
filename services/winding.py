"""Cases that a version without the inspector's clock left being verified: the clock is wound up, so that they go on."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Subject
from models.tables import rectification_is_checked, rectifications
from rules.desk import Desk
from rules.escalating import freeze, ladder_version
from rules.versions import rule_version
from services import history, noticing
from words import say


def wind(session: Session, day: date, desk: Desk) -> list[int]:
    """Every case that is being verified has a last day for it, counted from today, and a ladder; the ids of the new.

    One short statement where there is none, as every day but the first one of this version.
    """
    lacking = select(rectifications.c.id, rectifications.c.status).where(
        rectification_is_checked, rectifications.c.check_due_on.is_(None)
    )
    rows = session.execute(lacking.order_by(rectifications.c.id).with_for_update()).all()
    if not rows:
        return []
    last, ladder = noticing.last_day(day, desk, desk.office.policies.verification), desk.office.check_ladder
    values = {"check_due_on": last, "check_ladder": freeze(ladder), "check_version": ladder_version(ladder)}
    ids = [row.id for row in rows]
    still = rectifications.c.id.in_(ids) & rectifications.c.check_due_on.is_(None)
    session.execute(update(rectifications).where(still).values(values | {"check_rung": 0}))
    said = say(desk.office.language, "act.check_wound", due=last)
    data = {"check_due_on": last, "check_rung": 0}
    steps = [history.Step(row.id, row.status, row.status, said, data) for row in rows]
    history.append(session, day, Subject.RECTIFICATION, steps, rules=rule_version(desk.office))
    return ids
