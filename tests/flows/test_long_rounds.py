"""Rounds that last: leases, silences, throttles, closing time and midnight count from when a letter really leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from flows.outbox import LATE_SECONDS, deliver
from models.engine import make_engine, reading, transaction
from models.tables import channels, messages
from models.tables import people as persons
from notifications.letters import Ending, Letter, Outcome
from rules.desk import Desk
from rules.office import Channel, Hours, Role
from services import planning, posting
from services.people import Contact
from tests.builders import OFFICE_PEOPLE, a_desk, a_unit, people_of
from tests.locking import at_every_failure, hold, make_impatient, somebody_else
from tests.notifications.sinks import http_sink

MONDAY = date(2026, 3, 2)
TEN = datetime(2026, 3, 2, 2, tzinfo=UTC)
"""Ten in the morning in Shanghai."""
FIRST, SECOND = Channel("first", "webhook"), Channel("second", "email", resend=True)


@dataclass
class Hourglass:
    """Seconds that go by when a test says so."""

    seconds: float = 0.0

    def __call__(self) -> float:
        """How many have gone by."""
        return self.seconds


def an_office(*ways: Channel, schools: int = 3, **policies: object) -> Desk:
    """Schools whose people are reached by these channels in their order; open from 8:30 to 17:30."""
    units = tuple(a_unit(f"K{number:03}", f"小学{number:03}") for number in range(schools))
    names = tuple(way.name for way in ways)
    people = tuple(replace(person, channels=names) for person in (*OFFICE_PEOPLE, *people_of(units)))
    desk = a_desk(units=units, people=people)
    hours = Hours(time(8, 30), time(17, 30))
    kept = replace(desk.office.policies, **policies)  # type: ignore[arg-type]  # by name
    return replace(desk, office=replace(desk.office, channels=ways, hours=hours, policies=kept))


def queue(engine: Engine, desk: Desk, *, urgent: bool = False, facts: dict[str, Any] | None = None) -> list[int]:
    """One message for the liaison of each school; their ids."""
    with transaction(engine) as session:
        planning.load(session, MONDAY, desk)
    about = facts or {"about": "x", "lines": ["y"]}
    with transaction(engine) as session:
        chosen = select(persons).where(persons.c.role == "liaison").order_by(persons.c.id)
        contacts = [Contact(row.id, row.name, Role(row.role), row.unit_id, "") for row in session.execute(chosen)]
        notes = [posting.Note(f"k{one.id}", "alarm", one, about, urgent=urgent) for one in contacts]
        return sorted(posting.queue(session, MONDAY, desk, notes))


def read(engine: Engine, *columns: str) -> list[tuple[Any, ...]]:
    """These columns of every message, in the order of their ids."""
    with reading(engine) as session:
        chosen = select(*(messages.c[name] for name in columns)).order_by(messages.c.id)
        return [tuple(row) for row in session.execute(chosen)]


@dataclass
class Postman:
    """Takes letters out; each takes as many seconds and ends as its channel's turn says, the last one for the rest."""

    glass: Hourglass
    turns: dict[str, list[tuple[float, Outcome]]]
    left: list[tuple[str, int, float]] = field(default_factory=list)
    at_each: Callable[[Letter], object] | None = None

    def __call__(self, name: str, letter: Letter) -> Outcome:
        """How it ended, after so long."""
        self.left.append((name, letter.message_id, self.glass.seconds))
        if self.at_each:
            self.at_each(letter)
        turns = self.turns[name]
        seconds, outcome = turns.pop(0) if len(turns) > 1 else turns[0]
        self.glass.seconds += seconds
        return replace(outcome, via=name)

    @property
    def ways(self) -> list[str]:
        """By which channels letters left, one after the other."""
        return [name for name, _, _ in self.left]


SENT, HANGS = Outcome(Ending.SENT), Outcome(Ending.UNKNOWN, error="没有回音")
BROKEN = Outcome(Ending.FAILED, error="连不上", channel_fault=True)


