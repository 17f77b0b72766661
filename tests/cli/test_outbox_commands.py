"""Messages from the command line: what did not arrive, what is held, and what a person decides."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, event, select, update

from flows.door import open_door
from models.engine import reading, transaction
from models.tables import messages
from tests.cli.conftest import Dudao
from tests.locking import hold, make_impatient, somebody_else

BY = "督导室干事"


def with_status(office: Path, status: str, most: int = 1) -> list[int]:
    """So many messages stand in that status."""
    door = open_door(office)
    with transaction(door.engine) as session:
        ids = list(session.scalars(select(messages.c.id).order_by(messages.c.id).limit(most)))
        session.execute(update(messages).where(messages.c.id.in_(ids)).values(status=status, error="没有答复"))
    door.engine.dispose()
    return ids


def status_of(office: Path, message: int) -> str:
    door = open_door(office)
    with reading(door.engine) as session:
        found = session.scalar(select(messages.c.status).where(messages.c.id == message))
    door.engine.dispose()
    return str(found)


def test_a_message_of_unknown_outcome_is_listed_and_sent_again(dudao: Dudao, office: Path) -> None:
    (one,) = with_status(office, "unknown")
    said = dudao("outbox", "list", office, "--json").document
    assert said["counts"]["unknown"] == 1
    assert [(line["id"], line["error"]) for line in said["messages"]] == [(one, "没有答复")]
    assert dudao("outbox", "send-again", office, one, "--by", BY).out == f"消息 {one} 已放回待发队列。\n"
    assert status_of(office, one) == "queued"
    assert dudao("outbox", "send-again", office, one, "--by", BY).code == 1


def test_a_database_that_is_locked_for_a_while_is_nobodys_problem(dudao: Dudao, office: Path) -> None:
    (one,) = with_status(office, "unknown")
    door = open_door(office)
    prepare = make_impatient(Engine)
    with somebody_else(str(door.engine.url)) as other:
        hold(other)

        def let_go(_context: object) -> None:
            other.rollback()

        event.listen(Engine, "handle_error", let_go)
        said = dudao("outbox", "send-again", office, one, "--by", BY)
        event.remove(Engine, "handle_error", let_go)
    event.remove(Engine, "checkout", prepare)
    door.engine.dispose()
    assert (said.code, said.out) == (0, f"消息 {one} 已放回待发队列。\n")
    assert status_of(office, one) == "queued"


def test_a_message_that_arrived_counts_as_sent(dudao: Dudao, office: Path) -> None:
    (one,) = with_status(office, "unknown")
    assert dudao("outbox", "count-as-sent", office, one, "--by", BY, "--json").document == {"ok": True, "message": one}
    assert status_of(office, one) == "sent"


def test_what_was_held_is_listed_and_released_once(dudao: Dudao, office: Path) -> None:
    ids = with_status(office, "held", 2)
    days = dudao("outbox", "held", office, "--json").document
    assert sum(day["count"] for day in days) == 2
    for day in days:
        assert dudao("outbox", "release", office, day["on"], "--by", BY).code == 0
    assert {status_of(office, one) for one in ids} == {"queued"}
    assert dudao("outbox", "release", office, days[0]["on"], "--by", BY, "--json").document["messages"] == []


def test_what_is_no_message_or_day_is_said(dudao: Dudao, office: Path) -> None:
    assert dudao("outbox", "send-again", office, "七", "--by", BY).code == 2
    assert dudao("outbox", "release", office, "昨天", "--by", BY).code == 1
    assert dudao("outbox", "send-again", office, 99999, "--by", BY).code == 1
