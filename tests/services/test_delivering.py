"""The outbox: claimed, handed over, ended; nothing lost in silence, nothing sent twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from models.tables import messages
from rules.errors import NotFoundError, RefusedError
from rules.office import Channel, Person, Role
from services import delivering, issuing
from tests.asking import MARCH_2, ask, do, loaded, post, steps, twice_at_once
from tests.builders import (
    CAST,
    COORDINATOR,
    DILIGENT,
    FAR,
    LATE,
    OFFICE_PEOPLE,
    a_desk,
    an_occurrence,
    liaison,
    people_of,
)

TEN = datetime(2026, 3, 2, 2, tzinfo=UTC)
"""Monday 2 March, ten in the morning in Shanghai."""


@dataclass(frozen=True)
class Ended:
    """How a test says handing over ended."""

    status: str
    via: str = "mail"
    error: str = ""


FAILED = Ended("failed", error="451")


@pytest.fixture
def queued(engine: Engine) -> list[int]:
    """Three messages, one for each liaison."""
    desk = loaded(engine, a_desk())
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    return sorted(row.id for row in ask(engine, select(messages.c.id)))


def claim(engine: Engine, now: datetime = TEN, *, worker: str = "w1", limit: int = 50) -> list[int]:
    return do(engine, delivering.claim, now, a_desk(), worker=worker, limit=limit)


def handed_over(engine: Engine, now: datetime = TEN) -> list[int]:
    return [it.id for it in do(engine, delivering.hand_over, claim(engine, now), now)]


def record(engine: Engine, one: int, ended: Ended, now: datetime = TEN, **said: str) -> str:
    return do(engine, delivering.record, now, a_desk(), one, ended, **said)


def row(engine: Engine, one: int) -> object:
    return ask(engine, messages.select().where(messages.c.id == one))[0]


def status(engine: Engine, one: int) -> str:
    return str(ask(engine, select(messages.c.status).where(messages.c.id == one))[0].status)


class TestClaiming:
    """Queued messages become a worker's."""

    def test_what_waits_is_claimed_once(self, engine: Engine, queued: list[int]) -> None:
        assert claim(engine) == queued
        assert claim(engine, worker="w2") == []
        assert ask(engine, select(messages.c.claimed_by, messages.c.claimed_at).distinct()) == [("w1", TEN)]

    def test_a_limit_leaves_the_rest(self, engine: Engine, queued: list[int]) -> None:
        assert claim(engine, limit=2) == queued[:2]
        assert claim(engine, limit=2) == queued[2:]

    @pytest.mark.usefixtures("queued")
    @pytest.mark.parametrize(
        ("hour", "minute", "day", "count"),
        [(23, 59, 1, 0), (0, 0, 2, 3), (9, 59, 2, 3), (10, 0, 2, 0), (2, 0, 7, 0)],
        ids=["a minute too early", "at eight", "a minute before six", "at six", "on a Saturday"],
    )
    def test_only_inside_the_offices_hours(self, engine: Engine, hour: int, minute: int, day: int, count: int) -> None:
        assert len(claim(engine, datetime(2026, 3, day, hour, minute, tzinfo=UTC))) == count

    @pytest.mark.parametrize(
        ("hour", "day"), [(23, 1), (15, 2), (2, 7)], ids=["before eight", "late in the evening", "on a Saturday"]
    )
    def test_what_is_urgent_goes_out_at_any_hour(self, engine: Engine, queued: list[int], hour: int, day: int) -> None:
        with engine.begin() as connection:
            connection.execute(messages.update().where(messages.c.id == queued[-1]).values(urgent=True))
        assert claim(engine, datetime(2026, 3, day, hour, tzinfo=UTC)) == [queued[-1]]

    def test_what_is_urgent_goes_first(self, engine: Engine, queued: list[int]) -> None:
        with engine.begin() as connection:
            connection.execute(messages.update().where(messages.c.id == queued[-1]).values(urgent=True))
        assert claim(engine) == [queued[-1], *queued[:-1]]

    def test_two_workers_at_once_never_share_a_message(self, engine: Engine, queued: list[int]) -> None:
        first, second = twice_at_once(engine, delivering.claim, TEN, a_desk(), worker="w", limit=2)
        assert sorted(first + second) == sorted(set(first + second))
        assert sorted(first + second + claim(engine)) == queued


