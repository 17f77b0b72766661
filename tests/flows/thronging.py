"""A process that delivers beside others, for the test of several at once, started as a program.

Every second letter or so is not taken, for a reason that is the channel's; which ones follows from the process's own
seed. It answers ``ready``, waits for a line, delivers in small batches until nothing waits, and writes what it sent,
one number a line. Nothing of ours is replaced: the way out is an argument.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from flows.outbox import deliver
from models.engine import make_engine
from notifications.letters import Ending, Letter, Outcome
from rules.desk import Desk
from rules.office import Channel, Hours
from tests.builders import OFFICE_PEOPLE, a_desk, a_unit, people_of

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
SCHOOLS = 90
WAYS = (Channel("a", "dingtalk", "X", per_minute=10_000), Channel("b", "wecom", "X", per_minute=10_000))
BATCH = 15


def a_crowded_desk() -> Desk:
    """Half of the people are reached by the one robot first, half by the other one, which are never switched off."""
    units = tuple(a_unit(f"K{number:03}", f"小学{number:03}") for number in range(SCHOOLS))
    everybody = (*OFFICE_PEOPLE, *people_of(units))
    people = tuple(replace(one, channels=("a", "b")[:: 1 - place % 2 * 2]) for place, one in enumerate(everybody))
    desk = a_desk(units=units, people=people)
    policies = replace(desk.office.policies, channel_failures=100_000)
    office = replace(desk.office, channels=WAYS, hours=Hours(time(0), time(23, 59)), policies=policies)
    return replace(desk, office=office)


def main(url: str, seed: str) -> None:
    """Deliver all that waits, beside others."""
    desk, engine, chance = a_crowded_desk(), make_engine(url), random.Random(int(seed))  # noqa: S311  (a seed)

    def send(name: str, letter: Letter) -> Outcome:
        if chance.random() < 0.5:
            return Outcome(Ending.FAILED, name, "连不上", channel_fault=True)
        sys.stdout.write(f"{letter.message_id}\n")
        return Outcome(Ending.SENT, name)

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    while deliver(engine, desk, Path(), NOW, f"worker {seed}", limit=BATCH, send=send):
        pass
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