class TestLeases:
    """What is being sent is nobody else's, however long the round has lasted."""

    def test_a_letter_that_is_passed_on_late_is_not_taken_by_another_worker_while_it_leaves(
        self, engine: Engine, database_url: str, tmp_path: Path
    ) -> None:
        desk = an_office(FIRST, SECOND, schools=1)
        queue(engine, desk)
        glass = Hourglass()
        other = make_engine(database_url)
        rounds: list[dict[str, int]] = []

        def meanwhile(_letter: Letter) -> None:
            if postman.ways == ["first", "second"]:
                now = TEN + timedelta(seconds=glass.seconds)
                rounds.append(deliver(other, desk, tmp_path, now, "w2", send=postman))

        postman = Postman(glass, {"first": [(16 * 60, BROKEN)], "second": [(1, SENT)]}, at_each=meanwhile)
        assert deliver(engine, desk, tmp_path, TEN, "w1", send=postman, tick=glass) == {"sent": 1}
        assert rounds == [{}]
        assert postman.ways == ["first", "second"]
        other.dispose()

    def test_of_what_was_handed_over_together_nothing_leaves_late(self, engine: Engine, tmp_path: Path) -> None:
        """The channel begins to hang when sixteen letters have been handed over to it at once."""
        desk = an_office(FIRST, schools=40, channel_failures=1000)
        ids = queue(engine, desk)
        glass = Hourglass()
        waited: list[float] = []

        def see(letter: Letter) -> None:
            with reading(engine) as session:
                handed = session.scalars(select(messages.c.claimed_at).where(messages.c.id == letter.message_id)).one()
            waited.append((TEN + timedelta(seconds=glass.seconds) - handed).total_seconds())

        postman = Postman(glass, {"first": [*[(0, SENT)] * 15, (200, HANGS)]}, at_each=see)
        assert deliver(engine, desk, tmp_path, TEN, "w", send=postman, tick=glass) == {"sent": 15, "unknown": 25}
        assert max(waited) <= LATE_SECONDS
        assert sorted(one for _, one, _ in postman.left) == ids
        assert set(read(engine, "attempts")) == {(1,)}

    def test_a_silence_counts_from_when_the_platform_asked_for_it(self, engine: Engine, tmp_path: Path) -> None:
        desk = an_office(FIRST, schools=2)
        queue(engine, desk)
        glass = Hourglass()
        silent = Outcome(Ending.FAILED, error="429", rest_seconds=60)
        postman = Postman(glass, {"first": [(600, silent)]})
        assert deliver(engine, desk, tmp_path, TEN, "w", send=postman, tick=glass) == {"queued": 1}
        until = TEN + timedelta(seconds=660)
        assert postman.ways == ["first"]
        assert read(engine, "status", "try_at") == [("queued", until), ("queued", until)]
        with reading(engine) as session:
            assert session.scalars(select(channels.c.blocked_until)).all() == [until]


class TestHours:
    """The office may close while a round lasts."""

    CLOSES = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def test_nothing_leaves_after_closing_time_though_it_was_claimed_before(
        self, engine: Engine, tmp_path: Path
    ) -> None:
        desk = an_office(FIRST, schools=12)
        ids = queue(engine, desk)
        glass = Hourglass()
        postman = Postman(glass, {"first": [(10, SENT)]})
        now = self.CLOSES - timedelta(seconds=45)
        assert deliver(engine, desk, tmp_path, now, "w", send=postman, tick=glass) == {"sent": 5}
        assert max(seconds for _, _, seconds in postman.left) < 45
        assert read(engine, "status", "attempts", "try_at", "claimed_by")[5:] == [("queued", 0, None, "")] * 7
        morning = self.CLOSES + timedelta(hours=15)
        assert deliver(engine, desk, tmp_path, morning, "w", send=postman, tick=glass) == {"sent": 7}
        assert sorted(one for _, one, _ in postman.left) == ids

    def test_after_closing_time_nothing_is_passed_on_to_the_next_channel(self, engine: Engine, tmp_path: Path) -> None:
        desk = an_office(FIRST, SECOND, schools=1)
        queue(engine, desk)
        glass = Hourglass()
        postman = Postman(glass, {"first": [(10, BROKEN), (0, SENT)], "second": [(0, SENT)]})
        now = self.CLOSES - timedelta(seconds=5)
        assert deliver(engine, desk, tmp_path, now, "w", send=postman, tick=glass) == {"queued": 1}
        assert postman.ways == ["first"]
        morning = self.CLOSES + timedelta(hours=15)
        assert deliver(engine, desk, tmp_path, morning, "w", send=postman, tick=glass) == {"sent": 1}

    def test_what_is_urgent_leaves_across_closing_time_and_midnight(self, engine: Engine, tmp_path: Path) -> None:
        desk = an_office(FIRST, schools=4)
        queue(engine, desk, urgent=True)
        glass = Hourglass()
        postman = Postman(glass, {"first": [(20, SENT)]})
        now = datetime(2026, 3, 2, 15, 59, 30, tzinfo=UTC)
        assert deliver(engine, desk, tmp_path, now, "w", send=postman, tick=glass) == {"sent": 4}
        days = [date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 3)]
        assert read(engine, "letter_on") == [(day,) for day in days]

    def test_a_round_that_crosses_midnight_is_done_once(self, engine: Engine, tmp_path: Path) -> None:
        """An office that is open around the clock, but for the minute before midnight."""
        desk = an_office(FIRST, schools=6)
        desk = replace(desk, office=replace(desk.office, hours=Hours(time(0), time(23, 59))))
        ids = queue(engine, desk)
        glass = Hourglass()
        postman = Postman(glass, {"first": [(20, SENT), (20, SENT), (85, SENT), (1, SENT)]})
        now = datetime(2026, 3, 2, 15, 58, tzinfo=UTC)
        assert deliver(engine, desk, tmp_path, now, "w", send=postman, tick=glass) == {"sent": 6}
        assert sorted(one for _, one, _ in postman.left) == ids
        days = [date(2026, 3, 2)] * 3 + [date(2026, 3, 3)] * 3
        assert read(engine, "status", "letter_on") == [("sent", day) for day in days]


