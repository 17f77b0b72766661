"""The draws by hand of a what-if year: units and inspectors drawn by the very service that the form calls."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from reports.drawings import read_drawing
from reports.playing import read_opened
from rules.errors import RefusedError
from rules.kinds import Asks, Class, Doer, Kind
from rules.office import Role
from rules.terms import is_school_day
from rules.units import SCHOOLS
from rules.working_days import ONE_DAY, add_working_days, is_working_day
from services import sampling

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from reports.played import Given
    from reports.playing import Opened
    from rules.desk import Desk
    from rules.plan import Entry

Visit = tuple["date", str]
"""The day of a drawn visit, and who goes."""

_WINDOW_WORKING_DAYS = 10
_MOST_INSPECTORS = 2
_SECRET = 0.5
"""The probability with which the inspectors hear which unit it is only on the morning of the visit."""


class Lots:
    """The random inspections that an office draws by hand in one played year.

    Args:
        desk: the office.
        office: who draws, by name.
        plan: puts an act on a day into the agenda.
        see: what was opened, with day and visitor of each visit, goes into the agenda of those who visit.
        given: how many draws there are in the year.
    """

    def __init__(
        self,
        desk: Desk,
        office: str,
        plan: Callable[[date, Callable[[Session, date], None]], None],
        see: Callable[[Sequence[Opened], date, Mapping[int, Visit]], None],
        given: Given,
    ) -> None:
        self._desk, self._office, self._plan, self._see, self._given = desk, office, plan, see, given
        self._chance = random.Random(f"{given.seed} draws")  # noqa: S311  (a game that has to be repeatable)

    def foresee(self, first: date) -> None:
        """The year's draws stand in the agenda, where the plan has random inspections and somebody to go.

        Args:
            first: the first day of the play.
        """
        entries, days = self._entries(), self._days(first)
        if entries:
            for nth, on in enumerate(sorted(self._chance.sample(days, min(self._given.draws, len(days)))), start=1):
                self._plan(on, self._draw(self._chance.choice(entries), nth, secret=self._chance.random() < _SECRET))

    def _entries(self) -> list[Entry]:
        """Those that are started by hand; where the plan has none, the random inspections that it schedules itself."""
        found = [
            entry
            for entry in self._desk.plan.entries
            if entry.kind is Kind.RANDOM and entry.doer is Doer.INSPECTOR and entry.asks is Asks.SITE_VISIT
        ]
        return [entry for entry in found if entry.class_ is Class.EVENT] or found

    def _days(self, first: date) -> list[date]:
        """The school days of the year that have their window within it."""
        desk, found, day = self._desk, [], first
        stages = {stage for unit in desk.roster.units if unit.kind in SCHOOLS for stage in unit.stages}
        last = first.replace(month=12, day=31) - timedelta(days=2 * _WINDOW_WORKING_DAYS)
        while day <= last:
            if is_working_day(desk.calendar, day) and any(
                is_school_day(desk.calendar, desk.office.terms, stage, day) for stage in stages
            ):
                found.append(day)
            day += ONE_DAY
        return found

    def _draw(self, entry: Entry, nth: int, *, secret: bool) -> Callable[[Session, date], None]:
        inspectors = sum(person.role is Role.INSPECTOR for person in self._desk.roster.people)

        def draw(session: Session, day: date) -> None:
            last_on = add_working_days(self._desk.calendar, day, _WINDOW_WORKING_DAYS)
            form = sampling.Form(
                entry.id, f"played-{nth}", self._office, first_on=day, last_on=last_on, secret=secret,
                per_unit=min(_MOST_INSPECTORS, max(inspectors, 1)), seed=f"{self._given.seed}-{nth}",
            )  # fmt: skip
            try:
                made = sampling.draw_now(session, day, self._desk, form)
            except RefusedError:  # too few inspectors without a conflict: this office draws nothing
                return
            self._visit(session, day, made)

        return draw

    def _visit(self, session: Session, day: date, made: sampling.Drawn) -> None:
        drawn = {unit.code: unit for unit in read_drawing(session, made.drawing_id).units}
        ids = set(made.assignment_ids)
        opened = [it for it in read_opened(session, min(ids, default=1) - 1) if it.id in ids]
        visits = {it.id: (drawn[it.code].visit_on or day, drawn[it.code].inspectors[0]) for it in opened}
        self._see(opened, day, visits)
