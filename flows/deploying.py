"""The server has exactly the deployments of the office's plan: what is missing is added, what left the plan removed.

What did not change is left alone, because to deploy anew is to lose the runs that were scheduled already.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate, DeploymentUpdate, WorkPoolCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags, FlowFilter, FlowFilterId
from prefect.client.schemas.objects import ConcurrencyLimitStrategy, ConcurrencyOptions
from prefect.client.schemas.schedules import CronSchedule, RRuleSchedule
from prefect.exceptions import ObjectNotFound

from flows import timing
from flows.applying import Deployed
from flows.deployments import BY_HAND, CLOCKWORK, FAILED, PROGRAMME, Sheet, sheets
from flows.door import open_door
from flows.failures import watch_runs
from flows.fields import REFRESHED
from flows.forms import defaults, dress
from flows.papers import keep_board
from flows.picking import pick_lists, read_moving
from flows.zombies import mark_lost_runs
from models.engine import reading
from settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.responses import DeploymentResponse

    from flows.door import Door

PAGE = 200
_OURS = frozenset({PROGRAMME, FAILED, *CLOCKWORK.values(), *BY_HAND.values()})


async def deploy(client: PrefectClient, door: Door) -> Deployed:
    """Every deployment of the office stands on the server; those of removed programmes are gone."""
    links = await keep_board(client, door)
    await mark_lost_runs(client, door.language)
    await keep_pool(client)
    lists = _lists(door)
    wanted = {f"{sheet.flow}/{sheet.name}": sheet for sheet in sheets(door.desk, door.day, links)}
    found = await read_deployed(client, door)
    fresh = [name for name, sheet in wanted.items() if name not in found or _is_old(found[name], sheet)]
    for name in fresh:
        await _put(client, door, wanted[name], lists)
    gone = [name for name in found if name not in wanted]
    for name in gone:
        await client.delete_deployment(found[name].id)
    await _refresh(client, door, found, lists)
    await watch_runs(client, door, await read_deployed(client, door))
    return Deployed(
        added=tuple(name for name in fresh if name not in found),
        changed=tuple(name for name in fresh if name in found),
        removed=tuple(gone),
        unchanged=tuple(name for name in wanted if name not in fresh),
    )


def _is_old(standing: DeploymentResponse, sheet: Sheet) -> bool:
    """Whether it says something else now, or other machines are to carry it out."""
    return standing.version != sheet.version or standing.work_pool_name != Settings().pool


async def refresh_forms(client: PrefectClient, door: Door) -> None:
    """The pick lists of the forms show what is open now; deployments are not made anew for it."""
    await _refresh(client, door, await read_deployed(client, door), _lists(door))


async def read_deployed(client: PrefectClient, door: Door) -> dict[str, DeploymentResponse]:
    """The office's deployments on the server, by flow and deployment name."""
    of_office = DeploymentFilter(tags=DeploymentFilterTags(all_=[door.name]))
    found: list[DeploymentResponse] = []
    while page := await client.read_deployments(deployment_filter=of_office, limit=PAGE, offset=len(found)):
        found += page
    ours = [each for each in found if each.entrypoint in _OURS]
    if not ours:
        return {}
    wanted = FlowFilter(id=FlowFilterId(any_=[each.flow_id for each in ours]))
    names = {flow.id: flow.name for flow in await client.read_flows(flow_filter=wanted, limit=PAGE)}
    return {f"{names[each.flow_id]}/{each.name}": each for each in ours}


async def keep_pool(client: PrefectClient) -> None:
    """The work pool that the settings name stands on the server; its workers start a process for each run."""
    pool = Settings().pool
    if pool is None:
        return
    try:
        await client.read_work_pool(pool)
    except ObjectNotFound:
        await client.create_work_pool(WorkPoolCreate(name=pool, type="process"))


async def _put(client: PrefectClient, door: Door, sheet: Sheet, lists: Mapping[str, tuple[str, ...]]) -> None:
    schema = dress(door.language, sheet.form, {**lists, **sheet.choices})
    pool = Settings().pool
    strategy = ConcurrencyLimitStrategy.ENQUEUE if sheet.waits else ConcurrencyLimitStrategy.CANCEL_NEW
    await client.create_deployment(
        flow_id=await client.create_flow_from_name(sheet.flow),
        name=sheet.name,
        version=sheet.version,
        entrypoint=sheet.entrypoint,
        path=str(door.folder),
        description=sheet.description,
        tags=list(sheet.tags),
        schedules=_schedules(door, sheet.timings),
        parameters=defaults(schema),
        parameter_openapi_schema=schema,
        enforce_parameter_schema=True,
        concurrency_limit=sheet.at_once,
        concurrency_options=ConcurrencyOptions(collision_strategy=strategy),
        paused=False,
        work_pool_name=pool,
    )


async def _refresh(
    client: PrefectClient,
    door: Door,
    found: Mapping[str, DeploymentResponse],
    lists: Mapping[str, tuple[str, ...]],
) -> None:
    forms = {BY_HAND[form]: form for form in REFRESHED}
    for deployment in found.values():
        form = forms.get(deployment.entrypoint or "")
        if form is None:
            continue
        schema = dress(door.language, form, lists)
        if deployment.parameter_openapi_schema != schema:
            changed: dict[str, Any] = {"parameter_openapi_schema": schema}
            if deployment.parameters != defaults(
                schema
            ):  # a page that is open takes them up, so only where they differ
                changed["parameters"] = defaults(schema)
            await client.update_deployment(deployment.id, DeploymentUpdate(**changed))


def _schedules(door: Door, timings: tuple[timing.Timing, ...]) -> list[DeploymentScheduleCreate]:
    return [_schedule(door, each) for each in timings if timing.is_future(each, door.day)]


def _schedule(door: Door, each: timing.Timing) -> DeploymentScheduleCreate:
    zone = door.desk.office.time_zone
    when: CronSchedule | RRuleSchedule
    when = CronSchedule(cron=each.cron, timezone=zone) if each.cron else RRuleSchedule(rrule=each.rdate, timezone=zone)
    return DeploymentScheduleCreate(schedule=when, slug=each.slug, parameters=dict(each.parameters))


def _lists(door: Door) -> dict[str, tuple[str, ...]]:
    with reading(door.engine) as session:
        return pick_lists(door.desk, read_moving(session, door.day, door.desk))


async def _deploy_office() -> Deployed:
    async with get_client() as client:
        return await deploy(client, open_door())


def main() -> None:
    """Deploy the office of ``DUDAO_OFFICE`` and write what happened as one JSON document."""
    sys.stdout.write(json.dumps(asdict(asyncio.run(_deploy_office())), ensure_ascii=False))


if __name__ == "__main__":
    main()
