"""Targets are measured, never assigned: each value is kept, and none is changed afterwards."""

from __future__ import annotations

import hashlib
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Measurement
from models.rows import insert_new
from models.tables import measurements
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.plan import Class
from services import people


def measure(  # noqa: PLR0913  (a form with that many fields)
    session: Session,
    day: date,
    desk: Desk,
    *,
    item: str,
    period: str,
    value: float,
    by: str,
    source: str,
    unit: str = "",
) -> int:
    """The value stands beside the target; the id of its row, the same one when the same form comes twice on a day.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        item: an entry of class T.
        period: the year or term that was measured, as the office names it.
        value: in the unit of measure that the target speaks of.
        by: who of the office writes it down.
        source: where the number comes from; must be said.
        unit: name or code of the unit that was measured; empty: all of them together.

    Raises:
        NotFoundError: no such entry, unit or person.
        RefusedError: not a target, or period or source are missing.
    """
    entry = desk.plan.entry(item)
    if entry is None:
        raise NotFoundError("refuse.no_item", item=item)
    if entry.class_ is not Class.TARGET:
        raise RefusedError("refuse.not_target", item=item)
    if not period.strip() or not source.strip():
        raise RefusedError("refuse.no_source")
    who = people.office_person_named(session, by).name
    unit_id = people.unit_named(session, unit).id if unit else None
    row = {
        "item": item, "unit_id": unit_id, "period": period.strip(), "value": float(value),
        "measured_on": day, "by": who, "source": source.strip(),
    }  # fmt: skip
    key = hashlib.sha256("\x1f".join(str(part) for part in row.values()).encode()).hexdigest()[:32]
    insert_new(session, Measurement, [{"key": key, **row}])
    return int(session.scalars(select(measurements.c.id).where(measurements.c.key == key)).one())
