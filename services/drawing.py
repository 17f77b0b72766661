"""Draws that can be repeated: all that decided them is kept, its digest stands in the history, no key draws twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Drawing, Subject
from models.rows import insert_new
from models.tables import drawings, units
from rules.drawing import RULE, HowMany, seed_for
from rules.office import Unit
from rules.pairing import Inspector
from rules.proving import Drawn, carry_out, digest_of
from services import history, weighing


@dataclass(frozen=True, slots=True)
class Lot:
    """What is drawn, apart from the pool.

    Args:
        item, key: the entry, and entry and period; `by` who draws.
        seed: any text.
        per_unit: inspectors for each unit; 0: the responsible ones go, and no day is drawn.
    """

    item: str
    key: str
    by: str
    seed: str
    many: HowMany
    per_unit: int = 0
    inspectors: tuple[Inspector, ...] = ()
    days: tuple[date, ...] = ()
    topic: str = ""
    checklist: str = ""
    secret: bool = False


def kept(session: Session, key: str) -> Any:
    """The draw of that key, if there was one: id and picked."""
    return session.execute(select(drawings.c.id, drawings.c.picked).where(drawings.c.key == key)).one_or_none()


def draw_and_keep(session: Session, day: date, pool: Sequence[Unit], lot: Lot) -> tuple[int, Drawn] | None:
    """The draw is made and kept, its digest in the history; its id and what it is, None where another was first."""
    rows = weighing.weighed(session, day, lot.item, pool)
    drawn = carry_out(
        Drawn(
            rule=RULE,
            seed=lot.seed,
            about=(lot.key, lot.by, day.isoformat(), lot.topic, lot.checklist, str(lot.secret)),
            many=lot.many,
            per_unit=lot.per_unit,
            days=lot.days,
            units=weighing.as_candidates(rows),
            inspectors=lot.inspectors,
        )
    )
    digest = digest_of(drawn)
    added = insert_new(session, Drawing, [_row(day, lot, rows, drawn) | {"digest": digest}])
    if not added:
        return None
    history.append(session, day, Subject.DRAWING, [history.Step(added[0].id, "", "drawn", digest)], by=lot.by)
    return added[0].id, drawn


def keep_drawing(session: Session, day: date, pool: Sequence[Unit], lot: Lot) -> Any:
    """The draw of that key: drawn now, or as it was drawn before."""
    found = kept(session, lot.key)
    if found is None:
        draw_and_keep(session, day, pool, lot)
        found = kept(session, lot.key)
    return found


def ids_of(session: Session, codes: Sequence[str]) -> list[int]:
    """The active units of these codes."""
    return list(session.scalars(select(units.c.id).where(units.c.code.in_(codes), units.c.active)))


def _row(day: date, lot: Lot, rows: Sequence[dict[str, Any]], drawn: Drawn) -> dict[str, Any]:
    return {
        "key": lot.key,
        "drawn_on": day,
        "drawn_by": lot.by,
        "seed": _number(lot.seed),
        "pool": [row["code"] for row in rows],
        "picked": list(drawn.picked),
        "rule": drawn.rule,
        "item": lot.item,
        "topic": lot.topic,
        "checklist": lot.checklist,
        "lot": lot.seed,
        "secret": lot.secret,
        "asked": {
            "basis": str(lot.many.basis),
            "value": lot.many.value,
            "per_unit": lot.per_unit,
            "days": [one.isoformat() for one in lot.days],
        },
        "units": list(rows),
        "inspectors": [asdict(one) | {"recused": list(one.recused)} for one in lot.inspectors],
    }


def _number(seed: str) -> int:
    """The seed itself where it is a number that the column holds."""
    return int(seed) if seed.isdecimal() and len(seed) <= 18 else seed_for(seed)  # noqa: PLR2004  (digits of 63 bits)
