"""What is gone through in parts says the same as what is gone through at once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.engine import reading
from models.tables import assignments
from rules.office import Person, Role, Stage, UnitKind
from rules.plan import Doer
from services import people, posting
from services.gathering import gather
from tests.asking import ask, counting_statements, issued, loaded
from tests.builders import CAST, DILIGENT, OFFICE_PEOPLE, a_desk, a_unit, an_entry, people_of

GRADES = tuple(
    a_unit(code, f"{name}-{DILIGENT}", kind=UnitKind.GRADE, parent="K01", stages=(Stage.PRIMARY,))
    for code, name in (("K00", "一年级"), ("K04", "二年级"))
)
"""Parts of a school without people of their own: its liaison does their work."""
DESK = a_desk(
    an_entry(), units=(*CAST, *GRADES), people=(*OFFICE_PEOPLE, *people_of(CAST), Person("另一督学", Role.INSPECTOR))
)


@pytest.fixture
def office(engine: Engine) -> Engine:
    """Every unit has its work."""
    loaded(engine, DESK)
    issued(engine, DESK)
    return engine


def said(engine: Engine, doer: Doer, at_once: int) -> tuple[dict[str, list[str]], int]:
    """Person to what they hear, and how many notes came before the end."""
    owed = [(row.unit_id, row.id) for row in ask(engine, select(assignments.c.unit_id, assignments.c.id))]
    lines = posting.Lines()

    def line(found: people.Directory, row: Any) -> dict[str, Any]:
        return {"title": found.name_of(row.unit_id), "due_on": row.due_on.isoformat(), "unit": ""}

    def key(contact: people.Contact) -> str:
        return contact.name

    with reading(engine) as session:
        parts = gather(session, lines, owed, lambda _row: doer, line, at_once)
        early = [note for ended in parts for note in lines.notes("digest", key, of=ended)]
        late = list(lines.notes("digest", key))
    assert len({note.key for note in (*early, *late)}) == len(early) + len(late)
    return {it.key: [one["title"] for one in it.facts["lines"]] for it in (*early, *late)}, len(early)


@pytest.mark.parametrize("doer", [Doer.LIAISON, Doer.INSPECTOR])
def test_everybody_hears_the_same_whether_it_is_gone_through_at_once_or_one_by_one(office: Engine, doer: Doer) -> None:
    at_once, _ = said(office, doer, 100)
    one_by_one, _ = said(office, doer, 1)
    assert one_by_one == at_once
    assert sum(len(titles) for titles in at_once.values()) >= len(CAST) + len(GRADES)


def test_who_does_the_work_of_other_units_too_has_one_message_at_the_end(office: Engine) -> None:
    heard, early = said(office, Doer.LIAISON, 1)
    assert sorted(heard[f"联络员-{DILIGENT}"]) == sorted([DILIGENT, *(unit.name for unit in GRADES)])
    assert early == 2


def test_nothing_owed_asks_nothing(office: Engine) -> None:
    with counting_statements(office) as counted, reading(office) as session:
        assert not list(gather(session, posting.Lines(), [], lambda _row: Doer.LIAISON, lambda *_: {}))
    assert counted["SELECT"] == 0
