"""What last year left open goes along with this year's follow-up check (inventory 1.8: P3C-03-4 needs it)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import RectificationStatus
from models.rows import batches
from models.tables import findings, rectifications, units
from rules.plan import Kind


def carried_over(
    session: Session, kind: Kind, opens_on: date, unit_ids: Sequence[int]
) -> dict[str, list[dict[str, Any]]]:
    """By the unit's name, its cases that were opened before the year and are not closed; {} for other kinds of work.

    Args:
        session: the transaction.
        kind: of the work that opens.
        opens_on: the day on which it opens: earlier years are those before its own.
        unit_ids: the units that it is opened for.
    """
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if kind is not Kind.RECTIFICATION_FOLLOWUP:
        return found
    for batch in batches(unit_ids):
        rows = session.execute(
            select(rectifications.c.number, rectifications.c.due_on, findings.c.fact, units.c.name)
            .join(findings, findings.c.id == rectifications.c.finding_id)
            .join(units, units.c.id == rectifications.c.unit_id)
            .where(rectifications.c.unit_id.in_(batch), rectifications.c.status != RectificationStatus.CLOSED)
            .where(rectifications.c.opened_on < opens_on.replace(month=1, day=1))
            .order_by(units.c.code, rectifications.c.id)
        )
        for row in rows:
            found[row.name].append(
                {"unit": row.name, "number": row.number, "fact": row.fact, "due_on": row.due_on.isoformat()}
            )
    return found
