"""The alarm that does not pass through the outbox: by another way than the broken one, once a day, and honest."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from flows.alarming import alarm
from flows.auditing import _told, look, needs_no_outbox
from flows.door import Door
from flows.outbox import deliver
from models.engine import make_engine, transaction
from models.tables import messages
from rules.auditing import Trouble
from rules.office import Channel
from services import auditing, issuing
from tests.asking import ask, do, loaded
from tests.builders import COORDINATOR, a_desk, an_occurrence
from tests.notifications.sinks import HttpSink, SmtpSink, free_port, http_sink, smtp_sink

DAY = date(2026, 3, 2)
BROKEN, WORKING = Channel("甲", "webhook", "BROKEN_URL"), Channel("乙", "wecom", "WORKING_URL")


@pytest.fixture
def http() -> Iterator[HttpSink]:
    with http_sink() as sink:
        sink.body = {"errcode": 0, "errmsg": "ok"}
        yield sink


@pytest.fixture
def door(tmp_path: Path, http: HttpSink, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """An office whose database is a folder, whose first channel answers nothing and whose second one works."""
    (tmp_path / "var" / "dudao.db").mkdir(parents=True)
    monkeypatch.setenv("BROKEN_URL", f"http://127.0.0.1:{free_port()}/")
    monkeypatch.setenv("WORKING_URL", http.address("/send?key=abc"))
    plain = a_desk()
    desk = replace(plain, office=replace(plain.office, channels=(BROKEN, WORKING)))
    engine: Engine = make_engine(f"sqlite:///{tmp_path / 'var' / 'dudao.db'}")
    yield Door(tmp_path, desk, engine, DAY)
    engine.dispose()


def test_a_dead_database_is_told_by_the_next_channel_while_the_first_is_broken(door: Door, http: HttpSink) -> None:
    found = look(door)
    assert [trouble.code for trouble in found] == ["database_not_writable"]
    assert needs_no_outbox(found)
    assert alarm(door, "自检发现1处异常", ["数据库不能写入。"]) == [f"已直接告知{COORDINATOR}（乙）。"]
    (document,) = http.documents
    assert "系统告警：自检发现1处异常" in document["text"]["content"]
    assert "- 数据库不能写入。" in document["text"]["content"]


def test_the_audit_goes_past_the_outbox_where_the_database_takes_nothing(door: Door, http: HttpSink) -> None:
    assert asyncio.run(_told(door, look(door))) == ([], [f"已直接告知{COORDINATOR}（乙）。"])
    assert "数据库不能写入" in http.documents[0]["text"]["content"]
    assert asyncio.run(_told(door, look(door))) == ([], [])
    assert len(http.documents) == 1


def test_it_is_told_once_a_day_and_again_the_next(door: Door, http: HttpSink) -> None:
    for day, times in ((DAY, 1), (DAY, 1), (date(2026, 3, 3), 2)):
        alarm(replace(door, day=day), "异常", ["一"])
        assert len(http.documents) == times


def test_where_nobody_was_reached_it_says_so_and_is_tried_again(door: Door, http: HttpSink) -> None:
    http.body = {"errcode": 93000, "errmsg": "invalid webhook url"}
    (said,) = alarm(door, "异常", ["一"])
    assert said.startswith(f"没有能直接告知{COORDINATOR}：甲: 无法连接")
    assert "93000" in said
    assert not (door.folder / "var" / "alarmed").exists()
    http.body = {"errcode": 0}
    assert len(alarm(door, "异常", ["一"])) == 1
    assert "abc" not in json.dumps(said)


def test_an_alarm_in_the_outbox_needs_an_outbox_that_is_emptied() -> None:
    assert needs_no_outbox([Trouble("not_delivered", {"at": "—"})])
    assert not needs_no_outbox([Trouble("not_swept", {"on": "—"}), Trouble("disk_full", {"megabytes": 1})])


def mailed(sink: SmtpSink) -> dict[str, list[str]]:
    """Recipient to the texts of the mails, subject first."""
    found: dict[str, list[str]] = {}
    for mail in sink.mails:
        read = message_from_bytes(bytes(mail.content or b""), policy=policy.default)
        said = f"{read['Subject']}\n{read.get_content()}"
        found.setdefault(mail.rcpt_tos[0].partition("@")[0], []).append(said)
    return found


def test_what_breaks_is_told_by_another_channel_than_the_broken_one(
    sqlite_engine: Engine, tmp_path: Path, http: HttpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real robot that was taken out of its group, and a real mail server."""
    http.body = {"errcode": 93000, "errmsg": "invalid webhook url"}
    plain = a_desk()
    people = tuple(replace(one, email=f"p{n}@office.example") for n, one in enumerate(plain.roster.people))
    policies = replace(plain.office.policies, channel_failures=2)
    ways = (Channel("群", "wecom", "WORKING_URL"), Channel("邮件", "email", "MAIL_URL"))
    office = replace(plain.office, channels=ways, policies=policies)
    desk = loaded(sqlite_engine, replace(plain, office=office, roster=replace(plain.roster, people=people)), DAY)
    coordinator = next(f"p{n}" for n, one in enumerate(people) if one.name == COORDINATOR)
    do(sqlite_engine, issuing.issue, DAY, desk, [an_occurrence(desk)])
    with smtp_sink() as smtp:
        monkeypatch.setenv("WORKING_URL", http.address("/send?key=abc"))
        monkeypatch.setenv("MAIL_URL", smtp.address())
        now = datetime(2026, 3, 2, 2, tzinfo=UTC)
        deliver(sqlite_engine, desk, tmp_path, now, "w")
        tried = len(http.documents)
        with transaction(sqlite_engine) as session:
            auditing.tell(session, DAY, desk, key="x", about="自检发现1处异常", lines=["磁盘只剩 1 MB。"])
        deliver(sqlite_engine, desk, tmp_path, now, "w")
    said = mailed(smtp)
    assert 2 <= tried <= 3, "the channel rests after two failures; one more letter may have left beside the second"
    assert len(http.documents) == tried, "nothing more is tried on a channel that rests"
    assert any("渠道“群”暂停使用" in text and "93000" in text for text in said[coordinator])
    assert any("系统告警" in text and "磁盘只剩" in text for text in said[coordinator])
    assert set(statuses_of(sqlite_engine)) == {("sent", "邮件")}


def statuses_of(engine: Engine) -> list[tuple[str, str]]:
    return [(row.status, row.via) for row in ask(engine, select(messages.c.status, messages.c.via))]
