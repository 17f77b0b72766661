"""The lawful steps of a comprehensive or special supervision, dated from its on-site day.

The regulation (条例) fixes the steps and their order, hardly any days; where it gives none, the days are those of a
province that does, or the usual ones, and `source` says which. Days that a unit has (self-evaluation, reply) run in
working days, so that no holiday shortens them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rules.counting import due_day
from rules.plan import DueBasis
from rules.working_days import ONE_DAY, is_known, is_working_day, next_working_day, previous_working_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from rules.office import Counting
    from rules.working_days import WorkCalendar

RULE = "1"
TEAM = 3
"""So many inspectors at least. Source: 教育督导条例 art. 16."""


class SupervisionKind(StrEnum):
    """Special: one or several matters; comprehensive: all of them (条例 art. 13)."""

    SPECIAL = "special"
    COMPREHENSIVE = "comprehensive"


class Step(StrEnum):
    """What is done, in this order."""

    TEAM = "team"
    NOTICE = "notice"
    SELF_EVALUATION = "self_evaluation"
    ON_SITE = "on_site"
    PRELIMINARY = "preliminary"
    REPLY = "reply"
    LETTER = "letter"
    REPORT = "report"
    PUBLICATION = "publication"


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


@dataclass(frozen=True, slots=True)
class _Count:
    step: Step
    anchor: Step
    basis: DueBasis
    value: int
    source: str


_BEFORE = (
    _Count(Step.TEAM, Step.ON_SITE, DueBasis.WORKING_DAYS, -15, "条例第十六条；天数为本室惯例"),
    _Count(Step.NOTICE, Step.ON_SITE, DueBasis.WORKING_DAYS, -10, "条例第十七条；天数为本室惯例"),
    _Count(Step.SELF_EVALUATION, Step.ON_SITE, DueBasis.WORKING_DAYS, -3, "条例第十八条；天数为本室惯例"),
)
_PRELIMINARY = {
    SupervisionKind.SPECIAL: _Count(
        Step.PRELIMINARY, Step.ON_SITE, DueBasis.WORKING_DAYS, 5, "条例第二十条；天数参照重庆第26条（专项5日）"
    ),
    SupervisionKind.COMPREHENSIVE: _Count(
        Step.PRELIMINARY, Step.ON_SITE, DueBasis.WORKING_DAYS, 10, "条例第二十条；天数参照重庆第26条（综合10日）"
    ),
}
_AFTER = (
    _Count(Step.REPLY, Step.PRELIMINARY, DueBasis.WORKING_DAYS, 10, "条例第二十条；天数参照上海第21条（10个工作日）"),
    _Count(Step.LETTER, Step.ON_SITE, DueBasis.CALENDAR_DAYS, 30, "条例第二十一条；天数参照上海第21条、浙江第11条"),
    _Count(Step.REPORT, Step.LETTER, DueBasis.CALENDAR_DAYS, 30, "条例第二十三条；天数参照浙江第23条"),
    _Count(Step.PUBLICATION, Step.REPORT, DueBasis.WORKING_DAYS, 15, "条例第二十三条；天数为本室惯例"),
)


def timetable(
    calendar: WorkCalendar,
    counting: Counting,
    kind: SupervisionKind,
    on_site_on: date,
    done: Mapping[Step, date] | None = None,
) -> tuple[DatedStep, ...]:
    """Every step with its last day, in order; what is counted from a step that was done runs from that day.

    The opinion letter is never due before the working day after the unit's time to reply has ended.

    Args:
        calendar: the office's days.
        counting: start day and rest days.
        kind: decides how soon the preliminary opinion is due.
        on_site_on: the planned on-site day.
        done: step to the day on which it was done.
    """
    known = done or {}
    on_site = DatedStep(Step.ON_SITE, on_site_on, DueBasis.FIXED_DATE, 0, None, "条例第十八条", provisional=False)
    found: dict[Step, DatedStep] = {Step.ON_SITE: on_site}
    for count in (*_BEFORE, _PRELIMINARY[kind], *_AFTER):
        before = count.value < 0
        start = on_site_on if before else known.get(count.anchor, found[count.anchor].due_on)
        found[count.step] = _dated(calendar, counting, count, start)
        if count.step is Step.LETTER:
            found[Step.LETTER] = _after_reply(calendar, found, known)
    return tuple(found[step] for step in Step)


def earliest_on_site(calendar: WorkCalendar, day: date) -> date:
    """The first on-site day for which a notice written on the day is still in time."""
    found = next_working_day(calendar, day + ONE_DAY)
    while _back(calendar, found, -_BEFORE[1].value) < day:
        found = next_working_day(calendar, found + ONE_DAY)
    return found


def next_step(done: Mapping[Step, date]) -> Step | None:
    """The first step that is not done; None when all are."""
    return next((step for step in Step if step not in done), None)


def _dated(calendar: WorkCalendar, counting: Counting, count: _Count, start: date) -> DatedStep:
    if count.value < 0:
        on = _back(calendar, start, -count.value)
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


def _back(calendar: WorkCalendar, day: date, count: int) -> date:
    """So many working days before the day, which itself is not counted."""
    for _ in range(count):
        day = previous_working_day(calendar, day - ONE_DAY)
    return day


def is_possible(calendar: WorkCalendar, day: date) -> bool:
    """Whether a team can be on site: a working day."""
    return is_working_day(calendar, day)
