"""The programmes of the plan: one flow for all of them, because a programme is named by the plan and not by code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prefect import flow

from flows.door import Door, open_door
from flows.drafting import drafts_next_plan, keep_draft
from flows.filled import meant
from flows.forms import by_day
from flows.naming import leading
from flows.papers import leave
from flows.periods import current, find_occurrence, of_day
from flows.running import name_run, nothing_that_day, refusing, send_now, show_forms, start_day, too_late
from flows.step import step
from flows.timing import OPEN, SUM_UP
from models.engine import reading
from reports.cases import CaseLine, read_carried
from reports.summing_up import Summary, read_summary
from services import issuing
from words import say

if TYPE_CHECKING:
    from rules.desk import Desk
    from rules.plan import Occurrence


@flow(name="programme")
@refusing
async def programme(item: str, period: str, act: str = OPEN) -> Any:
    """Open one entry of the plan in one period, or sum up who has answered it and who has not."""
    door = open_door()
    if skipped := too_late(door):
        return skipped
    verb = meant(door.language, "forms.act", (OPEN, SUM_UP), act)
    found = _found(door, leading(item), period, verb)
    if not found:
        return nothing_that_day(door)
    for occurrence in found:
        await (_open if verb == OPEN else _sum_up)(door, occurrence)
    return None


def _found(door: Door, item: str, period: str, act: str) -> tuple[Occurrence, ...]:
    """What is meant: the period that was picked, or what the day of the run says."""
    if period.strip() not in {"", by_day(door.language)}:
        return (find_occurrence(door.desk, item, period),)
    scheduled_on = start_day(door)
    if scheduled_on is None:
        return (current(door.desk, item, act, door.day),)
    return of_day(door.desk, item, act, scheduled_on)


async def _open(door: Door, occurrence: Occurrence) -> None:
    await name_run(*run_name(door.desk, occurrence, OPEN))
    opened = await step(door, "issue", lambda session: issuing.issue(session, door.day, door.desk, [occurrence]))
    title = say(door.language, "flows.paper.opened", title=occurrence.title, period=occurrence.period)
    lines = _summary(door, occurrence)
    facts = {
        "lines": lines,
        "opened": len(opened),
        "carried": _carried(door, occurrence),
        "drafted": _draft(door, occurrence),
    }
    await leave(door, "opened", title, programme=occurrence.programme, day=door.day, **facts)
    await show_forms(door)
    if opened:
        await send_now(door)


async def _sum_up(door: Door, occurrence: Occurrence) -> None:
    await name_run(*run_name(door.desk, occurrence, SUM_UP))
    title = say(door.language, "flows.paper.summed_up", title=occurrence.title, period=occurrence.period)
    lines = _summary(door, occurrence)
    await leave(door, "summed_up", title, programme=occurrence.programme, day=door.day, lines=lines)


def run_name(desk: Desk, occurrence: Occurrence, act: str) -> tuple[str, ...]:
    """The parts of a run's name: 开学工作检查, 2026春, 26所."""
    language = desk.office.language
    own = occurrence.units == (desk.office.name,)
    whom = occurrence.units[0] if own else say(language, "flows.run.units", count=len(occurrence.units))
    summed = say(language, "forms.act.sum_up") if act == SUM_UP else ""
    return tuple(filter(None, (occurrence.programme, occurrence.title, occurrence.period, whom, summed)))


def _summary(door: Door, occurrence: Occurrence) -> tuple[Summary, ...]:
    with reading(door.engine) as session:
        summary = read_summary(session, occurrence.item, occurrence.period)
    return () if summary is None else (summary,)


def _carried(door: Door, occurrence: Occurrence) -> tuple[CaseLine, ...]:
    with reading(door.engine) as session:
        return read_carried(session, door.day, door.desk, occurrence)


def _draft(door: Door, occurrence: Occurrence) -> str:
    """Where next year's plan was drafted, if that is what comes out of the entry; else empty."""
    if not drafts_next_plan(door.desk.plan.entry(occurrence.item)):
        return ""
    return str(keep_draft(door, occurrence.opens_on.year + 1))
