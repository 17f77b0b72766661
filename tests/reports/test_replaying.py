"""What the history says, and what stands."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, delete, update

from models.engine import reading, transaction
from models.tables import assignments, rectifications
from reports.replaying import Difference, read_differences, read_proof
from services import closing, escalating, extending
from tests.asking import MARCH_2, a_case, do, issued, loaded, set_status
from tests.builders import COORDINATOR, EAST_INSPECTOR, LATE, a_desk, liaison


def differences(engine: Engine) -> tuple[Difference, ...]:
    with reading(engine) as session:
        return read_differences(session)


def test_a_case_with_a_climb_an_extension_and_a_return_is_what_its_history_says(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    case = a_case(engine, desk)
    do(engine, escalating.escalate, date(2026, 3, 17), desk)
    more_time = {"by": liaison(LATE), "why": "设备未到", "wanted_on": date(2026, 3, 24)}
    request = do(engine, extending.ask, date(2026, 3, 17), desk, case, **more_time)
    do(engine, extending.decide, date(2026, 3, 17), desk, request, by=COORDINATOR, approve=True)
    do(engine, closing.submit, date(2026, 3, 18), desk, case, by=liaison(LATE))
    said = {"by": EAST_INSPECTOR, "why": "照片不全", "due_on": date(2026, 3, 30)}
    do(engine, closing.return_, date(2026, 3, 19), desk, case, **said)
    assert differences(engine) == ()


def test_what_was_changed_beside_the_history_is_named(engine: Engine) -> None:
    case = a_case(engine, loaded(engine, a_desk()))
    set_status(engine, rectifications, case, "closed")
    with transaction(engine) as session:
        session.execute(update(rectifications).values(due_on=MARCH_2))
    assert [(it.column, it.stands, it.recorded) for it in differences(engine)] == [
        ("status", "closed", "issued"),
        ("due_on", "2026-03-02", "2026-03-16"),
    ]


def test_work_is_replayed_too_and_counted(engine: Engine) -> None:
    (first, *rest) = issued(engine, a_desk())
    with reading(engine) as session:
        proof = read_proof(session)
    assert (proof.holds, proof.cases, proof.assignments) == (True, 0, 1 + len(rest))
    assert proof.steps >= proof.assignments
    set_status(engine, assignments, first, "done")
    with reading(engine) as session:
        (found,) = read_proof(session).differences
    assert (found.subject, found.column, found.stands, found.recorded) == ("assignment", "status", "done", "open")
    assert found.number.startswith("P-1 2026-03 ")


def test_a_row_that_is_gone_leaves_its_history_behind(engine: Engine) -> None:
    *_, last = issued(engine, a_desk())
    with transaction(engine) as session:
        session.execute(delete(assignments).where(assignments.c.id == last))
    with reading(engine) as session:
        (found,) = read_proof(session).differences
    assert (found.number, found.column, found.recorded) == (str(last), "row", "open")
