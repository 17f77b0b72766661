"""When missing visits are shown, in days that are written out."""

from __future__ import annotations

import pytest

from rules.chasing import shown_to_inspector_on, shown_to_office_on, term_of
from rules.office import Stage
from tests.rules.cast import CALENDAR, TERMS, on


@pytest.mark.parametrize(
    ("month", "inspector", "office"),
    [
        ("3-15", "3-25", "3-31"),
        ("4-1", "4-24", "4-30"),
        ("2-1", "2-24", "2-28"),
        ("9-30", "9-23", "9-30"),
    ],
)
def test_the_last_five_working_days_are_counted_around_holidays_and_make_up_days(
    month: str, inspector: str, office: str
) -> None:
    """The Spring Festival of 2026 ends on 23 February, 28 February is worked; 25 to 27 September are off."""
    assert shown_to_inspector_on(CALENDAR, on(month)) == on(inspector)
    assert shown_to_office_on(CALENDAR, on(month)) == on(office)


def test_a_day_in_a_vacation_is_in_no_term() -> None:
    assert term_of(TERMS, (Stage.PRIMARY,), on("3-2")) == ("2026春", on("2-26"), on("6-30"))
    assert term_of(TERMS, (Stage.PRIMARY,), on("1-5")) == ("2025秋", on("2025-09-01"), on("1-14"))
    assert term_of(TERMS, (Stage.PRIMARY,), on("7-15")) is None
