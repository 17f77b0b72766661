"""The auditor: looks whether all is well, tells the coordinator what is not, and pings whoever watches from outside."""

from __future__ import annotations

import logging
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx
from anyio import to_thread
from prefect import flow
from prefect.client.orchestration import get_client
from prefect.states import Failed

from flows.alarming import alarm
from flows.describing import run_page
from flows.door import Door, open_door
from flows.papers import leave
from flows.running import name_run, refusing, send_now, too_late
from flows.step import step
from models import Work
from models.engine import DatabaseError, reading, transaction
from reports.auditing import read_seen
from rules.auditing import Trouble, troubles
from services import auditing
from settings import Settings
from words import has, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prefect.client.schemas.objects import FlowRun
    from sqlmodel import Session

PING_SECONDS = 10.0
_MEGABYTE = 1_000_000
_MUTE = "database_not_writable"
_log = logging.getLogger(__name__)


@flow(name="audit")
@refusing
async def audit() -> Any:
    """All is well and whoever watches has been told so, or the coordinator knows what is not."""
    door = open_door()
    if skipped := too_late(door):
        return skipped
    await name_run(say(door.language, "flows.audit.name"), door.day)
    found = await to_thread.run_sync(look, door)
    told, direct = await _told(door, found) if found else ([], [])
    await ping(Settings(), well=not any(trouble.is_fault for trouble in found))
    title = say(door.language, "flows.paper.audited", day=door.day)
    faults, notices = (_sentences(door.language, found, is_fault=kind) for kind in (True, False))
    await leave(door, "audited", title, day=door.day, faults=[*faults, *direct], notices=notices)
    if told:
        await send_now(door)
    return Failed(message=faults[0]) if _is_mute(found) else None


@flow(name="failed-run")
@refusing
async def tell_of_run(run: str) -> Any:
    """The coordinator knows of a run of ours that failed, crashed or did not start in time."""
    door = open_door()
    async with get_client() as client:
        found = await client.read_flow_run(UUID(run.removeprefix("prefect.flow-run.")))
    state = found.state.name if found.state and found.state.name else ""
    await name_run(say(door.language, "flows.failed.name"), found.name)
    if not has(door.language, f"auditing.run_state.{state}") and not (found.state and found.state.is_scheduled()):
        return None  # it has come to a good end meanwhile
    if await step(door, "failed", lambda session: _tell_of(session, door, found, state)):
        await send_now(door)
    return None


async def _told(door: Door, found: Sequence[Trouble]) -> tuple[list[int], list[str]]:
    """The ids of the alarms in the outbox, and whom one reached that did not go through it."""
    told: list[int] = []
    with suppress(DatabaseError):
        told = [] if _is_mute(found) else await step(door, "audit", lambda session: tell(session, door, found))
    if told or not needs_no_outbox(found):
        return told, []
    faults = _sentences(door.language, found, is_fault=True)
    about = say(door.language, "auditing.about", count=len(faults))
    return [], await to_thread.run_sync(alarm, door, about, faults)


def needs_no_outbox(found: Sequence[Trouble]) -> bool:
    """Whether an alarm in the outbox would stay there: no database, or nobody who takes messages out."""
    return any(trouble.code in {_MUTE, "not_delivered"} for trouble in found)


def _is_mute(found: Sequence[Trouble]) -> bool:
    return any(trouble.code == _MUTE for trouble in found)


def look(door: Door) -> tuple[Trouble, ...]:
    """What is not well at this moment; a database that cannot be written to is one of it and never raises."""
    free, writable = shutil.disk_usage(door.folder).free // _MEGABYTE, _can_write(door)
    try:
        beat(door, Work.AUDIT)
        with reading(door.engine) as session:
            seen = read_seen(session, door.now(), door.desk, free_megabytes=free, disk_writable=writable)
    except DatabaseError:
        return (Trouble(_MUTE),)
    return troubles(door.desk, seen)


def tell(session: Session, door: Door, found: Sequence[Trouble]) -> list[int]:
    """The coordinators have one alarm: of faults once a day, of what is soon to be seen to once a week."""
    faults = [trouble for trouble in found if trouble.is_fault]
    shown = faults or list(found)
    when = f"{door.day}" if faults else f"{door.day:%G-W%V}"
    key = f"audit:{when}:" + "+".join(sorted({trouble.code for trouble in shown}))
    about = say(door.language, "auditing.about" if faults else "auditing.soon", count=len(shown))
    return auditing.tell(session, door.day, door.desk, key=key, about=about, lines=_all(door.language, found))


async def ping(settings: Settings, *, well: bool) -> bool:
    """Whoever watches from outside was told, as healthchecks is; nobody is where no address is set. Never raises."""
    if settings.heartbeat_url is None:
        return False
    address = settings.heartbeat_url.get_secret_value().rstrip("/") + ("" if well else "/fail")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # below it, the client tells every address, which is a secret
    try:
        async with httpx.AsyncClient(timeout=PING_SECONDS) as client:
            answer = await client.get(address)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        _log.warning("the heartbeat was not taken: %s", type(error).__name__)
        return False
    return answer.is_success


def beat(door: Door, work: Work, moved: int = 0) -> None:
    """This kind of work has just ended well."""
    with transaction(door.engine) as session:
        auditing.beat(session, door.day, work, door.now(), moved)


def _tell_of(session: Session, door: Door, run: FlowRun, state: str) -> list[int]:
    """Of late runs one alarm a day: after a day without power all of them are late."""
    late = not has(door.language, f"auditing.run_state.{state}") or state == "Late"
    word = say(door.language, f"auditing.run_state.{'Late' if late else state}")
    key = f"late:{door.day}" if late else f"run:{run.id}:{state}"
    why = (run.state.message or "").strip()[:300] if run.state and not late else ""
    line = say(door.language, "auditing.run_line", at=f"{door.day}", name=run.name, state=word, why=why)
    help_ = say(door.language, "auditing.run_help", page=run_page(run.id))
    about = say(door.language, "auditing.run_about", name=run.name, state=word)
    return auditing.tell(session, door.day, door.desk, key=key, about=about, lines=[line, help_])


def _sentences(language: str, found: Sequence[Trouble], *, is_fault: bool) -> list[str]:
    return _all(language, [trouble for trouble in found if trouble.is_fault is is_fault])


def _all(language: str, found: Sequence[Trouble]) -> list[str]:
    return [say(language, f"auditing.trouble.{trouble.code}", **trouble.values) for trouble in found]


def _can_write(door: Door) -> bool:
    probe = door.folder / "var" / ".audited"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
