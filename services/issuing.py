"""Opening work: one assignment for each entry, unit and period, and one message for each person who has to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from models.tables import assignments, drawings, offices, units, work_items
from rules.desk import Desk
from rules.drawing import Basis, HowMany, seed_for
from rules.errors import NotFoundError, RefusedError
from rules.plan import Class, Entry, Occurrence
from rules.recurring import occurrences
from services import drawing, history, marks, opening, people, promising, rotated, starting


def issue_due(session: Session, day: date, desk: Desk, known: Iterable[Occurrence] | None = None) -> list[int]:
    """What must exist by the day does: the ids of what was opened now, [] when all of it was.

    Nothing that is due before the office's own year: a folder made in November for next year opens no December work.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        known: the occurrences of the years around the day, where the caller has them already.
    """
    floor = _floor(session, day, desk)
    around = (occurrences(desk, year) for year in range(floor.year - 1, day.year + 1))
    due = [it for it in (chain(*around) if known is None else known) if it.opens_on <= day and it.due_on >= floor]
    unmarked = marks.not_marked(session, rotated.as_stored(session, desk, due))
    opened = issue(session, day, desk, _not_yet_complete(session, day, desk, unmarked))
    marks.mark(session, day, desk, unmarked)
    return opened


def issue(session: Session, day: date, desk: Desk, found: Sequence[Occurrence]) -> list[int]:
    """These occurrences are open, whatever the day; the ids of the assignments that are new."""
    if not found:
        return []
    unit_ids = dict(session.execute(select(units.c.name, units.c.id).where(units.c.active)).tuples().all())
    listed = rotated.as_stored(session, desk, found)
    works = [_of_plan(session, day, desk, occurrence, unit_ids) for occurrence in listed]
    return opening.open_all(session, day, desk, [work for work in works if work is not None])


def start_event(  # noqa: PLR0913  (a form with that many fields)
    session: Session,
    day: date,
    desk: Desk,
    item: str,
    unit_names: Sequence[str],
    *,
    by: str,
    due_on: date | None = None,
    key: str | None = None,
) -> list[int]:
    """Triggered work is open for these units; [] when the same event was started before.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        item: an entry of class E.
        unit_names: names or codes; empty: the entry's whole audience is not guessed, so this is refused.
        by: who starts it, for the history.
        due_on: the due day; None: as the entry counts it.
        key: names the event and becomes the period of its assignments; None: the day, one event a day.

    Raises:
        NotFoundError: no such entry, unit or person.
        RefusedError: not an entry of class E, no units, or no due day to be had.
    """
    entry = _entry(desk, item)
    if entry.class_ is not Class.EVENT:
        raise RefusedError("refuse.not_event", item=item)
    if not unit_names:
        raise RefusedError("refuse.no_units")
    chosen = [people.unit_named(session, name).id for name in unit_names]
    work = starting.by_hand(day, desk, entry, period=key or day.isoformat(), due_on=due_on, unit_ids=chosen)
    return opening.open_all(session, day, desk, [work], by=people.office_person_named(session, by).name)


def _floor(session: Session, day: date, desk: Desk) -> date:
    """The earliest due day that is still opened: not before the first sweep or the office's year, nor too old."""
    first = session.scalar(select(offices.c.first_swept_on))
    oldest = day - timedelta(days=desk.office.policies.catch_up_days)
    return max(oldest, min(first or day, day), date(desk.office.year, 1, 1))


def _not_yet_complete(session: Session, day: date, desk: Desk, due: Sequence[Occurrence]) -> list[Occurrence]:
    """Those for which an active unit still has no assignment: one cheap count instead of inserting in vain.

    Nothing that was due already when the plan or the unit came: nobody is overdue with what could not be known.
    """
    if not due:
        return []
    touched = promising.touched(session)
    counted = session.execute(
        select(work_items.c.item, assignments.c.period, func.count())
        .select_from(assignments)
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .join(units, units.c.id == assignments.c.unit_id)
        .where(tuple_(work_items.c.item, assignments.c.period).in_([_key(it) for it in due]), units.c.active)
        .group_by(work_items.c.item, assignments.c.period)
    ).tuples()
    counts = {(item, period): count for item, period, count in counted}
    drawn = _drawn(session, desk, due)
    owing = [it for it in due if counts.get(_key(it), 0) != len(it.units) or _key(it) in touched]
    owing = promising.lacking(session, owing, touched)
    in_time = [it for it in owing if it.due_on >= day or not counts.get(_key(it))]
    return [it for it in in_time if _drawing_key(it) not in drawn and not touched.get(_key(it))]


def _key(occurrence: Occurrence) -> tuple[str, str]:
    return occurrence.item, occurrence.period


def _drawn(session: Session, desk: Desk, due: Sequence[Occurrence]) -> set[str]:
    """The keys of those whose units are drawn already: of a draw, fewer units than the pool are complete."""
    entries = ((occurrence, desk.plan.entry(occurrence.item)) for occurrence in due)
    keys = [_drawing_key(occurrence) for occurrence, entry in entries if entry and entry.audience.draw]
    return set(session.scalars(select(drawings.c.key).where(drawings.c.key.in_(keys)))) if keys else set()


def _drawing_key(occurrence: Occurrence) -> str:
    return f"{occurrence.item}:{occurrence.period}"


def _of_plan(
    session: Session, day: date, desk: Desk, occurrence: Occurrence, unit_ids: dict[str, int]
) -> opening.Opening | None:
    entry = desk.plan.entry(occurrence.item)
    if entry is None:
        return None
    chosen = [unit_ids[name] for name in occurrence.units if name in unit_ids]
    if entry.audience.draw is not None:
        chosen = _drawn_units(session, day, desk, occurrence, entry.audience.draw.per_zone)
    return opening.Opening(
        entry=entry,
        title=occurrence.title,
        period=occurrence.period,
        opens_on=occurrence.opens_on,
        due_on=occurrence.due_on,
        due_basis=occurrence.due_basis,
        due_value=occurrence.due_value,
        due_provisional=occurrence.due_provisional,
        unit_ids=chosen,
        unannounced=entry.unannounced or entry.audience.draw is not None,
        why="act.drawn" if entry.audience.draw is not None else "act.opened",
    )


def _drawn_units(session: Session, day: date, desk: Desk, occurrence: Occurrence, per_zone: int) -> list[int]:
    names = set(occurrence.units)
    pool = [unit for unit in desk.roster.units if unit.name in names]
    key = _drawing_key(occurrence)
    lot = drawing.Lot(
        item=occurrence.item,
        key=key,
        by=history.SYSTEM,
        seed=str(seed_for(f"{occurrence.plan}:{key}:{desk.office.name}")),
        many=HowMany(Basis.PER_ZONE, per_zone),
        topic=occurrence.title,
    )
    return drawing.ids_of(session, drawing.keep_drawing(session, day, pool, lot).picked)


def _entry(desk: Desk, item: str) -> Entry:
    entry = desk.plan.entry(item)
    if entry is None:
        raise NotFoundError("refuse.no_item", item=item)
    return entry
