"""A process that delivers and is killed where it is told to be: for the test of crashes, started as a program.

It loads everything once and then forks a worker for each line that it reads: ``<now> <statement>`` kills the worker
after so many statements to its database (0: never by this). It answers with the worker's process id, waits for a line,
lets the worker go, and answers with how it ended. The seam is SQLAlchemy's own event; nothing of ours is replaced.

With a third argument every letter goes to the webhook first and by e-mail where that fails, and ten seconds go by each
time that a worker looks at its watch, so that a round outlasts a lease.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from itertools import count
from pathlib import Path
from time import monotonic

from sqlalchemy import event

from flows.outbox import deliver
from models.engine import make_engine
from rules.desk import Desk
from rules.office import Channel, Hours
from tests.builders import OFFICE_PEOPLE, a_desk, a_unit, people_of

SCHOOLS = 400
WAYS = (Channel("mail", "email", "DUDAO_TEST_MAIL"), Channel("gate", "webhook", "DUDAO_TEST_GATE"))
MONDAY = date(2026, 3, 2)


def a_large_desk() -> Desk:
    """Schools whose liaisons are reached by e-mail or by the webhook in turn, around the clock."""
    units = tuple(a_unit(f"K{number:03}", f"小学{number:03}") for number in range(SCHOOLS))
    people = tuple(
        replace(person, channels=(WAYS[number % 2].name,)) for number, person in enumerate(people_of(units)[::2])
    )
    office_people = tuple(replace(person, channels=("gate",)) for person in OFFICE_PEOPLE)
    desk = a_desk(units=units, people=(*office_people, *people))
    office = replace(desk.office, channels=WAYS, hours=Hours(time(0), time(23, 59)))
    return replace(desk, office=office)


def a_desk_with_a_second_way() -> Desk:
    """The same, where every liaison is reached by the webhook, and by e-mail where that fails."""
    desk = a_large_desk()
    people = tuple(replace(person, channels=("gate", "mail")) for person in desk.roster.people)
    policies = replace(desk.office.policies, channel_failures=100_000)
    office = replace(desk.office, policies=policies)
    return replace(desk, office=office, roster=replace(desk.roster, people=people))


def main(url: str, folder: str, passing_on: str = "") -> None:
    """Answer one line after the other until there are no more."""
    desk = a_desk_with_a_second_way() if passing_on else a_large_desk()
    tick = partial(next, count(step=10)) if passing_on else monotonic
    for line in sys.stdin:
        moment, statements = line.split()
        ready, go = os.pipe()
        worker = os.fork()
        if worker == 0:
            os.read(ready, 1)
            _work(url, desk, Path(folder), datetime.fromisoformat(moment), int(statements), tick)
        sys.stdout.write(f"{worker}\n")
        sys.stdout.flush()
        sys.stdin.readline()
        os.write(go, b"!")
        ended = os.waitpid(worker, 0)[1]
        os.close(ready)
        os.close(go)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(ended)}\n")
        sys.stdout.flush()


def _work(  # noqa: PLR0913, PLR0917  (what a worker is given, and where it dies)
    url: str, desk: Desk, folder: Path, now: datetime, statements: int, tick: Callable[[], float]
) -> None:
    engine = make_engine(url)
    numbers = count(1)

    def die(*_: object) -> None:
        if next(numbers) == statements:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "after_cursor_execute", die)
    try:
        deliver(engine, desk, folder, now, f"worker {os.getpid()}", limit=1000, tick=tick)
    finally:
        sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
