"""A full outbox is taken out by several runs at once, and a small office sees nothing of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from flows.deployments import CLOCKWORK
from flows.door import Door, open_door
from flows.sharing import wanted_shares
from models import Message
from models.engine import transaction
from models.rows import insert_new
from models.tables import messages, people
from notifications.examples import examples
from rules.sharing import WORTH_A_RUN
from tests.asking import MARCH_2, ask, loaded
from tests.builders import COORDINATOR, a_desk
from tests.flows.serving import ENDED, Api, Started, until


def queue(engine: Engine, count: int, to: str = COORDINATOR, word: str = "first", day: date = MARCH_2) -> None:
    """So many urgent messages of one person, each a letter of its own."""
    facts = next(iter(examples("alarm").values()))
    (row,) = ask(engine, select(people.c.id).where(people.c.name == to))
    shape = {"kind": "alarm", "person_id": row.id, "facts": facts, "urgent": True, "queued_on": day}
    with transaction(engine) as session:
        insert_new(session, Message, [{**shape, "key": f"{word}:{number}"} for number in range(count)])


def a_door(engine: Engine, senders: int) -> Door:
    desk = a_desk()
    policies = replace(desk.office.policies, senders=senders)
    return Door(Path(), replace(desk, office=replace(desk.office, policies=policies)), engine, MARCH_2)


@pytest.mark.parametrize(
    ("waiting", "senders", "cut"),
    [
        (0, 3, ()),
        (3, 3, (3,)),
        (WORTH_A_RUN, 3, (WORTH_A_RUN,)),
        (WORTH_A_RUN + 1, 3, (251, 250)),
        (1_501, 3, (501, 500, 500)),
        (1_501, 1, ()),
    ],
)
def test_only_more_than_is_worth_a_run_is_cut_and_never_for_a_single_sender(
    engine: Engine, waiting: int, senders: int, cut: tuple[int, ...]
) -> None:
    door = a_door(engine, senders)
    loaded(engine, door.desk)
    queue(engine, waiting)
    assert wanted_shares(door) == cut


@pytest.mark.prefect
def test_a_full_outbox_is_sent_by_further_runs_of_which_a_small_one_has_none(served: Started, api: Api) -> None:
    door, who = open_door(served.folder), "督导室干事"
    queue(door.engine, 3, to=who, word="few", day=door.day)
    send(api)
    until(lambda: told(door, "few:%") == {("sent", 1): 3})
    assert shares(api) == []
    queue(door.engine, 2 * WORTH_A_RUN + 1, to=who, word="many", day=door.day)
    send(api)
    until(lambda: told(door, "many:%") == {("sent", 1): 2 * WORTH_A_RUN + 1})
    until(lambda: len(shares(api)) == 2 and all(run["state"]["type"] in ENDED for run in shares(api)))
    assert {run["state"]["type"] for run in shares(api)} == {"COMPLETED"}
    assert all(run["name"].startswith("分批发送 · ") for run in shares(api))
    assert all(run["parameters"]["letters"] in range(1, WORTH_A_RUN + 1) for run in shares(api))


def send(api: Api) -> None:
    """发送消息 was run, once no other run of it was in its way."""
    sends = _deployment(api, "send")
    until(lambda: api.run_deployment(sends, {})["state"]["type"] == "COMPLETED")


def told(door: Door, keys: str) -> Counter[tuple[str, int]]:
    """How many of these messages ended how, after how many attempts."""
    chosen = select(messages.c.status, messages.c.attempts).where(messages.c.key.like(keys))
    return Counter((row.status, row.attempts) for row in ask(door.engine, chosen))


def shares(api: Api) -> list[dict[str, Any]]:
    """The runs of 分批发送."""
    chosen = {"deployments": {"id": {"any_": [_deployment(api, "share")]}}}
    found: list[dict[str, Any]] = api.post("/flow_runs/filter", chosen)
    return found


def _deployment(api: Api, key: str) -> str:
    return next(str(each["id"]) for each in api.deployments().values() if each["entrypoint"] == CLOCKWORK[key])
