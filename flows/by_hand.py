"""The flows that a person starts: what the form says is read, the act is done once, and its paper is left."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from prefect import flow
from prefect.client.orchestration import get_client

from flows.acting import take
from flows.applying import foresee, load
from flows.deploying import deploy
from flows.door import open_door
from flows.filled import meant, picked_id, picked_unit, typed_date, typed_value
from flows.naming import digest, leading, parts
from flows.papers import leave, leave_case, leave_note
from flows.picking import ASSIGNMENT_ACTS, CASE_ACTS, RELOAD_ACTS
from flows.running import finish, name_run, refusing
from flows.step import act as do
from flows.step import step
from models.engine import reading
from reports.drawings import read_drawing
from reports.summing_up import Summary, read_summary
from rules import drawing
from rules.office import FindingSeverity, UnitKind
from services import answering, inspecting, issuing, measuring, sampling
from words import say

if TYPE_CHECKING:
    from flows.door import Door


@flow(name="draw-units")
@refusing
async def draw_units(  # noqa: PLR0913, PLR0917  (the fields of the form)
    entry: str,
    by: str,
    title: str = "",
    checklist: str = "",
    how_many: str = "",
    zones: list[str] | None = None,
    kinds: list[str] | None = None,
    monitored: bool = False,  # noqa: FBT001, FBT002  (Prefect fills in by name)
    inspectors: int = 2,
    first_on: str = "",
    due_on: str = "",
    secret: bool = False,  # noqa: FBT001, FBT002  (the same)
    seed: str = "",
) -> Any:
    """Units and inspectors are drawn with a stored seed; only the inspectors are told."""
    door = open_door()
    await name_run(say(door.language, "flows.draw.name"), title, door.day, by)
    said = (leading(entry), title.strip(), checklist.strip(), how_many, zones, kinds, monitored, inspectors)
    form = sampling.Form(
        item=said[0],
        key=f"{door.day}-{digest(*said, first_on, due_on, secret, seed, by)[:4]}",
        by=by,
        many=drawing.how_many(how_many) if how_many.strip() else sampling.ONE_A_ZONE,
        topic=title.strip(),
        checklist=checklist.strip(),
        zones=zones or (),
        kinds=[meant(door.language, "unit_kind", UnitKind, kind) for kind in kinds or []],
        monitored=monitored,
        per_unit=inspectors,
        first_on=typed_date(first_on),
        last_on=typed_date(due_on),
        secret=secret,
        seed=seed,
    )
    drawn = await step(door, "draw", partial(sampling.draw_now, day=door.day, desk=door.desk, form=form))
    await _leave_drawing(door, drawn.drawing_id, form.item, form.key, title)
    await finish(door)


@flow(name="record-finding")
@refusing
async def record_finding(  # noqa: PLR0913, PLR0917  (the fields of the form)
    unit: str,
    severity: str,
    fact: str,
    by: str,
    assignment: str = "",
    due_on: str = "",
    category: str = "",
    place: str = "",
    basis: str = "",
    evidence: str = "",
    advice: str = "",
) -> Any:
    """A finding is kept and its rectification open; the same form sent twice on a day is one finding."""
    door = open_door()
    where = picked_unit(door.desk, unit)
    await name_run(say(door.language, "flows.finding.name"), where.name, severity)
    degree, said = meant(door.language, "severity", FindingSeverity, severity), fact.strip()
    visit, until = (picked_id(assignment) or None) if assignment else None, typed_date(due_on)
    sort = "" if category == say(door.language, "forms.no_category") else category
    more = {"category": sort, "place": place.strip(), "basis": basis.strip(), "advice": advice.strip()}
    files = evidence.splitlines()
    key = digest("finding", door.day, where.code, degree, said, by, visit, until, *more.values(), *files)
    record = partial(inspecting.record_finding, day=door.day, desk=door.desk, unit=where.code, severity=degree, key=key)
    found = partial(record, fact=said, by=by, assignment_id=visit, due_on=until, evidence=files, **more)
    case_id = await step(door, "finding", found)
    await leave_case(door, case_id, "finding")
    await finish(door)


@flow(name="handle-case")
@refusing
async def handle_case(case: str, act: str, by: str, why: str = "", due_on: str = "") -> Any:
    """A rectification has taken one step, from the notice to the end; see `flows.picking.CASE_ACTS`."""
    door = open_door()
    await name_run(say(door.language, "flows.case.name"), *parts(case), act)
    number = picked_id(case)
    verb = meant(door.language, "forms.case_act", CASE_ACTS, act)
    case_id = await step(door, "case", partial(take, door, verb, number, by, why.strip(), typed_date(due_on)))
    await leave_case(door, case_id, "case")
    await finish(door)


@flow(name="answer-assignment")
@refusing
async def answer_assignment(assignment: str, act: str, by: str, text: str = "") -> Any:
    """An assignment has taken one step: received, submitted or accepted."""
    door = open_door()
    await name_run(say(door.language, "flows.answer.name"), *parts(assignment), act)
    number = picked_id(assignment)
    verb = meant(door.language, "forms.assignment_act", ASSIGNMENT_ACTS, act)
    await step(
        door,
        "answer",
        lambda session: answering.answer(session, door.day, door.desk, number, act=verb, by=by, text=text.strip()),
    )
    said = say(door.language, "flows.note.answered", label=assignment, act=act, by=by, text=text.strip() or "—")
    await leave_note(door, say(door.language, "flows.answer.name"), said)
    await finish(door)


@flow(name="start-event")
@refusing
async def start_event(entry: str, units: list[str], by: str, due_on: str = "") -> Any:
    """Work that waits for an event is open for the units that were picked."""
    door = open_door()
    item, until = leading(entry), typed_date(due_on)
    await name_run(say(door.language, "flows.start.name"), *parts(entry)[:1], door.day)
    names = [picked_unit(door.desk, label).code for label in units]
    key = f"{door.day}-{digest(item, by, until, *names)[:4]}"
    opened = await step(
        door,
        "start",
        lambda session: issuing.start_event(session, door.day, door.desk, item, names, by=by, due_on=until, key=key),
    )
    lines = _summary(door, item, key)
    title = say(door.language, "flows.paper.started", title=parts(entry)[0] if parts(entry) else entry)
    programme = lines[0].programme if lines else ""
    await leave(
        door,
        "opened",
        title,
        programme=programme,
        day=door.day,
        lines=lines,
        opened=len(opened),
        carried=(),
        drafted="",
    )
    await finish(door)


@flow(name="record-measurement")
@refusing
async def record_measurement(  # noqa: PLR0913, PLR0917  (the fields of the form)
    target: str, period: str, value: str, source: str, by: str, unit: str = ""
) -> Any:
    """The value stands beside the target; nothing is assigned to anybody."""
    door = open_door()
    await name_run(say(door.language, "flows.measure.name"), *parts(target)[:1], period, value)
    where = "" if unit in {"", say(door.language, "forms.all_units")} else picked_unit(door.desk, unit).code
    number = typed_value(value)
    record = partial(measuring.measure, day=door.day, desk=door.desk, item=leading(target), period=period)
    await step(door, "measure", partial(record, value=number, by=by, source=source, unit=where))
    told = say(door.language, "flows.note.measured", label=target, period=period, value=value, source=source, by=by)
    await leave_note(door, say(door.language, "flows.measure.name"), told)
    await finish(door)


@flow(name="reload-roster")
@refusing
async def reload_roster(act: str) -> Any:
    """What the folder would change is shown; then the database and the server's deployments say what it says now."""
    door = open_door()
    await name_run(say(door.language, "flows.reload.name"), door.day, act)
    verb, foreseen = meant(door.language, "forms.reload_act", RELOAD_ACTS, act), foresee(door)
    loaded = None
    if verb == "apply":
        loaded = await do(door, "load", lambda: load(door))
        async with get_client() as client:
            await deploy(client, door)
    word = "loaded" if loaded else "foreseen"
    title = say(door.language, f"flows.paper.{word}", day=door.day)
    await leave(door, "loaded", title, day=door.day, foreseen=foreseen, loaded=loaded)


async def _leave_drawing(door: Door, drawing_id: int, item: str, key: str, title: str) -> None:
    with reading(door.engine) as session:
        draw, summary = read_drawing(session, drawing_id), read_summary(session, item, key)
    named = title.strip() or (summary.title if summary else item)
    due_on = summary.due_on if summary else door.day
    await leave(door, "drawn", named, draw=draw, title=named, due_on=due_on)


def _summary(door: Door, item: str, period: str) -> tuple[Summary, ...]:
    with reading(door.engine) as session:
        summary = read_summary(session, item, period)
    return () if summary is None else (summary,)
