"""What applying the folder would change, occurrence by occurrence, and who has been told of it already."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlmodel import col

from models import Message, MessageStatus, OfficeRow, PersonRow, UnitRow
from models.rows import batches
from services import promising

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from rules.desk import Desk
    from rules.differing import Change, Difference, Key, Promise

_NOT_HEARD = (MessageStatus.WITHDRAWN, MessageStatus.DEAD, MessageStatus.NOBODY)
_KEYS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Told:
    """Who has been told of an occurrence: by its own message, or by the month's arrangement.

    Args:
        people: names, in order; `schools` of them are of a school.
        waiting: how many of them have a message that is not sent yet.
    """

    people: tuple[str, ...] = ()
    schools: int = 0
    waiting: int = 0

    def __len__(self) -> int:
        """How many people."""
        return len(self.people)


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence that is otherwise.

    Args:
        old_opens_on, old_due_on: as promised before; None where it is new.
        new_opens_on, new_due_on: as promised now; None where it is gone.
        units: how many it is for (was for, where it is gone).
        joined, left: names of units that it is for now and was not, and the other way round.
        reworded: which of title, programme, doer, asks and secrecy are otherwise.
        told: who has been told; of other units only those that it is not for any more.
    """

    item: str
    title: str
    period: str
    old_opens_on: date | None
    old_due_on: date | None
    new_opens_on: date | None
    new_due_on: date | None
    provisional: bool
    units: int
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    told: Told = field(default_factory=Told)

    @property
    def year(self) -> int:
        """In which it opens or opened, the earlier of the two."""
        return min(day.year for day in (self.old_opens_on, self.new_opens_on) if day)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What applying the folder would change, in the order of the opening days; `first`: nothing is in force yet.

    `late` was due before it was added, so that it is never opened; `begun` counts what is new because its year is.
    """

    first: bool
    added: tuple[Line, ...] = ()
    moved: tuple[Line, ...] = ()
    readdressed: tuple[Line, ...] = ()
    removed: tuple[Line, ...] = ()
    reworded: tuple[Line, ...] = ()
    late: tuple[Line, ...] = ()
    begun: int = 0

    def __len__(self) -> int:
        """How many lines there are."""
        return sum(len(lines) for lines in self.groups.values())

    @property
    def groups(self) -> dict[str, tuple[Line, ...]]:
        """The lines by what happens to them."""
        names = ("added", "moved", "readdressed", "removed", "reworded", "late")
        return {name: getattr(self, name) for name in names}

    @property
    def taken_back(self) -> tuple[Line, ...]:
        """What somebody has been told of and would move or go."""
        lines = (*self.moved, *self.readdressed, *self.removed)
        return tuple(line for line in lines if len(line.told))


@dataclass(frozen=True, slots=True)
class _Heard:
    """One person who has a message."""

    name: str
    unit: str
    is_waiting: bool


def foresee(session: Session, day: date, desk: Desk) -> Foreseen:
    """What applying the desk would change on that day; nothing is written."""
    found = promising.compare(session, day, desk)
    names = dict(session.execute(select(col(UnitRow.code), col(UnitRow.name))).tuples().all())
    names |= {unit.code: unit.name for unit in desk.roster.units}
    heard = _heard(session, found, day)

    shifted = {key for it in found.shifted for key in (it.old.key, it.new.key)}

    def told(it: Promise, codes: Iterable[str] | None = None) -> Told:
        return _told(heard.get(it.key, ()), codes)

    return Foreseen(
        first=session.get(OfficeRow, 1) is None,
        added=tuple(_fresh(it) for it in found.added if it.key not in shifted),
        moved=tuple(_changed(it, names, told(it.old)) for it in (*found.moved, *found.shifted)),
        readdressed=tuple(_changed(it, names, told(it.old, it.left)) for it in found.readdressed),
        removed=tuple(_gone(it, told(it)) for it in found.removed if it.key not in shifted),
        reworded=tuple(_changed(it, names, told(it.old)) for it in found.reworded),
        late=tuple(_fresh(it) for it in found.late),
        begun=len(found.begun),
    )


def _fresh(it: Promise) -> Line:
    return Line(
        it.item, it.title, it.period, None, None, it.opens_on, it.due_on, provisional=it.provisional,
        units=len(it.units),
    )  # fmt: skip


def _gone(it: Promise, told: Told) -> Line:
    return Line(
        it.item, it.title, it.period, it.opens_on, it.due_on, None, None, provisional=it.provisional,
        units=len(it.units), told=told,
    )  # fmt: skip


def _changed(it: Change, names: dict[str, str], told: Told) -> Line:
    return Line(
        item=it.new.item,
        title=it.new.title,
        period=it.new.period,
        old_opens_on=it.old.opens_on,
        old_due_on=it.old.due_on,
        new_opens_on=it.new.opens_on,
        new_due_on=it.new.due_on,
        provisional=it.new.provisional,
        units=len(it.new.units),
        joined=tuple(names.get(code, code) for code in it.joined),
        left=tuple(names.get(code, code) for code in it.left),
        reworded=it.reworded,
        told=told,
    )


def _told(heard: Iterable[_Heard], codes: Iterable[str] | None) -> Told:
    wanted = None if codes is None else frozenset(codes)
    found = {it.name: it for it in heard if wanted is None or it.unit in wanted}
    return Told(
        people=tuple(sorted(found)),
        schools=sum(bool(it.unit) for it in found.values()),
        waiting=sum(it.is_waiting for it in found.values()),
    )


def _heard(session: Session, found: Difference, day: date) -> dict[Key, list[_Heard]]:
    old = [*(it.old for it in found.changed), *found.removed]
    heard: dict[Key, list[_Heard]] = defaultdict(list)
    for it, person in (*_by_own_message(session, old, day), *_by_month(session, old)):
        heard[it.key].append(person)
    return heard


def _by_own_message(session: Session, old: Iterable[Promise], day: date) -> list[tuple[Promise, _Heard]]:
    by_prefix = {f"issued:{it.item}:{it.period}:": it for it in old if it.opens_on <= day}
    found = []
    for batch in batches(by_prefix, _KEYS_AT_ONCE):
        condition = or_(*(col(Message.key).startswith(prefix, autoescape=True) for prefix in batch))
        for row in _messages(session, condition):
            found += [(by_prefix[prefix], _person(row)) for prefix in batch if row.key.startswith(prefix)]
    return found


def _by_month(session: Session, old: Iterable[Promise]) -> list[tuple[Promise, _Heard]]:
    """Of what is not secret, the people of its units who have the arrangement of a month that it touches."""
    by_month: dict[str, list[Promise]] = defaultdict(list)
    for it in old:
        for month in {it.opens_on.replace(day=1), it.due_on.replace(day=1)} if not it.secret else ():
            by_month[f"month_plan:{month:%Y-%m}:"].append(it)
    found = []
    for batch in batches(by_month, _KEYS_AT_ONCE):
        condition = or_(*(col(Message.key).startswith(prefix, autoescape=True) for prefix in batch))
        for row in _messages(session, condition):
            its = by_month[row.key[: row.key.rindex(":") + 1]]
            found += [(it, _person(row)) for it in its if row.code in it.units]
    return found


def _messages(session: Session, condition: Any) -> Iterable[Any]:
    return session.execute(
        select(col(Message.key), col(Message.status), col(PersonRow.name), col(UnitRow.code))
        .join(PersonRow, col(PersonRow.id) == col(Message.person_id))
        .outerjoin(UnitRow, col(UnitRow.id) == col(PersonRow.unit_id))
        .where(condition, col(Message.status).not_in(_NOT_HEARD))
    )


def _person(row: Any) -> _Heard:
    is_waiting = row.status in {MessageStatus.QUEUED, MessageStatus.CLAIMED}
    return _Heard(row.name, row.code or "", is_waiting)
