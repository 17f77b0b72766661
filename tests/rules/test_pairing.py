"""Inspectors and days of drawn visits."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from rules.office import Stage
from rules.pairing import Inspector, pair, short_of_inspectors, visit_days
from tests.rules.cast import desk, on

DAYS = (on("3-9"), on("3-10"), on("3-11"))
FOUR = tuple(Inspector(f"督学-{n}") for n in range(4))
UNITS = [f"U{n}" for n in range(8)]


def test_the_load_is_even_and_nobody_is_in_two_places_while_there_are_days() -> None:
    visits = pair(UNITS, FOUR, 1, DAYS, "7")
    assert Counter(name for visit in visits for name in visit.inspectors) == {f"督学-{n}": 2 for n in range(4)}
    assert max(Counter((name, visit.on) for visit in visits for name in visit.inspectors).values()) == 1


def test_who_has_visits_before_him_gets_fewer() -> None:
    visits = pair(UNITS, (Inspector("忙", load=5), Inspector("闲一"), Inspector("闲二")), 1, DAYS, "7")
    assert Counter(name for visit in visits for name in visit.inspectors) == {"闲一": 4, "闲二": 4}


@given(st.data(), st.integers(1, 3), st.text(max_size=5))
def test_nobody_visits_a_unit_from_which_he_stays_away(data: st.DataObject, per_unit: int, seed: str) -> None:
    recusals = data.draw(st.lists(st.sets(st.sampled_from(UNITS), max_size=5), min_size=3, max_size=6))
    inspectors = [Inspector(f"督学-{n}", tuple(sorted(codes))) for n, codes in enumerate(recusals)]
    short = short_of_inspectors(UNITS, inspectors, per_unit)
    able = [unit for unit in UNITS if unit not in short]
    visits = pair(able, inspectors, per_unit, DAYS, seed)
    away = {(inspector.name, code) for inspector in inspectors for code in inspector.recused}
    assert not away & {(name, visit.unit) for visit in visits for name in visit.inspectors}
    assert [(visit.unit, len(set(visit.inspectors))) for visit in visits] == [(unit, per_unit) for unit in able]
    assert visits == pair(able[::-1], inspectors[::-1], per_unit, DAYS[::-1], seed)


def test_a_unit_whose_inspectors_all_stay_away_is_named() -> None:
    inspectors = (Inspector("督学-1", ("U1",)), Inspector("督学-2", ("U1", "U2")))
    assert short_of_inspectors(["U1", "U2", "U3"], inspectors, 2) == ("U1", "U2")


def test_visits_are_on_school_days_of_all_stages_and_never_on_childrens_day() -> None:
    """Primaries close on 30 June, juniors on 3 July; 1 June is a Monday."""
    both = {Stage.PRIMARY, Stage.JUNIOR}
    assert visit_days(desk(), both, on("6-29"), on("7-3")) == (on("6-29"), on("6-30"))
    assert visit_days(desk(), {Stage.PRIMARY}, on("6-1"), on("6-2")) == (on("6-2"),)


def test_in_a_vacation_a_visit_is_on_working_days() -> None:
    assert visit_days(desk(), {Stage.PRIMARY}, on("7-10"), on("7-13")) == (on("7-10"), on("7-13"))
    assert visit_days(desk(), {Stage.PRIMARY}, on("7-11"), on("7-12")) == ()
