"""What happened, read from the history, for automations of an office's own."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from models.engine import reading, transaction
from reports.events import last_change, read_happened
from services import closing, escalating, inspecting
from tests.asking import MARCH_2, do, loaded
from tests.builders import COORDINATOR, EAST_INSPECTOR, LATE, a_desk, liaison

FORM = {"unit": LATE, "severity": "ordinary", "fact": "留样不足", "by": EAST_INSPECTOR}


def test_a_case_is_issued_overdue_climbed_submitted_and_closed_each_once(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    with reading(engine) as session:
        since = last_change(session)
    with transaction(engine, via="表单") as session:
        case = inspecting.record_finding(session, MARCH_2, desk, **FORM)  # type: ignore[arg-type]  # by name
        escalating.escalate(session, date(2026, 3, 17), desk)
        escalating.escalate(session, date(2026, 3, 19), desk)
        closing.submit(session, date(2026, 3, 19), desk, case, by=liaison(LATE))
        closing.verify(session, date(2026, 3, 20), desk, case, by=EAST_INSPECTOR)
        closing.close(session, date(2026, 3, 20), desk, case, by=COORDINATOR)
    with reading(engine) as session:
        happened = read_happened(session, since, "表单")
    assert [(each.what, each.rung) for each in happened] == [
        ("issued", 0),
        ("overdue", 1),
        ("climbed", 1),
        ("climbed", 2),
        ("submitted", 0),
        ("closed", 0),
    ]
    assert {(each.number, each.unit) for each in happened} == {("整改〔2026〕1号", LATE)}


def test_what_was_before_or_done_through_something_else_is_not_told(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, inspecting.record_finding, MARCH_2, desk, **FORM)
    with reading(engine) as session:
        assert read_happened(session, 0, "表单") == ()
        assert [each.what for each in read_happened(session, 0, "")] == ["issued"]
        assert read_happened(session, last_change(session), "") == ()
