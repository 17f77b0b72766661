"""Whether draws are what their own pools and seeds give: anybody can repeat them, and no change stays hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from models import Change, Drawing, Subject
from reports.drawings import the_drawing, visits_of
from rules.audience import audience_pool
from rules.drawing import RULE, Basis, HowMany
from rules.pairing import Inspector, Visit
from rules.proving import Drawn as Proven
from rules.proving import faults_of
from services.weighing import as_candidates

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from rules.desk import Desk


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a draw is what its own facts give.

    Args:
        faults: ``digest`` (something kept with it was changed), ``picked`` and ``visits`` (not what pool and seed
            give), ``rule`` (drawn before pools were kept whole); () for a draw that is as it was made.
        joined, left: units that the pool would have today besides, or not any more; no fault, only said.
    """

    id: int
    key: str
    topic: str
    drawn_on: date
    digest: str
    faults: tuple[str, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Nothing is wrong with it."""
        return not self.faults


def prove(session: Session, desk: Desk, drawing_id: int) -> Proof:
    """The draw is repeated from what is kept with it, and compared with what was kept, told and written down.

    Raises:
        NotFoundError: no such draw.
    """
    drawing = the_drawing(session, drawing_id)
    now = {unit.code for unit in desk.roster.units}
    entry = desk.plan.entry(drawing.item)
    wanted = {unit.code for unit in audience_pool(desk, entry)} if entry else now
    pool = set(drawing.pool)
    return Proof(
        id=drawing_id,
        key=drawing.key,
        topic=drawing.topic,
        drawn_on=drawing.drawn_on,
        digest=drawing.digest,
        faults=_faults(session, drawing),
        joined=tuple(sorted(wanted - pool)) if drawing.asked.get("basis") == Basis.PER_ZONE else (),
        left=tuple(sorted(pool - now)),
    )


def _faults(session: Session, drawing: Drawing) -> tuple[str, ...]:
    if drawing.rule != RULE:
        return ("rule",)
    written = session.scalars(
        select(col(Change.why)).where(
            col(Change.subject) == Subject.DRAWING, col(Change.subject_id) == drawing.id, col(Change.from_status) == ""
        )
    ).all()
    try:
        proven = _as_proven(session, drawing)
    except (KeyError, TypeError, ValueError):  # what is kept cannot even be read as a draw
        return ("digest",)
    faults = faults_of(proven, drawing.digest, *(written or ("",)))
    unlike = drawing.pool != sorted(unit.code for unit in proven.units)
    return faults if "digest" in faults or not unlike else ("digest", *faults)


def _as_proven(session: Session, drawing: Drawing) -> Proven:
    asked, visits = drawing.asked, visits_of(session, drawing.id or 0)
    secret = str(drawing.secret)
    about = (drawing.key, drawing.drawn_by, drawing.drawn_on.isoformat(), drawing.topic, drawing.checklist, secret)
    return Proven(
        rule=drawing.rule,
        seed=drawing.lot,
        about=about,
        many=HowMany(Basis(asked["basis"]), asked["value"]),
        per_unit=asked["per_unit"],
        days=tuple(date.fromisoformat(day) for day in asked["days"]),
        units=as_candidates(drawing.units),
        inspectors=tuple(Inspector(row["name"], tuple(row["recused"]), row["load"]) for row in drawing.inspectors),
        picked=tuple(drawing.picked),
        visits=tuple(Visit(code, tuple(row.inspectors), row.visit_on) for code, row in sorted(visits.items())),
    )
