"""What comes every day or week is one line; what comes less often keeps a line each."""

from __future__ import annotations

from rules.plan import DayCadence, FollowWindow, MonthCadence, Plan, WeekCadence, Window
from rules.recurring import occurrences
from rules.series import Often, how_often, series
from tests.rules.cast import desk, entry


def plan_of(**windows: Window) -> Plan:
    return desk(*(entry(item, window=window) for item, window in windows.items())).plan


def test_a_day_a_week_a_weekday_and_a_drawn_day_are_told_apart() -> None:
    plan = plan_of(
        a=DayCadence(), b=DayCadence(in_term=True), c=WeekCadence(), d=WeekCadence(on=5), e=WeekCadence(drawn=True)
    )
    assert [how_often(plan, item) for item in "abcde"] == [
        Often("day"),
        Often("school_day"),
        Often("week"),
        Often("week_on", 5),
        Often("week_drawn"),
    ]


def test_what_follows_something_weekly_comes_as_often_and_what_follows_something_monthly_does_not() -> None:
    plan = plan_of(a=WeekCadence(), b=FollowWindow("a", 1, 3), c=MonthCadence(), d=FollowWindow("c", 1, 3))
    assert how_often(plan, "b") == Often("after", after=plan.entries[0].title)
    assert how_often(plan, "d") is None


def test_a_year_of_weekly_work_is_one_series_and_of_monthly_work_twelve() -> None:
    office = desk(entry("week", window=WeekCadence(on=5)), entry("month", window=MonthCadence()))
    told = series(office.plan, occurrences(office, 2026))
    weekly = next(one for one in told if one.often)
    assert len(told) == 13
    assert weekly.count == sum(one.item == "week" for one in occurrences(office, 2026))
    assert (weekly.opens_on, weekly.due_on) == (weekly.occurrences[0].opens_on, weekly.occurrences[-1].due_on)
    assert [one.opens_on for one in told] == sorted(one.opens_on for one in told)


def test_nothing_is_lost_and_nothing_is_told_twice() -> None:
    office = desk(entry("day", window=DayCadence()), entry("month", window=MonthCadence()))
    found = occurrences(office, 2026)
    told = [one for each in series(office.plan, found) for one in each.occurrences]
    assert sorted(told, key=found.index) == list(found)


def test_an_entry_that_left_the_plan_is_told_one_by_one() -> None:
    assert how_often(plan_of(), "gone") is None
