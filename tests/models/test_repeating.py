"""A transaction that another one was in the way of is done again, on its own and without a word to anybody."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import DBAPIError, OperationalError

from models import OfficeRow
from models.engine import make_engine, reading, transaction
from models.repeating import MOST_TRIES, tries
from models.tables import channels, offices
from tests.locking import at_every_failure, hold, make_impatient, somebody_else


def open_office(engine: Engine) -> None:
    """What has to be written."""
    for attempt in tries():
        with attempt, transaction(engine) as session:
            session.add(OfficeRow(name="样镇", plan="样", plan_version="1"))


def names(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(offices.c.name)))


def test_what_could_not_be_written_for_a_lock_is_written_once_the_lock_is_gone(
    engine: Engine, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    make_impatient(engine)
    with somebody_else(database_url) as other:
        hold(other)
        failures = at_every_failure(engine, other.rollback)
        open_office(engine)
    assert names(engine) == ["样镇"]
    assert len(failures) == 1
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_a_lock_that_stays_is_said_in_the_end(engine: Engine, database_url: str) -> None:
    make_impatient(engine)
    with somebody_else(database_url) as other:
        hold(other)
        failures = at_every_failure(engine, lambda: None)
        with pytest.raises(OperationalError):
            open_office(engine)
    assert len(failures) == MOST_TRIES
    assert names(engine) == []


def test_what_another_try_would_not_mend_is_said_at_once(empty_url: str) -> None:
    without_tables = make_engine(empty_url)
    failures = at_every_failure(without_tables, lambda: None)
    with pytest.raises(DBAPIError, match="office"):
        open_office(without_tables)
    assert len(failures) == 1
    without_tables.dispose()


@pytest.mark.postgres
def test_two_who_wait_for_each_other_both_end_well(postgres_url: str) -> None:
    """A real deadlock: PostgreSQL ends one of the two, which is then done again."""
    both = make_engine(postgres_url)
    with both.begin() as connection:
        connection.execute(channels.insert(), [{"name": name, "failures": 0, "recent": []} for name in "ab"])
    meeting = Barrier(2)
    begun: list[str] = []

    def count(first: str, second: str) -> None:
        for attempt in tries():
            with attempt, transaction(both) as session:
                one_more = update(channels).values(failures=channels.c.failures + 1)
                session.execute(one_more.where(channels.c.name == first))
                begun.append(first)
                if len(begun) <= 2:
                    meeting.wait(20)
                session.execute(one_more.where(channels.c.name == second))

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(count, "a", "b"), threads.submit(count, "b", "a")]:
            done.result()
    with reading(both) as session:
        assert session.scalar(select(func.sum(channels.c.failures))) == 4
    assert len(begun) == 3
    both.dispose()
