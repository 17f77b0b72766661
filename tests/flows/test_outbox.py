"""The outbox goes out once: through failures, unknown outcomes, two workers and a kill -9 (pitfalls 7, 8, 9)."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from flows.outbox import deliver
from models.engine import reading, transaction
from models.tables import messages
from notifications.letters import Ending, Letter, Outcome
from rules.desk import Desk
from rules.office import Channel
from services import issuing, planning
from tests.builders import COORDINATOR, a_desk, an_occurrence, liaison
from tests.notifications.sinks import free_port, http_sink, smtp_sink

MONDAY = date(2026, 3, 2)
NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
FILES = Channel("files", "files")
ROBOT = Channel("robot", "wecom", "DUDAO_TEST_WAY")


def a_desk_with(*channels: Channel, by: str = "") -> Desk:
    """The small office with these channels; its liaisons want to be reached by one of them."""
    desk = a_desk()
    people = tuple(replace(person, channels=(by,) if by else ()) for person in desk.roster.people)
    office = replace(desk.office, channels=channels)
    return replace(desk, office=office, roster=replace(desk.roster, people=people))


def three_letters(engine: Engine, desk: Desk) -> list[int]:
    """One message to each of the three liaisons."""
    with transaction(engine) as session:
        planning.load(session, MONDAY, desk)
    with transaction(engine) as session:
        issuing.issue(session, MONDAY, desk, [an_occurrence(desk)])
    with reading(engine) as session:
        return list(session.scalars(select(messages.c.id).order_by(messages.c.id)))


def told(engine: Engine) -> dict[int, tuple[str, int, str]]:
    """Status, attempts and channel of every message."""
    with reading(engine) as session:
        rows = session.execute(select(messages)).all()
    return {row.id: (row.status, row.attempts, row.via) for row in rows}


@dataclass
class Postman:
    """Takes letters out as told: one answer for each letter, the last one for all that follow."""

    endings: list[Ending]
    letters: list[int] = field(default_factory=list)

    def __call__(self, _channel: str, letter: Letter) -> Outcome:
        """Remember the letter and answer."""
        self.letters.append(letter.message_id)
        ending = self.endings.pop(0) if len(self.endings) > 1 else self.endings[0]
        return Outcome(ending, "postman" if ending is Ending.SENT else "", "" if ending is Ending.SENT else "没送到")


def test_everything_that_waits_becomes_a_readable_file_and_is_sent(engine: Engine, tmp_path: Path) -> None:
    desk = a_desk_with(FILES)
    ids = three_letters(engine, desk)
    assert deliver(engine, desk, tmp_path, NINE, "w") == {"sent": 3}
    names = sorted(path.name for path in (tmp_path / "var" / "outbox" / "2026-03-02").iterdir())
    assert names == sorted(f"{number}-issued-{liaison(name)}.md" for number, name in zip(ids, SCHOOLS, strict=True))
    assert told(engine) == dict.fromkeys(ids, ("sent", 1, "files"))
    with reading(engine) as session:
        first = session.execute(select(messages).where(messages.c.id == ids[0])).one()
    assert first.subject == "【样镇教育督导室】三月自查：2026年3月31日（周二）截止"
    assert first.body.startswith("联络员-勤勉小学，您好！")


SCHOOLS = ("勤勉小学", "拖延小学", "远处小学")


def test_a_second_round_finds_nothing(engine: Engine, tmp_path: Path) -> None:
    desk = a_desk_with(FILES)
    three_letters(engine, desk)
    deliver(engine, desk, tmp_path, NINE, "w")
    assert deliver(engine, desk, tmp_path, NINE + timedelta(hours=1), "w") == {}


def test_nothing_goes_out_outside_the_offices_hours(sqlite_engine: Engine, tmp_path: Path) -> None:
    desk = a_desk_with(FILES)
    three_letters(sqlite_engine, desk)
    for moment in (NINE - timedelta(hours=2), NINE + timedelta(hours=9), NINE - timedelta(days=1)):
        assert deliver(sqlite_engine, desk, tmp_path, moment, "w") == {}


def test_no_more_than_the_limit_goes_out(sqlite_engine: Engine, tmp_path: Path) -> None:
    desk = a_desk_with(FILES)
    three_letters(sqlite_engine, desk)
    assert deliver(sqlite_engine, desk, tmp_path, NINE, "w", limit=2) == {"sent": 2}
    assert deliver(sqlite_engine, desk, tmp_path, NINE, "w", limit=2) == {"sent": 1}


def test_a_failure_is_tried_again_after_its_wait_and_not_before(sqlite_engine: Engine, tmp_path: Path) -> None:
    desk = a_desk_with(FILES)
    ids = three_letters(sqlite_engine, desk)
    postman = Postman([Ending.FAILED, Ending.SENT])
    assert deliver(sqlite_engine, desk, tmp_path, NINE, "w", send=postman) == {"queued": 1, "sent": 2}
    assert deliver(sqlite_engine, desk, tmp_path, NINE + timedelta(minutes=4), "w", send=postman) == {}
    assert deliver(sqlite_engine, desk, tmp_path, NINE + timedelta(minutes=5), "w", send=postman) == {"sent": 1}
    assert postman.letters == [*ids, ids[0]]
    assert told(sqlite_engine)[ids[0]] == ("sent", 2, "postman")


def test_when_every_try_fails_the_message_is_dead_and_says_why(sqlite_engine: Engine, tmp_path: Path) -> None:
    desk = a_desk_with(FILES)
    ids = three_letters(sqlite_engine, desk)
    postman = Postman([Ending.FAILED])
    for minutes in (0, 5, 20, 80, 320):
        counts = deliver(sqlite_engine, desk, tmp_path, NINE + timedelta(minutes=minutes), "w", send=postman)
    assert counts == {"dead": 3}
    assert {told(sqlite_engine)[number] for number in ids} == {("dead", 5, "")}
    with reading(sqlite_engine) as session:
        assert set(session.scalars(select(messages.c.error))) == {"没送到"}


def test_an_unknown_outcome_is_never_sent_again_by_itself(sqlite_engine: Engine, tmp_path: Path) -> None:
    desk = a_desk_with(FILES)
    three_letters(sqlite_engine, desk)
    postman = Postman([Ending.UNKNOWN])
    assert deliver(sqlite_engine, desk, tmp_path, NINE, "w", send=postman) == {"unknown": 3}
    assert deliver(sqlite_engine, desk, tmp_path, NINE + timedelta(hours=5), "w", send=postman) == {}
    assert len(postman.letters) == 3


def test_of_a_person_whom_nobody_can_reach_the_coordinator_is_told(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pitfall 9: that nobody was reached is a recorded outcome."""
    desk = a_desk_with(FILES, Channel("mail", "email", "DUDAO_TEST_MAIL"))
    ids = three_letters(sqlite_engine, desk)
    with_no_address = tuple(replace(person, email="") for person in desk.roster.people)
    desk = replace(desk, roster=replace(desk.roster, people=with_no_address))
    with transaction(sqlite_engine) as session:
        planning.load(session, MONDAY, desk)
    monkeypatch.setenv("DUDAO_TEST_MAIL", f"mailto://office:right@127.0.0.1:{free_port()}/?from=office@town.example")
    counts = deliver(sqlite_engine, desk, tmp_path, NINE, "w")
    assert counts["nobody"] >= 3
    with reading(sqlite_engine) as session:
        rows = session.execute(select(messages).where(messages.c.id.not_in(ids))).all()
    assert {(row.kind, row.facts["person"]) for row in rows} == {("nobody", COORDINATOR)}


