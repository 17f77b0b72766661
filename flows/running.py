"""What every run has in common: its name, the lateness guard, and refusals as sentences instead of tracebacks."""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec
from zoneinfo import ZoneInfo

from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext
from prefect.deployments import arun_deployment
from prefect.runtime import flow_run
from prefect.states import Completed, Failed

from flows.deploying import refresh_forms
from flows.door import open_door
from flows.naming import JOIN, deployment_name
from flows.saying import sentence
from rules.errors import DudaoError
from words import say

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import date, datetime

    from prefect.client.schemas.objects import State

    from flows.door import Door

Parameters = ParamSpec("Parameters")
FALLBACK_LANGUAGE = "zh"
"""In which a refusal is said where the office's folder itself cannot be read."""


def refusing(body: Callable[Parameters, Awaitable[Any]]) -> Callable[Parameters, Awaitable[Any]]:
    """A flow that ends as failed with a sentence when what a person filled in is refused."""

    @wraps(body)
    async def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Any:
        try:
            return await body(*args, **kwargs)
        except DudaoError as error:
            return Failed(message=sentence(_language(), error))

    return run


def too_late(door: Door) -> State[None] | None:
    """The state of a scheduled run that comes too late to be done; the sweep does what it would have done.

    Runs that a person started are never too late.
    """
    context = FlowRunContext.get()
    if context is None or context.flow_run is None or not context.flow_run.auto_scheduled:
        return None
    return skipped(door.language, door.now() - flow_run.scheduled_start_time, door.desk.office.policies.lateness_hours)


def skipped(language: str, late: timedelta, hours: int) -> State[None] | None:
    """The state of a scheduled run that is so late, None as long as it is not later than the office allows."""
    if late <= timedelta(hours=hours):
        return None
    return Completed(name="Skipped", message=say(language, "flows.log.too_late", hours=hours))


def start_day(door: Door) -> date | None:
    """The office's day for which a run was scheduled, however late it starts; None where a person started it."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None or not context.flow_run.auto_scheduled:
        return None
    return local_day(door, flow_run.scheduled_start_time)


def local_day(door: Door, at: datetime) -> date:
    """The day of an instant where the office is."""
    return at.astimezone(ZoneInfo(door.desk.office.time_zone)).date()


def nothing_that_day(door: Door) -> State[None]:
    """The state of a scheduled run whose day has nothing any more, because the plan was changed in between."""
    return Completed(name="Skipped", message=say(door.language, "flows.log.moved_on"))


async def name_run(*parts: object) -> None:
    """The run bears a name that a coordinator can read."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    async with get_client() as client:
        await client.update_flow_run(context.flow_run.id, name=JOIN.join(str(part) for part in parts if part))


async def send_now(door: Door) -> None:
    """The messages of an urgent act are on their way without waiting for the next ten minutes."""
    flow = say(door.language, "flows.send.name")
    await arun_deployment(f"{flow}/{deployment_name(flow, door.name)}", timeout=0, as_subflow=False)


async def show_forms(door: Door) -> None:
    """The forms offer what is open now."""
    async with get_client() as client:
        await refresh_forms(client, door)


def _language() -> str:
    try:
        return open_door().language
    except DudaoError:
        return FALLBACK_LANGUAGE
