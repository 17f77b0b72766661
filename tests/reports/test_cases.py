"""A case as a line, and with its whole history."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from models.engine import reading
from reports.cases import Case, read_case, read_cases
from rules.desk import Desk
from rules.errors import NotFoundError
from services import closing, escalating
from tests.asking import MARCH_2, a_case, do, loaded
from tests.builders import COORDINATOR, DILIGENT, EAST_INSPECTOR, LATE, a_desk, liaison

MARCH_17 = date(2026, 3, 17)


def case_of(engine: Engine, desk: Desk, number_or_id: str | int, day: date = MARCH_2) -> Case:
    with reading(engine) as session:
        return read_case(session, day, desk, number_or_id)


def test_a_case_is_found_by_its_number_and_by_its_id(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    case = a_case(engine, desk)
    assert case_of(engine, desk, case) == case_of(engine, desk, f" {case} ") == case_of(engine, desk, "整改〔2026〕1号")


def test_an_unknown_case_is_named_in_the_error(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    with pytest.raises(NotFoundError) as raised:
        case_of(engine, desk, "整改〔2026〕9号")
    assert raised.value.values == {"case": "整改〔2026〕9号"}


def test_the_history_tells_who_did_what_and_when(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    case = a_case(engine, desk)
    do(engine, escalating.escalate, MARCH_17, desk)
    do(engine, closing.submit, MARCH_17, desk, case, by=liaison(LATE), why="已整改")
    do(engine, closing.verify, date(2026, 3, 18), desk, case, by=EAST_INSPECTOR)
    do(engine, closing.close, date(2026, 3, 19), desk, case, by=COORDINATOR)
    found = case_of(engine, desk, case, date(2026, 3, 20))
    moved = [(step.on, step.by, step.to_status) for step in found.steps if step.from_status != step.to_status]
    assert moved[-3:] == [
        (MARCH_17, liaison(LATE), "submitted"),
        (date(2026, 3, 18), EAST_INSPECTOR, "verified"),
        (date(2026, 3, 19), COORDINATOR, "closed"),
    ]
    assert [(climb.on, climb.rung, climb.working_days_overdue) for climb in found.climbs] == [(MARCH_17, 1, 1)]
    assert (found.line.status, found.line.closed_on, len(found.ladder)) == ("closed", date(2026, 3, 19), 4)


def test_open_cases_come_first_and_closed_ones_can_be_left_out(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    first, second = a_case(engine, desk), a_case(engine, desk, unit=DILIGENT)
    do(engine, closing.submit, MARCH_2, desk, first, by=liaison(LATE))
    do(engine, closing.verify, MARCH_2, desk, first, by=EAST_INSPECTOR)
    do(engine, closing.close, MARCH_2, desk, first, by=COORDINATOR)
    with reading(engine) as session:
        assert [line.id for line in read_cases(session, MARCH_2, desk)] == [second, first]
        assert [line.id for line in read_cases(session, MARCH_2, desk, closed=False)] == [second]
