"""The outbox's front door."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, select

from models.engine import reading
from models.tables import messages
from rules.office import Role
from services import people, posting
from tests.asking import MARCH_2, ask, do, loaded, post
from tests.builders import COORDINATOR, DIRECTOR, OFFICE, a_desk


def contacts(engine: Engine) -> dict[str, people.Contact]:
    with reading(engine) as session:
        found = people.directory(session).all_of(Role.COORDINATOR, Role.DIRECTOR)
    return {contact.name: contact for contact in found}


def test_a_key_is_queued_once_and_the_first_words_stay(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    contact = contacts(engine)[DIRECTOR]
    first = posting.Note("k", "digest", contact, {"lines": [1]})
    assert len(do(engine, posting.queue, MARCH_2, desk, [first, posting.Note("k2", "digest", contact, {})])) == 2
    assert do(engine, posting.queue, MARCH_2, desk, [posting.Note("k", "digest", contact, {"lines": [2]})]) == []
    assert ask(engine, select(messages.c.facts).where(messages.c.key == "k"))[0].facts["lines"] == [1]


def test_every_message_says_office_person_role_and_day(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, posting.queue, date(2026, 3, 9), desk, [posting.Note("k", "digest", contacts(engine)[DIRECTOR], {})])
    row = ask(engine, select(messages))[0]
    assert row.facts == {"office": OFFICE, "person": DIRECTOR, "role": "director", "day": "2026-03-09"}
    assert (row.status, row.queued_on, row.attempts, row.try_at) == ("queued", date(2026, 3, 9), 0, None)


def test_lines_of_one_person_come_by_due_day_in_one_note(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    known, lines = contacts(engine), posting.Lines()
    for due_on, title in (("2026-03-09", "乙"), ("2026-03-02", "丙"), ("2026-03-09", "甲")):
        lines.add(known.values(), {"due_on": due_on, "title": title, "unit": "u"})
    notes = list(lines.notes("digest", lambda contact: f"digest:{contact.id}"))
    do(engine, posting.queue, MARCH_2, desk, notes)
    assert post(engine) == sorted([("digest", COORDINATOR), ("digest", DIRECTOR)])
    assert [line["title"] for line in notes[0].facts["lines"]] == ["丙", *sorted("甲乙")]


def test_of_very_many_names_only_the_first_are_listed() -> None:
    assert posting.listed(["甲", "乙", "甲"]) == "甲、乙"
    assert posting.listed(f"校{number}" for number in range(30)).endswith("校19……（30）")
