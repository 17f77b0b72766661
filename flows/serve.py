"""The runner of one office: ``python -m flows.serve`` with ``DUDAO_OFFICE`` set. It runs what the server schedules.

It makes no deployment itself, so that its restart never costs a scheduled run, and it follows what `dudao apply` adds.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from typing import TYPE_CHECKING, cast

import anyio
from prefect.client.orchestration import get_client
from prefect.runner import Runner

from flows.deploying import read_deployed
from flows.door import open_door
from flows.environment import HEARTBEAT_SECONDS
from flows.naming import office_slug
from flows.saying import sentence
from flows.upcoming import name_upcoming
from rules.errors import DudaoError
from words import say

if TYPE_CHECKING:
    from uuid import UUID

    from anyio import CancelScope
    from prefect.client.orchestration import PrefectClient
    from prefect.deployments.runner import RunnerDeployment

    from flows.door import Door

AT_ONCE = 4
"""So many runs at once; without a limit a backlog of days would start them all (Prefect's default is none)."""

FOLLOW_SECONDS = 20.0


class Standing:
    """A deployment that stands on the server already: adding it to a runner registers it and changes nothing."""

    storage = None

    def __init__(self, deployment_id: UUID, name: str) -> None:
        """Keep what a runner asks for."""
        self.id = deployment_id
        self.name = name

    async def aapply(self) -> UUID:
        """Its id."""
        return self.id


async def serve(door: Door) -> None:
    """Runs of the office's deployments are carried out until the process is told to stop."""
    runner = Runner(
        name=f"dudao-{office_slug(door.name)}",
        pause_on_shutdown=False,
        limit=AT_ONCE,
        heartbeat_seconds=HEARTBEAT_SECONDS,
    )
    known: set[UUID] = set()
    async with get_client() as client, anyio.create_task_group() as group:
        await _follow_once(client, door, runner, known)
        group.start_soon(runner.start)
        group.start_soon(_follow, client, door, runner, known, group.cancel_scope)


async def _follow(client: PrefectClient, door: Door, runner: Runner, known: set[UUID], scope: CancelScope) -> None:
    while not runner.started:  # noqa: ASYNC110  (the runner tells nobody)
        await anyio.sleep(0.05)
    for number in (signal.SIGTERM, signal.SIGINT):  # the runner's own handler would leave its runs behind
        asyncio.get_running_loop().add_signal_handler(number, scope.cancel)
    while True:
        await anyio.sleep(FOLLOW_SECONDS)
        await _follow_once(client, door, runner, known)


async def _follow_once(client: PrefectClient, door: Door, runner: Runner, known: set[UUID]) -> None:
    found = await read_deployed(client, door)
    await name_upcoming(client, door, found.values())
    for deployment in found.values():
        if deployment.id not in known:
            known.add(deployment.id)
            standing = Standing(deployment.id, deployment.name)
            await runner.aadd_deployment(cast("RunnerDeployment", standing))


def main() -> int:
    """Serve the office of ``DUDAO_OFFICE``; 1 where its folder is wrong."""
    try:
        door = open_door()
    except DudaoError as error:
        sys.stderr.write(sentence("zh", error) + "\n")
        return 1
    asyncio.run(serve(door))
    sys.stderr.write(say(door.language, "up.runner_stopped") + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
