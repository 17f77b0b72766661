"""The board: what is open, due and overdue, on which rung, and what stands still."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlmodel import col

from models import CLIMBING, ENDED, Assignment, Rectification, UnitRow
from reports.case_parts import Proposed, read_proposals
from reports.caseload import Monitored, Said, ZoneLoad, read_by_zone, read_last_said, read_monitored
from reports.cases import CaseLine, read_cases
from reports.coverage import Coverage, read_coverage
from reports.drawings import DrawCoverage, read_draw_coverage
from reports.outbox import MessageLine, count_messages, read_troubled
from reports.rotation import YearCoverage, read_rotation_coverage
from reports.supervisions import SupervisionLine, read_supervisions
from reports.targets import Target, read_targets
from reports.visits import ZoneVisits, read_zone_visits
from reports.work import FOLDED, WorkLine, fold, owed, read_owed
from rules.office import UnitKind
from rules.recurring import occurrences
from rules.series import series
from services.rotated import as_stored

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from rules.desk import Desk
    from rules.series import Often, Series

UPCOMING_DAYS = 60
"""The horizon of the schedules (see flows) and so of the board."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The board in numbers; `owed` counts assignments, `cases` rectifications that are not closed, `held` messages."""

    owed: int
    overdue: int
    cases: int
    cases_overdue: int
    dead: int
    unknown: int
    nobody: int
    held: int = 0


@dataclass(frozen=True, slots=True)
class Coming:
    """What opens after today: one occurrence, or all those of daily or weekly work within the horizon.

    Args:
        often: how often, None for one occurrence; `count`: how many there are.
        times: how often it is done in each period at least.
    """

    item: str
    title: str
    programme: str
    period: str
    opens_on: date
    due_on: date
    due_provisional: bool
    audience: str
    units: int
    often: Often | None = None
    count: int = 1
    times: int = 1


@dataclass(frozen=True, slots=True)
class Board:
    """One office on one day.

    Args:
        today: lines that open or fall due today; `this_week` lines due after today up to Sunday.
        overdue: lines in which somebody is past the due day.
        cases: rectifications that are not closed, by due day.
        coverage: the units in code order, the first 60 of `units`.
        visits: how far this month and term are covered by visits of responsible inspectors.
        rotation: how many have their turn in each year of the cycle, and how many are done.
        supervisions: comprehensive and special ones that are under way.
        draws: how far the rounds of random inspections have come.
        troubled: messages with which a person has to do something.
        targets: the plan's targets with what was measured.
        upcoming: what opens in the next `UPCOMING_DAYS` days.
        by_zone: rectifications that are not closed, counted; `said`: the last message about those of `cases`.
        monitored: the units on key monitoring.
        proposals: what the ladders proposed and nobody has decided yet.
    """

    office: str
    plan: str
    day: date
    numbers: Numbers
    today: tuple[WorkLine, ...]
    this_week: tuple[WorkLine, ...]
    overdue: tuple[WorkLine, ...]
    cases: tuple[CaseLine, ...]
    coverage: tuple[Coverage, ...]
    units: int
    troubled: tuple[MessageLine, ...]
    upcoming: tuple[Coming, ...]
    by_zone: tuple[ZoneLoad, ...] = ()
    said: dict[str, Said] = field(default_factory=dict)
    monitored: tuple[Monitored, ...] = ()
    draws: tuple[DrawCoverage, ...] = ()
    visits: tuple[ZoneVisits, ...] = ()
    supervisions: tuple[SupervisionLine, ...] = ()
    rotation: tuple[YearCoverage, ...] = ()
    targets: tuple[Target, ...] = ()
    proposals: tuple[Proposed, ...] = ()


def read_board(session: Session, day: date, desk: Desk) -> Board:
    """The board of the office on a day; a short read at any size, every list is capped."""
    due_on, opens_on = col(Assignment.due_on), col(Assignment.opens_on)
    sunday = day + timedelta(days=7 - day.isoweekday())
    cases = read_cases(session, day, desk, closed=False, limit=60)
    return Board(
        office=desk.office.name,
        plan=desk.plan.title,
        day=day,
        numbers=_numbers(session, day),
        today=read_owed(session, or_(due_on == day, (opens_on == day) & (due_on >= day)), 60),
        this_week=fold(desk.plan, read_owed(session, due_on.between(day + timedelta(days=1), sunday), 60 * FOLDED))[
            :60
        ],
        overdue=fold(desk.plan, read_owed(session, due_on < day, 60 * FOLDED))[:60],
        cases=cases,
        coverage=read_coverage(session, day.year),
        draws=read_draw_coverage(session, desk),
        visits=read_zone_visits(session, day, desk),
        rotation=read_rotation_coverage(session, desk),
        supervisions=read_supervisions(session, closed=False, limit=60),
        units=_units(session),
        troubled=read_troubled(session),
        upcoming=read_upcoming(desk, day, session=session),
        by_zone=read_by_zone(session, day),
        said=read_last_said(session, cases),
        monitored=read_monitored(session),
        targets=read_targets(session, desk),
        proposals=read_proposals(session, limit=60),
    )


def read_upcoming(
    desk: Desk, day: date, days: int = UPCOMING_DAYS, *, session: Session | None = None
) -> tuple[Coming, ...]:
    """What opens after the day, at most `days` days ahead: the plan's, with turns as they stand in the database."""
    last = day + timedelta(days=days)
    years = range(day.year, last.year + 1)
    planned = [one for year in years for one in occurrences(desk, year) if day < one.opens_on <= last]
    found = planned if session is None else as_stored(session, desk, planned)
    return tuple(_coming(told) for told in series(desk.plan, found))


def _coming(told: Series) -> Coming:
    return Coming(
        item=told.first.item,
        title=told.first.title,
        programme=told.first.programme,
        period=told.first.period,
        opens_on=told.opens_on,
        due_on=told.due_on,
        due_provisional=told.due_provisional,
        audience=told.first.audience,
        units=len(told.first.units),
        often=told.often,
        count=told.count,
        times=told.first.times,
    )


def _units(session: Session) -> int:
    counted = select(func.count()).where(col(UnitRow.active), col(UnitRow.kind) != UnitKind.OFFICE)
    return session.execute(counted).scalar_one()


def _numbers(session: Session, day: date) -> Numbers:
    overdue = func.count().filter(col(Assignment.due_on) < day)
    work = session.execute(select(func.count(), overdue).where(owed())).one()
    late = func.count().filter(col(Rectification.status).in_(CLIMBING), col(Rectification.due_on) < day)
    open_ = func.count().filter(col(Rectification.status).not_in(ENDED))
    cases = session.execute(select(open_, late)).one()
    messages = count_messages(session)
    return Numbers(
        owed=work[0],
        overdue=work[1],
        cases=cases[0],
        cases_overdue=cases[1],
        dead=messages.get("dead", 0),
        unknown=messages.get("unknown", 0),
        nobody=messages.get("nobody", 0),
        held=messages.get("held", 0),
    )
