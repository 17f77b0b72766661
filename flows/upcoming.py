"""Scheduled runs bear the name of their work before they start; Prefect itself would call them ``auburn-dingo``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterName,
    FlowRunFilterState,
    FlowRunFilterStateName,
)
from prefect.client.schemas.sorting import FlowRunSort

from flows.deploying import read_deployed
from flows.deployments import PROGRAMME
from flows.filled import meant
from flows.naming import JOIN, leading
from flows.periods import of_day
from flows.programmes import run_name
from flows.running import local_day
from flows.timing import OPEN, SUM_UP
from rules.errors import DudaoError
from settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.objects import FlowRun
    from prefect.client.schemas.responses import DeploymentResponse

    from flows.door import Door

PAGE = 200
_GENERATED = re.compile(r"^[a-z]+-[a-z]+$")


async def name_upcoming(client: PrefectClient, door: Door, deployments: Iterable[DeploymentResponse]) -> int:
    """The programmes' scheduled runs have names that a coordinator can read; returns how many were named now."""
    named = 0
    programmes = [each.id for each in deployments if each.entrypoint == PROGRAMME]
    for run in await _scheduled(client, programmes):
        name = _name(door, run) if _GENERATED.match(run.name) else ""
        if name:
            await client.update_flow_run(run.id, name=name)
            named += 1
    return named


async def name_for_workers(door: Door) -> int:
    """The same where the workers of a pool carry out the runs: no runner of ours follows the server there."""
    if Settings().pool is None:
        return 0
    async with get_client() as client:
        return await name_upcoming(client, door, (await read_deployed(client, door)).values())


async def _scheduled(client: PrefectClient, programmes: list[UUID]) -> list[FlowRun]:
    """Every run that is still to come; names that hold a date match the filter as well, so page follows page."""
    wanted = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=programmes),
        state=FlowRunFilterState(name=FlowRunFilterStateName(any_=["Scheduled"])),
        name=FlowRunFilterName(like_="-"),
    )
    found: list[FlowRun] = []
    while page := await client.read_flow_runs(
        flow_run_filter=wanted, sort=FlowRunSort.EXPECTED_START_TIME_ASC, limit=PAGE, offset=len(found)
    ):
        found += page
    return found


def _name(door: Door, run: FlowRun) -> str:
    if run.expected_start_time is None:
        return ""
    try:
        item = leading(run.parameters["item"])
        act = meant(door.language, "forms.act", (OPEN, SUM_UP), run.parameters["act"])
        found = of_day(door.desk, item, act, local_day(door, run.expected_start_time))
    except (KeyError, DudaoError):
        return ""
    return JOIN.join(run_name(door.desk, found[0], act)) if found else ""
