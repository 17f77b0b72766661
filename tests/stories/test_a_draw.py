"""A sealed draw from the form to the morning of the visit, dates written out; no school ever hears or sees of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Engine, select

from flows.day import sweep
from models.engine import reading
from models.tables import draw_visits, messages, people, units
from notifications.composing import compose
from reports.board import read_board
from reports.drawings import read_drawing
from reports.proofs import prove
from reports.rendering import render
from rules.drawing import Basis, HowMany
from rules.plan import Kind
from services import answering, sampling
from tests.asking import ask, do, loaded
from tests.builders import (
    CAST,
    DIRECTOR,
    EAST_INSPECTOR,
    OFFICE_PEOPLE,
    WEST_INSPECTOR,
    a_desk,
    a_visit,
    an_entry,
    people_of,
)

RANDOM = a_visit("P-R", title="食堂随机督查", kind=Kind.RANDOM, window=None, unannounced=True)
RECUSED = tuple(replace(one, recused=("K01",)) if one.name == EAST_INSPECTOR else one for one in OFFICE_PEOPLE)
DESK = a_desk(an_entry(), RANDOM, people=RECUSED + people_of(CAST))
FORM = sampling.Form(
    item="P-R",
    key="2026-03-02 食堂",
    by=DIRECTOR,
    many=HowMany(Basis.COUNT, 2),
    topic="食堂食品安全飞行督查",
    checklist="留样、台账",
    per_unit=1,
    first_on=date(2026, 3, 4),
    last_on=date(2026, 3, 6),
    secret=True,
    seed="见证人 03 08 15",
)


def test_a_sealed_draw_from_the_form_to_the_visit(engine: Engine) -> None:
    # Monday 2 March 2026: the director draws with the numbers that a witness said; Wednesday to Friday are open.
    loaded(engine, DESK, date(2026, 3, 2))
    sweep(engine, DESK, date(2026, 3, 2))
    drawn = do(engine, sampling.draw_now, date(2026, 3, 2), DESK, FORM)
    visits = _visits(engine)
    assert {visit.name for visit in visits} == {"勤勉小学", "远处小学"}
    assert {visit.name: (visit.visit_on, visit.inspectors) for visit in visits} == {
        "勤勉小学": (date(2026, 3, 5), [WEST_INSPECTOR]),  # the eastern inspector stays away from it
        "远处小学": (date(2026, 3, 6), [EAST_INSPECTOR]),
    }
    assert _post(engine, "drawn") == [(EAST_INSPECTOR, "2026-03-02"), (WEST_INSPECTOR, "2026-03-02")]
    assert not any(name in said for said in _said(engine, "drawn") for name in ("勤勉小学", "远处小学"))

    # Tuesday 3 and Wednesday 4 March: nothing. Thursday 5 March: the western inspector hears where to go.
    sweep(engine, DESK, date(2026, 3, 4))
    assert _post(engine, "visit_today") == []
    sweep(engine, DESK, date(2026, 3, 5))
    sweep(engine, DESK, date(2026, 3, 5))
    assert _post(engine, "visit_today") == [(WEST_INSPECTOR, "2026-03-05")]
    assert "勤勉小学" in _said(engine, "visit_today")[0]

    # He goes and hands in. Nobody sweeps on Friday 6 March; on Monday 9 March the other visit is told, and is overdue.
    done = next(visit.assignment_id for visit in visits if visit.name == "勤勉小学")
    do(engine, answering.answer, date(2026, 3, 5), DESK, done, act="submit", by=WEST_INSPECTOR, text="留样齐全")
    sweep(engine, DESK, date(2026, 3, 9))
    assert _post(engine, "visit_today") == [(EAST_INSPECTOR, "2026-03-09"), (WEST_INSPECTOR, "2026-03-05")]
    assert (EAST_INSPECTOR, "2026-03-09") in _post(engine, "overdue")

    # The draw holds; one unit is left of this round, and the next draw of one takes it.
    with reading(engine) as session:
        assert prove(session, DESK, drawn.drawing_id).holds
    again = replace(FORM, key="第二次", many=HowMany(Basis.COUNT, 1), first_on=None, last_on=None)
    do(engine, sampling.draw_now, date(2026, 3, 9), DESK, again)
    assert _visits(engine)[-1].name == "拖延小学"

    # In all that time no message to a school, no board and no arrangement of a month said a word of it.
    assert all("督查" not in said for said in _said_to_schools(engine))
    with reading(engine) as session:
        board = read_board(session, date(2026, 3, 9), DESK)
        paper = render("zh", "drawn", draw=read_drawing(session, 2), title="督查", due_on=date(2026, 3, 16))
    assert all(line.owing_names == () for line in (*board.today, *board.overdue) if line.item == "P-R")
    assert "拖延小学" not in paper


def _visits(engine: Engine) -> list[Any]:
    joined = select(draw_visits, units.c.name).join(units, units.c.id == draw_visits.c.unit_id)
    return ask(engine, joined.order_by(draw_visits.c.id))


def _post(engine: Engine, kind: str) -> list[tuple[str, str]]:
    joined = select(people.c.name, messages.c.queued_on).join(people, people.c.id == messages.c.person_id)
    return sorted((row.name, row.queued_on.isoformat()) for row in ask(engine, joined.where(messages.c.kind == kind)))


def _said(engine: Engine, kind: str) -> list[str]:
    return [_words(row) for row in ask(engine, select(messages).where(messages.c.kind == kind))]


def _said_to_schools(engine: Engine) -> list[str]:
    joined = select(messages).join(people, people.c.id == messages.c.person_id)
    found = ask(engine, joined.where(people.c.role.in_(("liaison", "principal"))))
    assert found
    return [_words(row) for row in found]


def _words(row: Any) -> str:
    said = compose("zh", row.kind, row.facts)
    return f"{said.subject}\n{said.body}"
