"""The what-if year: every day of a year through the very services of the daily sweep, in a scratch database.

The clock is virtual and nothing leaves the process; the same seed gives the same year.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flows.day import begin, stages
from flows.playing import Players
from flows.quiet import Quiet
from models.engine import make_engine, migrate, reading, transaction
from notifications.composing import compose
from reports.played import Simulation, read_played
from reports.playing import read_opened
from rules.recurring import occurrences
from rules.working_days import ONE_DAY, is_working_day
from services import delivering, planning
from services.rotated import as_stored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from reports.played import Given
    from rules.desk import Desk

BATCH = 500
WORKER = "simulate"


def simulate(desk: Desk, year: int, given: Given, reached: Callable[[date], object] | None = None) -> Simulation:
    """The year as it would go.

    Args:
        desk: the office as its folder says; nothing of its database is read or changed.
        year: played from its first day to its last.
        given: ``replies``, ``all``: everybody answers in time, ``none``: nobody ever does, or a share from 0 to 1;
            ``findings``, the probability with which a visited unit has something to mend, whoever answers;
            ``supervisions``, that with which a special or comprehensive inspection of a unit is led as a supervision;
            ``draws``, how many random inspections are drawn by hand; ``seed``, of everything that is left to chance.
        reached: is told each day of the year as it is played.
    """
    engine = make_engine("sqlite://")
    try:
        migrate(engine)
        with transaction(engine) as session:
            planning.load(session, date(year, 1, 1), desk)
        players = Players(engine, desk, year, given)
        _play(engine, desk, year, players, reached or _nobody)
        with reading(engine) as session:
            return read_played(session, desk, year, given, without_team=players.without_team)
    finally:
        engine.dispose()


def _nobody(_day: date) -> None:
    """Nobody looks on."""


def _play(engine: Engine, desk: Desk, year: int, players: Players, reached: Callable[[date], object]) -> None:
    """Day by day; a rest day on which nothing opens and after which nothing lapses is passed over.

    No stage has anything to do on such a day, and no message goes out on it.
    """
    stirring = {date(year, 1, 1), *(occurrence.opens_on for occurrence in occurrences(desk, year))}
    seen, quiet = 0, Quiet(desk, year)
    begin(engine, date(year, 1, 1))
    for day in _days(year):
        reached(day)
        works = is_working_day(desk.calendar, day)
        if not works and day not in stirring:
            continue
        issued = stages(engine, desk, day, idle=quiet.idle(day))["issued"]
        if day == date(year, 1, 1):
            with reading(engine) as session:
                players.foresee(as_stored(session, desk, occurrences(desk, year)), day)
        if issued:
            with reading(engine) as session:
                opened = read_opened(session, seen)
            seen = max(assignment.id for assignment in opened)
            stirring |= {assignment.due_on + ONE_DAY for assignment in opened}
            players.see(opened, day)
        players.act(day)
        if works:
            _deliver(engine, desk, day)


def _days(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += ONE_DAY


def _deliver(engine: Engine, desk: Desk, day: date) -> None:
    """Everything in the outbox goes out when the office's hours begin, to nobody outside this process."""
    hours, zone = desk.office.hours, ZoneInfo(desk.office.time_zone)
    now = datetime.combine(day, hours.opens, tzinfo=zone)
    while True:
        with transaction(engine) as session:
            claimed = delivering.claim(session, now, desk, worker=WORKER, limit=BATCH)
            posts = delivering.hand_over(session, claimed, now)
            subjects = {post.id: compose(desk.office.language, post.kind, post.facts).subject for post in posts}
            delivering.record_sent(session, now, subjects, via=WORKER)
        if len(claimed) < BATCH:
            return
