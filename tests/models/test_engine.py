"""The database: migrated from empty, safe for two at once, strict about its history."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier, Event

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import ColumnElement, Engine, delete, insert, inspect, literal, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import SQLModel

from models import Change, Message, OfficeRow, PersonRow
from models.engine import has_table, make_engine, migrate, reading, transaction
from models.tables import (
    assignment_is_owed,
    assignments,
    changes,
    messages,
    offices,
    rectification_is_owed,
    rectifications,
)

TABLES = {
    "assignment", "change", "channel", "complaint", "complaint_case", "complaint_source", "complaint_visit", "counter",
    "decision", "draw_visit", "drawing", "escalation", "extension", "finding", "heartbeat", "issue", "measurement",
    "message", "monitoring", "office", "person", "planned_occurrence", "proposal", "rectification", "revisit",
    "rotation_turn", "supervision", "supervision_step", "unit", "visit", "work_item",
}  # fmt: skip


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    found = make_engine(empty_url)
    yield found
    found.dispose()


def test_the_migrations_up_from_empty_equal_the_models(empty: Engine) -> None:
    migrate(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_an_empty_database_has_every_table_after_migrating(empty: Engine) -> None:
    migrate(empty)
    assert set(inspect(empty).get_table_names()) == TABLES | {"alembic_version"}


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(OfficeRow(name="样镇", plan="样", plan_version="1"))
    migrate(engine)
    with reading(engine) as session:
        assert session.get_one(OfficeRow, 1).name == "样镇"


def test_two_processes_that_migrate_at_once_both_end_well(empty_url: str) -> None:
    gate = Barrier(2)

    def migrate_together() -> None:
        found = make_engine(empty_url)
        gate.wait()
        migrate(found)
        found.dispose()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(migrate_together) for _ in range(2)]:
            done.result()
    found = make_engine(empty_url)
    assert set(inspect(found).get_table_names()) >= TABLES
    found.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE escalation (id INTEGER)"))
    with pytest.raises(DBAPIError):
        migrate(empty)
    assert inspect(empty).get_table_names() == ["escalation"]


def a_change(session_engine: Engine) -> None:
    with transaction(session_engine) as session:
        session.add(
            Change(
                subject="assignment", subject_id=1, on=date(2026, 3, 2), by="system", from_status="", to_status="open"
            )
        )


@pytest.mark.parametrize("statement", [update(changes).values(why="别的"), delete(changes)], ids=["change", "delete"])
def test_the_history_cannot_be_changed_nor_deleted(engine: Engine, statement: object) -> None:
    a_change(engine)
    with pytest.raises(DBAPIError, match="only grows"), transaction(engine) as session:
        session.execute(statement)  # type: ignore[call-overload]  # either statement
    with reading(engine) as session:
        assert session.scalars(select(changes.c.why)).all() == [""]


def test_a_change_has_its_moment_from_the_database_in_utc(engine: Engine) -> None:
    a_change(engine)
    with reading(engine) as session:
        at = session.scalars(select(changes.c.at)).one()
    assert at.utcoffset() == timedelta(0)


def test_foreign_keys_are_held(engine: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add(Message(key="k", kind="issued", person_id=99, facts={}, queued_on=date(2026, 3, 2)))


def test_a_second_office_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add(OfficeRow(id=2, name="样镇", plan="样", plan_version="1"))


def test_an_error_in_the_block_rolls_everything_back(engine: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(engine) as session:
        session.add_all([PersonRow(name="甲", role="liaison"), PersonRow(name="甲", role="liaison")])
    with reading(engine) as session:
        assert session.scalars(select(SQLModel.metadata.tables["person"].c.name)).all() == []


def test_an_instant_comes_back_as_the_same_moment_in_utc(engine: Engine) -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=8)))
    with transaction(engine) as session:
        session.add(PersonRow(id=1, name="甲", role="liaison"))
        session.flush()
        session.add(
            Message(key="k", kind="issued", person_id=1, facts={"a": ["一"]}, queued_on=noon.date(), try_at=noon)
        )
    with reading(engine) as session:
        row = session.execute(select(messages.c.try_at, messages.c.facts)).one()
    assert row.try_at == datetime(2026, 3, 2, 4, tzinfo=UTC)
    assert row.facts == {"a": ["一"]}


def test_an_instant_without_a_zone_is_refused(sqlite_engine: Engine) -> None:
    with transaction(sqlite_engine) as session, pytest.raises(StatementError, match="time zone"):
        session.execute(update(messages).values(try_at=datetime(2026, 3, 2)))  # noqa: DTZ001  (what is tested)


def test_a_writer_that_reads_first_waits_for_another_instead_of_failing(engine: Engine) -> None:
    """On SQLite a lock upgrade half way would fail at once whatever the timeout."""
    with transaction(engine) as session:
        session.add(OfficeRow(name="0", plan="样", plan_version="1"))
    gate = Barrier(4)

    def count_up() -> None:
        gate.wait()
        for _ in range(5):
            with transaction(engine) as session:
                last = session.execute(select(offices.c.name).with_for_update()).scalar_one()
                session.execute(update(offices).values(name=str(int(last) + 1)))

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(count_up) for _ in range(4)]:
            done.result()
    with reading(engine) as session:
        assert session.scalars(select(offices.c.name)).one() == "20"


def test_who_only_reads_does_not_wait_for_a_writer(engine: Engine) -> None:
    written, seen = Event(), Event()

    def write() -> None:
        with transaction(engine) as session:
            session.add(OfficeRow(name="样镇", plan="样", plan_version="1"))
            session.flush()
            written.set()
            assert seen.wait(20)

    with ThreadPoolExecutor(1) as threads:
        done = threads.submit(write)
        assert written.wait(20)
        with reading(engine) as session:
            assert session.scalars(select(offices.c.name)).all() == []
        seen.set()
        done.result()


def test_sqlite_is_set_for_two_processes(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000, "synchronous": 1}


def test_a_database_in_memory_is_one_database(tmp_path: object) -> None:
    del tmp_path
    found = make_engine("sqlite://")
    migrate(found)
    with transaction(found) as session:
        session.add(OfficeRow(name="样镇", plan="样", plan_version="1"))
    with reading(found) as session:
        assert session.get_one(OfficeRow, 1).name == "样镇"
    found.dispose()


def test_foreign_keys_are_on_again_after_a_migration_in_the_same_connection() -> None:
    found = make_engine("sqlite://")
    migrate(found)
    with pytest.raises(IntegrityError), found.begin() as connection:
        connection.execute(insert(messages).values(key="k", kind="k", person_id=9))
    with found.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    found.dispose()


@pytest.mark.parametrize(
    ("condition", "index"),
    [
        (assignment_is_owed & (assignments.c.due_on < date(2026, 3, 2)), "assignment_owed_due"),
        (rectification_is_owed & (rectifications.c.due_on < date(2026, 3, 2)), "rectification_owed_due"),
    ],
    ids=["assignments", "cases"],
)
def test_what_is_due_is_found_through_a_partial_index(
    sqlite_engine: Engine, condition: ColumnElement[bool], index: str
) -> None:
    compiled = select(literal(1)).where(condition).compile(sqlite_engine, compile_kwargs={"literal_binds": True})
    with sqlite_engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
    assert any(index in row[3] for row in plan)


def test_a_table_is_looked_for_without_making_a_database(tmp_path: Path, empty: Engine) -> None:
    nowhere = make_engine(f"sqlite:///{tmp_path / 'none.db'}")
    assert not has_table(nowhere, "office")
    assert list(tmp_path.glob("none.db*")) == []
    assert not has_table(empty, "office")
    migrate(empty)
    assert has_table(empty, "office")