class TestHandingOver:
    """From here on, silence means unknown."""

    def test_the_sender_gets_the_facts_and_how_to_reach_the_person(self, engine: Engine, queued: list[int]) -> None:
        found = do(engine, delivering.hand_over, claim(engine), TEN)
        assert [it.id for it in found] == queued
        assert (found[0].kind, found[0].person, found[0].email, found[0].attempts, found[0].day) == (
            "issued",
            found[0].facts["person"],
            next(it.email for it in people_of(CAST) if it.name == found[0].person),
            1,
            MARCH_2,
        )
        assert {status(engine, one) for one in queued} == {"handed_over"}

    def test_one_message_at_a_time_is_the_usual_way(self, engine: Engine, queued: list[int]) -> None:
        claim(engine)
        assert [it.id for it in do(engine, delivering.hand_over, queued[1], TEN)] == [queued[1]]
        assert status(engine, queued[0]) == "claimed"

    def test_a_message_that_is_not_claimed_does_not_leave(self, engine: Engine, queued: list[int]) -> None:
        assert do(engine, delivering.hand_over, queued, TEN) == []

    def test_a_message_is_handed_over_once(self, engine: Engine, queued: list[int]) -> None:
        claim(engine)
        first, second = twice_at_once(engine, delivering.hand_over, queued, TEN)
        assert sorted(it.id for it in first + second) == queued


class TestRecording:
    """How it ended."""

    def test_sent_is_the_end_and_keeps_what_was_said(self, engine: Engine, queued: list[int]) -> None:
        one = handed_over(engine)[0]
        assert record(engine, one, Ended("sent"), subject="通知", body="请办") == "sent"
        found = ask(engine, messages.select().where(messages.c.id == one))[0]
        assert (found.subject, found.body, found.via, found.ended_at) == ("通知", "请办", "mail", TEN)
        assert claim(engine, TEN + timedelta(hours=4)) == []
        assert len(queued) == 3

    @pytest.mark.usefixtures("queued")
    def test_a_failure_waits_before_it_is_tried_again(self, engine: Engine) -> None:
        one = handed_over(engine)[0]
        assert record(engine, one, FAILED) == "queued"
        assert claim(engine, TEN + timedelta(minutes=4)) == []
        assert claim(engine, TEN + timedelta(minutes=5)) == [one]

    @pytest.mark.usefixtures("queued")
    def test_when_the_tries_are_used_up_it_is_dead(self, engine: Engine) -> None:
        one, now, ends = handed_over(engine)[0], TEN, []
        for wait in (5, 15, 60, 240, 0):
            ends.append(record(engine, one, FAILED, now))
            now += timedelta(minutes=wait)
            do(engine, delivering.hand_over, claim(engine, now), now)
        assert ends == ["queued", "queued", "queued", "queued", "dead"]
        assert steps(engine, "message", one) == [("system", "handed_over", "dead")]

    @pytest.mark.usefixtures("queued")
    def test_unknown_waits_for_a_person(self, engine: Engine) -> None:
        one = handed_over(engine)[0]
        assert record(engine, one, Ended("unknown", error="timeout")) == "unknown"
        assert claim(engine, TEN + timedelta(days=1)) == []

    @pytest.mark.usefixtures("queued")
    def test_of_somebody_who_cannot_be_reached_the_coordinator_hears_once(self, engine: Engine) -> None:
        one = handed_over(engine)[0]
        assert record(engine, one, Ended("nobody", via="")) == "nobody"
        assert record(engine, one, Ended("nobody", via="")) == "nobody"
        assert [it for it in post(engine) if it[0] == "nobody"] == [("nobody", COORDINATOR)]

    @pytest.mark.usefixtures("queued")
    def test_a_coordinator_who_cannot_be_reached_makes_no_circle(self, engine: Engine) -> None:
        record(engine, handed_over(engine)[0], Ended("nobody"))
        (one,) = handed_over(engine)
        assert record(engine, one, Ended("nobody")) == "nobody"
        assert len([it for it in post(engine) if it[0] == "nobody"]) == 1

    def test_what_was_never_handed_over_has_no_outcome(self, engine: Engine, queued: list[int]) -> None:
        assert record(engine, queued[0], Ended("sent")) == "queued"

    def test_an_outcome_that_comes_late_still_counts(self, engine: Engine, queued: list[int]) -> None:
        handed_over(engine)
        do(engine, delivering.sweep_lost, TEN + timedelta(hours=1), a_desk())
        assert record(engine, queued[0], Ended("sent")) == "sent"

    @pytest.mark.usefixtures("queued")
    def test_a_message_that_does_not_exist_is_not_found(self, engine: Engine) -> None:
        with pytest.raises(NotFoundError):
            record(engine, 999, Ended("sent"))


