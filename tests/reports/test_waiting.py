"""The pick lists of the forms: what waits for somebody, the most urgent first."""

from __future__ import annotations

from sqlalchemy import Engine

from models.engine import reading
from reports.waiting import read_waiting
from services import answering
from tests.asking import MARCH_2, do, issued
from tests.builders import DILIGENT, FAR, LATE, a_desk, liaison


def test_what_was_opened_waits_with_its_title_unit_and_day(engine: Engine) -> None:
    issued(engine, a_desk())
    with reading(engine) as session:
        found = read_waiting(session)
    assert {each.unit for each in found} == {DILIGENT, LATE, FAR}
    assert {each.status for each in found} == {"open"}


def test_what_is_submitted_still_waits_for_the_office_and_what_is_accepted_does_not(engine: Engine) -> None:
    desk = a_desk()
    first = issued(engine, desk)[0]
    do(engine, answering.answer, MARCH_2, desk, first, act="submit", by=_liaison_of(engine, first))
    with reading(engine) as session:
        assert {each.id: each.status for each in read_waiting(session)}[first] == "submitted"
    do(engine, answering.answer, MARCH_2, desk, first, act="accept", by="干事")
    with reading(engine) as session:
        assert first not in {each.id for each in read_waiting(session)}


def test_the_list_is_as_long_as_was_asked_for(engine: Engine) -> None:
    issued(engine, a_desk())
    with reading(engine) as session:
        assert len(read_waiting(session, limit=2)) == 2


def _liaison_of(engine: Engine, assignment: int) -> str:
    with reading(engine) as session:
        return liaison(next(each.unit for each in read_waiting(session) if each.id == assignment))
