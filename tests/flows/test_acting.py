"""What the form for complaints does, step by step, and what it refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from flows.acting import Filled, act_on_complaint
from flows.door import Door
from flows.fields import REFRESHED
from flows.picking import COMPLAINT_ACTS, pick_lists, read_moving
from models.engine import reading, transaction
from models.tables import assignments, complaints
from rules.errors import RefusedError
from services import complaining
from tests.asking import MARCH_2, a_case, ask, do, loaded
from tests.builders import COORDINATOR, DIRECTOR, EAST_INSPECTOR, LATE, a_desk

DESK = a_desk()


@pytest.fixture
def complaint(engine: Engine) -> int:
    loaded(engine, DESK)
    said = {"unit": LATE, "how": "phone", "by": COORDINATOR, "handler": DIRECTOR}
    return do(engine, complaining.register, MARCH_2, DESK, **said)


def act(engine: Engine, verb: str, complaint: int, **said: Any) -> int:
    door = Door(Path(), DESK, engine, MARCH_2)
    with transaction(engine) as session:
        return act_on_complaint(door, verb, complaint, DIRECTOR, Filled(**said), session)


def test_every_act_of_the_form_leads_a_complaint_from_acceptance_to_its_reply(engine: Engine, complaint: int) -> None:
    case = a_case(engine, DESK)
    act(engine, "accept", complaint)
    act(engine, "assign", complaint, inspector=EAST_INSPECTOR, visit_by=date(2026, 3, 20))
    act(engine, "extend", complaint, text="需要检测报告")
    act(engine, "link", complaint, case=case)
    act(engine, "finish", complaint, text="部分属实", reply="已当面答复")
    (found,) = ask(engine, select(complaints))
    assert (found.status, found.inspector, found.reply) == ("finished", EAST_INSPECTOR, "已当面答复")
    assert [row.unannounced for row in ask(engine, select(assignments))] == [True]


@pytest.mark.parametrize("verb", ["assign", "link"])
def test_a_step_without_what_it_needs_is_refused_with_the_name_of_the_field(
    engine: Engine, complaint: int, verb: str
) -> None:
    act(engine, "accept", complaint)
    with pytest.raises(RefusedError, match="empty") as refused:
        act(engine, verb, complaint)
    assert refused.value.values["field"] == {"assign": "核实督学", "link": "关联的整改"}[verb]


def test_a_refusal_without_a_reason_is_refused_and_the_complaint_is_as_it_was(engine: Engine, complaint: int) -> None:
    with pytest.raises(RefusedError, match=r"refuse\.reason"):
        act(engine, "reject", complaint)
    assert [row.status for row in ask(engine, select(complaints))] == ["registered"]


def test_complaints_are_offered_by_number_without_their_unit_until_they_end(engine: Engine, complaint: int) -> None:
    assert "complaint" in REFRESHED
    assert _offered(engine)["complaints"] == (f"{complaint} · 举报〔2026〕1号 · 已登记 · 应于2026-03-17",)
    assert len(_offered(engine)["complaint_acts"]) == len(COMPLAINT_ACTS)
    assert _offered(engine)["complaint_inspectors"][:2] == ("（不指派）", "督学-东区")
    act(engine, "reject", complaint, text="不属于受理范围")
    assert _offered(engine)["complaints"] == ()


def _offered(engine: Engine) -> dict[str, tuple[str, ...]]:
    with reading(engine) as session:
        return pick_lists(DESK, read_moving(session, MARCH_2, DESK))
