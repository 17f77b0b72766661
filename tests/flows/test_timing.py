"""Dates of the schedules, in wall time of the office's zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from flows.timing import (
    MOST_DATES,
    OPEN,
    SUM_UP,
    Timing,
    carried_over,
    is_future,
    item_timings,
    month_plan_on,
    monthly_timings,
    planned,
    planned_years,
    week_summary_on,
)
from rules.desk import Desk
from rules.plan import Asks

DAY = date(2026, 3, 2)


def dates(timing: Timing) -> list[str]:
    return timing.rdate.removeprefix("RDATE:").split(",")


def timings_of(desk: Desk, item: str, act: str, year: int = 2026) -> list[Timing]:
    found = [each for each in planned(desk, DAY) if each.item == item and each.opens_on.year == year]
    return list(item_timings(desk, found, act, {"act": act}))


def test_an_entry_opens_on_its_morning_and_is_summed_up_the_working_day_after_it_is_due(sample: Desk) -> None:
    (opening,) = timings_of(sample, "P3C-12-4", OPEN)  # due on Friday, 4 December
    (closing,) = timings_of(sample, "P3C-12-4", SUM_UP)
    assert (opening.slug, opening.rdate, opening.parameters) == (
        "p3c-12-4-open",
        "RDATE:20261201T070000",
        {"act": OPEN},
    )
    assert (closing.slug, closing.rdate) == ("p3c-12-4-sum-up", "RDATE:20261207T090000")


def test_what_only_gives_notice_is_not_summed_up(sample: Desk) -> None:
    noticed = replace(sample.plan, entries=tuple(replace(entry, asks=Asks.NOTICE) for entry in sample.plan.entries))
    assert timings_of(replace(sample, plan=noticed), "P3C-12-4", SUM_UP) == []


def test_all_days_of_an_item_stand_in_one_schedule_up_to_what_prefect_takes(sample: Desk) -> None:
    (one,) = [each for each in planned(sample, DAY) if each.item == "P3C-12-4" and each.opens_on.year == 2026]
    many = [replace(one, opens_on=one.opens_on + timedelta(days=ahead)) for ahead in range(MOST_DATES + 1)]
    assert len(list(item_timings(sample, many[:-1], OPEN, {}))) == 1
    first, second = item_timings(sample, many, OPEN, {})
    assert (first.slug, second.slug) == ("p3c-12-4-open", "p3c-12-4-open-2")
    assert (len(dates(first)), len(dates(second))) == (MOST_DATES, 1)
    assert len(first.rdate) <= 6500


def test_two_periods_of_one_day_are_one_run(sample: Desk) -> None:
    (one,) = [each for each in planned(sample, DAY) if each.item == "P3C-12-4" and each.opens_on.year == 2026]
    (timing,) = item_timings(sample, [one, replace(one, period="2026-12")], OPEN, {})
    assert dates(timing) == ["20261201T070000"]


def test_no_date_ends_in_z_because_prefect_would_ignore_it(sample: Desk) -> None:
    found = list(item_timings(sample, planned(sample, DAY), OPEN, {}))
    assert found
    assert [timing for timing in found if "Z" in timing.rdate] == []


def test_what_was_due_at_the_end_of_a_year_is_summed_up_in_the_next(sample: Desk) -> None:
    carried = {each.item for each in carried_over(sample, date(2027, 1, 1))}
    assert "P3C-12-1" in carried
    assert "P3C-12-4" not in carried


@pytest.mark.parametrize(("day", "years"), [(date(2025, 12, 31), (2026, 2027)), (date(2027, 1, 1), (2027, 2028))])
def test_a_plan_made_ahead_begins_with_its_own_year_and_goes_on_after_it(
    sample: Desk, day: date, years: tuple[int, int]
) -> None:
    assert planned_years(sample, day) == years


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 5), date(2026, 1, 28)),  # Wednesday, Thursday, Friday 30
        (date(2026, 2, 1), date(2026, 2, 26)),  # Thursday, Friday, and Saturday 28, which is worked for Spring Festival
        (date(2026, 9, 30), date(2026, 9, 28)),
    ],
)
def test_the_month_s_arrangement_goes_out_on_the_third_working_day_from_the_end(
    sample: Desk, day: date, expected: date
) -> None:
    assert month_plan_on(sample, day) == expected


def test_the_month_s_arrangement_has_all_working_days_from_there_so_that_a_missed_one_loses_nothing(
    sample: Desk,
) -> None:
    (timing,) = monthly_timings(sample, DAY)
    dates = timing.rdate.removeprefix("RDATE:").split(",")
    assert [each for each in dates if each.startswith("202601")] == [
        "20260128T093000",
        "20260129T093000",
        "20260130T093000",
    ]
    assert len(timing.rdate) < 6500


@pytest.mark.parametrize(
    ("day", "friday"),
    [
        (date(2026, 3, 5), date(2026, 2, 27)),
        (date(2026, 3, 6), date(2026, 3, 6)),
        (date(2026, 3, 9), date(2026, 3, 6)),
    ],
)
def test_a_week_is_summed_up_to_its_friday(day: date, friday: date) -> None:
    assert week_summary_on(day) == friday


def test_a_date_is_future_on_its_own_day_and_past_the_day_after() -> None:
    timing = Timing("x", rdate="RDATE:20260301T070000,20260302T070000")
    assert is_future(timing, DAY)
    assert not is_future(timing, date(2026, 3, 3))
    assert is_future(Timing("x", cron="30 7 * * *"), DAY)