class TestChannels:
    """A channel that only hangs, and one that counts posts."""

    def test_a_channel_that_only_hangs_is_switched_off_and_the_next_one_is_used(
        self, engine: Engine, tmp_path: Path
    ) -> None:
        desk = an_office(FIRST, SECOND, schools=14)
        queue(engine, desk, urgent=True)
        glass = Hourglass()
        postman = Postman(glass, {"first": [(10, HANGS)], "second": [(0, SENT)]})
        counts = deliver(engine, desk, tmp_path, TEN, "w", send=postman, tick=glass)
        told = Counter(postman.ways)
        assert told["first"] == 10
        assert told["second"] == counts["sent"]
        assert counts["unknown"] == 10
        assert counts["sent"] >= 4
        with reading(engine) as session:
            (off,) = session.scalars(select(channels.c.off_since).where(channels.c.name == "first"))
        assert off is not None

    @pytest.mark.parametrize(
        ("between", "rests"), [(HANGS, True), (Outcome(Ending.FAILED, error="450 满"), True), (SENT, False)]
    )
    def test_only_an_answer_forgives_earlier_failures(
        self, sqlite_engine: Engine, tmp_path: Path, between: Outcome, *, rests: bool
    ) -> None:
        desk = an_office(FIRST, schools=19, channel_failures=10)
        queue(sqlite_engine, desk)
        glass = Hourglass()
        postman = Postman(glass, {"first": [*[(1, BROKEN)] * 9, (1, between), (1, BROKEN)]})
        deliver(sqlite_engine, desk, tmp_path, TEN, "w", send=postman, tick=glass)
        with reading(sqlite_engine) as session:
            (off,) = session.scalars(select(channels.c.off_since))
        assert (off is not None) == rests

    def test_a_robot_gets_no_more_posts_a_minute_than_it_takes_though_letters_have_parts(
        self, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk = an_office(Channel("robot", "wecom", "DUDAO_TEST_ROBOT"), schools=9)
        queue(engine, desk, facts={"about": "x", "lines": ["这是很长的一行" * 10] * 40})
        glass = Hourglass()
        posts: list[int] = []
        with http_sink() as sink:
            sink.body = {"errcode": 0}
            monkeypatch.setenv("DUDAO_TEST_ROBOT", sink.address("/cgi-bin/webhook/send?key=k"))
            for minute in (0, 61, 122):
                now = TEN + timedelta(seconds=minute)
                deliver(engine, desk, tmp_path, now, "w", tick=glass)
                posts.append(len(sink.documents))
        assert posts == [18, 27, 27]
        assert {status for (status,) in read(engine, "status")} == {"sent"}

    def test_short_letters_use_all_of_a_robots_minute(
        self, sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk = an_office(Channel("robot", "wecom", "DUDAO_TEST_ROBOT"), schools=25)
        queue(sqlite_engine, desk)
        with http_sink() as sink:
            sink.body = {"errcode": 0}
            monkeypatch.setenv("DUDAO_TEST_ROBOT", sink.address("/cgi-bin/webhook/send?key=k"))
            assert deliver(sqlite_engine, desk, tmp_path, TEN, "w", tick=Hourglass()) == {"sent": 20}
        assert len(sink.documents) == 20


def test_the_outcome_of_what_was_sent_is_kept_though_the_database_is_locked_when_it_is_written_down(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    desk = an_office(FIRST, schools=1)
    queue(engine, desk)
    make_impatient(engine)
    with somebody_else(database_url) as other:
        failures = at_every_failure(engine, other.rollback)
        postman = Postman(Hourglass(), {"first": [(1, SENT)]}, at_each=lambda _: hold(other))
        assert deliver(engine, desk, tmp_path, TEN, "w", send=postman) == {"sent": 1}
    assert len(failures) == 1
    assert postman.ways == ["first"]
    assert read(engine, "status", "attempts", "via") == [("sent", 1, "first")]
