"""One day's work of an office, in the order in which it must be done: for 每日巡查, `dudao day`, `dudao simulate`.

Each stage is its own transaction; run twice on a day, nothing happens twice.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from flows.timing import month_plan_on, week_summary_on
from models import OfficeRow
from models.engine import reading, transaction
from models.repeating import tries
from services import (
    chasing,
    complaining,
    escalating,
    issuing,
    lapsing,
    monthly,
    recounting,
    reminding,
    rotating,
    sampling,
    weekly,
)
from words import say

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from rules.desk import Desk


@dataclass(frozen=True, slots=True)
class DayResult:
    """What one sweep moved, by stage: ids of assignments, messages or escalations; all empty the second time."""

    day: date
    moved: dict[str, list[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many were moved in all."""
        return sum(self.counts.values())

    @property
    def counts(self) -> dict[str, int]:
        """How many were moved in each stage."""
        return {stage: len(ids) for stage, ids in self.moved.items()}


Stage = Callable[["Session", date, "Desk"], list[int]]
SWEEP: dict[str, Stage] = {
    "recounted": recounting.recount,
    "rotated": rotating.rotate,
    "issued": issuing.issue_due,
    "revealed": sampling.reveal,
    "lapsed": lapsing.lapse,
    "reminded": reminding.remind,
    "chased": chasing.chase,
    "escalated": escalating.escalate,
    "watched": complaining.watch,
}
"""The stages of every day, in order: new holidays first, so that nobody is reminded of an old date."""

LAST_MADE_UP = 15
"""The last day of a month on which its arrangement is still worth sending."""


def sweep(engine: Engine, desk: Desk, day: date, *, publish: bool = True) -> DayResult:
    """All that must exist or be said by that day does, and is.

    Args:
        engine: the office's database.
        desk: the office as its folder says.
        day: the office's local day.
        publish: whether the month's arrangement and the week's summary go out too, where their day has come; with a
            Prefect server they have flows of their own, and only a missed arrangement is made up for here.
    """
    begin(engine, day)
    moved = stages(engine, desk, day, publish=publish)
    finish(engine, day)
    return DayResult(day, moved)


def stages(
    engine: Engine, desk: Desk, day: date, *, publish: bool = True, idle: Container[str] = ()
) -> dict[str, list[int]]:
    """Every stage of the day, in order, with what it moved.

    Args:
        engine: the office's database.
        desk: the office as its folder says.
        day: the office's local day.
        publish: as in `sweep`.
        idle: the stages of which it is known that they have nothing to do, so that nobody has to ask the database.
    """
    monthly_stage = publish_month if publish else make_up_for_month
    work: dict[str, Callable[[], list[int]]] = {
        name: partial(_in_transaction, engine, stage, desk, day) for name, stage in SWEEP.items()
    }
    work["month"] = partial(monthly_stage, engine, desk, day)
    if publish:
        work["week"] = partial(summarise_week, engine, desk, day)
    return {name: [] if name in idle else act() for name, act in work.items()}


def begin(engine: Engine, day: date) -> None:
    """The office knows since when it sweeps, so that a first sweep does not open what was due before it."""
    for attempt in tries():
        with attempt, transaction(engine) as session:
            row = session.get(OfficeRow, 1)
            if row is not None and row.first_swept_on is None:
                row.first_swept_on = day


def finish(engine: Engine, day: date) -> None:
    """The office knows that this day is swept."""
    for attempt in tries():
        with attempt, transaction(engine) as session:
            row = session.get(OfficeRow, 1)
            if row is not None and (row.swept_on is None or row.swept_on < day):
                row.swept_on = day


def publish_month(engine: Engine, desk: Desk, day: date) -> list[int]:
    """Next month's arrangement is out once its day has come; before it, this month's; [] when it is out already."""
    if day >= month_plan_on(desk, day):
        return _in_transaction(engine, monthly.publish, desk, day)
    return make_up_for_month(engine, desk, day)


def make_up_for_month(engine: Engine, desk: Desk, day: date) -> list[int]:
    """In the first half of a month its arrangement is out, though its own days were missed; [] in the second half."""
    return _in_transaction(engine, monthly.make_up, desk, day) if day.day <= LAST_MADE_UP else []


def summarise_week(engine: Engine, desk: Desk, day: date) -> list[int]:
    """The week that ended last is summed up for the coordinator, once; [] for a week before the first sweep."""
    with reading(engine) as session:
        office = session.get(OfficeRow, 1)
    if office is None or office.first_swept_on is None or week_summary_on(day) < office.first_swept_on:
        return []
    return _in_transaction(engine, weekly.summarise, desk, week_summary_on(day))


def _in_transaction(engine: Engine, stage: Stage, desk: Desk, day: date) -> list[int]:
    for attempt in tries():
        with attempt, transaction(engine, via=say(desk.office.language, "flows.sweep.name")) as session:
            moved = stage(session, day, desk)
    return moved
