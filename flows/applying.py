"""An office's folder put into force: its database loaded, and its deployments brought to the server that answers.

Nothing here imports Prefect, whose settings are fixed when it is imported: deploying is a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from calendars.folder import read_desk
from flows.door import engine_of
from flows.environment import environment, server_address, server_of
from models.engine import DatabaseError, has_table, migrate, reading, transaction
from models.repeating import tries
from reports import differing
from reports.differing import Foreseen
from rules.errors import UnavailableError
from rules.recurring import in_view, occurrences
from services import planning, recounting
from services.rotated import as_foreseen
from settings import Settings, today

if TYPE_CHECKING:
    from pathlib import Path

    from flows.door import Door
    from rules.desk import Desk
    from rules.plan import Occurrence
    from services.planning import Loaded


@dataclass(frozen=True, slots=True)
class Deployed:
    """Names of deployments on the server (flow/deployment), by what happened to them."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply did. `deployed` is None where no server answered: the deployments follow at ``dudao up``."""

    loaded: Loaded
    deployed: Deployed | None


@dataclass(frozen=True, slots=True)
class WholeYear:
    """A year's occurrences. `answers` is False where a database was asked for the turns and did not answer."""

    desk: Desk
    found: tuple[Occurrence, ...]
    answers: bool = True


def apply(door: Door) -> Applied:
    """The office's database and, where its server answers, the server's deployments are as the folder says.

    Safe to repeat: the second time nothing is added, changed or removed.

    Raises:
        UnavailableError: the server answered and then refused the deployments.
    """
    loaded = load(door)
    settings = Settings()
    return Applied(
        loaded, deploy_office(door.folder, settings) if answers(settings.port, server_of(settings)) else None
    )


def whole_year(folder: Path, year: int | None = None) -> WholeYear:
    """The office and its year, or another one; where it is in force, for those whose turn it is by its own table.

    An office that was never put into force has the turns that its plan alone gives. Nothing is written.

    Raises:
        InputError: the folder says something wrong.
    """
    desk = read_desk(folder)
    engine, by_plan = engine_of(desk), occurrences(desk, year or desk.office.year)
    try:
        if not has_table(engine, "rotation_turn"):
            return WholeYear(desk, by_plan)
        with reading(engine) as session:
            found = as_foreseen(session, today(desk.office.time_zone), desk, by_plan)
    except DatabaseError:
        return WholeYear(desk, by_plan, answers=False)
    return WholeYear(desk, tuple(found))


def foresee(door: Door) -> Foreseen:
    """What `load` would change, and who has been told of it; nothing is written, where there is no database neither."""
    if not has_table(door.engine, "planned_occurrence"):
        return Foreseen(first=not has_table(door.engine, "office"), begun=len(in_view(door.desk, door.day)))
    with reading(door.engine) as session:
        return differing.foresee(session, door.day, door.desk)


def load(door: Door) -> Loaded:
    """The database has its tables, and the plan, the people and the units of the folder.

    Open work has the days that the plan gives it now, and whoever was told other days is told.
    """
    migrate(door.engine)
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            loaded = planning.load(session, door.day, door.desk)
    for attempt in tries():
        with attempt, transaction(door.engine) as session:
            recounting.recount(session, door.day, door.desk)
    return loaded


def answers(port: int, server: str = "") -> bool:
    """Whether a Prefect server answers on that port of this machine, or at that address of another one."""
    try:
        reply = httpx.get(f"{server or server_address(port)}/api/health", timeout=5, trust_env=False)
    except httpx.HTTPError:
        return False
    return reply.status_code == httpx.codes.OK and reply.text == "true"


def deploy_office(folder: Path, settings: Settings) -> Deployed:
    """The server has exactly the deployments of the office's plan.

    Raises:
        UnavailableError: the server refused; with the last line of what it said, and the file that holds all.
    """
    done = run_module("flows.deploying", folder, settings)
    if done.returncode:
        log = folder / "var" / "log" / "deploying.log"
        log.parent.mkdir(exist_ok=True)
        log.write_text(done.stderr, encoding="utf-8")
        said = [line.strip() for line in done.stderr.splitlines() if line.strip(" ^~|")]
        raise UnavailableError("up.not_deployed", reason=said[-1] if said else done.returncode, log=log)
    return Deployed(**{name: tuple(names) for name, names in json.loads(done.stdout).items()})


def run_module(module: str, folder: Path, settings: Settings) -> subprocess.CompletedProcess[str]:
    """A module of ours as a process of its own, for the office of that folder, finished."""
    return subprocess.run(  # noqa: S603  (our own module, named in our own code)
        [sys.executable, "-m", module],
        env=process_environment(folder, folder, settings),
        cwd=folder / "var",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def process_environment(office: Path, server: Path, settings: Settings) -> dict[str, str]:
    """All variables of a process that works for the office, with the server whose home is in another folder."""
    return {
        **os.environ,
        **environment(server, settings),
        "DUDAO_OFFICE": str(office),
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
    }
