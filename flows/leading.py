"""The supervisions of a what-if year: led through their nine dated steps by the very services that the form calls."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rules.kinds import Asks, Doer, Kind
from rules.office import Role
from rules.packs import Point
from rules.step_days import Step, SupervisionKind
from rules.supervising import TEAM, earliest_on_site
from rules.working_days import add_working_days, next_working_day
from services import recording, supervised, supervising
from words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from reports.played import Given
    from rules.desk import Desk
    from rules.plan import Occurrence

_KINDS = {Kind.SPECIAL: SupervisionKind.SPECIAL, Kind.COMPREHENSIVE: SupervisionKind.COMPREHENSIVE}
_LEAD_WORKING_DAYS = 15
"""So long before its on-site day a team is made: the usual days of the first step."""
_MOST_DAYS_EARLY = 2
_RECTIFIED_IN = 20
"""Working days that an opinion letter gives the unit."""
_ON_ITS_DAY = frozenset({Step.ON_SITE, Step.REPLY})
_BY_THE_UNIT = frozenset({Step.SELF_EVALUATION, Step.REPLY})


@dataclass(frozen=True, slots=True)
class _Course:
    """One supervision as it will go: where, by whom, when on site, and whether the unit does its part in time."""

    kind: SupervisionKind
    topic: str
    key: str
    code: str
    team: tuple[str, ...]
    on_site_on: date
    answers: bool


class Leading:
    """Everybody's part in the supervisions of one played year.

    Args:
        desk: the office.
        office: who acts for it, by name.
        plan: puts an act on a day into the agenda.
        given: with which probability a planned inspection is led as a supervision, and a unit does its part in time.
        last: the year's last working day.
    """

    def __init__(
        self,
        desk: Desk,
        office: str,
        plan: Callable[[date, Callable[[Session, date], None]], None],
        given: Given,
        last: date,
    ) -> None:
        self._desk, self._office, self._plan, self._given = desk, office, plan, given
        self._chance = random.Random(f"{given.seed} supervisions")  # noqa: S311  (a game that has to be repeatable)
        self._last = last
        self.without_team = 0
        self._codes = {unit.name: unit.code for unit in desk.roster.units}

    def foresee(self, found: Iterable[Occurrence], day: date) -> None:
        """What of the year's special and comprehensive inspections will be led as a supervision stands in the agenda.

        Args:
            found: the year's occurrences, with the units whose turn it is.
            day: the first day of the play.
        """
        for it in found:
            kind = self._kind(it)
            for name in it.units if kind else ():
                if self._chance.random() < self._given.supervisions:
                    self._arrange(it, kind or SupervisionKind.SPECIAL, self._codes[name], day)

    def _kind(self, it: Occurrence) -> SupervisionKind | None:
        """Special or comprehensive, where inspectors go to a unit."""
        entry = self._desk.plan.entry(it.item)
        goes = entry is not None and entry.asks is Asks.SITE_VISIT and it.doer is Doer.INSPECTOR
        return _KINDS.get(it.kind) if goes else None

    def _arrange(self, it: Occurrence, kind: SupervisionKind, code: str, day: date) -> None:
        """On site in the window of the plan; the team is made in time for the written notice, or as soon as possible.

        Where too few inspectors are free to go, there is no supervision, which is counted.
        """
        calendar = self._desk.calendar
        ahead = self._chance.randint(0, max((it.due_on - it.opens_on).days, 0))
        on_site_on = next_working_day(calendar, it.opens_on + timedelta(days=ahead))
        names = [person.name for person in self._desk.roster.people if person.role is Role.INSPECTOR]
        fit = sorted(name for name in names if not recording.stays_away(self._desk, name, code))
        least = max(TEAM, self._desk.office.policies.procedure.team, self._desk.pack.value(Point.TEAM))
        if len(fit) < least:
            self.without_team += 1
            return
        team = tuple(self._chance.sample(fit, least))
        answers = self._chance.random() < self._given.share
        course = _Course(kind, it.title, f"played:{it.item}:{it.period}", code, team, on_site_on, answers)
        self._at(max(add_working_days(calendar, on_site_on, -_LEAD_WORKING_DAYS), day), self._start(course))

    def _start(self, course: _Course) -> Callable[[Session, date], None]:
        def start(session: Session, day: date) -> None:
            policies = self._desk.office.policies
            first = earliest_on_site(self._desk.calendar, day, procedure=policies.procedure, pack=self._desk.pack)
            form = supervising.Form(
                course.kind, course.topic, [course.code], course.team, max(course.on_site_on, first), self._office,
                key=course.key,
            )  # fmt: skip
            (number,) = supervising.start(session, day, self._desk, form)
            self._go_on(session, number, course, day)

        return start

    def _go_on(self, session: Session, number: int, course: _Course, day: date) -> None:
        """The next step stands in the agenda: a day or two early, or on its day; what the unit leaves undone, late."""
        row = next((row for row in supervised.steps_of(session, number) if row.done_on is None), None)
        if row is None:
            return
        step, due_on = Step(row.step), row.due_on
        early = 0 if step in _ON_ITS_DAY else self._chance.randint(0, _MOST_DAYS_EARLY)
        on = add_working_days(self._desk.calendar, due_on, -early) if early else due_on
        if step is Step.SELF_EVALUATION and not course.answers:
            on = supervised.case_of(session, number).on_site_on
        self._at(max(on, day), self._take(number, step, course))

    def _take(self, number: int, step: Step, course: _Course) -> Callable[[Session, date], None]:
        def take(session: Session, day: date) -> None:
            case = supervised.case_of(session, number)
            by_unit = step in _BY_THE_UNIT
            done = supervising.Done(
                step,
                self._office,
                document="" if by_unit else f"{case.number}-{list(Step).index(step) + 1}",
                note=self._said("step_answered" if course.answers else "step_unanswered") if by_unit else "",
                deadline_on=self._deadline(day) if step is Step.LETTER else None,
            )
            supervising.record_step(session, day, self._desk, number, done)
            self._go_on(session, number, course, day)

        return take

    def _deadline(self, day: date) -> date:
        return add_working_days(self._desk.calendar, day, _RECTIFIED_IN)

    def _at(self, on: date, do: Callable[[Session, date], None]) -> None:
        """What would be done after the year's last working day stays open at its end."""
        if on <= self._last:
            self._plan(on, do)

    def _said(self, word: str) -> str:
        return say(self._desk.office.language, f"reports.played.{word}")
