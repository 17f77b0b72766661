"""Keeping child processes: each in a group of its own, its output in a file, stopped with everything it started."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GRACE_SECONDS = 6.0
LONGEST_WAIT_SECONDS = 60.0
LOG_BYTES = 5_000_000
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(slots=True)
class Child:
    """One process that must run. It is started again when it ends, after 1, 2, 4 ... seconds.

    Args:
        title: what a person reads of it.
        command: the program and its arguments.
        environment: all its variables.
        folder: where it runs.
        log: the file that its output goes to; begun anew when it is too long.
        lets_finish: what it started may finish after it died, and is only stopped with the whole service.
    """

    title: str
    command: Sequence[str]
    environment: dict[str, str]
    folder: Path
    log: Path
    lets_finish: bool = False
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    not_before: float = field(default=0.0)
    started: float = field(default=0.0)
    left: list[int] = field(default_factory=list)

    def start(self) -> None:
        """The process runs, in a session of its own, with the usual answer to an interrupt."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        mode = "wb" if self.log.exists() and self.log.stat().st_size > LOG_BYTES else "ab"
        with self.log.open(mode) as output:
            self.process = subprocess.Popen(  # noqa: S603  (our own commands)
                self.command,
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_prepare,  # noqa: PLW1509  (the supervisor has no threads)
            )
        self.started = time.monotonic()

    @property
    def runs(self) -> bool:
        """Whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    def note_end(self) -> float:
        """The process has ended by itself: returns for how many seconds it must not be started again."""
        lasted = time.monotonic() - self.started
        self.failures = 1 if lasted > LONGEST_WAIT_SECONDS else self.failures + 1
        wait = min(2.0 ** (self.failures - 1), LONGEST_WAIT_SECONDS)
        self.not_before = time.monotonic() + wait
        if self.lets_finish and self.process is not None:
            self.left.append(self.process.pid)
        else:
            self.stop()
        return wait

    def may_start(self) -> bool:
        """Whether the wait after its last end is over."""
        return time.monotonic() >= self.not_before

    def leave(self) -> None:
        """The process is gone at once; what it started finishes where it may, and is stopped with the service."""
        if not self.lets_finish or self.process is None:
            self.stop()
            return
        _signal_one(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.left.append(self.process.pid)
        self.process = None

    def stop(self) -> None:
        """Neither the process nor anything that it or its forerunners started is left."""
        if self.process is not None:
            if self.runs:
                _signal_one(self.process.pid, signal.SIGTERM)
                with suppress(subprocess.TimeoutExpired):
                    self.process.wait(timeout=GRACE_SECONDS)
            self.left.append(self.process.pid)
            _wait_for_group(self.process.pid)
        for group in self.left:
            _signal_group(group, signal.SIGKILL)
        self.left.clear()
        if self.process is not None:
            self.process.wait()
            self.process = None

    def last_words(self, lines: int = 12) -> str:
        """The end of its log, for a person who has to find out why it does not run."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _signal_one(process: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(process, number)


def _signal_group(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _wait_for_group(group: int) -> None:
    last = time.monotonic() + GRACE_SECONDS
    with suppress(ProcessLookupError, PermissionError):
        while time.monotonic() < last:
            os.killpg(group, 0)
            time.sleep(0.05)


def _prepare() -> None:
    """In the child before it begins: interrupts mean what they usually do, and it does not outlive the supervisor."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
