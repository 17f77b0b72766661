"""The flows that run by themselves: the daily sweep, sending, the week's summary, the month's arrangement."""

from __future__ import annotations

from datetime import timedelta
from time import sleep
from typing import Any

from anyio import to_thread
from prefect import flow
from prefect.client.orchestration import get_client

from flows import day as days
from flows.auditing import beat
from flows.deploying import deploy
from flows.door import Door, open_door
from flows.events import announce, mark
from flows.outbox import deliver
from flows.papers import leave, leave_note
from flows.running import name_run, refusing, send_now, start_now, too_late
from flows.sharing import say_sent, share_out, worker_name
from flows.step import act
from flows.upcoming import name_for_workers
from models import Work
from models.engine import reading
from reports.outbox import read_next_turn
from words import say

MOST_ROUNDS = 20
"""So often one run looks for further messages before it leaves the rest to the next one."""
LONGEST_TURN = timedelta(seconds=65)
"""So long one run waits for a throttled channel at a time."""


@flow(name="daily-sweep")
@refusing
async def daily_sweep() -> Any:
    """All that must exist or be said by today does, and is; the deployments follow the calendar into the next year."""
    door = open_door()
    if skipped := too_late(door):
        return skipped
    await name_run(say(door.language, "flows.sweep.name"), door.day)
    since = mark(door)
    result = await act(door, "sweep", lambda: days.sweep(door.engine, door.desk, door.day, publish=False))
    beat(door, Work.SWEEP, len(result))
    announce(door, since, say(door.language, "flows.sweep.name"))
    title = say(door.language, "flows.paper.swept", day=door.day)
    await leave(door, "swept", title, day=door.day, counts=result.counts)
    async with get_client() as client:
        await deploy(client, door)
    await send_now(door)
    await start_now(door, "audit")
    return None


@flow(name="send-messages")
@refusing
async def send_messages() -> Any:
    """Every message that may go out now is handed over once, and its outcome is kept."""
    door = open_door()
    if skipped := too_late(door):
        return skipped
    await share_out(door)
    await name_for_workers(door)
    counts = await to_thread.run_sync(_deliver_all, door)
    beat(door, Work.DELIVERY, sum(counts.values()))
    await say_sent(door, "send", counts)
    return None


@flow(name="week-summary")
@refusing
async def week_summary() -> Any:
    """The coordinator has the summary of the week that ended last, once."""
    return await _publish("week", days.summarise_week)


@flow(name="month-plan")
@refusing
async def month_plan() -> Any:
    """The schools have next month's arrangement, once, from its working day on."""
    return await _publish("month", days.publish_month)


async def _publish(key: str, work: Any) -> Any:
    door = open_door()
    if skipped := too_late(door):
        return skipped
    await name_run(say(door.language, f"flows.{key}.name"), door.day)
    queued = await act(door, key, lambda: work(door.engine, door.desk, door.day))
    said = say(door.language, "flows.note.published", day=door.day, count=len(queued))
    await leave_note(door, say(door.language, f"flows.{key}.name"), said)
    if queued:
        await send_now(door)
    return None


def _deliver_all(door: Door) -> dict[str, int]:
    """Rounds of sending until a round finds nothing; what an act queued meanwhile goes out with it."""
    total: dict[str, int] = {}
    for _ in range(MOST_ROUNDS):
        counts = deliver(door.engine, door.desk, door.folder, door.now(), worker_name(), seal=door.seal())
        moved = {status: count for status, count in counts.items() if count}
        if not moved and not _wait_for_throttle(door):
            break
        for status, count in moved.items():
            total[status] = total.get(status, 0) + count
    return total


def _wait_for_throttle(door: Door) -> bool:
    """Whether a message waits for a channel that takes so many a minute; if so, until it is free again."""
    with reading(door.engine) as session:
        until = read_next_turn(session, door.now(), LONGEST_TURN)
    if until is None:
        return False
    sleep(max((until - door.now()).total_seconds(), 0))
    return True
