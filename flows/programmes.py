"""The programmes of the plan: one flow for all of them, because a programme is named by the plan and not by code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prefect import flow

from flows.door import Door, open_door
from flows.naming import leading
from flows.papers import leave
from flows.picking import meant
from flows.running import name_run, refusing, send_now, show_forms, too_late
from flows.step import step
from flows.timing import OPEN, SUM_UP
from models.engine import reading
from reports.summing_up import Summary, read_summary
from rules.errors import NotFoundError
from rules.recurring import occurrences
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
    occurrence = find_occurrence(door.desk, leading(item), period)
    if meant(door.language, "forms.act", (OPEN, SUM_UP), act) == OPEN:
        return await _open(door, occurrence)
    return await _sum_up(door, occurrence)


async def _open(door: Door, occurrence: Occurrence) -> None:
    await name_run(*run_name(door.desk, occurrence, OPEN))
    opened = await step(door, "issue", lambda session: issuing.issue(session, door.day, door.desk, [occurrence]))
    title = say(door.language, "flows.paper.opened", title=occurrence.title, period=occurrence.period)
    lines = _summary(door, occurrence)
    await leave(door, "opened", title, programme=occurrence.programme, day=door.day, lines=lines, opened=len(opened))
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


def find_occurrence(desk: Desk, item: str, period: str) -> Occurrence:
    """The occurrence of an entry in a period.

    Raises:
        NotFoundError: the plan has no such entry, or not in that period; the sentence names the periods that it has.
    """
    year = int(period[:4]) if period[:4].isdecimal() else desk.office.year
    found = [each for near in (year, year - 1, year + 1) for each in occurrences(desk, near) if each.item == item]
    for each in found:
        if each.period == period:
            return each
    periods = "、".join(dict.fromkeys(each.period for each in found))
    raise NotFoundError("forms.refused.no_occurrence", item=item, period=period, periods=periods or "—")


def _summary(door: Door, occurrence: Occurrence) -> tuple[Summary, ...]:
    with reading(door.engine) as session:
        summary = read_summary(session, occurrence.item, occurrence.period)
    return () if summary is None else (summary,)
