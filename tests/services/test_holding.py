"""The flood guard (pitfall 4): too much is held before the first one, and goes on only when told to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select

from models.tables import messages
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from services import delivering, holding, issuing
from tests.asking import MARCH_2, ask, do, loaded, steps
from tests.builders import COORDINATOR, LATE, a_desk, an_entry, an_occurrence, liaison

TEN = datetime(2026, 3, 2, 2, tzinfo=UTC)


def a_careful_desk(**limits: int) -> Desk:
    """Twelve pieces of March's work for three schools."""
    desk = a_desk(*(an_entry(f"P-{number}", title=f"工作{number}") for number in range(12)))
    return replace(desk, office=replace(desk.office, policies=replace(desk.office.policies, **limits)))


def opened(engine: Engine, desk: Desk, items: int = 12) -> list[int]:
    loaded(engine, desk)
    return do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, f"P-{number}") for number in range(items)])


def count(engine: Engine, status: str) -> int:
    return len(ask(engine, select(messages.c.id).where(messages.c.status == status)))


@pytest.mark.parametrize("limits", [{"flood_per_person": 11}, {"flood_in_all": 35}])
def test_a_stage_that_queues_too_much_is_held_before_its_first_message(engine: Engine, limits: dict[str, int]) -> None:
    desk = a_careful_desk(**limits)
    opened(engine, desk)
    assert count(engine, "held") == 36
    (told,) = ask(engine, select(messages).where(messages.c.status == "queued"))
    assert (told.kind, told.facts["person"], told.urgent) == ("held", COORDINATOR, True)
    assert (told.facts["count"], told.facts["kinds"]) == (36, [{"kind": "issued", "count": 36}])
    assert told.facts["people"][0]["count"] == 12
    assert do(engine, delivering.claim, TEN, desk, worker="w") == [told.id]


@pytest.mark.parametrize("limits", [{"flood_per_person": 12}, {"flood_in_all": 36}, {}])
def test_at_the_limit_everything_goes_out(engine: Engine, limits: dict[str, int]) -> None:
    opened(engine, a_careful_desk(**limits))
    assert (count(engine, "held"), count(engine, "queued")) == (0, 36)


def test_it_goes_on_only_when_told_to_and_once(engine: Engine) -> None:
    desk = a_careful_desk(flood_per_person=11)
    opened(engine, desk)
    released = do(engine, holding.release, MARCH_2, desk, MARCH_2, by=COORDINATOR)
    assert (len(released), count(engine, "held"), count(engine, "queued")) == (36, 0, 37)
    assert steps(engine, "message", released[0]) == [(COORDINATOR, "held", "queued")]
    assert do(engine, holding.release, MARCH_2, desk, MARCH_2, by=COORDINATOR) == []


def test_what_is_given_up_is_never_sent_nor_queued_again(engine: Engine) -> None:
    desk = a_careful_desk(flood_per_person=11)
    opened(engine, desk)
    do(engine, holding.release, MARCH_2, desk, MARCH_2, by=COORDINATOR, drop=True)
    opened(engine, desk)
    assert (count(engine, "suppressed"), count(engine, "held"), count(engine, "queued")) == (36, 0, 1)


def test_the_same_stage_again_neither_queues_nor_tells_anything(engine: Engine) -> None:
    desk = a_careful_desk(flood_per_person=11)
    opened(engine, desk)
    opened(engine, desk)
    assert (count(engine, "held"), count(engine, "queued")) == (36, 1)


def test_a_school_releases_nothing(engine: Engine) -> None:
    desk = a_careful_desk(flood_per_person=11)
    opened(engine, desk)
    with pytest.raises(RefusedError):
        do(engine, holding.release, MARCH_2, desk, MARCH_2, by=liaison(LATE))
    with pytest.raises(NotFoundError):
        do(engine, holding.release, MARCH_2, desk, MARCH_2, by="无名")
    assert count(engine, "held") == 36


def test_the_days_that_hold_something_are_listed(engine: Engine) -> None:
    opened(engine, a_careful_desk(flood_per_person=11))
    assert do(engine, holding.read_held) == (holding.Held(MARCH_2, 36),)


def test_the_day_of_a_label_is_read() -> None:
    assert holding.check_day("2026-03-02 · 36条") == date(2026, 3, 2)
    with pytest.raises(RefusedError):
        holding.check_day("昨天")
