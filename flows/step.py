"""Services as Prefect tasks: the only file that makes them. Own transaction, retries, logged counts, in a thread."""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import TYPE_CHECKING, Any, TypeVar

from anyio import to_thread
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.logging import get_run_logger

from flows.events import announce, mark
from flows.saying import sentence
from models.engine import transaction
from models.repeating import tries
from rules.errors import DudaoError
from words import say

if TYPE_CHECKING:
    from prefect import Task
    from sqlmodel import Session

    from flows.door import Door

T = TypeVar("T")
_WAITS_SECONDS = [2.0, 10.0]


async def step(door: Door, title: str, work: Callable[[Session], T]) -> T:
    """What a service did in a transaction of its own, with its count in the run's log.

    Args:
        door: the open office.
        title: the step's name on the pages, a word of ``flows.step``.
        work: the service, waiting only for its session.

    Raises:
        DudaoError: the service refused; said once, never tried again.
    """
    via = say(door.language, f"flows.step.{title}")
    since = mark(door)
    outcome = await act(door, title, lambda: _in_transaction(door, work, via))
    announce(door, since, via)
    return outcome


async def act(door: Door, title: str, work: Callable[[], T]) -> T:
    """The same for work that opens its transactions itself."""
    name = say(door.language, f"flows.step.{title}")
    outcome = await _task(name, work, door.language)()
    if isinstance(outcome, DudaoError):
        raise outcome
    return outcome  # type: ignore[no-any-return]  # the task gives back what the work gave


def _task(name: str, work: Callable[[], Any], language: str) -> Task[[], Any]:
    # Without arguments, so that Prefect neither walks through the desk nor keeps anything of it.
    @task(name=name, retries=len(_WAITS_SECONDS), retry_delay_seconds=_WAITS_SECONDS, cache_policy=NO_CACHE)
    async def perform() -> Any:
        try:
            outcome = await to_thread.run_sync(work)
        except DudaoError as error:
            get_run_logger().warning(sentence(language, error))
            return error
        get_run_logger().info(say(language, "flows.log.moved", step=name, count=_count(outcome)))
        return outcome

    return perform


def _in_transaction(door: Door, work: Callable[[Session], T], via: str) -> T:
    for attempt in tries():
        with attempt, transaction(door.engine, via=via) as session:
            outcome = work(session)
    return outcome


def _count(outcome: object) -> int:
    return len(outcome) if isinstance(outcome, Sized) and not isinstance(outcome, str) else int(outcome is not None)
