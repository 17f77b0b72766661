"""The forms of comprehensive and special supervisions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from prefect import flow

from flows.door import open_door
from flows.filled import meant, needed_date, picked_id, picked_unit, typed_date
from flows.naming import digest, parts
from flows.papers import leave
from flows.running import finish, name_run, refusing
from flows.step import step as do_step
from models.engine import reading
from reports.supervisions import read_supervision
from rules.supervising import Step, SupervisionKind
from services import rearranging, supervising
from words import say

if TYPE_CHECKING:
    from flows.door import Door


@flow(name="supervise")
@refusing
async def supervise(  # noqa: PLR0913, PLR0917  (the fields of the form)
    kind: str, topic: str, units: list[str], team: list[str], on_site_on: str, by: str, matters: str = ""
) -> Any:
    """A supervision has its team and all its dated steps, one for every unit."""
    door = open_door()
    await name_run(say(door.language, "flows.supervise.name"), topic, on_site_on)
    form = supervising.Form(
        kind=SupervisionKind(meant(door.language, "supervision.kind", SupervisionKind, kind)),
        topic=topic.strip(),
        units=[picked_unit(door.desk, label).code for label in units],
        team=team,
        on_site_on=needed_date(on_site_on),
        by=by,
        matters=matters.strip(),
        key=digest("supervise", topic.strip(), matters.strip(), *team),
    )
    made = await do_step(door, "supervise", partial(supervising.start, day=door.day, desk=door.desk, form=form))
    for number in made:
        await _leave(door, number)
    await finish(door)


@flow(name="supervision-step")
@refusing
async def supervision_step(  # noqa: PLR0913, PLR0917  (the fields of the form)
    supervision: str,
    step: str,
    by: str,
    done_on: str = "",
    document: str = "",
    note: str = "",
    deadline_on: str = "",
) -> Any:
    """The next step of a supervision is done."""
    door = open_door()
    await name_run(say(door.language, "flows.supervision_step.name"), *parts(supervision)[1:3], step)
    number = picked_id(supervision)
    done = supervising.Done(
        step=Step(meant(door.language, "supervision.step", Step, step)),
        by=by,
        done_on=typed_date(done_on),
        document=document,
        note=note,
        deadline_on=typed_date(deadline_on),
    )
    act = partial(supervising.record_step, day=door.day, desk=door.desk, supervision_id=number, done=done)
    await do_step(door, "supervision_step", act)
    await _leave(door, number)
    await finish(door)


@flow(name="rearrange-supervision")
@refusing
async def rearrange(supervision: str, why: str, by: str, on_site_on: str = "", team: list[str] | None = None) -> Any:
    """A supervision has another on-site day, another team, or both."""
    door = open_door()
    await name_run(say(door.language, "flows.rearrange.name"), *parts(supervision)[1:3], on_site_on)
    number, on = picked_id(supervision), typed_date(on_site_on)
    change = partial(rearranging.rearrange, day=door.day, desk=door.desk, supervision_id=number, on_site_on=on)
    await do_step(door, "rearrange", partial(change, team=team or (), by=by, why=why))
    await _leave(door, number)
    await finish(door)


async def _leave(door: Door, supervision_id: int) -> None:
    with reading(door.engine) as session:
        found = read_supervision(session, supervision_id)
    title = say(door.language, "flows.paper.supervision", number=found.number, unit=found.unit)
    await leave(door, "supervision", title, found=found)
