"""The players of a what-if year: inspectors who visit and find, units who answer or do not, an office that closes.

They act through the very services that the forms call. Everything that is left to chance comes from one seed.
"""

from __future__ import annotations

import heapq
import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flows.casting import cast
from flows.leading import Leading
from flows.lots import Lots
from flows.mending import EXTENDED, RETURNED, Mending, Plot
from models.engine import transaction
from rules.office import FindingSeverity
from rules.plan import Asks, Doer
from rules.standing import RETURN_VISIT
from rules.working_days import add_working_days, next_working_day, previous_working_day
from services import answering, recording
from words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from flows.lots import Visit
    from reports.played import Given
    from reports.playing import Opened
    from rules.desk import Desk
    from rules.plan import Occurrence

FACTS = 8
"""So many sample findings stand in the catalogue below ``reports.played.fact``."""
_WEIGHTS = {
    FindingSeverity.MINOR: 3,
    FindingSeverity.ORDINARY: 5,
    FindingSeverity.SERIOUS: 2,
    FindingSeverity.URGENT: 1,
}


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """Something that somebody will do: on a day, in the order in which it was planned."""

    on: date
    turn: int
    do: Callable[[Session, date], None] = field(compare=False)


class Players:
    """Everybody of one played year.

    Args:
        engine: the scratch database.
        desk: the office.
        year: nobody plans beyond its last working day.
        given: how they play; see `flows.simulating.simulate`.
    """

    def __init__(self, engine: Engine, desk: Desk, year: int, given: Given) -> None:
        self._engine, self._desk, self._cast, self._given = engine, desk, cast(desk), given
        self._visits = random.Random(f"{given.seed} visits")  # noqa: S311  (a game that has to be repeatable, no secret)
        self._answers = random.Random(f"{given.seed} answers")  # noqa: S311  (the same; visits do not depend on answers)
        self._last = previous_working_day(desk.calendar, date(year, 12, 31))
        office = self._cast.office[0]
        self._mending = Mending(desk, office, self._plan)
        self._leading = Leading(desk, office, self._plan, given, self._last)
        self._lots = Lots(desk, office, self._plan, self.see, given)
        self._agenda: list[Act] = []
        self._answers_said: dict[str, list[answering.Answer]] = defaultdict(list)
        self._drawn: set[int] = set()
        self._turn = 0

    def foresee(self, found: Iterable[Occurrence], first: date) -> None:
        """What the office begins by itself stands in its agenda: supervisions and draws by hand.

        Args:
            found: the year's occurrences, with the units whose turn it is.
            first: the first day of the play.
        """
        self._leading.foresee(found, first)
        self._lots.foresee(first)

    @property
    def without_team(self) -> int:
        """How many supervisions were not led because too few inspectors are free to go."""
        return self._leading.without_team

    def see(self, opened: Iterable[Opened], day: date, drawn: Mapping[int, Visit] | None = None) -> None:
        """What was opened today stands in the agenda of those who will visit and of those who will answer.

        Args:
            opened: the assignments; what was drawn by hand was seen when it was drawn.
            day: today.
            drawn: day and inspector of the visits that were drawn.
        """
        for assignment in opened:
            if assignment.asks == Asks.NOTICE or assignment.item == RETURN_VISIT or assignment.id in self._drawn:
                continue
            answers, visit = self._answered(), (drawn or {}).get(assignment.id)
            visited = visit[0] if visit else self._visit_on(assignment, day) if self._is_visit(assignment) else None
            if visited is not None and self._visits.random() < self._given.findings:
                self._plan(visited, self._finding(assignment))
            if answers:
                on = visit[0] if visit else self._answer_on(assignment, visited or day)
                self._plan(on, self._answer(assignment, visit[1] if visit else ""))
        self._drawn |= (drawn or {}).keys()

    def act(self, day: date) -> int:
        """Everything planned up to the day is done in one go, and what follows from it on the same day too."""
        done = 0
        if self._agenda and self._agenda[0].on <= day:
            with transaction(self._engine) as session:
                while self._agenda and self._agenda[0].on <= day:
                    heapq.heappop(self._agenda).do(session, day)
                    done += 1
                self._answer_all(session, day)
        return done

    def _plan(self, on: date, do: Callable[[Session, date], None]) -> None:
        self._turn += 1
        heapq.heappush(self._agenda, Act(min(on, self._last), self._turn, do))

    def _answered(self) -> bool:
        return self._answers.random() < self._given.share

    def _later(self, day: date, most: int) -> date:
        return add_working_days(self._desk.calendar, day, self._answers.randint(1, most))

    def _is_visit(self, assignment: Opened) -> bool:
        return assignment.asks == Asks.SITE_VISIT and assignment.code in self._cast.inspectors

    def _visit_on(self, assignment: Opened, day: date) -> date:
        """A working day in the first half of the window."""
        half = max((assignment.due_on - day).days // 2, 0)
        return next_working_day(self._desk.calendar, day + timedelta(days=self._visits.randint(0, half)))

    def _answer_on(self, assignment: Opened, after: date) -> date:
        last = previous_working_day(self._desk.calendar, assignment.due_on)
        return max(min(self._later(after, 5), last), after)

    def _finding(self, assignment: Opened) -> Callable[[Session, date], None]:
        inspector = self._visits.choice(self._cast.inspectors_of(assignment.code))
        severities = [severity for severity in _WEIGHTS if severity in self._desk.office.policies.deadlines]
        severity = self._visits.choices(severities, [_WEIGHTS[severity] for severity in severities])[0]
        fact = self._said(f"fact.{self._visits.randint(1, FACTS)}")
        mends = self._answered()
        answers_in, judged_in, again_in = (self._answers.randint(1, 3) for _ in range(3))
        plot = Plot(
            code=assignment.code,
            inspector=inspector,
            speaker=self._cast.speaker(assignment.code),
            mends=mends,
            answers_in=answers_in,
            judged_in=judged_in,
            again_in=again_in,
            returned=self._answers.random() < RETURNED,
            extended=self._answers.random() < EXTENDED,
        )
        return self._mending.found(assignment.id, severity, fact, plot)

    def _answer(self, assignment: Opened, visitor: str) -> Callable[[Session, date], None]:
        doer = visitor or self._doer(assignment)
        records = assignment.doer == Doer.INSPECTOR and self._is_visit(assignment)
        accepts = assignment.asks != Asks.ACKNOWLEDGEMENT

        def answer(session: Session, day: date) -> None:
            if records:
                recording.record_visit(session, day, self._desk, self._record(assignment, doer))
            else:
                self._say("submit", assignment.id, doer)
            if accepts:
                self._say("accept", assignment.id, self._cast.office[0])

        return answer

    def _say(self, act: str, assignment_id: int, by: str) -> None:
        self._answers_said[act].append(answering.Answer(assignment_id, act, by, self._said(act)))

    def _answer_all(self, session: Session, day: date) -> None:
        """The answers of a day are entered together: no other act of that day depends on them."""
        for act in ("submit", "accept"):
            if said := self._answers_said.pop(act, []):
                answering.answer_all(session, day, self._desk, said)

    def _record(self, assignment: Opened, inspector: str) -> recording.Record:
        """The record of a visit; the office goes where the inspector has to stay away."""
        away = recording.stays_away(self._desk, inspector, assignment.code)
        return recording.Record(
            unit=assignment.code,
            inspector=self._cast.office[0] if away else inspector,
            looked_at=self._said("looked_at"),
            result=self._said("submit"),
            assignment_id=assignment.id,
        )

    def _doer(self, assignment: Opened) -> str:
        if assignment.doer == Doer.INSPECTOR:
            return self._answers.choice(self._cast.inspectors_of(assignment.code))
        return self._cast.office[0] if assignment.doer == Doer.OFFICE else self._cast.speaker(assignment.code)

    def _said(self, word: str) -> str:
        return say(self._desk.office.language, f"reports.played.{word}")
