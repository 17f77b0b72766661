"""The lawful steps of a comprehensive or special supervision, dated from its on-site day.

How many days each has is said by `rules.step_days`; here they become days of the calendar, in their lawful order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from rules.counting import due_day
from rules.plan import DueBasis
from rules.procedure import NOTHING_SAID, Procedure
from rules.step_days import NO_PACK, Count, Step, SupervisionKind, counts
from rules.working_days import ONE_DAY, is_known, is_working_day, next_working_day, previous_working_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from rules.desk import Desk
    from rules.office import Counting
    from rules.packs import Pack
    from rules.working_days import WorkCalendar

RULE = "2"
TEAM = 3
"""So many inspectors at least. Source: 教育督导条例 art. 16."""


@dataclass(frozen=True, slots=True)
class DatedStep:
    """One step and its last day.

    Args:
        basis, value: how it is counted; negative before the anchor.
        anchor: the step from whose day it is counted; None for the on-site day itself.
        source: the article, and where its days come from.
        provisional: a holiday year is not known yet.
    """

    step: Step
    due_on: date
    basis: DueBasis
    value: int
    anchor: Step | None
    source: str
    provisional: bool


def timetable(  # noqa: PLR0913  (a case has that many sides)
    calendar: WorkCalendar,
    counting: Counting,
    kind: SupervisionKind,
    on_site_on: date,
    done: Mapping[Step, date] | None = None,
    *,
    procedure: Procedure = NOTHING_SAID,
    pack: Pack = NO_PACK,
) -> tuple[DatedStep, ...]:
    """Every step with its last day, in order; what is counted from a step that was done runs from that day.

    The team stands before the notice, the notice before the self-evaluation, whatever days the office gives them. The
    opinion letter is never due before the working day after the unit's time to reply has ended.

    Args:
        calendar: the office's days.
        counting: start day and rest days.
        kind: decides how soon the preliminary opinion is due.
        on_site_on: the planned on-site day.
        done: step to the day on which it was done.
        procedure: the office's own days.
        pack: the legal limits that the office is held to.
    """
    known = done or {}
    on_site = DatedStep(Step.ON_SITE, on_site_on, DueBasis.FIXED_DATE, 0, None, "条例第十八条", provisional=False)
    found: dict[Step, DatedStep] = {Step.ON_SITE: on_site}
    for count in counts(kind, procedure, pack):
        before = count.value < 0
        start = on_site_on if before else known.get(count.anchor, found[count.anchor].due_on)
        found[count.step] = _dated(calendar, counting, count, start)
        if count.step is Step.LETTER:
            found[Step.LETTER] = _after_reply(calendar, found, known)
    notice = found[Step.NOTICE].due_on
    found[Step.TEAM] = replace(found[Step.TEAM], due_on=min(found[Step.TEAM].due_on, notice))
    found[Step.SELF_EVALUATION] = replace(
        found[Step.SELF_EVALUATION], due_on=max(found[Step.SELF_EVALUATION].due_on, notice)
    )
    return tuple(found[step] for step in Step)


def timetable_of(
    desk: Desk, kind: SupervisionKind, on_site_on: date, done: Mapping[Step, date]
) -> tuple[DatedStep, ...]:
    """The same with the days of an office and its pack."""
    policies = desk.office.policies
    own = policies.procedure
    return timetable(desk.calendar, policies.counting, kind, on_site_on, done, procedure=own, pack=desk.pack)


def earliest_on_site(
    calendar: WorkCalendar, day: date, *, procedure: Procedure = NOTHING_SAID, pack: Pack = NO_PACK
) -> date:
    """The first on-site day for which a notice written on the day is still in time."""
    found = next_working_day(calendar, day + ONE_DAY)
    (notice,) = (one for one in counts(SupervisionKind.SPECIAL, procedure, pack) if one.step is Step.NOTICE)
    while _before(calendar, found, notice) < day:
        found = next_working_day(calendar, found + ONE_DAY)
    return found


def next_step(done: Mapping[Step, date]) -> Step | None:
    """The first step that is not done; None when all are."""
    return next((step for step in Step if step not in done), None)


def _dated(calendar: WorkCalendar, counting: Counting, count: Count, start: date) -> DatedStep:
    if count.value < 0:
        on = _before(calendar, start, count)
        provisional = not is_known(calendar, on, start)
    else:
        due = due_day(calendar, counting, start, count.basis, count.value)
        on, provisional = due.on, due.provisional
    return DatedStep(count.step, on, count.basis, count.value, count.anchor, count.source, provisional)


def _after_reply(calendar: WorkCalendar, found: Mapping[Step, DatedStep], done: Mapping[Step, date]) -> DatedStep:
    letter, reply = found[Step.LETTER], done.get(Step.REPLY, found[Step.REPLY].due_on)
    floor = next_working_day(calendar, reply + ONE_DAY)
    if letter.due_on >= floor:
        return letter
    return DatedStep(
        Step.LETTER, floor, DueBasis.WORKING_DAYS, 1, Step.REPLY, "条例第二十、二十一条；申辩期满后",
        not is_known(calendar, floor, floor),
    )  # fmt: skip


def _before(calendar: WorkCalendar, start: date, count: Count) -> date:
    """So many days before the start; of calendar days the working day by then."""
    if count.basis is DueBasis.WORKING_DAYS:
        return _back(calendar, start, -count.value)
    return previous_working_day(calendar, start + timedelta(days=count.value))


def _back(calendar: WorkCalendar, day: date, count: int) -> date:
    """So many working days before the day, which itself is not counted."""
    for _ in range(count):
        day = previous_working_day(calendar, day - ONE_DAY)
    return day


def is_possible(calendar: WorkCalendar, day: date) -> bool:
    """Whether a team can be on site: a working day."""
    return is_working_day(calendar, day)


__all__ = [
    "RULE",
    "TEAM",
    "DatedStep",
    "Step",
    "SupervisionKind",
    "earliest_on_site",
    "is_possible",
    "next_step",
    "timetable",
    "timetable_of",
]
