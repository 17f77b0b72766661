"""The forms of field work: visits that were made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from prefect import flow

from flows.door import open_door
from flows.filled import meant, picked_id, picked_unit, typed_date, typed_list
from flows.papers import leave
from flows.running import finish, name_run, refusing
from flows.step import step
from models.engine import reading
from reports.visits import read_visit
from services import recording
from words import say

if TYPE_CHECKING:
    from flows.door import Door


@flow(name="record-visit")
@refusing
async def record_visit(  # noqa: PLR0913, PLR0917  (the fields of the form)
    unit: str,
    looked_at: str,
    result: str,
    inspector: str,
    by: str,
    half: str = "all",
    visited_on: str = "",
    companions: list[str] | None = None,
    record: str = "",
    papers: int = 0,
    meetings: int = 0,
    talks: int = 0,
    questionnaires: int = 0,
    rounds: int = 0,
    highlights: str = "",
    problems: str = "",
    findings: str = "",
    assignment: str = "",
) -> Any:
    """A visit is recorded with its columns, and the month's visit is answered."""
    door = open_door()
    where = picked_unit(door.desk, unit)
    await name_run(say(door.language, "flows.visit.name"), where.name, inspector)
    said = recording.Record(
        where.code, inspector, looked_at, result, typed_date(visited_on),
        meant(door.language, "visits.half", recording.HALVES, half), by, companions or (), record, highlights, problems,
        dict(zip(recording.COUNTS, (papers, meetings, talks, questionnaires, rounds), strict=True)),
        typed_list(findings), (picked_id(assignment) or None) if assignment else None,
    )  # fmt: skip
    visit = await step(door, "visit", partial(recording.record_visit, day=door.day, desk=door.desk, record=said))
    await _leave_visit(door, visit)
    await finish(door)


async def _leave_visit(door: Door, visit_id: int) -> None:
    with reading(door.engine) as session:
        visit = read_visit(session, visit_id)
    title = say(door.language, "flows.paper.visit", unit=visit.unit, day=visit.visited_on)
    await leave(door, "visit", title, visit=visit)
