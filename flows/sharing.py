"""A full outbox is cut into shares: further runs that any worker of any machine picks up take one each.

Prefect hands the runs out and PostgreSQL keeps two of them from the same letter (`SKIP LOCKED`); nothing here waits for
another run. A share that nobody takes is taken by the run that asked, or by the next one.
"""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from prefect import flow
from prefect.deployments import arun_deployment
from prefect.exceptions import ObjectNotFound
from prefect.runtime import flow_run

from flows.door import open_door
from flows.naming import deployment_name
from flows.outbox import deliver
from flows.papers import leave
from flows.running import name_run, refusing
from models.engine import reading
from reports.outbox import read_troubled
from rules.sharing import WORTH_A_RUN, most_worth_counting, shares
from services.waiting import count_waiting
from words import say

if TYPE_CHECKING:
    from flows.door import Door


@flow(name="send-share")
@refusing
async def send_share(letters: int = WORTH_A_RUN) -> Any:
    """At most so many of the letters that wait are handed over, beside other runs that do the same."""
    door = open_door()
    counts = await to_thread.run_sync(_deliver_share, door, letters)
    await say_sent(door, "share", counts)
    return None


async def share_out(door: Door) -> int:
    """Further runs are on their way where more waits than is worth a run; returns how many were asked for.

    A run that is carried out a second time asks for the same ones, and Prefect knows them by their key. An office whose
    deployments are older than this program sends alone until the next ``dudao apply``.
    """
    _, *further = await to_thread.run_sync(wanted_shares, door) or (0,)
    for number, letters in enumerate(further, 1):
        try:
            await _ask(door, letters, f"{flow_run.id}:{number}")
        except ObjectNotFound:
            return 0
    return len(further)


async def _ask(door: Door, letters: int, key: str) -> None:
    title = say(door.language, "flows.share.name")
    name = f"{title}/{deployment_name(title, door.name)}"
    await arun_deployment(name, parameters={"letters": letters}, timeout=0, as_subflow=False, idempotency_key=key)


async def say_sent(door: Door, key: str, counts: dict[str, int]) -> None:
    """The run is called by how many messages it took out, and leaves a paper where there were any."""
    taken = say(door.language, "flows.run.messages", count=sum(counts.values()))
    await name_run(say(door.language, f"flows.{key}.name"), taken)
    if not counts:
        return
    with reading(door.engine) as session:
        troubled = read_troubled(session)
    title = say(door.language, "flows.paper.sent", day=door.day)
    await leave(door, "sent", title, day=door.day, counts=counts, troubled=troubled)


def worker_name() -> str:
    """Who claims, as a person who looks for a lost worker needs it: the machine and the process."""
    return f"{socket.gethostname()}-{os.getpid()}"


def wanted_shares(door: Door) -> tuple[int, ...]:
    """How many letters each run is to take, this one's first; () where nothing waits or nobody else may send."""
    senders = door.desk.office.policies.senders
    if senders == 1:
        return ()
    with reading(door.engine) as session:
        waiting = count_waiting(session, door.now(), door.desk, most=most_worth_counting(senders))
    return shares(waiting, senders)


def _deliver_share(door: Door, letters: int) -> dict[str, int]:
    counts = deliver(door.engine, door.desk, door.folder, door.now(), worker_name(), limit=letters, seal=door.seal())
    return {status: count for status, count in counts.items() if count}
