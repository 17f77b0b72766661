"""Child processes: nothing is left of them, and they come back more and more slowly."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.keeping import LOG_BYTES, Child
from tests.flows.serving import until

WAITS = "import signal; signal.pause()"
STUBBORN = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True)\nwhile 1: signal.pause()"
)
PARENT = (
    "import subprocess, sys, signal; child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()']);"
    "print(child.pid, flush=True); signal.pause()"
)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    """A child that waits for ever."""
    made = Child("waits", (sys.executable, "-c", WAITS), dict(os.environ), tmp_path, tmp_path / "log" / "child.log")
    yield made
    made.stop()


def test_a_started_child_runs_until_it_is_stopped(child: Child) -> None:
    child.start()
    assert child.runs
    child.stop()
    assert not child.runs


def test_a_child_of_a_child_is_stopped_with_it(child: Child) -> None:
    child.command = (sys.executable, "-c", PARENT)
    child.start()
    grandchild = int(until(child.last_words))
    child.stop()
    until(lambda: not alive(grandchild))


def test_a_grandchild_that_was_left_behind_is_stopped_at_the_end(child: Child) -> None:
    child.command, child.lets_finish = (sys.executable, "-c", PARENT), True
    child.start()
    grandchild = int(until(child.last_words))
    assert child.process is not None
    child.process.kill()
    child.process.wait()
    child.note_end()
    assert alive(grandchild)
    child.stop()
    until(lambda: not alive(grandchild))


def test_a_child_that_does_not_listen_is_killed(child: Child) -> None:
    child.command = (sys.executable, "-c", STUBBORN)
    child.start()
    until(child.last_words)
    child.stop()
    assert child.process is None


def test_a_child_that_ends_again_and_again_comes_back_more_slowly(child: Child) -> None:
    child.command = (sys.executable, "-c", "raise SystemExit(1)")
    waits = []
    for _ in range(3):
        child.start()
        assert child.process is not None
        child.process.wait()
        waits.append(child.note_end())
    assert waits == [1.0, 2.0, 4.0]
    assert not child.may_start()


def test_the_end_of_the_log_says_why(child: Child) -> None:
    child.command = (sys.executable, "-c", "import sys; sys.exit('端口被占用')")
    child.start()
    assert child.process is not None
    child.process.wait()
    assert "端口被占用" in child.last_words()


def test_a_log_that_is_too_long_is_begun_anew(child: Child) -> None:
    child.log.parent.mkdir()
    child.log.write_bytes(b"x" * (LOG_BYTES + 1))
    child.start()
    assert child.log.stat().st_size == 0


def test_an_interrupt_means_the_usual_to_a_child_even_where_the_terminal_ignores_it(child: Child) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        child.start()
    finally:
        signal.signal(signal.SIGINT, before)
    assert child.process is not None
    child.process.send_signal(signal.SIGINT)
    child.process.wait(timeout=30)
    assert not child.runs
