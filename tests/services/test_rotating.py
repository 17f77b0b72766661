"""The stored rotation: whole cycles, stable through changes of the roster, and what is issued follows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, select

from models.engine import reading
from models.tables import rotation_turns, units
from reports.rotation import read_rotation, read_rotation_coverage
from rules.desk import Desk
from rules.plan import Audience, Kind, MonthWindow, Rotation
from rules.recurring import occurrences
from rules.units import UnitKind
from services import answering, issuing, rotating
from tests.asking import MARCH_2, ask, do, loaded, post, statuses
from tests.builders import EAST, EAST_INSPECTOR, WEST, a_desk, a_unit, a_visit

TURNS = replace(
    a_visit("P-C", title="综合督导", kind=Kind.COMPREHENSIVE, window=MonthWindow((3, 4))),
    audience=Audience(rotation=Rotation(3)),
)
NINE = (
    *(a_unit(f"S{n}", f"第{n}小学", EAST if n % 2 else WEST) for n in range(8)),
    a_unit("Y1", "幼儿园", kind=UnitKind.KINDERGARTEN),
)


def the_desk(units_: tuple[object, ...] = NINE, year: int = 2026) -> Desk:
    found = a_desk(TURNS, units=units_)  # type: ignore[arg-type]  # units of a test
    return replace(found, office=replace(found.office, year=year))


def table(engine: Engine) -> dict[str, tuple[int, int]]:
    joined = select(units.c.code, rotation_turns.c.year, rotation_turns.c.month)
    rows = ask(engine, joined.join(units, units.c.id == rotation_turns.c.unit_id).where(rotation_turns.c.cycle == 2026))
    return {row.code: (row.year, row.month) for row in rows}


@pytest.fixture
def desk(engine: Engine) -> Desk:
    found = loaded(engine, the_desk())
    do(engine, rotating.rotate, MARCH_2, found)
    return found


def test_the_whole_cycle_is_made_once_in_the_months_of_the_entry(engine: Engine, desk: Desk) -> None:
    made = table(engine)
    assert Counter(year for year, _ in made.values()) == {2026: 3, 2027: 3, 2028: 3}
    assert {month for _, month in made.values()} <= {3, 4}
    assert do(engine, rotating.rotate, MARCH_2, desk) == []


@pytest.mark.usefixtures("desk")
def test_a_unit_that_joins_gets_a_turn_from_now_on_and_nobody_elses_moves(engine: Engine) -> None:
    before = table(engine)
    bigger = loaded(engine, the_desk((*NINE[1:], a_unit("A0", "新小学"))), date(2027, 5, 4))
    assert len(do(engine, rotating.rotate, date(2027, 5, 4), bigger)) == 1
    after = table(engine)
    assert {code: turn for code, turn in after.items() if code != "A0"} == before
    assert after["A0"][0] in (2027, 2028)


@pytest.mark.usefixtures("desk")
def test_what_is_issued_follows_the_table_also_when_the_code_order_shifts(engine: Engine) -> None:
    bigger = loaded(engine, the_desk((a_unit("A0", "新小学"), *NINE)))
    do(engine, rotating.rotate, MARCH_2, bigger)
    do(engine, issuing.issue_due, MARCH_2, bigger)
    by_code = {unit.name: unit.code for unit in bigger.roster.units}
    issued = {by_code[name] for _, name in statuses(engine)}
    assert issued == {code for code, (year, _) in table(engine).items() if year == 2026}
    assert do(engine, issuing.issue_due, date(2026, 3, 3), bigger) == []


def test_without_a_table_the_plan_alone_says_whose_turn_it_is(engine: Engine) -> None:
    desk = loaded(engine, the_desk())
    do(engine, issuing.issue_due, MARCH_2, desk)
    (occurrence,) = occurrences(desk, 2026)
    assert {name for _, name in statuses(engine)} == set(occurrence.units)
    assert post(engine)


def test_what_was_opened_before_there_was_a_table_keeps_its_year(engine: Engine) -> None:
    desk = loaded(engine, the_desk())
    do(engine, issuing.issue_due, MARCH_2, desk)
    asked = statuses(engine)
    do(engine, rotating.rotate, MARCH_2, desk)
    assert do(engine, issuing.issue_due, date(2026, 3, 3), desk) == []
    by_name = {unit.name: unit.code for unit in desk.roster.units}
    assert {code for code, (year, _) in table(engine).items() if year == 2026} == {by_name[name] for _, name in asked}


def test_the_next_cycle_is_made_in_november_of_the_last_year_with_the_same_distance(engine: Engine, desk: Desk) -> None:
    assert do(engine, rotating.rotate, date(2028, 10, 30), desk) == []
    assert len(do(engine, rotating.rotate, date(2028, 11, 1), desk)) == 9
    with reading(engine) as session:
        turns = read_rotation(session)
    years = {code: [turn.year for turn in turns if turn.code == code] for code in table(engine)}
    assert {later - earlier for earlier, later in years.values()} == {3}


def test_coverage_counts_what_is_done_and_the_kindergartens(engine: Engine, desk: Desk) -> None:
    (first, *_) = do(engine, issuing.issue_due, MARCH_2, desk)
    do(engine, answering.answer, MARCH_2, desk, first, act="submit", by=EAST_INSPECTOR)
    with reading(engine) as session:
        years = read_rotation_coverage(session, desk)
    assert [(line.year, line.turns, line.done) for line in years] == [(2026, 3, 1), (2027, 3, 0), (2028, 3, 0)]
    assert sum(line.kindergartens for line in years) == 1
