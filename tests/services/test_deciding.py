"""What the ladder proposes, a named person decides, once and for good."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import DBAPIError

from models.engine import reading, transaction
from models.tables import changes, decisions, escalations, proposals, revisits
from reports.board import read_board
from reports.rendering import render
from rules.errors import RefusedError
from rules.office import Role, Rung
from services import deciding, drafting, escalating, reminding
from tests.asking import a_case, ask, do, facts_of, forget, loaded, post
from tests.builders import (
    CAST,
    COORDINATOR,
    DIRECTOR,
    EAST_INSPECTOR,
    OFFICE_PEOPLE,
    a_desk,
    liaison,
    people_of,
    principal,
)

MARCH_17, MARCH_18 = date(2026, 3, 17), date(2026, 3, 18)
STEEP = (Rung(1, 1, (Role.DIRECTOR,), "propose", ("约谈", "通报")),)
TAKING: dict[str, Any] = {"by": DIRECTOR, "measure": "约谈", "reason": "两次未报", "basis": "条例第二十五条"}


@pytest.fixture
def proposal(engine: Engine) -> int:
    """The proposal of 约谈 or 通报 of 17 March."""
    a_case(engine, loaded(engine, a_desk(ladder=STEEP)))
    do(engine, escalating.escalate, MARCH_17, a_desk())
    forget(engine)
    return int(ask(engine, select(proposals.c.id))[0].id)


def decide(engine: Engine, proposal: int, **said: Any) -> int:
    return do(engine, deciding.decide, MARCH_18, a_desk(), proposal, **(TAKING | said))


def test_who_it_was_proposed_to_is_reminded_every_working_day_until_it_is_decided(
    engine: Engine, proposal: int
) -> None:
    do(engine, reminding.remind, MARCH_17, a_desk())
    assert ("digest", DIRECTOR) not in post(engine)
    forget(engine)
    for day in (MARCH_18, date(2026, 3, 19)):
        assert do(engine, reminding.remind, day, a_desk())
        assert do(engine, reminding.remind, day, a_desk()) == []
        assert post(engine) == [("digest", DIRECTOR)]
        (line,) = facts_of(engine, DIRECTOR, "digest")["lines"]
        assert line["title"] == "整改〔2026〕1号：2026-03-17建议约谈、通报，请在“升级决定”中作出决定"
        forget(engine)
    assert do(engine, reminding.remind, date(2026, 3, 21), a_desk()) == []
    decide(engine, proposal)
    forget(engine)
    assert do(engine, reminding.remind, date(2026, 3, 23), a_desk()) == []


def test_the_board_shows_what_waits_for_a_decision_and_whose_it_is(engine: Engine, proposal: int) -> None:
    with reading(engine) as session:
        (waiting,) = read_board(session, MARCH_18, a_desk()).proposals
        shown = render("zh", "board", board=read_board(session, MARCH_18, a_desk()), links={})
    assert (waiting.measures, waiting.roles) == (("约谈", "通报"), ("director",))
    assert "| 整改〔2026〕1号 | 拖延小学 | 1 | 约谈、通报 | 2026-03-17 周二 | 督导室主任 |" in shown
    decide(engine, proposal)
    with reading(engine) as session:
        assert read_board(session, MARCH_18, a_desk()).proposals == ()


def test_the_decision_its_reason_and_basis_stand_on_the_case_and_the_office_knows(
    engine: Engine, proposal: int
) -> None:
    decide(engine, proposal)
    row = ask(engine, select(decisions))[0]
    assert (row.decided_by, row.decided_on, row.measure, row.reason, row.basis) == (
        *(DIRECTOR, MARCH_18, "约谈", "两次未报", "条例第二十五条"),
    )
    why = ask(engine, select(changes.c.why).order_by(changes.c.id))[-1].why
    assert why == "升级决定：约谈。理由：两次未报。依据：条例第二十五条"
    assert post(engine) == sorted(("decided", name) for name in (COORDINATOR, EAST_INSPECTOR))
    assert facts_of(engine, COORDINATOR, "decided")["measure"] == "约谈"


def test_taking_none_needs_a_reason_but_no_basis(engine: Engine, proposal: int) -> None:
    decide(engine, proposal, measure="", basis="")
    assert ask(engine, select(decisions.c.measure)) == [("",)]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"reason": " "}, r"refuse\.reason"),
        ({"basis": ""}, "no_basis"),
        ({"measure": "开除"}, "other_measure"),
        ({"by": COORDINATOR}, "not_proposed_to"),
        ({"by": EAST_INSPECTOR}, "not_proposed_to"),
        ({"by": principal("拖延小学")}, "own_case"),
        ({"by": liaison("勤勉小学")}, "not_office"),
    ],
)
def test_what_cannot_be_decided_so_is_refused(engine: Engine, proposal: int, said: dict[str, Any], word: str) -> None:
    with pytest.raises(RefusedError, match=word):
        decide(engine, proposal, **said)
    assert ask(engine, select(decisions.c.id)) == []


def test_a_second_decision_is_refused(engine: Engine, proposal: int) -> None:
    decide(engine, proposal)
    with pytest.raises(RefusedError, match="decided_already"):
        decide(engine, proposal, measure="通报")


def test_on_a_case_that_has_ended_nothing_is_decided(engine: Engine, proposal: int) -> None:
    do(engine, drafting.withdraw, MARCH_18, a_desk(), 1, by=DIRECTOR, why="认定有误")
    with pytest.raises(RefusedError, match="ended"):
        decide(engine, proposal)


def test_where_there_is_no_director_the_coordinator_decides(engine: Engine, proposal: int) -> None:
    others = [it for it in OFFICE_PEOPLE if it.role is not Role.DIRECTOR]
    loaded(engine, a_desk(people=(*others, *people_of(CAST))))
    decide(engine, proposal, by=COORDINATOR)
    assert ask(engine, select(decisions.c.decided_by)) == [(COORDINATOR,)]


@pytest.mark.parametrize("table", [escalations, proposals, decisions], ids=lambda table: table.name)
def test_neither_climbs_nor_proposals_nor_decisions_can_be_changed_or_deleted(
    engine: Engine, proposal: int, table: Any
) -> None:
    decide(engine, proposal)
    for statement in (update(table).values(rectification_id=1), delete(table)):
        with pytest.raises(DBAPIError, match="only grows"), transaction(engine) as session:
            session.execute(statement)
    assert len(ask(engine, select(table.c.id))) == 1
    assert ask(engine, select(revisits.c.id)) == []
