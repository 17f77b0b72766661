"""What a changed plan changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.differing import Difference, Promise, difference, is_secret, promised, renamed, rule_of
from rules.plan import Audience, Due, DueBasis, MonthWindow, WeekCadence
from rules.recurring import in_view
from tests.builders import a_desk, an_entry

MARCH_10 = date(2026, 3, 10)
MARCH = Promise(
    item="P-1",
    period="2026-03",
    title="三月自查",
    programme="自查",
    doer="liaison",
    asks="document",
    opens_on=date(2026, 3, 2),
    due_on=date(2026, 3, 31),
    provisional=False,
    secret=False,
    units=("K01", "K02", "K03"),
)
APRIL = replace(MARCH, period="2026-04", opens_on=date(2026, 4, 1), due_on=date(2026, 4, 30))
FEBRUARY = replace(MARCH, period="2026-02", opens_on=date(2026, 2, 2), due_on=date(2026, 2, 27))
MAY = replace(MARCH, period="2026-05", opens_on=date(2026, 5, 4), due_on=date(2026, 5, 29))


def test_the_same_plan_is_no_difference() -> None:
    assert len(difference([MARCH, APRIL], [APRIL, MARCH], MARCH_10)) == 0


def test_what_is_new_is_added_and_what_is_gone_is_removed() -> None:
    found = difference([MARCH, APRIL], [MARCH, MAY], MARCH_10)
    assert found == Difference(added=(MAY,), removed=(APRIL,))


def test_other_days_are_a_move_with_before_and_after() -> None:
    later = replace(APRIL, due_on=date(2026, 5, 8))
    (change,) = difference([APRIL], [later], MARCH_10).moved
    assert (change.old, change.new) == (APRIL, later)


def test_other_units_are_who_joined_and_who_left() -> None:
    (change,) = difference([MARCH], [replace(MARCH, units=("K02", "K04"))], MARCH_10).readdressed
    assert (change.joined, change.left, change.moves) == (("K04",), ("K01", "K03"), False)


def test_other_words_are_no_move() -> None:
    found = difference([MARCH], [replace(MARCH, title="自查（修订）", doer="inspector")], MARCH_10)
    assert [change.reworded for change in found.reworded] == [("title", "doer")]
    assert (found.moved, found.readdressed) == ((), ())


@pytest.mark.parametrize(("day", "removed"), [(date(2026, 3, 31), 1), (date(2026, 4, 1), 0)])
def test_what_is_over_stays_as_it_was_and_due_today_is_not_over(day: date, removed: int) -> None:
    assert len(difference([MARCH, APRIL], [APRIL], day).removed) == removed


def test_what_was_due_before_it_was_added_is_late_and_never_added() -> None:
    assert difference([MARCH], [FEBRUARY, MARCH], MARCH_10) == Difference(late=(FEBRUARY,))


def test_what_moves_from_over_to_later_is_a_move() -> None:
    later = replace(FEBRUARY, due_on=date(2026, 3, 20))
    assert len(difference([FEBRUARY], [later], MARCH_10).moved) == 1


def test_a_year_that_was_not_known_begins_and_is_no_difference() -> None:
    next_year = replace(MARCH, period="2027-03", opens_on=date(2027, 3, 1), due_on=date(2027, 3, 31))
    found = difference([MARCH], [MARCH, next_year], MARCH_10)
    assert (len(found), found.begun) == (0, (next_year,))


def test_what_is_open_with_firm_days_moves_only_with_its_entrys_rule() -> None:
    moved = replace(MARCH, due_on=date(2026, 4, 1))
    assert len(difference([MARCH], [moved], MARCH_10, as_before={"P-1"})) == 0
    assert len(difference([MARCH], [moved], MARCH_10).moved) == 1


def test_what_is_provisional_or_not_open_yet_moves_with_the_days() -> None:
    guessed = replace(MARCH, provisional=True)
    assert len(difference([guessed], [replace(MARCH, due_on=date(2026, 4, 1))], MARCH_10, as_before={"P-1"}).moved) == 1
    assert len(difference([APRIL], [replace(APRIL, due_on=date(2026, 5, 6))], MARCH_10, as_before={"P-1"}).moved) == 1


def test_the_plan_promises_its_occurrences_by_the_codes_of_their_units() -> None:
    found = promised(a_desk(), in_view(a_desk(), MARCH_10))
    assert [(it.key, it.units) for it in found] == [
        (("P-1", "2026-03"), ("K01", "K02", "K03")),
        (("P-1", "2027-03"), ("K01", "K02", "K03")),
    ]


def test_the_offices_own_work_is_promised_to_the_office() -> None:
    desk = a_desk(an_entry(audience=Audience(office=True)))
    (first, _) = promised(desk, in_view(desk, MARCH_10))
    assert first.units == ("office",)


def test_an_entry_with_another_id_and_all_else_the_same_is_renamed() -> None:
    known = {"P-1": ("三月自查", rule_of(an_entry()))}
    assert renamed(known, [an_entry("P-1a")]) == {"P-1": "P-1a"}


@pytest.mark.parametrize(
    "entries",
    [
        (an_entry("P-1a", title="另一件事"),),
        (an_entry("P-1a", window=MonthWindow((4,))),),
        (an_entry("P-1a"), an_entry("P-1b")),
        (an_entry("P-1"), an_entry("P-1a")),
    ],
    ids=["another title", "another month", "two that could be it", "it is still there"],
)
def test_what_is_not_surely_the_same_entry_is_another(entries: tuple[object, ...]) -> None:
    known = {"P-1": ("三月自查", rule_of(an_entry()))}
    assert renamed(known, entries) == {}  # type: ignore[arg-type]  # entries


def test_unannounced_drawn_and_drawn_by_the_week_is_secret() -> None:
    assert is_secret(an_entry(unannounced=True))
    assert is_secret(an_entry(window=WeekCadence(drawn=True)))
    assert not is_secret(an_entry())


def test_the_rule_of_an_entry_is_when_and_for_whom_and_not_its_words() -> None:
    assert rule_of(an_entry(title="新名字", line=9)) == rule_of(an_entry())
    assert rule_of(an_entry(due=Due(DueBasis.WORKING_DAYS, 5))) != rule_of(an_entry())


def test_one_occurrence_that_goes_and_one_that_comes_in_a_year_are_a_shift() -> None:
    (shift,) = difference([FEBRUARY, APRIL], [FEBRUARY, MAY], MARCH_10).shifted
    assert (shift.old, shift.new) == (APRIL, MAY)
    assert difference([MARCH, APRIL], [MAY], MARCH_10).shifted == ()
