"""Three processes that deliver at once by throttled channels of which half of the letters come back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import PIPE

import pytest
from sqlalchemy import Engine, select

from models.engine import reading, transaction
from models.tables import channels, messages
from models.tables import people as persons
from rules.office import Role
from services import planning, posting
from services.people import Contact
from tests.asking import MARCH_2
from tests.flows.thronging import NOW, WAYS, a_crowded_desk


def queue(engine: Engine) -> int:
    """An urgent message for every liaison and principal; how many."""
    desk = a_crowded_desk()
    with transaction(engine) as session:
        planning.load(session, MARCH_2, desk)
    with transaction(engine) as session:
        rows = session.execute(select(persons).where(persons.c.role.in_(("liaison", "principal"))))
        contacts = [Contact(row.id, row.name, Role(row.role), row.unit_id, "") for row in rows]
        facts = {"about": "x", "lines": ["y"]}
        notes = [posting.Note(f"k{one.id}", "alarm", one, facts, urgent=True) for one in contacts]
        return len(posting.queue(session, MARCH_2, desk, notes))


@contextmanager
def a_worker(url: str, seed: int) -> Iterator[subprocess.Popen[str]]:
    """A process that is ready to deliver."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-m", "tests.flows.thronging", url, str(seed)]
    environ = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(command, cwd=root, env=environ, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


@pytest.mark.timeout(120)
def test_three_who_deliver_at_once_by_throttled_channels_lose_no_outcome(engine: Engine, database_url: str) -> None:
    count = queue(engine)
    with ExitStack() as stack:
        workers = [stack.enter_context(a_worker(database_url, seed)) for seed in range(3)]
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("go\n")
            worker.stdin.flush()
        said = [worker.communicate(timeout=100) for worker in workers]
    assert [(worker.returncode, errors[-500:]) for worker, (_, errors) in zip(workers, said, strict=True)] == [
        (0, errors[-500:]) for _, errors in said
    ]
    left = Counter(int(line) for text, _ in said for line in text.split())
    with reading(engine) as session:
        statuses = dict(row._tuple() for row in session.execute(select(messages.c.id, messages.c.status)))
        taken = dict(row._tuple() for row in session.execute(select(channels.c.name, channels.c.recent)))
    assert len(statuses) == count
    assert set(left.values()) == {1}
    assert set(left) == {one for one, status in statuses.items() if status == "sent"}
    assert set(statuses.values()) == {"sent", "queued"}
    assert set(taken) == {way.name for way in WAYS}
    assert all(moment.startswith(f"{NOW:%Y-%m-%d}") for recent in taken.values() for moment in recent)
