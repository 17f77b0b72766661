"""Who has how much work in which week."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.loading import YearLoad, doer_role, weeks_of, year_load
from rules.plan import Audience, Doer, Draw, MonthWindow, RangeWindow, WeekCadence, YearCadence
from rules.recurring import occurrences
from rules.units import Person, Role
from tests.builders import (
    COORDINATOR,
    EAST,
    EAST_INSPECTOR,
    OFFICE_PEOPLE,
    WEST_INSPECTOR,
    a_desk,
    a_unit,
    a_visit,
    liaison,
)
from tests.builders import an_entry as a_paper

if TYPE_CHECKING:
    from rules.desk import Desk

WEEK_OF_9_MARCH = 10


def load(desk: Desk, year: int = 2026) -> YearLoad:
    return year_load(desk, year, (*occurrences(desk, year - 1), *occurrences(desk, year)))


def sums(rows: dict[str, tuple[float, ...]]) -> dict[str, float]:
    return {name: round(sum(row), 6) for name, row in rows.items()}


@given(st.integers(2004, 2030))
@settings(max_examples=30)
def test_the_weeks_of_a_year_hold_each_of_its_days_once(year: int) -> None:
    weeks = weeks_of(year)
    assert all(monday.isoweekday() == 1 for monday in weeks)
    assert weeks[0] <= date(year, 1, 1) < weeks[1]
    assert weeks[-1] <= date(year, 12, 31)
    assert (date(year, 12, 31) - weeks[-1]).days < 7
    assert len(weeks) in {53, 54}


def test_a_piece_is_spread_over_its_working_days() -> None:
    desk = a_desk(a_paper(window=RangeWindow(3, 5, 3, 10)))
    row = load(desk).units["K01"]
    assert [(week, round(amount, 2)) for week, amount in enumerate(row) if amount] == [(9, 0.5), (WEEK_OF_9_MARCH, 0.5)]


def test_the_liaison_does_the_units_work_and_the_inspector_that_of_his_zone() -> None:
    found = load(a_desk(a_paper(), a_visit()))
    assert sums(found.people) == {
        liaison("勤勉小学"): 1, liaison("拖延小学"): 1, liaison("远处小学"): 1, EAST_INSPECTOR: 2, WEST_INSPECTOR: 1,
    }  # fmt: skip
    assert sums(found.units) == {"K01": 2, "K02": 2, "K03": 2}
    assert sums(found.roles) == {"liaison": 3, "inspector": 3}


def test_two_inspectors_of_a_zone_share_its_units_and_a_named_one_has_his_own() -> None:
    people = (*OFFICE_PEOPLE, Person("督学-东区-2", Role.INSPECTOR, zone=EAST))
    shared = load(a_desk(a_visit(), people=people))
    assert sums(shared.people) == {EAST_INSPECTOR: 1, "督学-东区-2": 1, WEST_INSPECTOR: 1}
    units = (a_unit("K01", "甲校", inspector="督学-东区-2"), a_unit("K02", "乙校"))
    named = load(a_desk(a_visit(), people=people, units=units))
    assert sums(named.people) == {EAST_INSPECTOR: 0.5, "督学-东区-2": 1.5}


def test_the_offices_own_work_is_the_coordinators() -> None:
    found = load(a_desk(a_paper(doer=Doer.OFFICE, audience=Audience(office=True))))
    assert (sums(found.units), sums(found.people)) == ({"office": 1}, {COORDINATOR: 1})


def test_units_that_are_drawn_count_with_their_chance_and_the_inspector_with_what_is_drawn() -> None:
    drawn = a_visit(audience=Audience(draw=Draw(1)), unannounced=True)
    found = load(a_desk(drawn))
    assert sums(found.units) == {"K01": 0.5, "K02": 0.5, "K03": 1}
    assert sums(found.people) == {EAST_INSPECTOR: 1, WEST_INSPECTOR: 1}


def test_three_lessons_a_week_are_three_pieces() -> None:
    desk = a_desk(a_paper(window=WeekCadence(on=5), times=3))
    assert round(load(desk).units["K01"][WEEK_OF_9_MARCH], 6) == 3


def test_only_what_lies_in_the_year_counts_and_the_rest_of_last_years_work_too() -> None:
    into_next = a_desk(a_paper(window=MonthWindow((12, 1))))
    here = sums(load(into_next).units)["K01"]
    assert here == pytest.approx(1, abs=0.02), "December's part of this one, January's of the last"
    assert sum(load(into_next).units["K01"][:5]) > 0.3
    assert sums(load(a_desk(a_paper(window=YearCadence()))).units)["K01"] == 1


def test_work_that_nobody_can_do_is_the_roles_all_the_same() -> None:
    found = load(a_desk(a_visit(), people=()))
    assert (sums(found.people), sums(found.roles)) == ({}, {"inspector": 3})


def test_the_heaviest_entries_of_a_week_come_first() -> None:
    desk = a_desk(
        a_paper(), a_visit(window=WeekCadence(on=3)), a_visit("P-9", title="每周两次", window=WeekCadence(), times=2)
    )
    found = load(desk)
    assert found.heaviest("K01", WEEK_OF_9_MARCH) == ("P-9", "P-2", "P-1")
    assert found.heaviest(EAST_INSPECTOR, WEEK_OF_9_MARCH, 1) == ("P-9",)
    assert found.heaviest(liaison("勤勉小学"), 0) == ()


@pytest.mark.parametrize(
    ("doer", "unannounced", "role"),
    [
        (Doer.OFFICE, False, Role.COORDINATOR),
        (Doer.INSPECTOR, False, Role.INSPECTOR),
        (Doer.LIAISON, False, Role.LIAISON),
        (Doer.LIAISON, True, Role.INSPECTOR),
    ],
)
def test_of_unannounced_work_the_unit_does_not_hear(doer: Doer, unannounced: bool, role: Role) -> None:  # noqa: FBT001  (a row of the table)
    assert doer_role(doer, unannounced=unannounced) is role
