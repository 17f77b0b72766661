"""A draw, as anybody can check it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.engine import reading, transaction
from models.tables import draw_visits, drawings
from reports.board import read_board
from reports.drawings import read_draw_coverage, read_drawing, read_drawing_ids
from reports.proofs import Proof, prove
from reports.rendering import render
from reports.waiting import read_waiting
from rules.drawing import Basis, HowMany
from rules.errors import NotFoundError
from rules.plan import Audience, Draw, Kind
from services import issuing, sampling
from tests.asking import MARCH_2, ask, do, loaded
from tests.builders import (
    CAST,
    COORDINATOR,
    DILIGENT,
    FAR,
    LATE,
    a_desk,
    a_unit,
    a_visit,
    an_occurrence,
)

RANDOM = replace(a_visit("P-2", kind=Kind.RANDOM), unannounced=True)
FORM = sampling.Form("P-2", "抽查一", COORDINATOR, HowMany(Basis.COUNT, 2), per_unit=1, seed="7")
DESK = a_desk(RANDOM)


def drawn(engine: Engine, **said: Any) -> int:
    loaded(engine, DESK)
    return do(engine, sampling.draw_now, MARCH_2, DESK, replace(FORM, **said)).drawing_id


def proof(engine: Engine, number: int, desk: Any = DESK) -> Proof:
    with reading(engine) as session:
        return prove(session, desk, number)


def tamper(engine: Engine, statement: Any) -> None:
    with transaction(engine) as session:
        session.execute(statement)


def test_a_draw_is_shown_with_what_it_takes_to_repeat_it(engine: Engine) -> None:
    number = drawn(engine)
    with reading(engine) as session:
        found = read_drawing(session, number)
        assert read_drawing_ids(session) == (number,)
    assert (found.pool, found.seed, found.drawn_by, found.drawn_on) == (3, "7", COORDINATOR, MARCH_2)
    assert (found.tickets, found.per_unit, len(found.units), len(found.digest)) == (15, 1, 2, 64)
    assert all(unit.visit_on and len(unit.inspectors) == 1 and unit.told_on == MARCH_2 for unit in found.units)


def test_a_draw_that_nobody_touched_holds(engine: Engine) -> None:
    assert proof(engine, drawn(engine)).holds
    assert proof(engine, drawn(engine, key="抽查二", secret=True, per_unit=2)).holds


def test_a_draw_of_the_plan_holds_too(engine: Engine) -> None:
    desk = loaded(engine, a_desk(replace(RANDOM, audience=Audience(draw=Draw(1)))))
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, "P-2")])
    assert proof(engine, 1, desk).holds


def test_a_changed_pool_weight_result_or_visit_is_found(engine: Engine) -> None:
    number = drawn(engine)
    (kept,) = ask(engine, select(drawings.c.units, drawings.c.picked, drawings.c.pool))
    heavier = [row | {"tickets": 14} if row["code"] == "K01" else row for row in kept.units]
    other = sorted({"K01", "K02", "K03"} - set(kept.picked)) + kept.picked[:1]
    for changed, fault in (
        ({"units": kept.units[1:]}, "digest"),
        ({"units": heavier}, "digest"),
        ({"picked": sorted(other)}, "picked"),
        ({"pool": ["K01"]}, "digest"),
        ({"lot": "8"}, "digest"),
        ({"digest": "0" * 64}, "digest"),
        ({"drawn_by": "别人"}, "digest"),
        ({"asked": {}}, "digest"),
        ({"units": [{}]}, "digest"),
    ):
        was = ask(engine, select(drawings))[0]._asdict()
        tamper(engine, drawings.update().values(**changed))
        assert fault in proof(engine, number).faults, changed
        tamper(engine, drawings.update().values(**{name: was[name] for name in changed}))
    assert proof(engine, number).holds
    tamper(engine, draw_visits.update().values(visit_on=date(2026, 3, 20)))
    assert "visits" in proof(engine, number).faults


def test_a_digest_made_anew_still_differs_from_that_in_the_history(engine: Engine) -> None:
    """The history cannot be changed, so a forger would have to change every paper as well."""
    number = drawn(engine)
    forged = drawn(engine, key="抽查一改", seed="8")
    row = ask(engine, select(drawings).where(drawings.c.id == forged))[0]._asdict()
    same = {name: row[name] for name in ("lot", "seed", "units", "picked", "digest")}
    tamper(engine, drawings.update().where(drawings.c.id == number).values(**same))
    assert "digest" in proof(engine, number).faults


def test_a_draw_from_before_pools_were_kept_says_so(engine: Engine) -> None:
    number = drawn(engine)
    tamper(engine, drawings.update().values(rule="1", asked={}, units=[], inspectors=[]))
    assert proof(engine, number).faults == ("rule",)
    with reading(engine) as session:
        assert len(read_drawing(session, number).units) == 2


def test_a_unit_that_left_the_roster_since_is_said_and_no_fault(engine: Engine) -> None:
    found = proof(engine, drawn(engine), a_desk(RANDOM, units=CAST[1:]))
    assert (found.holds, found.left) == (True, ("K01",))


def test_a_draw_that_never_was_is_an_error(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(NotFoundError):
        read_drawing(session, 1)


def test_coverage_counts_what_is_left_in_this_round_and_names_nobody(engine: Engine) -> None:
    drawn(engine)
    with reading(engine) as session:
        (line,) = read_draw_coverage(session, DESK)
        board = read_board(session, MARCH_2, DESK)
    assert (line.item, line.pool, line.checked, line.left, line.draws) == ("P-2", 3, 2, 1, 1)
    for language in ("zh", "en"):
        text = render(language, "board", board=board)
        part = text[text.index("抽取次数" if language == "zh" else "| Draws |") :]
        assert "| 3 | 2 | 1 | 1 |" in part


def test_the_board_names_no_unit_of_a_draw_and_counts_it_at_none(engine: Engine) -> None:
    desk = loaded(engine, a_desk(RANDOM, units=(*CAST, a_unit("K04", "第四小学"))))
    do(engine, sampling.draw_now, MARCH_2, desk, replace(FORM, many=HowMany(Basis.COUNT, 4)))
    with reading(engine) as session:
        board = read_board(session, MARCH_2, desk)
    assert [line.owing_names for line in board.today] == [()]
    assert {line.asked for line in board.coverage} == {0}


def test_two_draws_of_one_entry_stand_on_the_board_and_in_the_pick_lists_by_their_names(engine: Engine) -> None:
    first, second = drawn(engine, topic="食堂"), drawn(engine, key="抽查二", topic="作息")
    with reading(engine) as session:
        lines, waiting = read_board(session, MARCH_2, DESK).today, read_waiting(session)
    assert {(line.title, line.drawing) for line in lines} == {("食堂", first), ("作息", second)}
    assert {each.title for each in waiting} == {"食堂", "作息"}


def test_the_pick_lists_offer_a_sealed_visit_on_its_day_only(engine: Engine) -> None:
    number = drawn(engine, secret=True)
    with reading(engine) as session:
        assert read_waiting(session) == ()
    do(engine, sampling.reveal, date(2026, 3, 31), DESK)
    with reading(engine) as session:
        assert len(read_waiting(session)) == 2
        assert not read_drawing(session, number).sealed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_paper_of_a_sealed_draw_names_no_unit_but_says_how_to_verify(engine: Engine, language: str) -> None:
    number = drawn(engine, secret=True)
    with reading(engine) as session:
        draw = read_drawing(session, number)
    text = render(language, "drawn", draw=draw, title="督查", due_on=MARCH_2)
    assert not any(name in text for name in (DILIGENT, LATE, FAR))
    assert "dudao draw verify" in text
    assert draw.digest in text
