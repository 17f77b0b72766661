"""What waits in the outbox is counted as a worker would claim it: letters, not messages, that may go out now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from models.tables import channels, messages
from models.tables import people as _people
from rules.desk import Desk
from rules.office import Channel, Role
from services import delivering, posting
from services.people import Contact
from services.waiting import count_waiting
from tests.asking import MARCH_2, ask, do, loaded, set_status
from tests.builders import DILIGENT, FAR, LATE, a_desk, liaison

TEN = datetime(2026, 3, 2, 2, tzinfo=UTC)
"""Monday 2 March, ten in the morning in Shanghai."""
NIGHT = datetime(2026, 3, 2, 15, tzinfo=UTC)
MAIL, ROBOT = Channel("mail", "email"), Channel("robot", "wecom")


def an_office(engine: Engine, *ways: Channel, **wanted: tuple[str, ...]) -> Desk:
    """The small office with these channels; `wanted`: by which of them the liaison of a school is reached."""
    desk = a_desk()
    names = {liaison(school): names for school, names in wanted.items()}
    people = tuple(replace(one, channels=names.get(one.name, ())) for one in desk.roster.people)
    office = replace(desk.office, channels=ways or (MAIL,))
    return loaded(engine, replace(desk, office=office, roster=replace(desk.roster, people=people)))


def queue(engine: Engine, desk: Desk, school: str, *kinds: str, urgent: bool = False) -> None:
    """A message of each kind for the liaison of a school."""
    (row,) = ask(engine, select(_people).where(_people.c.name == liaison(school)))
    contact = Contact(row.id, row.name, Role(row.role), row.unit_id, row.zone)
    notes = [posting.Note(f"{kind}:{school}", kind, contact, {"lines": []}, urgent=urgent) for kind in kinds]
    do(engine, posting.queue, MARCH_2, desk, notes)


def waiting(engine: Engine, desk: Desk, now: datetime = TEN, most: int = 100) -> int:
    return do(engine, count_waiting, now, desk, most=most)


def test_the_daily_messages_of_a_person_are_one_letter(engine: Engine) -> None:
    desk = an_office(engine)
    assert waiting(engine, desk) == 0
    queue(engine, desk, LATE, "issued", "digest", "overdue")
    queue(engine, desk, DILIGENT, "issued")
    queue(engine, desk, FAR, "returned")
    assert waiting(engine, desk) == 3


def test_counting_ends_where_more_makes_no_difference(engine: Engine) -> None:
    desk = an_office(engine)
    for school in (LATE, DILIGENT, FAR):
        queue(engine, desk, school, "issued")
    assert waiting(engine, desk, most=2) == 2


def test_as_many_are_counted_as_a_worker_would_claim_and_afterwards_none(engine: Engine) -> None:
    desk = an_office(engine)
    queue(engine, desk, LATE, "issued", "digest")
    queue(engine, desk, DILIGENT, "issued")
    counted = waiting(engine, desk)
    ids = do(engine, delivering.claim, TEN, desk, worker="w")
    assert (counted, len(ids)) == (2, 3)
    assert waiting(engine, desk) == 0


def test_whoever_had_the_days_letter_is_not_waited_for_until_tomorrow(engine: Engine) -> None:
    desk = an_office(engine)
    queue(engine, desk, LATE, "issued")
    (letter,) = do(engine, delivering.take_out, TEN, desk, do(engine, delivering.claim, TEN, desk, worker="w"))
    set_status(engine, messages, letter.ids[0], "sent")
    queue(engine, desk, LATE, "digest")
    assert waiting(engine, desk) == 0
    assert waiting(engine, desk, TEN + timedelta(days=1)) == 1


def test_outside_the_hours_only_what_is_urgent_counts(engine: Engine) -> None:
    desk = an_office(engine)
    queue(engine, desk, LATE, "issued")
    queue(engine, desk, FAR, "danger", urgent=True)
    assert waiting(engine, desk, NIGHT) == 1
    assert waiting(engine, desk) == 2


def test_what_is_to_be_tried_later_does_not_count_before(engine: Engine) -> None:
    desk = an_office(engine)
    queue(engine, desk, LATE, "issued")
    ids = do(engine, delivering.claim, TEN, desk, worker="w")
    later = {"status": "queued", "try_at": TEN + timedelta(minutes=5), "claimed_by": "", "claimed_at": None}
    do(engine, lambda session: session.execute(messages.update().where(messages.c.id.in_(ids)).values(later)))
    assert waiting(engine, desk, TEN + timedelta(minutes=4)) == 0
    assert waiting(engine, desk, TEN + timedelta(minutes=5)) == 1


def test_what_waits_behind_a_channel_of_so_many_a_minute_needs_no_further_sender(engine: Engine) -> None:
    desk = an_office(engine, MAIL, ROBOT, **{LATE: ("robot",), DILIGENT: ("robot", "mail"), FAR: ("mail",)})
    for school in (LATE, DILIGENT, FAR):
        queue(engine, desk, school, "issued")
    assert waiting(engine, desk) == 2


def test_what_waits_for_a_channel_that_rests_does_not_count_until_it_is_tried_again(engine: Engine) -> None:
    desk = an_office(engine)
    queue(engine, desk, LATE, "issued")
    resting = {"name": "mail", "recent": [], "failures": 10, "blocked_until": TEN + timedelta(hours=1), "error": ""}
    do(engine, lambda session: session.execute(channels.insert().values(resting)))
    assert waiting(engine, desk) == 0
    assert waiting(engine, desk, TEN + timedelta(hours=1)) == 1
