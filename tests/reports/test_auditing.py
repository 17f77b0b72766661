"""What the auditor reads is what stands in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, select

from flows.day import sweep
from models import ChannelRow, Message, MessageStatus, Work
from models.engine import reading, transaction
from models.rows import insert_new
from models.tables import assignments, messages, offices, people, rectifications
from reports.auditing import read_seen
from rules.auditing import Seen, troubles
from rules.desk import Desk
from rules.office import Channel
from services import auditing
from tests.asking import MARCH_2, a_case, issued, loaded
from tests.builders import a_desk

TEN = datetime(2026, 3, 2, 2, tzinfo=UTC)


def seen(engine: Engine, desk: Desk, now: datetime = TEN) -> Seen:
    with reading(engine) as session:
        return read_seen(session, now, desk, free_megabytes=9_000, disk_writable=True)


def delivered(engine: Engine, at: datetime = TEN) -> None:
    with transaction(engine) as session:
        auditing.beat(session, MARCH_2, Work.DELIVERY, at)


def test_after_a_sweep_and_a_delivery_all_is_well(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    sweep(engine, desk, MARCH_2)
    delivered(engine)
    assert troubles(desk, seen(engine, desk)) == ()


def test_an_office_that_never_swept_is_not_well(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    assert [trouble.code for trouble in troubles(desk, seen(engine, desk))] == ["not_swept"]


def swept_without_work(engine: Engine) -> Desk:
    """The office says that it swept, and nothing of it happened."""
    desk = loaded(engine, a_desk())
    delivered(engine)
    with transaction(engine) as session:
        session.execute(offices.update().values(first_swept_on=date(2026, 1, 5), swept_on=MARCH_2))
    return desk


def test_an_occurrence_that_should_be_open_and_is_not_is_named(engine: Engine) -> None:
    desk = swept_without_work(engine)
    assert seen(engine, desk).lacking == ("三月自查（2026-03）",)


def test_work_past_its_day_that_did_not_lapse_is_counted(engine: Engine) -> None:
    desk = swept_without_work(engine)
    issued(engine, desk)
    with transaction(engine) as session:
        session.execute(assignments.update().values(due_on=MARCH_2 - timedelta(days=1)))
    assert seen(engine, desk).stuck_work == 3


def test_a_case_that_should_have_climbed_is_named_by_its_number(engine: Engine) -> None:
    desk = swept_without_work(engine)
    a_case(engine, desk)
    assert seen(engine, desk).stuck_cases == ()
    with transaction(engine) as session:
        session.execute(rectifications.update().values(due_on=date(2026, 2, 2)))
    assert len(seen(engine, desk).stuck_cases) == 1


def test_a_claim_much_older_than_the_last_delivery_is_stale(engine: Engine) -> None:
    desk = swept_without_work(engine)
    sweep(engine, desk, MARCH_2)
    for minutes, is_stale in ((29, False), (31, True)):
        with transaction(engine) as session:
            session.execute(messages.update().values(status="claimed", claimed_at=TEN - timedelta(minutes=minutes)))
        assert bool(seen(engine, desk).stale_claims) is is_stale


def test_a_draft_that_the_office_forgot_is_named_and_is_no_fault_of_the_machine(engine: Engine) -> None:
    desk = swept_without_work(engine)
    a_case(engine, desk, severity="serious")
    assert seen(engine, desk).late_drafts == ()
    with transaction(engine) as session:
        session.execute(rectifications.update().values(check_due_on=date(2026, 2, 27)))
    assert seen(engine, desk).late_drafts == ("整改〔2026〕1号",)
    found = [(one.code, one.is_fault) for one in troubles(desk, seen(engine, desk)) if one.code == "late_drafts"]
    assert found == [("late_drafts", False)]


def a_letter(engine: Engine, queued_on: date, **values: object) -> None:
    """A message of the coordinator's stands in the outbox."""
    with transaction(engine) as session:
        person = session.scalar(select(people.c.id).order_by(people.c.id).limit(1))
        row = {"key": f"x:{queued_on}:{values}", "kind": "alarm", "person_id": person, "facts": {}}
        insert_new(session, Message, [{**row, "queued_on": queued_on, **values}])


def test_a_channel_that_is_off_for_longer_than_it_rests_is_named(engine: Engine) -> None:
    desk = a_desk()
    office = replace(desk.office, channels=(Channel("gate", "webhook", "GATE"), Channel("mail", "email", "MAIL")))
    desk = loaded(engine, replace(desk, office=office))
    rest = timedelta(minutes=office.policies.channel_rest_minutes)
    since = {"gate": TEN - rest - timedelta(minutes=1), "mail": TEN - rest, "gone": TEN - timedelta(days=9)}
    with transaction(engine) as session:
        rows = [{"name": name, "off_since": off} for name, off in since.items()]
        insert_new(session, ChannelRow, rows, unless=("name",), returning=("name",))
    assert seen(engine, desk).resting == ("gate",)


def test_messages_that_should_have_left_long_ago_are_counted(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    a_letter(engine, MARCH_2, urgent=True)
    a_letter(engine, date(2026, 3, 1), urgent=True)
    a_letter(engine, date(2026, 2, 26))
    a_letter(engine, date(2026, 2, 25))
    a_letter(engine, date(2026, 2, 25), status=MessageStatus.HELD)
    assert seen(engine, desk).waiting == 2


def test_what_failed_in_the_last_day_is_counted_and_what_failed_before_is_not(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    for status in (MessageStatus.DEAD, MessageStatus.UNKNOWN, MessageStatus.SENT):
        a_letter(engine, MARCH_2, status=status, ended_at=TEN - timedelta(hours=23))
    a_letter(engine, MARCH_2, status=MessageStatus.DEAD, ended_at=TEN - timedelta(hours=24))
    assert seen(engine, desk).undelivered == 2
