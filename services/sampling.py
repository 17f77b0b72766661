"""A random inspection by hand: units and inspectors are drawn, and the inspectors hear of it when they should."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import DrawVisit
from models.rows import insert_new
from models.tables import assignment_is_owed, assignments, draw_visits, units
from rules.desk import Desk
from rules.drawing import Basis, HowMany, seed_for
from rules.errors import NotFoundError, RefusedError
from rules.office import Role, Unit
from rules.pairing import Inspector, short_of_inspectors, visit_days
from rules.plan import Entry
from rules.proving import Drawn as Proven
from rules.units import SCHOOLS, above
from services import drawing, opening, people, posting, starting, visitors, weighing

ONE_A_ZONE = HowMany(Basis.PER_ZONE, 1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw by hand: its row, and the assignments that are new; none when the same form came twice."""

    drawing_id: int
    assignment_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What the form says.

    Args:
        item: the entry that the inspection belongs to; `key` names the draw and is the period of its assignments.
        topic: what the messages call it; empty: the entry's title. `checklist`: what is looked at.
        zones, kinds: only these; empty: all. `monitored`: only units under key monitoring.
        per_unit: inspectors for each unit.
        first_on, last_on: the window, both inclusive; None: today, and as the entry counts it, else five working days.
        secret: the inspectors hear which unit on the morning of the visit.
        seed: a public one, typed by a witness; empty: from the key, so that the same key gives the same draw.
    """

    item: str
    key: str
    by: str
    many: HowMany = ONE_A_ZONE
    topic: str = ""
    checklist: str = ""
    zones: Sequence[str] = ()
    kinds: Sequence[str] = ()
    monitored: bool = False
    per_unit: int = 2
    first_on: date | None = None
    last_on: date | None = None
    secret: bool = False
    seed: str = ""


def draw_now(session: Session, day: date, desk: Desk, form: Form) -> Drawn:
    """Units and inspectors are drawn, the inspection is open, and the inspectors are told; no school hears of it.

    The same key never draws twice.

    Raises:
        NotFoundError: no such entry or person.
        RefusedError: nothing to draw from, too few inspectors without a conflict, or a window without a day for it.
    """
    entry, who = _entry(desk, form.item), people.office_person_named(session, form.by)
    key = f"{form.item}:{form.key}"
    if known := drawing.kept(session, key):
        return Drawn(known.id, ())
    _check_numbers(form)
    pool = _pool(session, desk, form)
    work = _opening(day, desk, entry, form)
    lot = _lot(session, desk, form, pool, work, by=who.name)
    made = drawing.draw_and_keep(session, day, pool, lot)
    if made is None:
        raise RefusedError("refuse.raced")
    drawing_id, drawn = made
    work = replace(work, unit_ids=drawing.ids_of(session, drawn.picked))
    opened = opening.open_all(session, day, desk, [work], by=who.name)
    visits = _keep_visits(session, drawing_id, drawn, opened, told_on=None if form.secret else day)
    visitors.tell(session, day, desk, visits, "drawn")
    return Drawn(drawing_id, tuple(opened))


def reveal(session: Session, day: date, desk: Desk) -> list[int]:
    """Inspectors whose visit is today, or was while nobody swept, know the unit; the ids of the visits, [] again."""
    ids = session.scalars(
        update(draw_visits)
        .where(draw_visits.c.told_on.is_(None), draw_visits.c.visit_on <= day)
        .where(draw_visits.c.assignment_id.in_(select(assignments.c.id).where(assignment_is_owed)))
        .values(told_on=day)
        .returning(draw_visits.c.id)
    ).all()
    visitors.tell(session, day, desk, ids, "visit_today")
    return sorted(ids)


def _entry(desk: Desk, item: str) -> Entry:
    entry = desk.plan.entry(item)
    if entry is None:
        raise NotFoundError("refuse.no_item", item=item)
    return entry


def _pool(session: Session, desk: Desk, form: Form) -> list[Unit]:
    watched = weighing.key_monitored(session) if form.monitored else frozenset()
    pool = [
        unit
        for unit in desk.roster.units
        if (not form.zones or unit.zone in form.zones)
        and (unit.kind in form.kinds if form.kinds else unit.kind in SCHOOLS)
        and (not form.monitored or unit.code in watched)
    ]
    if not pool:
        raise RefusedError("refuse.no_pool_monitored" if form.monitored else "refuse.no_pool")
    return pool


def _check_numbers(form: Form) -> None:
    if form.many.value < 1 or (form.many.basis is Basis.PERCENT and form.many.value > 100):  # noqa: PLR2004  (per cent)
        raise RefusedError("refuse.how_many", value=form.many.value)
    if form.per_unit < 1:
        raise RefusedError("refuse.inspectors_a_unit", value=form.per_unit)


def _opening(day: date, desk: Desk, entry: Entry, form: Form) -> opening.Opening:
    if form.first_on is not None and form.first_on < day:
        raise RefusedError("refuse.window_past", first=form.first_on, day=day)
    first = form.first_on or day
    if form.last_on is not None and form.last_on < first:
        raise RefusedError("refuse.window_ends_first", first=first, last=form.last_on)
    return starting.by_hand(
        first, desk, entry, period=form.key, due_on=form.last_on, unit_ids=(), title=form.topic, drawn=True, silent=True
    )


def _lot(  # noqa: PLR0913  (a draw has that many sides)
    session: Session, desk: Desk, form: Form, pool: Sequence[Unit], work: opening.Opening, *, by: str
) -> drawing.Lot:
    inspectors = _inspectors(session, desk, pool)
    short = short_of_inspectors([unit.code for unit in pool], inspectors, form.per_unit)
    if short:
        names = posting.listed(unit.name for unit in pool if unit.code in short)
        raise RefusedError("refuse.few_inspectors", units=names, count=form.per_unit)
    days = visit_days(desk, {stage for unit in pool for stage in unit.stages}, work.opens_on, work.due_on)
    if not days:
        raise RefusedError("refuse.no_visit_day", first=work.opens_on, last=work.due_on)
    return drawing.Lot(
        item=form.item,
        key=f"{form.item}:{form.key}",
        by=by,
        seed=form.seed.strip() or str(seed_for(form.key + desk.office.name)),
        many=form.many,
        per_unit=form.per_unit,
        inspectors=inspectors,
        days=days,
        topic=work.title,
        checklist=form.checklist.strip(),
        secret=form.secret,
    )


def _inspectors(session: Session, desk: Desk, pool: Sequence[Unit]) -> tuple[Inspector, ...]:
    """All inspectors, with the units of the pool from which they stay away, and their open visits of other draws."""
    load: dict[str, int] = defaultdict(int)
    open_ = select(draw_visits.c.inspectors).join(assignments, assignments.c.id == draw_visits.c.assignment_id)
    for (names,) in session.execute(open_.where(assignment_is_owed)):
        for name in names:
            load[name] += 1
    codes = {unit.code: {unit.code, *(one.code for one in above(desk.roster.units, unit))} for unit in pool}
    found = sorted(
        (person for person in desk.roster.people if person.role is Role.INSPECTOR), key=lambda person: person.name
    )
    return tuple(
        Inspector(
            person.name,
            tuple(sorted(code for code, line in codes.items() if not line.isdisjoint(person.recused))),
            load[person.name],
        )
        for person in found
    )


def _keep_visits(
    session: Session, drawing_id: int, drawn: Proven, opened: Sequence[int], *, told_on: date | None
) -> list[int]:
    """The visits stand in their table; their ids."""
    visits = {visit.unit: visit for visit in drawn.visits}
    found = session.execute(
        select(assignments.c.id, assignments.c.unit_id, units.c.code)
        .join(units, units.c.id == assignments.c.unit_id)
        .where(assignments.c.id.in_(opened))
    )
    rows = [
        {
            "drawing_id": drawing_id,
            "unit_id": row.unit_id,
            "assignment_id": row.id,
            "visit_on": visits[row.code].on,
            "inspectors": list(visits[row.code].inspectors),
            "told_on": told_on,
        }
        for row in found
    ]
    return [row.id for row in insert_new(session, DrawVisit, rows, unless=("drawing_id", "unit_id"))]