class TestWhatIsLost:
    """A worker died."""

    def test_a_claim_of_a_worker_that_died_can_be_claimed_again(self, engine: Engine, queued: list[int]) -> None:
        claim(engine)
        assert do(engine, delivering.sweep_lost, TEN + timedelta(minutes=16), a_desk()) == queued
        assert claim(engine, TEN + timedelta(minutes=16), worker="w2") == queued

    def test_what_was_handed_over_without_an_outcome_is_unknown_and_never_resent(
        self, engine: Engine, queued: list[int]
    ) -> None:
        handed_over(engine)
        assert do(engine, delivering.sweep_lost, TEN + timedelta(minutes=16), a_desk()) == queued
        assert {status(engine, one) for one in queued} == {"unknown"}
        assert claim(engine, TEN + timedelta(minutes=30)) == []
        assert steps(engine, "message", queued[0]) == [("system", "handed_over", "unknown")]

    def test_a_message_on_which_workers_die_again_and_again_is_given_to_a_person_in_the_end(
        self, engine: Engine
    ) -> None:
        """By a channel that may have a message twice it is queued again, but not for ever."""
        way = Channel("mail", "email", resend=True)
        desk = a_desk()
        desk = loaded(engine, replace(desk, office=replace(desk.office, channels=(way,))))
        do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
        left: list[int] = []
        for hour in range(12):
            now = TEN - timedelta(hours=1) + timedelta(minutes=20 * hour)
            do(engine, delivering.sweep_lost, now, desk)
            ids = do(engine, delivering.claim, now, desk, worker="w")
            left += [one for parcel in do(engine, delivering.take_out, now, desk, ids) for one in parcel.ids]
        assert set(Counter(left).values()) == {5}
        assert ask(engine, select(messages.c.status, messages.c.attempts).distinct()) == [("unknown", 5)]

    def test_a_worker_at_work_is_left_alone(self, engine: Engine, queued: list[int]) -> None:
        claim(engine)
        assert do(engine, delivering.sweep_lost, TEN + timedelta(minutes=15), a_desk()) == []
        assert {status(engine, one) for one in queued} == {"claimed"}

    def test_a_slow_worker_whose_claim_was_taken_does_not_send_twice(self, engine: Engine, queued: list[int]) -> None:
        claim(engine)
        do(engine, delivering.sweep_lost, TEN + timedelta(minutes=16), a_desk())
        do(engine, delivering.hand_over, claim(engine, TEN + timedelta(minutes=16), worker="w2"), TEN)
        assert do(engine, delivering.hand_over, queued, TEN) == []


class TestSendingAgain:
    """补发."""

    @pytest.mark.usefixtures("queued")
    def test_a_person_decides_and_the_message_goes_out_again(self, engine: Engine) -> None:
        one = handed_over(engine)[0]
        record(engine, one, Ended("unknown"))
        assert do(engine, delivering.retry, MARCH_2, a_desk(), one, by=COORDINATOR) == one
        assert claim(engine) == [one]
        assert steps(engine, "message", one)[-1] == (COORDINATOR, "unknown", "queued")

    def test_what_is_not_stuck_is_refused(self, engine: Engine, queued: list[int]) -> None:
        with pytest.raises(RefusedError) as refused:
            do(engine, delivering.retry, MARCH_2, a_desk(), queued[0], by=COORDINATOR)
        assert refused.value.values == {"status": "待发"}

    @pytest.mark.usefixtures("queued")
    def test_an_unknown_person_or_message_is_not_found(self, engine: Engine) -> None:
        one = handed_over(engine)[0]
        record(engine, one, Ended("unknown"))
        with pytest.raises(NotFoundError):
            do(engine, delivering.retry, MARCH_2, a_desk(), one, by="无名")
        with pytest.raises(NotFoundError):
            do(engine, delivering.retry, MARCH_2, a_desk(), 999, by=COORDINATOR)


def test_a_round_that_arrived_is_recorded_in_one_go_and_only_what_was_handed_over(
    engine: Engine, queued: list[int]
) -> None:
    first, second = handed_over(engine)[:2]
    do(engine, delivering.record, TEN, a_desk(), second, Ended("unknown"))
    do(engine, delivering.record_sent, TEN, {first: "一", second: "二"}, via="mail")
    rows = {row.id: row for row in ask(engine, select(messages).where(messages.c.id.in_([first, second])))}
    assert (rows[first].status, rows[first].subject, rows[first].via, rows[first].ended_at) == (
        "sent",
        "一",
        "mail",
        TEN,
    )
    assert (rows[second].status, rows[second].subject) == ("unknown", "")
    assert len(queued) > 1


def test_the_channels_of_a_person_come_with_the_message(engine: Engine) -> None:
    reachable = Person(liaison(LATE), Role.LIAISON, unit="K02", phone="1", channels=("mail", "robot"))
    desk = loaded(engine, a_desk(people=(*OFFICE_PEOPLE, reachable)))
    do(engine, issuing.issue, date(2026, 3, 2), desk, [an_occurrence(desk, units=(LATE,))])
    (found,) = do(engine, delivering.hand_over, claim(engine), TEN)
    assert (found.channels, found.phone, found.role) == (("mail", "robot"), "1", "liaison")
    assert {DILIGENT, FAR} & {found.person} == set()
