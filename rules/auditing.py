"""What the auditor calls well: everything that must have happened by now has, and everything open has a next moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from rules.escalating import next_rungs, working_days_overdue
from rules.working_days import add_working_days, working_days_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rules.desk import Desk
    from rules.office import Rung
    from rules.plan import Occurrence
    from rules.working_days import WorkCalendar

LOOK_BACK = timedelta(days=14)
"""So far back every occurrence is looked for; never less than a week, so that a long weekend hides nothing."""
SWEPT_BY = time(8, 30)
"""From this local time on the day's sweep has to be over; it begins at half past seven."""
DELIVERED_WITHIN = timedelta(hours=1)
"""Within the message hours the outbox is looked at every ten minutes; six times missed is a fault."""
AT_REST = timedelta(hours=26)
"""Outside of them a night may lie between two deliveries."""
SOON = timedelta(days=30)
LEAST_MEGABYTES = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """What the auditor has read. Moments are local to the office; `day` is that of `now`."""

    now: datetime
    first_swept_on: date | None
    swept_on: date | None
    delivered_at: datetime | None
    lacking: tuple[str, ...] = ()
    stuck_work: int = 0
    stuck_cases: tuple[str, ...] = ()
    late_drafts: tuple[str, ...] = ()
    stale_claims: int = 0
    resting: tuple[str, ...] = ()
    waiting: int = 0
    undelivered: int = 0
    free_megabytes: int = LEAST_MEGABYTES
    disk_writable: bool = True
    database_writable: bool = True

    @property
    def day(self) -> date:
        """The local day."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is not well: a word below ``auditing.trouble``, its blanks; a fault keeps the heartbeat silent."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)
    is_fault: bool = True


def troubles(desk: Desk, seen: Seen) -> tuple[Trouble, ...]:
    """Everything that is not well, the worst first; () where all is."""
    return tuple(trouble for check in _CHECKS for trouble in check(desk, seen))


def waits_too_long(desk: Desk, day: date) -> date:
    """What is not urgent and was queued before that day should have left: a letter a day, and a day to try again."""
    return add_working_days(desk.calendar, day, -2)


def expected(desk: Desk, found: Iterable[Occurrence], day: date, first_swept_on: date | None) -> list[Occurrence]:
    """The occurrences that must be open by the day: of the last two weeks, and not due before the office began."""
    floor = max(min(first_swept_on or day, day), date(desk.office.year, 1, 1))
    return [it for it in found if day - LOOK_BACK <= it.opens_on <= day and it.due_on >= floor]


def case_is_stuck(  # noqa: PLR0913, PLR0917  (what decides it)
    calendar: WorkCalendar, due_on: date, rung: int, climbed_on: date | None, ladder: Sequence[Rung], day: date
) -> bool:
    """Whether a late case has no next moment: a rung that has come is not climbed, or there is no ladder at all.

    A case on its last rung waits for the person who was told, and stands in every week's summary.
    """
    if due_on >= day:
        return False
    overdue = working_days_overdue(calendar, due_on, day)
    waited = None if climbed_on is None else working_days_after(calendar, climbed_on, day)
    return not ladder or bool(next_rungs(ladder, overdue, rung, waited, lambda _rung: False))


def _machine(_desk: Desk, seen: Seen) -> Iterable[Trouble]:
    if not seen.database_writable:
        yield Trouble("database_not_writable")
    if not seen.disk_writable:
        yield Trouble("disk_not_writable")
    if seen.free_megabytes < LEAST_MEGABYTES:
        yield Trouble("disk_full", {"megabytes": seen.free_megabytes})


def sweep_is_missed(now: datetime, swept_on: date | None) -> bool:
    """Whether a sweep is owed. Boundary: from half past eight the same day's, before it that of the day before.

    Args:
        now: local to the office.
        swept_on: the last day that was swept; None: none ever was.
    """
    wanted = now.date() if now.time() >= SWEPT_BY else now.date() - timedelta(days=1)
    return swept_on is None or swept_on < wanted


def _sweep(_desk: Desk, seen: Seen) -> Iterable[Trouble]:
    if sweep_is_missed(seen.now, seen.swept_on):
        yield Trouble("not_swept", {"on": seen.swept_on or "—"})


def _delivery(desk: Desk, seen: Seen) -> Iterable[Trouble]:
    """A new office has its first day to begin."""
    if seen.first_swept_on is None or seen.first_swept_on >= seen.day:
        return
    hours = desk.office.hours
    opened = datetime.combine(seen.day, hours.opens, tzinfo=seen.now.tzinfo)
    is_busy = opened + DELIVERED_WITHIN <= seen.now and seen.now.time() < hours.closes
    oldest = seen.now - (DELIVERED_WITHIN if is_busy else AT_REST)
    if seen.delivered_at is None or seen.delivered_at < oldest:
        yield Trouble("not_delivered", {"at": f"{seen.delivered_at:%Y-%m-%d %H:%M}" if seen.delivered_at else "—"})


def _outbox(_desk: Desk, seen: Seen) -> Iterable[Trouble]:
    """Sending may run and nothing arrive all the same."""
    if seen.resting:
        yield Trouble("channel_rests", {"which": "、".join(seen.resting)})
    if seen.waiting:
        yield Trouble("waiting", {"count": seen.waiting})
    if seen.undelivered:
        yield Trouble("undelivered", {"count": seen.undelivered})


def _work(_desk: Desk, seen: Seen) -> Iterable[Trouble]:
    if seen.lacking:
        yield Trouble("lacking", {"count": len(seen.lacking), "which": "、".join(seen.lacking[:5])})
    if seen.stuck_work:
        yield Trouble("stuck_work", {"count": seen.stuck_work})
    if seen.stuck_cases:
        yield Trouble("stuck_cases", {"count": len(seen.stuck_cases), "which": "、".join(seen.stuck_cases[:5])})
    if seen.late_drafts:
        shown = {"count": len(seen.late_drafts), "which": "、".join(seen.late_drafts[:5])}
        yield Trouble("late_drafts", shown, is_fault=False)
    if seen.stale_claims:
        yield Trouble("stale_claims", {"count": seen.stale_claims})


def _year(desk: Desk, seen: Seen) -> Iterable[Trouble]:
    """What a person has to see to soon; nothing is broken yet, so these are no faults."""
    if seen.day + SOON > date(desk.office.year, 12, 31):
        yield Trouble("year_ends", {"year": desk.office.year}, is_fault=False)
    terms = [term.closes_on for term in desk.office.terms]
    if terms and max(terms) < seen.day + SOON:
        yield Trouble("terms_end", {"on": max(terms)}, is_fault=False)
    ahead = seen.day + SOON
    for year in sorted({seen.day.year, ahead.year} - desk.calendar.known_years):
        yield Trouble("holidays_unknown", {"year": year}, is_fault=False)


_CHECKS: tuple[Callable[[Desk, Seen], Iterable[Trouble]], ...] = (_machine, _sweep, _delivery, _outbox, _work, _year)
