"""Draws that can be repeated, cover everybody, and follow the risk."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.drawing import Basis, Candidate, HowMany, draw_units, how_many, lot, next_round, seed_for
from rules.errors import RefusedError

POOL = tuple(Candidate(f"U{n:02}", f"第{n % 3}片", "primary" if n % 2 else "junior") for n in range(20))
ONE_A_ZONE = HowMany(Basis.PER_ZONE, 1)

units = st.lists(
    st.builds(
        Candidate,
        code=st.integers(0, 99).map(lambda number: f"U{number:02}"),
        zone=st.sampled_from(["东片", "西片", "北片"]),
        kind=st.sampled_from(["primary", "junior"]),
        tickets=st.integers(1, 14),
        checked=st.booleans(),
    ),
    max_size=40,
    unique_by=lambda unit: unit.code,
)


def test_a_seed_gives_the_written_out_units_on_every_machine() -> None:
    """The units by zone were found with `sha256sum` in a shell: the highest digest of ``20261124|Uxx|1`` in each."""
    assert draw_units(POOL, ONE_A_ZONE, "20261124") == ("U08", "U09", "U19")
    assert draw_units(POOL, HowMany(Basis.COUNT, 4), "20261124") == ("U08", "U09", "U17", "U19")


def test_a_single_lot_can_be_checked_with_sha256sum() -> None:
    """What the paper tells a witness: the highest of the digests of seed, code and ticket number."""
    tickets = [sha256(f"7|K01|{number}".encode()).hexdigest() for number in (1, 2, 3)]
    assert lot("7", "K01", 3) == max(tickets)


@given(units, st.integers(0, 45), st.text(max_size=8), st.randoms())
def test_the_order_of_the_pool_does_not_matter_and_the_number_is_right(
    pool: list[Candidate], take: int, seed: str, random: object
) -> None:
    drawn = draw_units(pool, HowMany(Basis.COUNT, take), seed)
    shuffled = list(pool)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a Random
    assert drawn == draw_units(shuffled, HowMany(Basis.COUNT, take), seed)
    assert len(set(drawn)) == len(drawn) == min(take, len(pool))
    assert list(drawn) == sorted(drawn)


@given(units, st.integers(0, 45), st.text(max_size=8))
def test_nobody_comes_again_before_all_others_had_their_turn(pool: list[Candidate], take: int, seed: str) -> None:
    drawn = set(draw_units(pool, HowMany(Basis.COUNT, take), seed))
    again = [unit for unit in pool if unit.code in drawn and unit.checked]
    left = [unit for unit in pool if unit.code not in drawn and not unit.checked]
    assert not (again and left)


@given(units, st.integers(1, 40), st.text(max_size=8))
def test_every_zone_and_kind_has_its_share_within_one(pool: list[Candidate], take: int, seed: str) -> None:
    fresh = [Candidate(unit.code, unit.zone, unit.kind, unit.tickets) for unit in pool]
    drawn = set(draw_units(fresh, HowMany(Basis.COUNT, take), seed))
    sizes = Counter((unit.zone, unit.kind) for unit in fresh)
    got = Counter((unit.zone, unit.kind) for unit in fresh if unit.code in drawn)
    for stratum, size in sizes.items():
        share = min(take, len(fresh)) * size / len(fresh)
        assert share - 1 < got[stratum] < share + 1


def test_draws_one_after_the_other_cover_the_whole_pool_and_then_begin_anew() -> None:
    checked: frozenset[str] = frozenset()
    codes = [unit.code for unit in POOL]
    drawn: list[str] = []
    for turn in range(7):
        pool = [Candidate(unit.code, unit.zone, unit.kind, 1, unit.code in checked) for unit in POOL]
        picked = draw_units(pool, HowMany(Basis.COUNT, 3), f"第{turn}次")
        checked = next_round(checked, codes, picked)
        drawn += picked
    assert set(drawn) == set(codes)
    assert sorted(Counter(drawn).values()) == [1] * 19 + [2]
    assert len(checked) == 1


def test_a_unit_that_joins_late_is_drawn_once_and_not_again_and_again() -> None:
    checked = next_round(frozenset({"A", "B"}), ["A", "B", "N"], ["N", "A"])
    assert checked == {"A"}


def test_more_tickets_are_drawn_more_often() -> None:
    pool = [Candidate(f"U{n}", "片", "primary", 10 if n == 0 else 1) for n in range(10)]
    hits = Counter(code for seed in range(300) for code in draw_units(pool, HowMany(Basis.COUNT, 1), str(seed)))
    assert hits["U0"] > 120 > 3 * max(count for code, count in hits.items() if code != "U0")


def test_every_zone_gives_its_number_or_all_it_has() -> None:
    drawn = draw_units([*POOL, Candidate("Z", "小片", "primary")], HowMany(Basis.PER_ZONE, 2), "3")
    zones = Counter(unit.zone for unit in [*POOL, Candidate("Z", "小片", "primary")] if unit.code in drawn)
    assert zones == {"第0片": 2, "第1片": 2, "第2片": 2, "小片": 1}


def test_a_new_unit_in_one_zone_changes_no_other_zone_of_a_draw_by_zone() -> None:
    newcomer = Candidate("U99", "第0片", "primary")
    before, after = draw_units(POOL, ONE_A_ZONE, "5"), draw_units([*POOL, newcomer], ONE_A_ZONE, "5")
    zone = {unit.code: unit.zone for unit in (*POOL, newcomer)}
    assert [code for code in before if zone[code] != "第0片"] == [code for code in after if zone[code] != "第0片"]


def test_a_share_is_rounded_up() -> None:
    assert HowMany(Basis.PERCENT, 5).of(21) == 2
    assert HowMany(Basis.PERCENT, 100).of(21) == 21
    assert HowMany(Basis.COUNT, 0).of(21) == 0


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12", HowMany(Basis.COUNT, 12)),
        (" 12所 ", HowMany(Basis.COUNT, 12)),
        ("10%", HowMany(Basis.PERCENT, 10)),
        ("10％", HowMany(Basis.PERCENT, 10)),
        ("每区2", HowMany(Basis.PER_ZONE, 2)),
        ("每个责任区 2 所", HowMany(Basis.PER_ZONE, 2)),
        ("2/zone", HowMany(Basis.PER_ZONE, 2)),
    ],
)
def test_a_number_can_be_written_in_three_ways(text: str, meant: HowMany) -> None:
    assert how_many(text) == meant


@pytest.mark.parametrize("text", ["", "几所", "-1", "每区2%", "1.5"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        how_many(text)


def test_a_seed_fits_the_columns_of_every_database_and_differs_by_text() -> None:
    seeds = [seed_for(f"P3C-03-2:2026-{month:02}") for month in range(1, 13)]
    assert all(0 <= seed < 2**31 for seed in seeds)
    assert len(set(seeds)) == 12
