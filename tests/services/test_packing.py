"""What leaves together and by which channel: the day's letter, urgent ones alone, nothing untrue, nothing too fast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine, select

from models.engine import reading
from models.tables import assignments, channels, messages, rectifications
from models.tables import people as persons
from rules.desk import Desk
from rules.office import Channel, Role
from services import answering, delivering, issuing, posting, throttling
from services.outcomes import Ended
from services.people import Contact
from services.post import Parcel
from tests.asking import MARCH_2, a_case, ask, do, forget, issued, loaded, set_status, twice_at_once
from tests.builders import CAST as UNITS
from tests.builders import COORDINATOR, DIRECTOR, LATE, OFFICE_PEOPLE, a_desk, an_occurrence, liaison, people_of

TEN = datetime(2026, 3, 2, 2, tzinfo=UTC)
"""Monday 2 March, ten in the morning in Shanghai."""
NIGHT = datetime(2026, 3, 2, 15, tzinfo=UTC)
MAIL, ROBOT, PUSH = Channel("mail", "email"), Channel("robot", "wecom"), Channel("push", "pushplus")
_numbers = count()


@dataclass(frozen=True)
class Told:
    """How a test says handing over ended."""

    status: str
    via: str = "mail"
    error: str = ""
    rest_seconds: int = 0
    channel_fault: bool = False
    posts: int = 1


def a_desk_by(*ways: Channel, **policies: object) -> Desk:
    desk = a_desk()
    office = replace(desk.office, channels=ways or (MAIL,), policies=replace(desk.office.policies, **policies))
    return replace(desk, office=office)


def queue(
    engine: Engine, desk: Desk, *kinds: str, to: str = DIRECTOR, day: date = MARCH_2, urgent: bool = False
) -> None:
    """Messages of these kinds for one person, in this order."""
    with reading(engine) as session:
        row = session.execute(select(persons).where(persons.c.name == to)).one()
    contact = Contact(row.id, row.name, Role(row.role), row.unit_id, row.zone)
    notes = [posting.Note(f"k{next(_numbers)}", kind, contact, {"lines": []}, urgent=urgent) for kind in kinds]
    do(engine, posting.queue, day, desk, notes)


def taken(engine: Engine, desk: Desk, now: datetime = TEN, limit: int = 50, parts: int = 1) -> list[Parcel]:
    ids = do(engine, delivering.claim, now, desk, worker="w", limit=limit)
    return do(engine, delivering.take_out, now, desk, ids, posts=lambda *_: parts)


def settle(  # noqa: PLR0913, PLR0917  (what came of which letters)
    engine: Engine, desk: Desk, parcels: Iterable[Parcel], told: Told, now: datetime = TEN, parts: int = 1
) -> list[Parcel]:
    ended = [
        Ended(parcel, told if told.via != "mail" else replace(told, via=parcel.via), "主题", "正文")
        for parcel in parcels
    ]
    return do(engine, delivering.settle, now, desk, ended, posts=lambda *_: parts).again


def kinds(parcels: Iterable[Parcel]) -> list[list[str]]:
    return [[post.kind for post in parcel.posts] for parcel in parcels]


def states(engine: Engine) -> list[tuple[str, str]]:
    return [tuple(row) for row in ask(engine, select(messages.c.status, messages.c.error).order_by(messages.c.id))]


class TestTheDaysLetter:
    """One digest a person, a channel and a day."""

    def test_all_daily_messages_of_a_person_leave_together_the_most_urgent_first(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk_by())
        queue(engine, desk, "week_summary", "issued", "escalation")
        queue(engine, desk, "issued", to=COORDINATOR)
        assert kinds(taken(engine, desk)) == [["escalation", "issued", "week_summary"], ["issued"]]

    def test_an_answer_to_an_act_of_today_goes_alone(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk_by())
        queue(engine, desk, "issued", "closed", "rectification")
        assert sorted(kinds(taken(engine, desk))) == [["issued", "closed"], ["rectification"]]

    def test_who_had_the_days_letter_has_the_next_one_tomorrow(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk_by())
        queue(engine, desk, "issued")
        settle(engine, desk, taken(engine, desk), Told("sent"))
        queue(engine, desk, "closed")
        assert taken(engine, desk, TEN + timedelta(hours=3)) == []
        assert kinds(taken(engine, desk, TEN + timedelta(days=1))) == [["closed"]]

    def test_a_letter_that_failed_is_tried_again_the_same_day_with_what_came_meanwhile(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk_by())
        queue(engine, desk, "issued")
        settle(engine, desk, taken(engine, desk), Told("failed"))
        queue(engine, desk, "closed")
        assert kinds(taken(engine, desk, TEN + timedelta(minutes=5))) == [["issued", "closed"]]

    def test_what_is_urgent_goes_alone_and_at_once_by_night_and_on_a_rest_day(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk_by())
        queue(engine, desk, "issued")
        queue(engine, desk, "escalation", urgent=True)
        assert kinds(taken(engine, desk, NIGHT)) == [["escalation"]]
        queue(engine, desk, "escalation", urgent=True)
        assert kinds(taken(engine, desk, datetime(2026, 3, 7, 20, tzinfo=UTC))) == [["escalation"]]

    def test_two_workers_at_once_never_make_two_letters_of_one_person(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk_by())
        for _ in range(4):
            queue(engine, desk, "issued", "closed")
            queue(engine, desk, "issued", to=COORDINATOR)
        claimed = twice_at_once(engine, delivering.claim, TEN, desk, worker="w", limit=1)
        owners = [set(_owners(engine, ids)) for ids in claimed]
        assert owners[0] & owners[1] == set()
        assert all(len(ids) in {0, 4, 8} for ids in claimed)

    def test_of_a_letter_the_first_message_keeps_the_body(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk_by())
        queue(engine, desk, "issued", "closed")
        settle(engine, desk, taken(engine, desk), Told("sent"))
        rows = ask(engine, select(messages.c.subject, messages.c.body, messages.c.status, messages.c.via))
        assert rows == [("主题", "正文", "sent", "mail"), ("主题", "", "sent", "mail")]


def _owners(engine: Engine, ids: list[int]) -> list[int]:
    return [row.person_id for row in ask(engine, select(messages.c.person_id).where(messages.c.id.in_(ids)))]


class TestWhatIsNoLongerTrue:
    """Asked again when it leaves."""

    def test_an_opening_that_was_answered_meanwhile_is_not_sent(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk_by())
        do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, units=(LATE,))])
        (owed,) = ask(engine, select(assignments.c.id))
        do(engine, answering.answer, MARCH_2, desk, owed.id, act="submit", by=liaison(LATE), text="已报")
        forget_but(engine, "issued")
        assert taken(engine, desk) == []
        assert states(engine) == [("suppressed", "所说的事项已报送、办结或撤销")]

    def test_of_a_reminder_only_what_is_still_owed_is_said_and_counted_from_today(self, engine: Engine) -> None:
        desk = a_desk_by()
        ids = issued(engine, desk)
        rows = ask(engine, select(assignments).order_by(assignments.c.id))
        lines = [posting.assignment_line(desk, MARCH_2, row, "三月自查", f"校{row.id}") for row in rows]
        with_lines(engine, desk, "digest", lines)
        set_status(engine, assignments, ids[0], "submitted")
        (parcel,) = taken(engine, desk, TEN + timedelta(days=1))
        assert [line["id"] for line in parcel.posts[0].facts["lines"]] == ids[1:]
        assert {line["working_days_left"] for line in parcel.posts[0].facts["lines"]} == {20}

    def test_a_reminder_of_which_nothing_is_left_is_not_sent(self, engine: Engine) -> None:
        desk = a_desk_by()
        ids = issued(engine, desk, units=(LATE,))
        (row,) = ask(engine, select(assignments))
        with_lines(engine, desk, "overdue", [posting.assignment_line(desk, MARCH_2, row, "三月自查", LATE)])
        set_status(engine, assignments, ids[0], "done")
        assert taken(engine, desk) == []
        assert states(engine)[0][0] == "suppressed"

    @pytest.mark.parametrize(
        ("status", "leaves"), [("issued", True), ("returned", True), ("submitted", False), ("closed", False)]
    )
    def test_a_climb_of_a_case_that_was_answered_meanwhile_is_not_sent(
        self,
        engine: Engine,
        status: str,
        leaves: bool,  # noqa: FBT001  (a column of the table)
    ) -> None:
        desk = loaded(engine, a_desk_by())
        case = a_case(engine, desk)
        (row,) = ask(engine, select(rectifications.c.number))
        queue(engine, desk, "escalation")
        with engine.begin() as connection:
            facts = {"number": row.number, "person": DIRECTOR, "role": "director"}
            connection.execute(messages.update().values(facts=facts))
        set_status(engine, rectifications, case, status)
        assert bool(taken(engine, desk)) is leaves

    @pytest.mark.parametrize(("days", "leaves"), [(7, True), (8, False)])
    def test_what_waited_too_long_is_not_sent(self, engine: Engine, days: int, leaves: bool) -> None:  # noqa: FBT001  (the same)
        desk = loaded(engine, a_desk_by())
        queue(engine, desk, "issued", day=MARCH_2)
        assert bool(taken(engine, desk, TEN + timedelta(days=days))) is leaves
        assert states(engine)[0] == (("handed_over", "") if leaves else ("suppressed", "搁置过久，已过时"))

    def test_what_a_person_sends_again_is_young_and_goes_alone(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk_by())
        queue(engine, desk, "issued", "closed")
        settle(engine, desk, taken(engine, desk), Told("unknown"))
        first = ask(engine, select(messages.c.id).order_by(messages.c.id))[0].id
        later = date(2026, 3, 20)
        do(engine, delivering.retry, later, desk, first, by=COORDINATOR)
        assert kinds(taken(engine, desk, datetime(2026, 3, 20, 2, tzinfo=UTC))) == [["issued"]]

    def test_who_left_the_roster_hears_nothing_more(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk_by())
        queue(engine, desk, "issued")
        with engine.begin() as connection:
            connection.execute(persons.update().where(persons.c.name == DIRECTOR).values(active=False))
        assert taken(engine, desk) == []
        assert states(engine) == [("suppressed", "收件人已不在名册")]


def forget_but(engine: Engine, kind: str) -> None:
    with engine.begin() as connection:
        connection.execute(messages.delete().where(messages.c.kind != kind))


def with_lines(engine: Engine, desk: Desk, kind: str, lines: list[dict[str, object]]) -> None:
    forget(engine)
    queue(engine, desk, kind)
    with engine.begin() as connection:
        facts = {"lines": lines, "person": DIRECTOR, "role": "director", "day": "2026-03-02"}
        connection.execute(messages.update().values(facts=facts))


class TestChannels:
    """The next channel, throttles, and channels that rest."""

    def reachable_by(self, engine: Engine, *names: str, ways: tuple[Channel, ...], **policies: object) -> Desk:
        desk = a_desk_by(*ways, **policies)
        people = tuple(replace(it, channels=names) for it in (*OFFICE_PEOPLE, *people_of(UNITS)))
        return loaded(engine, replace(desk, roster=replace(desk.roster, people=people)))

    def test_a_channel_that_refuses_is_not_asked_again_and_the_next_one_takes_over(self, engine: Engine) -> None:
        desk = self.reachable_by(engine, "push", "mail", ways=(MAIL, PUSH))
        queue(engine, desk, "issued")
        (first,) = taken(engine, desk)
        assert first.via == "push"
        (second,) = settle(engine, desk, [first], Told("refused", "push", "没有此人"))
        assert second.via == "mail"
        assert settle(engine, desk, [second], Told("failed", "mail", "451")) == []
        (third,) = taken(engine, desk, TEN + timedelta(minutes=5))
        assert third.via == "mail"
        assert settle(engine, desk, [third], Told("sent")) == []
        assert states(engine) == [("sent", "")]

    def test_when_every_channel_refused_it_is_dead_at_once(self, engine: Engine) -> None:
        desk = self.reachable_by(engine, "push", ways=(MAIL, PUSH))
        queue(engine, desk, "issued")
        assert settle(engine, desk, taken(engine, desk), Told("refused", "push", "没有此人")) == []
        assert states(engine) == [("dead", "没有此人")]

    def test_a_wrong_key_can_be_mended_so_the_message_waits(self, engine: Engine) -> None:
        desk = self.reachable_by(engine, "robot", ways=(ROBOT,))
        queue(engine, desk, "issued")
        settle(engine, desk, taken(engine, desk), Told("refused", "robot", "93000", channel_fault=True))
        assert states(engine) == [("queued", "93000")]

    def test_twenty_a_minute_go_out_by_a_robot_and_the_rest_waits_for_its_turn(self, engine: Engine) -> None:
        desk = self.reachable_by(engine, "robot", ways=(ROBOT,))
        for _ in range(25):
            queue(engine, desk, "rectification")
        assert len(taken(engine, desk)) == 20
        assert taken(engine, desk, TEN + timedelta(seconds=60)) == []
        assert len(taken(engine, desk, TEN + timedelta(seconds=61))) == 5
        assert {row.attempts for row in ask(engine, select(messages.c.attempts))} == {1}

    def test_every_part_of_a_long_letter_counts_as_one_of_the_twenty(self, engine: Engine) -> None:
        desk = self.reachable_by(engine, "robot", ways=(ROBOT,))
        for _ in range(8):
            queue(engine, desk, "rectification")
        six = taken(engine, desk, parts=3)
        assert len(six) == 6
        settle(engine, desk, six, Told("sent", "robot", posts=3))
        assert taken(engine, desk, TEN + timedelta(seconds=1), parts=3) == []
        assert len(taken(engine, desk, TEN + timedelta(seconds=61), parts=3)) == 2

    def test_parts_that_did_not_go_out_leave_room_for_others(self, engine: Engine) -> None:
        desk = self.reachable_by(engine, "robot", ways=(ROBOT,))
        for _ in range(20):
            queue(engine, desk, "rectification")
        two = taken(engine, desk, limit=2, parts=3)
        settle(engine, desk, two, Told("unknown", "robot", posts=1), parts=3)
        assert len(taken(engine, desk, TEN + timedelta(seconds=1))) == 18

    def test_two_workers_share_a_robots_twenty(self, engine: Engine) -> None:
        desk = self.reachable_by(engine, "robot", ways=(ROBOT,))
        for _ in range(30):
            queue(engine, desk, "rectification")
        first, second = (do(engine, delivering.claim, TEN, desk, worker="w", limit=15) for _ in range(2))
        out = [*do(engine, delivering.take_out, TEN, desk, first), *do(engine, delivering.take_out, TEN, desk, second)]
        assert len(out) == 20

    def test_a_platform_that_asks_for_silence_has_it_and_the_try_does_not_count(self, engine: Engine) -> None:
        desk = self.reachable_by(engine, "robot", ways=(ROBOT,))
        queue(engine, desk, "rectification")
        settle(engine, desk, taken(engine, desk), Told("failed", "robot", "45009", rest_seconds=600))
        queue(engine, desk, "rectification")
        assert taken(engine, desk, TEN + timedelta(seconds=599)) == []
        assert len(taken(engine, desk, TEN + timedelta(seconds=600))) == 2
        assert {row.attempts for row in ask(engine, select(messages.c.attempts))} == {1}

    def test_a_channel_that_keeps_failing_is_switched_off_told_once_and_the_next_one_is_used(
        self, engine: Engine
    ) -> None:
        desk = self.reachable_by(engine, "robot", "mail", ways=(ROBOT, MAIL), channel_failures=3)
        broken = Told("failed", "robot", "无法连接", channel_fault=True)
        for _ in range(3):
            queue(engine, desk, "rectification")
        again = settle(engine, desk, taken(engine, desk), broken)
        assert [parcel.via for parcel in again] == ["mail", "mail", "mail"]
        told = ask(engine, select(messages).where(messages.c.kind == "channel_off"))
        assert [(row.urgent, row.facts["channel"], row.facts["person"]) for row in told] == [
            (True, "robot", COORDINATOR)
        ]
        queue(engine, desk, "rectification")
        assert {parcel.via for parcel in taken(engine, desk)} == {"mail"}

    def test_after_its_rest_one_success_switches_it_on_again(self, engine: Engine) -> None:
        desk = self.reachable_by(engine, "robot", ways=(ROBOT,), channel_failures=1, channel_rest_minutes=60)
        queue(engine, desk, "rectification")
        settle(engine, desk, taken(engine, desk), Told("failed", "robot", "x", channel_fault=True))
        forget_but(engine, "rectification")
        assert taken(engine, desk, TEN + timedelta(minutes=59)) == []
        later = TEN + timedelta(minutes=60)
        settle(engine, desk, taken(engine, desk, later), Told("sent", "robot"), later)
        (row,) = ask(engine, select(channels.c.failures, channels.c.off_since))
        assert tuple(row) == (0, None)

    def test_a_person_switches_it_on_at_once(self, engine: Engine) -> None:
        desk = self.reachable_by(engine, "robot", ways=(ROBOT,), channel_failures=1)
        queue(engine, desk, "rectification")
        settle(engine, desk, taken(engine, desk), Told("failed", "robot", "x", channel_fault=True))
        assert do(engine, throttling.switch_on, "robot") is True
        assert do(engine, throttling.switch_on, "robot") is False

    def test_by_a_channel_that_knows_a_message_again_what_a_worker_lost_is_sent_again(self, engine: Engine) -> None:
        desk = self.reachable_by(engine, "mail", ways=(replace(MAIL, resend=True),))
        queue(engine, desk, "rectification")
        taken(engine, desk)
        do(engine, delivering.sweep_lost, TEN + timedelta(minutes=16), desk)
        assert [status for status, _ in states(engine)] == ["queued"]

    def test_an_unknown_outcome_by_such_a_channel_is_tried_again(self, engine: Engine) -> None:
        desk = self.reachable_by(engine, "mail", ways=(replace(MAIL, resend=True),))
        queue(engine, desk, "rectification")
        settle(engine, desk, taken(engine, desk), Told("unknown"))
        assert [status for status, _ in states(engine)] == ["queued"]


def test_what_a_person_knows_to_have_arrived_counts_as_sent(engine: Engine) -> None:
    desk = loaded(engine, a_desk_by())
    queue(engine, desk, "issued")
    settle(engine, desk, taken(engine, desk), Told("unknown"))
    (row,) = ask(engine, select(messages.c.id))
    do(engine, delivering.count_as_sent, MARCH_2, desk, row.id, by=COORDINATOR)
    assert [status for status, _ in states(engine)] == ["sent"]
