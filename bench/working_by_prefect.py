"""The same as `bench.working` as an office has it: Prefect's server on PostgreSQL, a work pool, and its own workers.

The flow 发送消息 is started once; it cuts what waits into shares, and whichever worker is free carries one out. Each
worker carries out one run at a time, so that what is measured is what a further worker brings.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from bench.delivering import ADDRESSES, VARIABLE, _queue_digests
from bench.lines import Line
from bench.sinks import sink
from calendars.roster_template import write_roster
from flows.applying import answers, deploy_office, load, process_environment
from flows.deployments import CLOCKWORK
from flows.door import open_door
from models.engine import reading, transaction
from models.tables import messages
from settings import Settings
from tests import postgres
from tests.flows.serving import ENDED, SAMPLE, Api, free_port, until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select

    from bench.course import Course
    from flows.door import Door

SIZES = {False: 2_000, True: 600}
WORKERS = (1, 2, 4)
NAME = "大县教育督导室"
_PREFECT = (sys.executable, "-m", "prefect")


@dataclass(frozen=True, slots=True)
class Stand:
    """A server that runs, and the office's folder."""

    folder: Path
    settings: Settings
    api: Api

    def start(self, *words: str, log: str) -> subprocess.Popen[bytes]:
        """A command of Prefect as the office starts it."""
        environment = process_environment(self.folder, self.folder, self.settings)
        with (self.folder / "var" / log).open("ab") as kept:
            return subprocess.Popen([*_PREFECT, *words], env=environment, cwd=self.folder / "var", stdout=kept,
                                    stderr=kept)  # fmt: skip


def run(course: Course) -> Iterator[Line]:
    """One line a number of workers: until everything has been sent, and which worker carried out how many runs."""
    size, first = SIZES[course.quick], 0.0
    with ExitStack() as stack:
        port = stack.enter_context(sink("http-slow"))
        stand = stack.enter_context(_standing(size, ADDRESSES["HTTP"].format(port=port)))
        for count in WORKERS:
            took, ran = _measured(stand, size, count)
            first = first or took
            shared = " + ".join(f"{letters}" for letters in ran)
            measured = f"{took:.1f} s, {size / took:,.0f}/s, {first / took:.2f} times one worker; by run: {shared}"
            yield Line(f"{size:,} messages by HTTP (20 ms each), {count} Prefect workers on PostgreSQL", measured)


@contextmanager
def _standing(size: int, address: str) -> Iterator[Stand]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dudao-bench-"))) / "office"
        server = stack.enter_context(postgres.server())
        ours, prefects = (stack.enter_context(server.database()) for _ in range(2))
        os.environ |= {
            VARIABLE: address, "DUDAO_TODAY": "2026-03-02", "DUDAO_POOL": "bench", "DUDAO_PORT": str(free_port()),
            "DUDAO_DATABASE": server.url(ours), "DUDAO_PREFECT_DATABASE": server.url(prefects),
        }  # fmt: skip
        settings = Settings()
        _write_office(folder, size)
        stand = Stand(folder, settings, None)  # type: ignore[arg-type]  # no API before there is a server
        process = stand.start("server", "start", "--port", str(settings.port), log="server.log")
        stack.callback(_end, process)
        until(lambda: answers(settings.port))
        load(open_door(folder))
        deploy_office(folder, settings)
        yield Stand(folder, settings, Api(settings.port))


def _write_office(folder: Path, size: int) -> None:
    """An office of so many schools, each with a liaison who is reached by a slow gateway."""
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("var", "roster.xlsx"))
    (folder / "var").mkdir()
    said = (folder / "office.yaml").read_text(encoding="utf-8").replace("蔡庄镇教育督导室", NAME)
    said = said.replace("policies:\n", "policies:\n  senders: 4\n")
    said = said.replace("{name: files, kind: files}", f"{{name: out, kind: webhook, url_env: {VARIABLE}}}")
    (folder / "office.yaml").write_text(said, encoding="utf-8")
    units = [(f"U{i:05}", f"第{i}小学", "小学", "小学", f"{i // 100}区", "公办", 500) for i in range(size)]
    people: list[tuple[object, ...]] = [("督导室主任", "督导室主任", None), ("督导室干事", "督导室干事", None)]
    people += [(f"责任督学-{zone}", "责任督学", None, f"{zone}区") for zone in range(-(-size // 100))]
    people += [(f"联络员-{i}", "联络员", f"U{i:05}", None, f"u{i}@school.example") for i in range(size)]
    write_roster(folder / "roster.xlsx", units, people)


def _measured(stand: Stand, size: int, count: int) -> tuple[float, list[int]]:
    """The seconds from asking until all was sent, and how many letters each process sent."""
    door = open_door(stand.folder)
    with transaction(door.engine) as session:
        session.execute(messages.delete())
    _queue_digests(door.engine)
    limit = ("--pool", "bench", "--type", "process", "--limit", "1")
    workers = [
        stand.start("worker", "start", *limit, "--name", f"worker-{count}-{number}", log=f"{count}-{number}.log")
        for number in range(count)
    ]
    try:
        until(lambda: _online(stand.api, count) >= count)
        return _sent(stand, door, size), _by_process(door)
    finally:
        for worker in workers:
            _end(worker)


def _sent(stand: Stand, door: Door, size: int) -> float:
    deployments = stand.api.deployments(NAME)
    send = next(each["id"] for each in deployments.values() if each["entrypoint"] == CLOCKWORK["send"])
    waits = select(func.count()).select_from(messages).where(messages.c.status == "sent")
    began = time.perf_counter()
    stand.api.post(f"/deployments/{send}/create_flow_run", {})
    until(lambda: _count(door, waits) == size)
    took = time.perf_counter() - began
    until(lambda: _at_rest(stand.api))
    return took


def _count(door: Door, asked: Select[tuple[int]]) -> int:
    with reading(door.engine) as session:
        return session.scalar(asked) or 0


def _at_rest(api: Api) -> bool:
    """Whether every run that was asked for has ended."""
    chosen = {"deployments": {"tags": {"all_": [NAME]}}, "flow_runs": {"state": {"type": {"not_any_": sorted(ENDED)}}}}
    found: list[dict[str, Any]] = api.post("/flow_runs/filter", {**chosen, "limit": 200})
    return not [each for each in found if not each["auto_scheduled"]]


def _online(api: Api, count: int) -> int:
    found = api.post("/work_pools/bench/workers/filter", {"limit": 200})
    return len([each for each in found if each["name"].startswith(f"worker-{count}-") and each["status"] == "ONLINE"])


def _by_process(door: Door) -> list[int]:
    with reading(door.engine) as session:
        found = Counter(session.scalars(select(messages.c.claimed_by)))
    return sorted(found.values(), reverse=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=60)
