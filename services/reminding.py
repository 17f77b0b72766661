"""What needs attention today, one digest for each person; level-triggered, so a day without a sweep loses nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, func, select, update
from sqlalchemy.orm import Session

from models import CHECKING, CLIMBING, RectificationStatus
from models.tables import (
    assignment_is_owed,
    assignments,
    findings,
    office_is_owing,
    rectification_is_owed,
    rectifications,
    work_items,
)
from rules.desk import Desk
from rules.office import Role
from rules.plan import Doer
from rules.reminding import reminder_cut_off
from rules.working_days import is_working_day
from services import due_steps, gathering, people, posting, proposed

_WHO = {
    RectificationStatus.DRAFT.value: (Role.COORDINATOR, Role.DIRECTOR),
    **dict.fromkeys((status.value for status in CLIMBING), (Role.LIAISON, Role.PRINCIPAL)),
    **dict.fromkeys((status.value for status in CHECKING), (Role.INSPECTOR,)),
}
"""Who owes the next step of a case, by its status."""

_CALENDAR_DAYS_A_WORKING_DAY = 3
"""A generous bound (long holidays included) to find the due days whose reminders can have come."""

_SAID_ON = func.coalesce(assignments.c.reminded_on, assignments.c.opened_on)
_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)
_WORK_DUE = (
    select(assignments.c.work_item_id, assignments.c.due_on, func.min(_SAID_ON).label("said_on"))
    .where(assignment_is_owed, assignments.c.due_on.between(_FIRST, _LAST))
    .group_by(assignments.c.work_item_id, assignments.c.due_on)
    .order_by(assignments.c.work_item_id, assignments.c.due_on)
)
"""Put together once: every day asks it."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """Which cases owe something by which day, and when their people last heard of it."""

    owed: ColumnElement[bool]
    due: ColumnElement[Any]
    said_on: ColumnElement[Any]
    dues: Any


def _clock(owed: ColumnElement[bool], due: ColumnElement[Any], said_on: ColumnElement[Any]) -> _Clock:
    """The clock with its last days between `first` and `last`, a statement put together once."""
    chosen = select(due, func.min(said_on).label("said_on")).where(owed, due.between(_FIRST, _LAST))
    return _Clock(owed, due, said_on, chosen.group_by(due).order_by(due))


_UNITS_CLOCK = _clock(
    rectification_is_owed,
    rectifications.c.due_on,
    func.coalesce(rectifications.c.reminded_on, rectifications.c.counted_from),
)
_OFFICES_CLOCK = _clock(
    office_is_owing,
    rectifications.c.check_due_on,
    func.coalesce(rectifications.c.reminded_on, rectifications.c.opened_on),
)


@dataclass(frozen=True, slots=True)
class _Owed:
    """A case to remind of, and who owes its next step."""

    row: Any
    roles: Sequence[Role]


@dataclass(frozen=True, slots=True)
class _Item:
    id: int
    title: str
    doer: Doer
    reminders: tuple[int, ...]
    cap: int


def remind(session: Session, day: date, desk: Desk) -> list[int]:
    """Everybody who owes something at a reminder day, or a decision, has one digest today; the ids of the digests.

    Nothing goes out on a rest day: what falls on one is said on the next working day. Nobody is reminded on the day on
    which the work was opened, nor more often than the entry's cap, nor of a reminder day older than the catch-up.
    """
    if not is_working_day(desk.calendar, day):
        return []
    items, work = _assignments_to_remind(session, day, desk)
    lines = posting.Lines()
    _add_other_lines(session, day, desk, lines)
    return posting.queue(session, day, desk, _notes(session, day, desk, lines, items, work))


def _notes(  # noqa: PLR0913, PLR0917  (what is said of what)
    session: Session,
    day: date,
    desk: Desk,
    lines: posting.Lines,
    items: Mapping[int, _Item],
    work: Collection[gathering.Owed],
) -> Iterator[posting.Note]:
    """One digest a person, as they are queued: the people of a unit as soon as its work is gone through."""

    def line(found: people.Directory, row: Any) -> dict[str, Any]:
        return posting.assignment_line(desk, day, row, items[row.work_item_id].title, found.name_of(row.unit_id))

    def key(contact: people.Contact) -> str:
        return f"digest:{day}:{contact.id}"

    for ended in gathering.gather(session, lines, work, lambda row: items[row.work_item_id].doer, line):
        yield from lines.notes("digest", key, of=ended)
    yield from lines.notes("digest", key)


def _add_other_lines(session: Session, day: date, desk: Desk, lines: posting.Lines) -> None:
    """Cases, steps of supervisions and decisions: few beside the work of every unit."""
    cases = _cases_to_remind(session, day, desk)
    steps, undecided = due_steps.due_steps(session, day, desk), proposed.undecided(session, day)
    if not cases and not steps and not undecided:
        return
    found = people.directory(session, [row.unit_id for row in (*(case.row for case in cases), *steps, *undecided)])
    for case in cases:
        unit_id = case.row.unit_id
        told = [contact for role in case.roles for contact in found.told(role, unit_id)]
        lines.add(told, posting.case_line(desk, day, case.row, found.name_of(unit_id)))
    due_steps.add_lines(day, desk, found, lines, steps)
    proposed.add_lines(day, desk, found, lines, undecided)


def _assignments_to_remind(session: Session, day: date, desk: Desk) -> tuple[Mapping[int, _Item], list[gathering.Owed]]:
    """One conditional update for each entry and due day that has come to a reminder day not said yet."""
    first, last = _due_days(day, desk, [offset for entry in desk.plan.entries for offset in entry.reminders])
    groups = session.execute(_WORK_DUE, {"first": first, "last": last}).all()
    items = _items(session, {group.work_item_id for group in groups})
    found: list[gathering.Owed] = []
    for group in groups:
        item = items[group.work_item_id]
        cut_off = _cut_off(desk, group.due_on, item.reminders, day)
        if cut_off is not None and group.said_on < cut_off:
            found += _mark_reminded(session, day, item, group.due_on, cut_off)
    return items, found


def _mark_reminded(session: Session, day: date, item: _Item, due_on: date, cut_off: date) -> list[gathering.Owed]:
    marked = session.execute(
        update(assignments)
        .where(
            assignment_is_owed,
            assignments.c.work_item_id == item.id,
            assignments.c.due_on == due_on,
            assignments.c.reminders < item.cap,
            cut_off > _SAID_ON,
        )
        .values(reminded_on=day, reminders=assignments.c.reminders + 1)
        .returning(assignments.c.unit_id, assignments.c.id)
    )
    return [(unit_id, assignment_id) for unit_id, assignment_id in marked]


def _cases_to_remind(session: Session, day: date, desk: Desk) -> list[_Owed]:
    """Of each clock, one conditional update for each last day that has come to a reminder day not said yet."""
    policies = desk.office.policies
    owed = _mark_cases(session, day, desk, _UNITS_CLOCK, policies.rectification_reminders)
    return owed + _mark_cases(session, day, desk, _OFFICES_CLOCK, policies.verification_reminders)


def _mark_cases(session: Session, day: date, desk: Desk, clock: _Clock, offsets: Sequence[int]) -> list[_Owed]:
    first, last = _due_days(day, desk, offsets)
    groups = session.execute(clock.dues, {"first": first, "last": last}).all()
    ids: list[int] = []
    for due_on, said_on in groups:
        cut_off = _cut_off(desk, due_on, offsets, day)
        if cut_off is not None and said_on < cut_off:
            ids += session.scalars(
                update(rectifications)
                .where(clock.owed, clock.due == due_on, cut_off > clock.said_on)
                .values(reminded_on=day)
                .returning(rectifications.c.id)
            ).all()
    return [_Owed(row, _WHO[row.status]) for row in _cases(session, clock, ids)] if ids else []


def _cases(session: Session, clock: _Clock, ids: Sequence[int]) -> list[Any]:
    names = ("number", "unit_id", "first_due_on", "status")
    columns = (*(rectifications.c[name] for name in names), clock.due.label("due_on"), findings.c.fact)
    joined = select(*columns).join(findings, findings.c.id == rectifications.c.finding_id)
    return list(session.execute(joined.where(rectifications.c.id.in_(ids)).order_by(rectifications.c.id)))


def _cut_off(desk: Desk, due_on: date, offsets: Sequence[int], day: date) -> date | None:
    """The reminder day to ask for, unless it is too old to be said."""
    cut_off = reminder_cut_off(desk.calendar, due_on, offsets, day)
    if cut_off is None or cut_off < day - timedelta(days=desk.office.policies.catch_up_days):
        return None
    return cut_off


def _due_days(day: date, desk: Desk, offsets: Sequence[int]) -> tuple[date, date]:
    """The due days between which a reminder can be due on the day, generously."""
    slack = timedelta(days=desk.office.policies.catch_up_days)
    before, after = min(0, *offsets, 0), max(0, *offsets, 0)
    ahead = timedelta(days=10 - before * _CALENDAR_DAYS_A_WORKING_DAY)
    return day - slack - timedelta(days=10 + after * _CALENDAR_DAYS_A_WORKING_DAY), day + ahead


def _items(session: Session, ids: Collection[int]) -> dict[int, _Item]:
    if not ids:
        return {}
    columns = (
        work_items.c.id,
        work_items.c.title,
        work_items.c.doer,
        work_items.c.reminders,
        work_items.c.reminder_cap,
    )
    rows = session.execute(select(*columns).where(work_items.c.id.in_(ids)))
    return {row.id: _Item(row.id, row.title, Doer(row.doer), tuple(row.reminders), row.reminder_cap) for row in rows}
