"""The course of one finding of a what-if year: issued, mended, sometimes returned or extended, visited again, closed.

It goes through the very services that the forms call.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.playing import due_of
from rules.office import FindingSeverity
from rules.working_days import add_working_days, previous_working_day
from services import closing, drafting, extending, inspecting
from words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy.orm import Session

    from rules.desk import Desk

RETURNED, EXTENDED = 0.15, 0.1
"""The probabilities with which a report is returned once, and with which a unit asks for five working days more."""

_MORE_WORKING_DAYS = 5
_MOST_DAYS_TO_JUDGE = 2
"""Of the three working days that an inspector usually has, one is left for filing."""


@dataclass(frozen=True, slots=True)
class Plot:
    """How one finding will go: who found it where, whether and at what pace it is mended, and with what detours."""

    code: str
    inspector: str
    speaker: str
    mends: bool
    answers_in: int
    judged_in: int
    again_in: int
    returned: bool
    extended: bool


class Mending:
    """Everybody's part in the cases of one played year.

    Args:
        desk: the office.
        office: who acts for it, by name.
        plan: puts an act on a day into the agenda.
    """

    def __init__(self, desk: Desk, office: str, plan: Callable[[date, Callable[[Session, date], None]], None]) -> None:
        self._desk, self._office, self._plan = desk, office, plan

    def found(
        self, assignment_id: int, severity: FindingSeverity, fact: str, plot: Plot
    ) -> Callable[[Session, date], None]:
        """The act of recording it; what follows is planned when it is done."""

        def find(session: Session, day: date) -> None:
            case = inspecting.record_finding(
                session, day, self._desk,
                unit=plot.code, severity=severity, fact=fact, by=plot.inspector, assignment_id=assignment_id,
                key=f"played:{assignment_id}", advice=self._said("advice"),
            )  # fmt: skip
            if severity is FindingSeverity.SERIOUS:
                self._plan(self._after(day, 1), self._issue(case, plot))
            elif severity is not FindingSeverity.MINOR:
                self._mend(session, case, plot, day)

        return find

    def _issue(self, case: int, plot: Plot) -> Callable[[Session, date], None]:
        def issue(session: Session, day: date) -> None:
            drafting.issue_notice(session, day, self._desk, case, by=self._office)
            self._mend(session, case, plot, day)

        return issue

    def _mend(self, session: Session, case: int, plot: Plot, day: date) -> None:
        """The unit, if it does at all, reports in time, after an extension where it asks for one; then it is judged."""
        if not plot.mends:
            return
        last = max(previous_working_day(self._desk.calendar, due_of(session, case)), day)
        if plot.extended:
            self._plan(day, self._ask_for_time(case, plot))
        submitted = min(self._after(day, 2 * plot.answers_in), last)
        self._plan(submitted, self._step(closing.submit, case, plot.speaker, "submitted"))
        judged = self._after(submitted, min(plot.judged_in, _MOST_DAYS_TO_JUDGE))
        if plot.returned:
            self._plan(judged, self._return(case, plot))
        else:
            self._settle(case, plot, judged)

    def _ask_for_time(self, case: int, plot: Plot) -> Callable[[Session, date], None]:
        def ask(session: Session, day: date) -> None:
            wanted = self._after(due_of(session, case), _MORE_WORKING_DAYS)
            why = self._said("extend")
            request = extending.ask(session, day, self._desk, case, by=plot.speaker, why=why, wanted_on=wanted)
            extending.decide(session, day, self._desk, request, by=self._office, approve=True)

        return ask

    def _return(self, case: int, plot: Plot) -> Callable[[Session, date], None]:
        def return_(session: Session, day: date) -> None:
            due_on = self._after(day, _MORE_WORKING_DAYS)
            why = self._said("return")
            closing.return_(session, day, self._desk, case, by=plot.inspector, why=why, due_on=due_on)
            again = self._after(day, plot.again_in)
            self._plan(again, self._step(closing.submit, case, plot.speaker, "submitted"))
            self._settle(case, plot, self._after(again, 1))

        return return_

    def _settle(self, case: int, plot: Plot, judged: date) -> None:
        """Visited again, verified and closed, within the days that an inspector has."""
        self._plan(judged, self._step(closing.revisit, case, plot.inspector, "verified"))
        self._plan(judged, self._step(closing.verify, case, plot.inspector, "verified"))
        self._plan(self._after(judged, 1), self._step(closing.close, case, self._office, "closed"))

    def _step(self, step: Callable[..., int], case: int, by: str, why: str) -> Callable[[Session, date], None]:
        def take(session: Session, day: date) -> None:
            step(session, day, self._desk, case, by=by, why=self._said(why))

        return take

    def _after(self, day: date, count: int) -> date:
        return add_working_days(self._desk.calendar, day, count)

    def _said(self, word: str) -> str:
        return say(self._desk.office.language, f"reports.played.{word}")
