"""The stored rotation: whole cycles, stable through changes of the roster, and what is issued follows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.engine import reading, transaction
from models.tables import planned, rotation_turns, units
from reports.rotation import read_rotation, read_rotation_coverage
from rules.desk import Desk
from rules.plan import Audience, Kind, MonthWindow, Rotation
from rules.recurring import occurrences
from rules.units import UnitKind
from services import answering, issuing, promising, rotating
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


def published(engine: Engine, item: str = "P-C", year: int = 2026) -> Any:
    (row,) = ask(engine, select(planned).where(planned.c.item == item, planned.c.opens_on.between(*_of(year))))
    return row


def _of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def whose(engine: Engine, year: int) -> list[str]:
    return sorted(code for code, (its_year, _) in table(engine).items() if its_year == year)


def test_what_a_first_load_publishes_is_the_table_that_the_first_sweep_makes(engine: Engine) -> None:
    desk = loaded(engine, the_desk())
    before = published(engine)
    do(engine, rotating.rotate, date(2026, 3, 3), desk)
    assert before.units == whose(engine, 2026)
    assert published(engine) == before
    assert published(engine, year=2027).units == whose(engine, 2027)


@pytest.mark.usefixtures("desk")
def test_a_unit_that_joins_is_foreseen_in_the_year_in_which_it_gets_its_turn(engine: Engine) -> None:
    bigger, day = the_desk((*NINE, a_unit("A0", "新小学"))), date(2026, 3, 9)
    foreseen = do(engine, promising.compare, day, bigger)
    joins = {change.new.opens_on.year for change in foreseen.changed if change.joined == ("A0",)}
    assert [change.left for change in foreseen.changed] == [()] * len(foreseen.changed)
    do(engine, rotating.rotate, day, loaded(engine, bigger, day))
    assert joins == {table(engine)["A0"][0]} & {2026, 2027}
    assert published(engine).units == whose(engine, 2026)
    assert len(do(engine, promising.compare, day, bigger)) == 0


def test_two_entries_that_rotate_are_foreseen_as_they_are_made(engine: Engine) -> None:
    other = replace(TURNS, id="P-D", title="专项督导")
    desk = loaded(engine, a_desk(TURNS, other, units=NINE))  # type: ignore[arg-type]  # units of a test
    before = {(item, year): published(engine, item, year).units for item in ("P-C", "P-D") for year in (2026, 2027)}
    do(engine, rotating.rotate, MARCH_2, desk)
    assert {place: published(engine, *place).units for place in before} == before
    assert set(before["P-C", 2026]).isdisjoint(before["P-D", 2026])


def test_what_an_older_version_published_follows_the_table_and_nobody_is_told(engine: Engine, desk: Desk) -> None:
    (by_plan,) = occurrences(desk, 2026)
    codes = sorted(unit.code for unit in desk.roster.units if unit.name in by_plan.units)
    with transaction(engine) as session:
        session.execute(planned.update().where(planned.c.opens_on.between(*_of(2026))).values(units=codes))
    assert codes != whose(engine, 2026)
    assert len(do(engine, promising.compare, date(2026, 3, 3), desk)) == 0
    do(engine, rotating.rotate, date(2026, 3, 3), desk)
    row = published(engine)
    assert (row.units, row.sequence, row.changed_on) == (whose(engine, 2026), 1, date(2026, 3, 3))
    assert set(row.former_units) == set(codes) - set(row.units)
    assert post(engine) == []


@pytest.mark.usefixtures("desk")
def test_a_roster_that_is_not_applied_changes_nothing_of_what_is_published(engine: Engine) -> None:
    before = published(engine)
    do(engine, rotating.rotate, date(2026, 3, 3), the_desk((*NINE[1:], a_unit("A0", "新小学"))))
    assert published(engine) == before


def test_an_entry_that_only_has_another_id_keeps_its_turns(engine: Engine, desk: Desk) -> None:
    before, day = whose(engine, 2026), date(2026, 3, 3)
    entries = tuple(replace(entry, id="P-X") for entry in desk.plan.entries)
    renamed = replace(desk, plan=replace(desk.plan, entries=entries))
    assert len(do(engine, promising.compare, day, renamed)) == 0
    loaded(engine, renamed, day)
    do(engine, rotating.rotate, day, renamed)
    assert whose(engine, 2026) == before
    assert set(ask(engine, select(rotation_turns.c.item))) == {("P-X",)}


def test_a_cycle_that_is_not_made_yet_follows_once_it_is(engine: Engine, desk: Desk) -> None:
    day = date(2028, 2, 7)
    loaded(engine, desk, day)
    do(engine, rotating.rotate, date(2028, 11, 1), desk)
    turned = ask(
        engine, select(rotation_turns.c.year, units.c.code).join(units, units.c.id == rotation_turns.c.unit_id)
    )
    assert published(engine, year=2029).units == sorted(code for year, code in turned if year == 2029)
