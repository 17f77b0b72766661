"""The rotation is balanced, in time, and stable whoever joins or leaves."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from rules.rotating import MONTHS, MOST_YEARS, Instrument, Member, Turn, cycle_of, table

KINDS = ("primary", "kindergarten", "junior")
members = st.lists(
    st.builds(
        Member,
        unit=st.integers(0, 199).map(lambda number: f"U{number:03}"),
        zone=st.sampled_from(["东片", "西片", "北片"]),
        kind=st.sampled_from(KINDS),
    ),
    max_size=60,
    unique_by=lambda member: member.unit,
)


def made(people: list[Member], standing: tuple[Turn, ...] = (), years: int = 3, now: int = 2026) -> tuple[Turn, ...]:
    return table(people, standing, first=2026, years=years, now=now)


def spread(counts: Counter[object], keys: list[object]) -> int:
    values = [counts[key] for key in keys]
    return max(values) - min(values)


@given(members, st.integers(3, 5))
def test_every_unit_has_one_turn_and_the_years_are_even(people: list[Member], years: int) -> None:
    turns = made(people, years=years)
    assert sorted(turn.unit for turn in turns) == sorted(member.unit for member in people)
    in_cycle = [2026 + number for number in range(years)]
    assert {turn.year for turn in turns} <= set(in_cycle)
    assert spread(Counter(turn.year for turn in turns), list(in_cycle)) <= 1


@given(members, st.integers(3, 5))
def test_zones_kinds_and_months_are_even_too(people: list[Member], years: int) -> None:
    turns = made(people, years=years)
    zone, kind = ({m.unit: m.zone for m in people}, {m.unit: m.kind for m in people})
    in_cycle = [2026 + number for number in range(years)]
    for name in ("东片", "西片", "北片"):
        assert spread(Counter(turn.year for turn in turns if zone[turn.unit] == name), list(in_cycle)) <= 3
    for name in KINDS:
        assert spread(Counter(turn.year for turn in turns if kind[turn.unit] == name), list(in_cycle)) <= 4
    for year in in_cycle:
        assert spread(Counter(turn.month for turn in turns if turn.year == year), list(MONTHS)) <= 1


@given(members, st.randoms())
def test_the_order_of_the_roster_does_not_matter(people: list[Member], random: object) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a Random
    assert made(shuffled) == made(people)


@given(members, st.data(), st.integers(2026, 2028))
def test_no_standing_turn_moves_when_units_join_leave_or_merge(
    people: list[Member], data: st.DataObject, now: int
) -> None:
    before = made(people)
    gone = data.draw(st.sets(st.sampled_from([m.unit for m in people] or [""]), max_size=9))
    joined = [Member(f"N{number}", "东片", "primary") for number in range(data.draw(st.integers(0, 9)))]
    after = made([*[m for m in people if m.unit not in gone], *joined], before, now=now)
    stays = {turn.unit: turn for turn in before if turn.unit not in gone}
    assert {turn.unit: turn for turn in after if not turn.unit.startswith("N")} == stays
    new = [turn for turn in after if turn.unit.startswith("N")]
    assert len(new) == len(joined)
    assert all(turn.year >= now for turn in new)


@given(members, st.integers(3, 5), st.data())
def test_over_many_cycles_nobody_ever_waits_longer_than_five_years(
    people: list[Member], years: int, data: st.DataObject
) -> None:
    last: dict[str, int] = {}
    now = list(people)
    for cycle in range(4):
        first = 2026 + cycle * years
        known = [Member(m.unit, m.zone, m.kind, last.get(m.unit)) for m in now]
        turns = table(known, (), first=first, years=years, now=first)
        for turn in turns:
            assert turn.unit not in last or turn.year - last[turn.unit] <= MOST_YEARS
            last[turn.unit] = turn.year
        leaves = data.draw(st.integers(0, 3))
        now = now[leaves:] + [Member(f"C{cycle}-{number}", "西片", "junior") for number in range(leaves)]


def test_a_unit_that_is_too_late_already_comes_at_once() -> None:
    (turn,) = made([Member("U1", "东片", "primary", last=2019)], now=2027)
    assert turn.year == 2027


def test_a_unit_near_its_fifth_year_is_not_put_off() -> None:
    turns = made([Member(f"U{n}", "东片", "primary", last=2021 if n == 0 else None) for n in range(9)])
    assert {turn.unit: turn.year for turn in turns}["U0"] == 2026


def test_a_unit_supervised_within_the_cycle_needs_no_turn_in_it() -> None:
    assert made([Member("U1", "东片", "primary", last=2026)], now=2027) == ()


def test_kindergartens_have_their_own_instrument() -> None:
    turns = made([Member("K", "东片", "kindergarten"), Member("S", "东片", "nine_year")])
    assert [turn.instrument for turn in turns] == [Instrument.KINDERGARTEN, Instrument.SCHOOL]


def test_cycles_follow_each_other_from_the_first() -> None:
    assert [cycle_of(year, 2026, 3) for year in (2026, 2028, 2029, 2025)] == [2026, 2026, 2029, 2023]