def test_a_broken_template_of_the_office_stops_no_other_message(sqlite_engine: Engine, tmp_path: Path) -> None:
    desk = a_desk_with(FILES)
    three_letters(sqlite_engine, desk)
    (tmp_path / "templates" / "zh").mkdir(parents=True)
    broken = "{% if person == '联络员-勤勉小学' %}{{ nothing }}{% endif %}{{ person }}"
    (tmp_path / "templates" / "zh" / "issued.md.j2").write_text(broken, "utf-8")
    assert deliver(sqlite_engine, desk, tmp_path, NINE, "w") == {"queued": 1, "sent": 2}
    with reading(sqlite_engine) as session:
        (error,) = session.scalars(select(messages.c.error).where(messages.c.error != ""))
    assert error == "消息无法生成：zh/issued.md.j2: UndefinedError: 'nothing' is undefined"


def test_two_workers_send_every_message_once(engine: Engine, tmp_path: Path) -> None:
    """Pitfall 1."""
    desk = a_desk_with(FILES)
    ids = three_letters(engine, desk)
    both = threading.Barrier(2, timeout=30)
    postman = Postman([Ending.SENT])
    total: list[dict[str, int]] = []

    def work(worker: str) -> None:
        both.wait()
        total.append(deliver(engine, desk, tmp_path, NINE, worker, send=postman))

    threads = [threading.Thread(target=work, args=(f"w{number}",)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(postman.letters) == ids
    assert sum(counts.get("sent", 0) for counts in total) == 3


_KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from flows.outbox import deliver
from models.engine import make_engine
from tests.flows.test_outbox import ROBOT, NINE, a_desk_with

def die(_channel, letter):
    print(letter.message_id, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

deliver(make_engine(sys.argv[1]), a_desk_with(ROBOT, by="robot"), Path(sys.argv[2]), NINE, "killed", send=die)
"""


def test_a_worker_that_is_killed_leaves_one_unknown_and_the_rest_is_claimed_again(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    """Pitfall 7: kill -9 between handing over and the outcome; what was only claimed is safe to claim again."""
    desk = a_desk_with(ROBOT, by="robot")
    ids = three_letters(sqlite_engine, desk)
    command = [sys.executable, "-c", _KILLED, str(sqlite_engine.url), str(tmp_path)]
    killed = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, f"{ids[0]}\n"), killed.stderr
    assert [status for status, _, _ in told(sqlite_engine).values()] == ["handed_over", "claimed", "claimed"]

    assert deliver(sqlite_engine, desk, tmp_path, NINE + timedelta(minutes=5), "w") == {}
    assert deliver(sqlite_engine, desk, tmp_path, NINE + timedelta(minutes=16), "w", send=Postman([Ending.SENT])) == {
        "sent": 2
    }
    assert [status for status, _, _ in told(sqlite_engine).values()] == ["unknown", "sent", "sent"]
    assert deliver(sqlite_engine, desk, tmp_path, NINE + timedelta(hours=2), "w") == {}


@contextmanager
def a_mail_server() -> Iterator[tuple[str, Callable[[], int]]]:
    with smtp_sink() as sink:
        yield sink.address(), lambda: len(sink.mails)


@contextmanager
def a_robot() -> Iterator[tuple[str, Callable[[], int]]]:
    with http_sink() as sink:
        sink.body = {"errcode": 0}
        yield sink.address("/cgi-bin/webhook/send?key=abc"), lambda: len(sink.documents)


@pytest.mark.parametrize(("kind", "server"), [("email", a_mail_server), ("wecom", a_robot)])
def test_the_offices_channels_are_found_by_the_environment(
    sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, server: Callable[..., object]
) -> None:
    desk = a_desk_with(Channel("way", kind, "DUDAO_TEST_WAY"), by="way")
    three_letters(sqlite_engine, desk)
    with server() as (address, arrived):  # type: ignore[attr-defined]  # one of the two above
        monkeypatch.setenv("DUDAO_TEST_WAY", address)
        assert deliver(sqlite_engine, desk, tmp_path, NINE, "w") == {"sent": 3}
        assert arrived() == 3
    assert {via for _, _, via in told(sqlite_engine).values()} == {"way"}


def test_what_was_said_holds_no_secret(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = a_desk_with(Channel("way", "wecom", "DUDAO_TEST_WAY"), by="way")
    three_letters(sqlite_engine, desk)
    with http_sink() as sink:
        sink.body = {"errcode": 93000, "errmsg": "invalid key s3cr3t-k3y"}
        monkeypatch.setenv("DUDAO_TEST_WAY", sink.address("/send?key=s3cr3t-k3y"))
        assert deliver(sqlite_engine, desk, tmp_path, NINE, "w") == {"queued": 3}
    with reading(sqlite_engine) as session:
        rows = [dict(row) for row in session.execute(select(messages)).mappings()]
    assert "s3cr3t" not in json.dumps(rows, default=str)
    assert {row["error"] for row in rows} == {"对方拒收：错误码 93000（invalid key ***）"}
