"""What waits for a throttled channel, and how the channels are doing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from models.engine import reading
from models.tables import channels, messages
from reports.outbox import ChannelLine, read_channels, read_next_turn
from rules.office import Channel
from services import issuing
from tests.asking import MARCH_2, ask, do, loaded
from tests.builders import a_desk, an_occurrence

TEN = datetime(2026, 3, 2, 2, tzinfo=UTC)
SOON = timedelta(seconds=65)


@pytest.mark.parametrize(
    ("seconds", "attempts", "turn"),
    [(60, 0, TEN + timedelta(seconds=60)), (66, 0, None), (60, 1, None), (0, 0, None)],
    ids=["soon", "too late", "a failure", "now"],
)
def test_the_next_turn_is_that_of_what_waits_untried_and_not_long(
    engine: Engine, seconds: int, attempts: int, turn: datetime | None
) -> None:
    desk = loaded(engine, a_desk())
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    (one, *_) = ask(engine, select(messages.c.id))
    with engine.begin() as connection:
        values = {"try_at": TEN + timedelta(seconds=seconds), "attempts": attempts}
        connection.execute(messages.update().where(messages.c.id == one.id).values(values))
    with reading(engine) as session:
        assert read_next_turn(session, TEN, SOON) == turn


def test_every_channel_of_the_office_has_its_line(sqlite_engine: Engine) -> None:
    with sqlite_engine.begin() as connection:
        connection.execute(channels.insert().values(name="robot", recent=[], failures=2, error="无法连接"))
    with reading(sqlite_engine) as session:
        lines = read_channels(session, (Channel("mail", "email"), Channel("robot", "wecom")))
    assert lines == (ChannelLine("mail", "email"), ChannelLine("robot", "wecom", 2, error="无法连接"))
