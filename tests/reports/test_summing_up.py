"""Who has and who has not answered."""

from __future__ import annotations

from sqlalchemy import Engine

from models.engine import reading
from models.tables import assignments
from reports.summing_up import read_summary
from services import answering
from tests.asking import MARCH_2, do, issued, set_status
from tests.builders import DILIGENT, FAR, LATE, a_desk, liaison


def test_a_summary_names_who_has_answered_and_who_owes(engine: Engine) -> None:
    desk = a_desk()
    first, *_ = issued(engine, desk)
    do(engine, answering.answer, MARCH_2, desk, first, act="submit", by=liaison(DILIGENT), text="已报")
    with reading(engine) as session:
        found = read_summary(session, "P-1", "2026-03")
    assert found is not None
    assert (found.answered, found.owing, found.units) == ((DILIGENT,), (LATE, FAR), 3)


def test_what_was_withdrawn_is_neither_answered_nor_owed(engine: Engine) -> None:
    desk = a_desk()
    first, *_ = issued(engine, desk)
    set_status(engine, assignments, first, "withdrawn")
    with reading(engine) as session:
        found = read_summary(session, "P-1", "2026-03")
    assert found is not None
    assert (found.answered, found.owing) == ((), (LATE, FAR))


def test_of_what_was_never_opened_there_is_no_summary(engine: Engine) -> None:
    issued(engine, a_desk())
    with reading(engine) as session:
        assert read_summary(session, "P-1", "2026-04") is None
