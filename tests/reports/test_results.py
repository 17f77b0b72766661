"""What became of every entry in a year."""

from __future__ import annotations

from sqlalchemy import Engine

from models.engine import reading
from reports.results import Result, read_results
from services import answering
from tests.asking import MARCH_2, a_case, do, issued
from tests.builders import DILIGENT, a_desk, liaison


def test_a_year_counts_what_was_opened_answered_and_found(engine: Engine) -> None:
    desk = a_desk()
    ids = issued(engine, desk)
    do(engine, answering.answer, MARCH_2, desk, ids[0], act="submit", by=liaison(DILIGENT), text="已交")
    a_case(engine, desk, assignment_id=ids[1])
    with reading(engine) as session:
        (result,) = read_results(session, 2026).values()
        assert read_results(session, 2025) == {}
    assert result == Result(periods=1, asked=3, answered=1, findings=1)
    assert result.owing == 2
