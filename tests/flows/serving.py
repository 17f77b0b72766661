"""A whole service started as a person starts it, and its API asked as Prefect's page asks it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx

from flows.deployments import BY_HAND
from flows.naming import artifact_key

SAMPLE = Path(__file__).parents[2] / "samples" / "caizhuang"
OFFICE = "蔡庄镇教育督导室"
T = TypeVar("T")
PATIENCE_SECONDS = 240.0
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


def copy_sample(parent: Path, name: str = "督导 办公室") -> Path:
    """A copy of the sample office in a folder with a space and Chinese characters."""
    folder = parent / name
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("var"))
    return folder


def free_port() -> int:
    """A port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(found: Callable[[], T], seconds: float = PATIENCE_SECONDS) -> T:
    """What `found` gives once it gives something, asked five times a second.

    How long that takes is no matter of these tests: Prefect's SQLite may stand still for a minute on a busy machine.
    """
    last = time.monotonic() + seconds
    pause = threading.Event()
    while not (value := found()):
        assert time.monotonic() < last, "waited too long"
        pause.wait(0.2)
    return value


@dataclass
class Started:
    """`dudao up` as a process of its own."""

    process: subprocess.Popen[str]
    folder: Path
    port: int
    said: Path

    @property
    def text(self) -> str:
        """What it has said so far."""
        return self.said.read_text(encoding="utf-8")

    def children(self) -> dict[int, str]:
        """Every process that it started, and those started by them, with their command lines."""
        listing = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
        rows = [line.split(None, 2) for line in listing.stdout.splitlines()]
        family = {self.process.pid}
        for _ in range(4):
            family |= {int(pid) for pid, parent, _ in rows if int(parent) in family}
        return {int(pid): args for pid, _, args in rows if int(pid) in family - {self.process.pid}}

    def child(self, part: str) -> int:
        """The one process whose command line holds that part, 0 where there is none."""
        return next((pid for pid, args in self.children().items() if part in args), 0)

    def rows(self, asked: str, *values: object) -> list[tuple[Any, ...]]:
        """What the office's database answers."""
        with closing(sqlite3.connect(self.folder / "var" / "dudao.db", timeout=60)) as database:
            return database.execute(asked, values).fetchall()

    def stop(self) -> int:
        """Its exit code after a SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def start(folder: Path, port: int, said: Path, **more: str) -> Started:
    """`dudao up` has been started; it is not ready yet."""
    environment = {**os.environ, "DUDAO_PORT": str(port), **more}
    environment.pop("DUDAO_OFFICE", None)
    with said.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("dudao")), "up", str(folder)],
            cwd=folder.parent,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    return Started(process, folder, port, said)


@contextmanager
def service(parent: Path) -> Iterator[Started]:
    """A service that is ready, on the sample office; stopped at the end."""
    started = start(copy_sample(parent), free_port(), parent / "up.log")
    try:
        until(lambda: "已就绪" in started.text or started.process.poll() is not None)
        assert started.process.poll() is None, started.text
        yield started
    finally:
        if started.process.poll() is None:
            started.stop()


class Api:
    """Prefect's API as its page uses it: with a CSRF token, and again where the database was busy (503)."""

    def __init__(self, port: int) -> None:
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}/api", timeout=90, trust_env=False)
        token = self.client.get("/csrf-token", params={"client": "tests"}).json()["token"]
        self.client.headers.update({"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "tests"})

    def get(self, path: str) -> Any:
        return self._asked("GET", path, None)

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        return self._asked("POST", path, body or {})

    def patch(self, path: str, body: dict[str, Any]) -> Any:
        return self._asked("PATCH", path, body)

    def _asked(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        def ask() -> httpx.Response | None:
            try:
                reply = self.client.request(method, path, json=body)
            except httpx.TransportError:
                return None
            return None if reply.status_code == httpx.codes.SERVICE_UNAVAILABLE else reply

        reply = until(ask)
        return reply.json() if reply.content else {}

    def deployments(self, office: str = OFFICE) -> dict[str, dict[str, Any]]:
        """Those of an office, by flow and deployment name."""
        flows = {each["id"]: each["name"] for each in self.post("/flows/filter", {"limit": 200})}
        chosen = {"deployments": {"tags": {"all_": [office]}}, "limit": 200}
        found = self.post("/deployments/filter", chosen)
        return {f"{flows[each['flow_id']]}/{each['name']}": each for each in found}

    def form(self, flow: str) -> dict[str, Any]:
        """The deployment that a person opens to act."""
        return next(
            each
            for name, each in self.deployments().items()
            if name.startswith(f"{flow}/") and each["entrypoint"] in BY_HAND.values()
        )

    def picks(self, flow: str, field: str) -> list[str]:
        """What can be picked in a field of a form."""
        shape = self.form(flow)["parameter_openapi_schema"]["properties"][field]
        found: list[str] = shape.get("enum") or shape["items"]["enum"]
        return found

    def first(self, flow: str, field: str, part: str = "") -> str:
        """The first of these that holds that part."""
        return next(label for label in self.picks(flow, field) if part in label)

    def done(self, flow: str, **parameters: object) -> str:
        """The paper of a form that was sent in and done."""
        run = self.run(flow, **parameters)
        assert run["state"]["type"] == "COMPLETED", self.logs(run["id"])
        return str(self.paper(run["id"])["data"])

    def run(self, flow: str, **parameters: object) -> dict[str, Any]:
        """The run of a form that was sent in, once it has ended."""
        return self.run_deployment(self.form(flow)["id"], parameters)

    def run_deployment(self, deployment_id: str, parameters: dict[str, object]) -> dict[str, Any]:
        body = {"parameters": parameters, "state": {"type": "SCHEDULED", "message": "Run from the Prefect UI"}}
        run = self.post(f"/deployments/{deployment_id}/create_flow_run", body)
        assert "id" in run, run
        return until(lambda: self.ended(run["id"]))

    def ended(self, run_id: str) -> dict[str, Any]:
        """The run once it has ended, nothing before."""
        run: dict[str, Any] = self.get(f"/flow_runs/{run_id}")
        return run if run["state"]["type"] in ENDED else {}

    def paper(self, run_id: str) -> dict[str, Any]:
        """The paper that a run left."""
        found = self.post("/artifacts/filter", {"flow_runs": {"id": {"any_": [run_id]}}})
        papers = [each for each in found if each["key"]]
        assert len(papers) == 1, papers
        paper: dict[str, Any] = papers[0]
        return paper

    def kept(self, what: str) -> dict[str, Any]:
        """The board or the year."""
        found = self.post("/artifacts/filter", {"artifacts": {"key": {"any_": [artifact_key(what, OFFICE)]}}})
        assert len(found) == 1
        paper: dict[str, Any] = found[0]
        return paper

    def logs(self, run_id: str) -> str:
        found = self.post("/logs/filter", {"logs": {"flow_run_id": {"any_": [run_id]}}})
        return "\n".join(each["message"] for each in found)
