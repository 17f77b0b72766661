"""The national table, amended and extended by an office's holidays.yaml."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from calendars.holidays import holiday_warnings, national_calendar, work_calendar
from rules.working_days import add_working_days, is_working_day
from tests.calendars.spoiling import codes, wrong

if TYPE_CHECKING:
    from pathlib import Path

YEAR_2027 = """\
2027:
  source: 样例
  rest: [2027-01-01 至 2027-01-03, 2027-02-05..2027-02-11, 2027-05-01至2027-05-05, 2027-10-01 ~ 2027-10-07]
  work: [2027-02-13]
"""


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "holidays.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_national_table_knows_2004_to_2026() -> None:
    assert national_calendar().known_years >= frozenset(range(2004, 2027))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 2, 13), True), (date(2026, 2, 14), True), (date(2026, 2, 15), False), (date(2026, 2, 23), False),
        (date(2026, 2, 24), True), (date(2026, 2, 28), True), (date(2026, 3, 1), False), (date(2026, 9, 20), True),
        (date(2026, 10, 10), True), (date(2014, 1, 26), True), (date(2014, 10, 11), True),
    ],
)  # fmt: skip
def test_make_up_days_work_and_bridges_rest(day: date, *, works: bool) -> None:
    assert is_working_day(national_calendar(), day) is works


def test_2026_has_248_working_days() -> None:
    days = [date.fromordinal(number) for number in range(date(2026, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]
    assert sum(is_working_day(national_calendar(), day) for day in days) == 248


def test_the_first_working_day_after_a_saturday_is_monday_not_tuesday() -> None:
    assert add_working_days(national_calendar(), date(2026, 3, 7), 1) == date(2026, 3, 9)


def test_without_a_file_the_national_table_holds(tmp_path: Path) -> None:
    assert work_calendar(tmp_path) == work_calendar(None) == national_calendar()
    assert work_calendar(written(tmp_path, "# nothing yet\n")) == national_calendar()


def test_a_year_that_the_table_lacks_becomes_known(tmp_path: Path) -> None:
    calendar = work_calendar(written(tmp_path, YEAR_2027))
    assert 2027 in calendar.known_years
    assert not is_working_day(calendar, date(2027, 2, 5))
    assert is_working_day(calendar, date(2027, 2, 13))
    assert is_working_day(calendar, date(2027, 2, 12))


def test_a_year_of_the_table_may_be_amended(tmp_path: Path) -> None:
    calendar = work_calendar(written(tmp_path, "2026:\n  rest: [2026-02-28, 2026年4月3日]\n  work: [2026-02-15]\n"))
    assert not is_working_day(calendar, date(2026, 2, 28))
    assert not is_working_day(calendar, date(2026, 4, 3))
    assert is_working_day(calendar, date(2026, 2, 15))
    assert not is_working_day(calendar, date(2026, 2, 16))


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("2027: {rest: [2028-01-01 至 2028-01-03]}\n", "2027.rest", "day_of_other_year"),
        ("2026: {rest: [2026-04-03], work: [2026-04-03]}\n", "2026.work", "rest_and_work"),
        ("2027: {rest: [2027-01-01]}\n", "2027.rest", "year_incomplete"),
        ("2027: {rest: [2027-02-11 至 2027-02-05]}\n", "2027.rest[0]", "span"),
        ("2027: {rest: [春节]}\n", "2027.rest[0]", "not_a_day"),
        ("2027: {off: [2027-01-01]}\n", "2027.off", "unknown_key"),
        ("明年: {rest: [2027-01-01]}\n", "明年", "not_a_number"),
        ("1999: {rest: [1999-01-01]}\n", "1999", "out_of_range"),
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, text: str, place: str, code: str) -> None:
    assert (place, code) in codes(wrong(lambda: work_calendar(written(tmp_path, text))))


def test_a_make_up_day_that_works_anyway_is_a_warning(tmp_path: Path) -> None:
    folder = written(tmp_path, "2026: {work: [2026-03-04]}\n")
    assert work_calendar(folder) == national_calendar()
    assert codes(holiday_warnings(folder)) == [("2026.work", "works_anyway")]
