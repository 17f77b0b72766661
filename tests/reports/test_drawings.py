"""A draw, as anybody can check it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from models.engine import reading
from reports.drawings import read_drawing
from rules.drawing import draw
from rules.errors import NotFoundError
from services import issuing
from tests.asking import MARCH_2, do, loaded
from tests.builders import COORDINATOR, a_desk, a_visit


def test_a_draw_can_be_repeated_from_what_is_shown(engine: Engine) -> None:
    desk = loaded(engine, a_desk(a_visit()))
    drawn = do(engine, issuing.draw_now, MARCH_2, desk, item="P-2", per_zone=1, by=COORDINATOR, key="抽查一", seed=7)
    with reading(engine) as session:
        found = read_drawing(session, drawn.drawing_id)
    again = draw(desk.roster.units, 1, 7)
    assert {unit.code for unit in found.units} == {unit.code for unit in again}
    assert (found.pool, found.seed, found.drawn_by, found.drawn_on) == (3, 7, COORDINATOR, MARCH_2)


def test_a_draw_that_never_was_is_an_error(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(NotFoundError):
        read_drawing(session, 1)
