"""Draws that can be repeated."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.drawing import draw, seed_for
from rules.office import Unit, UnitKind
from tests.rules.cast import UNITS, unit

POOL = tuple(unit(f"U{n:02}", UnitKind.PRIMARY, zone=f"第{n % 3}片") for n in range(20))


def codes(units: tuple[Unit, ...]) -> list[str]:
    """Only the codes."""
    return [one.code for one in units]


def test_a_seed_gives_the_written_out_units_on_every_machine() -> None:
    assert codes(draw(POOL, 1, seed_for("P3C-03-2:2026-03"))) == ["U05", "U10", "U15"]


def test_every_zone_gives_its_share_or_all_it_has() -> None:
    drawn = draw(UNITS, 4, 1)
    assert [one.zone for one in drawn].count("东片") == 3
    assert [one.zone for one in drawn].count("西片") == 4


def test_nothing_is_drawn_from_nothing_and_for_nothing() -> None:
    assert draw((), 2, 1) == ()
    assert draw(UNITS, 0, 1) == ()


def test_a_new_unit_in_one_zone_changes_no_other_zone() -> None:
    before, after = draw(POOL, 2, 5), draw((*POOL, unit("U99", UnitKind.PRIMARY, zone="第0片")), 2, 5)
    assert [one for one in before if one.zone != "第0片"] == [one for one in after if one.zone != "第0片"]


@given(st.permutations(POOL), st.integers(1, 9), st.integers(0, 2**31 - 1))
def test_the_order_of_the_pool_does_not_matter(pool: list[Unit], per_zone: int, seed: int) -> None:
    drawn = draw(pool, per_zone, seed)
    assert drawn == draw(POOL, per_zone, seed)
    assert codes(drawn) == sorted(codes(drawn))
    for zone in ("第0片", "第1片", "第2片"):
        assert [one.zone for one in drawn].count(zone) == min(per_zone, [one.zone for one in POOL].count(zone))


def test_every_unit_is_drawn_sooner_or_later() -> None:
    assert {code for seed in range(200) for code in codes(draw(POOL, 1, seed))} == set(codes(POOL))


def test_a_seed_fits_the_columns_of_every_database_and_differs_by_text() -> None:
    seeds = [seed_for(f"P3C-03-2:2026-{month:02}") for month in range(1, 13)]
    assert all(0 <= seed < 2**31 for seed in seeds)
    assert len(set(seeds)) == 12
