"""The office is served: its runner asks for work, and what a day of downtime left undone is being done."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import anyio
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import DeploymentStatus

from flows.deploying import read_deployed
from flows.deployments import CLOCKWORK
from flows.door import open_door
from models import OfficeRow
from models.engine import reading
from rules.auditing import sweep_is_missed

if TYPE_CHECKING:
    from prefect.client.orchestration import PrefectClient
    from prefect.client.schemas.responses import DeploymentResponse

    from flows.door import Door

LONGEST_SECONDS = 90.0


async def wait_until_served(client: PrefectClient, door: Door) -> dict[str, DeploymentResponse]:
    """The office's deployments, once a runner has asked for the work of every one.

    Raises:
        TimeoutError: no runner asked within `LONGEST_SECONDS`.
    """
    with anyio.fail_after(LONGEST_SECONDS):
        while True:
            found = await read_deployed(client, door)
            if found and all(each.status == DeploymentStatus.READY for each in found.values()):
                return found
            await anyio.sleep(1)


async def sweep_if_missed(client: PrefectClient, door: Door, found: dict[str, DeploymentResponse]) -> bool:
    """A sweep runs now where one is owed, also on a server that is too new to have it late; whether one was started."""
    with reading(door.engine) as session:
        office = session.get(OfficeRow, 1)
    local = door.now().astimezone(ZoneInfo(door.desk.office.time_zone))
    if not sweep_is_missed(local, office.swept_on if office else None):
        return False
    sweep = next(each for each in found.values() if each.entrypoint == CLOCKWORK["sweep"])
    await client.create_flow_run_from_deployment(sweep.id)
    return True


async def _main() -> None:
    door = open_door()
    async with get_client() as client:
        await sweep_if_missed(client, door, await wait_until_served(client, door))


if __name__ == "__main__":
    try:
        asyncio.run(_main())
    except TimeoutError:
        sys.exit(1)
