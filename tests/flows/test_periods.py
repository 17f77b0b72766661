"""Which period a run is about; over every shipped plan, each period is opened by exactly one schedule date."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from calendars.folder import init_folder, read_desk
from calendars.plans import shipped_plans
from flows.deployments import PROGRAMME, Sheet, sheets
from flows.describing import Links
from flows.naming import leading
from flows.periods import NAMED, current, find_occurrence, of_day
from flows.timing import OPEN, SUM_UP, asks_nothing, moment, planned
from rules.errors import NotFoundError
from rules.recurring import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.desk import Desk

DAY = date(2026, 1, 1)
LINKS = Links(UUID(int=1), UUID(int=2))
ACTS = {"下达": OPEN, "小结": SUM_UP}


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Desk]:
    found = {}
    for name in shipped_plans():
        folder = tmp_path_factory.mktemp("offices") / name
        init_folder(folder, name, 2026)
        found[name] = read_desk(folder)
    return found


def programmes(desk: Desk, day: date = DAY) -> list[Sheet]:
    return [sheet for sheet in sheets(desk, day, LINKS) if sheet.entrypoint == PROGRAMME]


def scheduled(desk: Desk) -> Iterator[tuple[str, str, date]]:
    """Item, act and day of every run that Prefect would make, in both years."""
    for sheet in programmes(desk):
        for timing in sheet.timings:
            for text in timing.rdate.removeprefix("RDATE:").split(","):
                day = datetime.fromisoformat(text).date()
                yield leading(timing.parameters["item"]), ACTS[timing.parameters["act"]], day


@pytest.mark.parametrize("name", shipped_plans())
def test_every_occurrence_of_both_years_is_opened_and_summed_up_by_exactly_one_date(
    name: str, desks: dict[str, Desk]
) -> None:
    desk = desks[name]
    runs = list(scheduled(desk))
    assert len(runs) == len(set(runs))
    reached = Counter((act, one) for item, act, day in runs for one in of_day(desk, item, act, day))
    expected = [(OPEN, one) for one in planned(desk, DAY)]
    expected += [(SUM_UP, one) for one in planned(desk, DAY) if not asks_nothing(desk, one)]
    assert [key for key in expected if reached[key] != 1] == []
    assert all(of_day(desk, item, act, day) for item, act, day in runs)


@pytest.mark.parametrize("name", shipped_plans())
def test_a_plan_of_daily_work_needs_no_more_schedules_than_one_of_monthly_work(
    name: str, desks: dict[str, Desk]
) -> None:
    found = [timing for sheet in programmes(desks[name]) for timing in sheet.timings]
    assert len(found) <= 110
    assert max(len(timing.rdate) for timing in found) <= 6500


@pytest.mark.parametrize("name", shipped_plans())
def test_the_page_of_a_programme_stays_short_however_often_it_comes(name: str, desks: dict[str, Desk]) -> None:
    assert max(len(sheet.description) for sheet in programmes(desks[name])) < 8000


@pytest.mark.parametrize("name", shipped_plans())
def test_deployments_stay_as_they_are_until_the_year_is_over(name: str, desks: dict[str, Desk]) -> None:
    desk = desks[name]
    assert [sheet.version for sheet in programmes(desk)] == [
        sheet.version for sheet in programmes(desk, date(2026, 12, 31))
    ]


def test_daily_and_weekly_work_is_one_line_a_year_on_the_page(desks: dict[str, Desk]) -> None:
    text = "\n".join(sheet.description for sheet in programmes(desks["school-teaching"]))
    assert "每个教学日，共185次" in text
    assert "| 每周，共40次 |" in text
    assert "2026-03-09" not in text


def test_a_scheduled_run_is_about_its_own_day_and_not_about_the_day_it_comes(sample: Desk) -> None:
    (spring,) = of_day(sample, "P3C-02-1", OPEN, date(2026, 2, 25))
    assert spring.period == "2026春"
    assert of_day(sample, "P3C-02-1", OPEN, date(2026, 2, 26)) == ()


def test_what_is_due_on_new_year_s_eve_is_summed_up_in_january(sample: Desk) -> None:
    (one,) = [one for one in occurrences(sample, 2026) if one.item == "P3C-12-1"]
    on = moment(sample, one, SUM_UP)
    assert on is not None
    assert on.year == 2027
    assert of_day(sample, "P3C-12-1", SUM_UP, on) == (one,)


def test_by_hand_it_is_the_latest_period_that_has_come(desks: dict[str, Desk]) -> None:
    desk = desks["school-teaching"]
    days = [one.opens_on for one in occurrences(desk, 2026) if one.item == "P4B-16"]
    assert current(desk, "P4B-16", OPEN, days[5]).opens_on == days[5]
    summer = date(2026, 8, 1)
    assert current(desk, "P4B-16", OPEN, summer).opens_on == max(day for day in days if day < summer)
    assert current(desk, "P4B-16", SUM_UP, days[5]).opens_on <= days[5] - timedelta(days=1)


def test_by_hand_before_anything_has_come_it_is_the_first(sample: Desk) -> None:
    first = current(sample, "P3C-12-4", OPEN, date(2020, 1, 1))
    assert first.period == "2019-12-04"


def test_an_entry_without_a_date_has_no_period(sample: Desk) -> None:
    with pytest.raises(NotFoundError, match="no_occurrence"):
        current(sample, "P3M-16", OPEN, DAY)


def test_a_refusal_names_only_the_nearest_periods(desks: dict[str, Desk]) -> None:
    with pytest.raises(NotFoundError) as refused:
        find_occurrence(desks["school-teaching"], "P4B-16", "2026-03-01")  # a Sunday
    named = str(refused.value.values["periods"]).split("、")
    assert len(named) == NAMED
    assert named[0] == "2026-03-02"
