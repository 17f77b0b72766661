"""`dudao up`: the whole service of one or several offices, started, kept running, stopped without leaving anything."""

from __future__ import annotations

import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cli.starting import Office, hold, open_offices, port_is_free
from cli.working import worker_command
from flows.applying import answers, deploy_office, load, process_environment, run_module
from flows.describing import DEPLOYMENTS_PAGE, forms_page
from flows.environment import server_home, server_of
from flows.keeping import Child
from flows.pages import keep_pages_local
from rules.errors import UnavailableError
from settings import Settings
from words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

TICK_SECONDS = 0.5
SERVER_SECONDS = 180


@dataclass(slots=True)
class Service:
    """The server and the runners of the offices; the first office's folder is the server's home."""

    offices: list[Office]
    settings: Settings
    stopping: bool = False
    children: list[Child] = field(default_factory=list)

    @property
    def language(self) -> str:
        """In which language the person at the terminal is spoken to."""
        return self.offices[0].door.language

    def say(self, word: str, **values: object) -> None:
        """A line of progress."""
        sys.stderr.write(say(self.language, f"up.{word}", **values) + "\n")
        sys.stderr.flush()


def up(folders: list[Path]) -> int:
    """The offices are served until the process is told to stop; then nothing of it is left running.

    Args:
        folders: at least one office folder; the server's own database stands in the first one's ``var``.

    Returns:
        0 after a stop by a person or the system.

    Raises:
        InputError: a folder says something wrong; every problem at once, before anything is started.
        UnavailableError: a taken port, an unwritable folder, a server that does not start; with what to do.
    """
    with ExitStack() as stack:
        return _up(stack, folders, Settings())


def _up(stack: ExitStack, folders: list[Path], settings: Settings) -> int:
    offices = open_offices(folders)
    port_is_free(settings.port)
    for office in offices:
        stack.enter_context(hold(office.folder, settings.port))
    service = Service(offices, settings)
    stack.callback(_stop, service)
    _listen(service)
    steps = (_load, _start_server, _deploy, _start_runners, _wait_until_served)
    for step in (*steps, _greet, _supervise):
        if not service.stopping:
            _take(service, step)
    return 0


def _take(service: Service, step: Callable[[Service], None]) -> None:
    """A step that fails because a person has just stopped the service is no failure."""
    try:
        step(service)
    except UnavailableError:
        if not service.stopping:
            raise


def _listen(service: Service) -> None:
    def note(_number: int, _frame: FrameType | None) -> None:
        service.stopping = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, note)


def _load(service: Service) -> None:
    for office in service.offices:
        loaded = load(office.door)
        service.say("loaded", office=office.door.name, added=len(loaded.added), changed=len(loaded.changed))


def _start_server(service: Service) -> None:
    home = service.offices[0].folder
    command = (sys.executable, "-m", "prefect", "server", "start", "--port", str(service.settings.port))
    server = _child(service, home, say(service.language, "up.the_server"), command, "server.log")
    service.children.insert(0, server)
    server.start()
    service.say("server_starts")
    if not _comes_up(service, server):
        raise UnavailableError("up.server_failed", log=server.log, said=server.last_words())
    keep_pages_local(server_home(home) / "pages")


def _comes_up(service: Service, server: Child) -> bool:
    last = time.monotonic() + SERVER_SECONDS
    while not service.stopping and server.runs and time.monotonic() < last:
        if answers(service.settings.port, server_of(service.settings)):
            sys.stderr.write("\n")
            return True
        sys.stderr.write(".")
        sys.stderr.flush()
        time.sleep(TICK_SECONDS)
    return False


def _deploy(service: Service) -> None:
    for office in service.offices:
        done = deploy_office(office.folder, service.settings)
        counts = {name: len(getattr(done, name)) for name in ("added", "changed", "removed", "unchanged")}
        service.say("deployed", office=office.door.name, **counts)


def _start_runners(service: Service) -> None:
    for office in service.offices:
        title = say(service.language, "up.the_runner", office=office.door.name)
        pool = service.settings.pool
        command = tuple(worker_command(pool)) if pool else (sys.executable, "-m", "flows.serve")
        runner = _child(service, office.folder, title, command, "runner.log")
        runner.lets_finish = True
        service.children.append(runner)
        runner.start()


def _wait_until_served(service: Service) -> None:
    for office, runner in zip(service.offices, service.children[1:], strict=True):
        service.say("runner_starts", office=office.door.name)
        done = run_module("flows.ready", office.folder, service.settings)
        if done.returncode and not service.stopping:
            raise UnavailableError("up.runner_failed", log=runner.log, said=runner.last_words())


def _greet(service: Service) -> None:
    server = server_of(service.settings)
    pages = {"all": server + DEPLOYMENTS_PAGE, "forms": server + forms_page(service.language)}
    kept = service.offices[0].folder / "var"
    service.say("ready", **pages, outbox=kept / "outbox", logs=kept / "log")


def _supervise(service: Service) -> None:
    while not service.stopping:
        server, *runners = service.children
        if not server.runs:
            _bring_back_server(service, server, runners)
        for runner in runners:
            if not runner.runs:
                _bring_back(service, runner)
        time.sleep(TICK_SECONDS)


def _bring_back_server(service: Service, server: Child, runners: list[Child]) -> None:
    """A runner that outlives its server can no longer cancel anything, so the runners start anew with it.

    The runs that are under way go on: one that is sending knows itself what has left, and what has not.
    """
    for runner in runners:
        runner.leave()
    _bring_back(service, server)
    while not service.stopping and not _comes_up(service, server):
        _bring_back(service, server)
    for runner in runners:
        if not service.stopping:
            runner.start()


def _bring_back(service: Service, child: Child) -> None:
    wait = child.note_end()
    service.say("comes_back", title=child.title, seconds=int(wait), log=child.log)
    while not child.may_start() and not service.stopping:
        time.sleep(TICK_SECONDS)
    if not service.stopping:
        child.start()


def _child(service: Service, folder: Path, title: str, command: tuple[str, ...], log: str) -> Child:
    home = service.offices[0].folder
    environment = process_environment(folder, home, service.settings)
    return Child(title, command, environment, folder / "var", folder / "var" / "log" / log)


def _stop(service: Service) -> None:
    if service.children:
        service.say("stops")
    for child in reversed(service.children):
        child.stop()
    if service.children:
        service.say("stopped")
