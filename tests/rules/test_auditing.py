"""What the auditor calls well, on the boundary of every check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rules.auditing import Seen, Trouble, case_is_stuck, expected, troubles, waits_too_long
from rules.office import Season, Stage, Term
from tests.builders import CALENDAR, LADDER, a_desk, an_occurrence

SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = date(2026, 3, 3)
TEN = datetime(2026, 3, 3, 10, tzinfo=SHANGHAI)
WELL = Seen(TEN, date(2026, 1, 5), TUESDAY, TEN - timedelta(minutes=10))


def codes(seen: Seen, **desk: object) -> list[str]:
    return [trouble.code for trouble in troubles(a_desk(**desk), seen)]  # type: ignore[arg-type]  # what a test says


def test_nothing_is_wrong_where_all_is_well() -> None:
    assert troubles(a_desk(), WELL) == ()


@pytest.mark.parametrize(
    ("clock", "swept_on", "wrong"),
    [("08:29", 2, []), ("08:30", 2, ["not_swept"]), ("08:30", 3, []), ("08:29", 1, ["not_swept"])],
)
def test_todays_sweep_is_asked_for_from_half_past_eight_and_yesterdays_before(
    clock: str, swept_on: int, wrong: list[str]
) -> None:
    now = datetime.fromisoformat(f"2026-03-03T{clock}:00+08:00").astimezone(SHANGHAI)
    seen = replace(WELL, now=now, swept_on=date(2026, 3, swept_on), delivered_at=now)
    assert codes(seen) == wrong


@pytest.mark.parametrize(("minutes", "wrong"), [(60, []), (61, ["not_delivered"])])
def test_within_the_message_hours_a_delivery_is_at_most_an_hour_old(minutes: int, wrong: list[str]) -> None:
    assert codes(replace(WELL, delivered_at=TEN - timedelta(minutes=minutes))) == wrong


def test_the_first_hour_of_the_day_may_look_back_over_the_night() -> None:
    early = TEN.replace(hour=8, minute=40)
    assert codes(replace(WELL, now=early, delivered_at=early - timedelta(hours=15))) == []
    assert codes(replace(WELL, now=early, delivered_at=early - timedelta(hours=27))) == ["not_delivered"]


def test_a_new_office_has_its_first_day_to_begin_delivering() -> None:
    assert codes(replace(WELL, first_swept_on=TUESDAY, delivered_at=None)) == []
    assert codes(replace(WELL, delivered_at=None)) == ["not_delivered"]


def test_an_outbox_from_which_nothing_arrives_is_a_fault_though_sending_runs() -> None:
    seen = replace(WELL, resting=("企业微信",), waiting=2, undelivered=3)
    assert [(it.code, it.is_fault) for it in troubles(a_desk(), seen)] == [
        ("channel_rests", True),
        ("waiting", True),
        ("undelivered", True),
    ]


def test_a_message_that_is_not_urgent_has_two_working_days_to_leave() -> None:
    assert waits_too_long(a_desk(), TUESDAY) == date(2026, 2, 27)


def test_what_stands_still_is_named() -> None:
    seen = replace(WELL, lacking=("三月自查（2026-03）",), stuck_work=2, stuck_cases=("整改1号",), stale_claims=3)
    assert codes(seen) == ["lacking", "stuck_work", "stuck_cases", "stale_claims"]
    assert troubles(a_desk(), seen)[0] == Trouble("lacking", {"count": 1, "which": "三月自查（2026-03）"})


def test_a_disk_that_is_nearly_full_or_cannot_be_written_to_is_a_fault() -> None:
    seen = replace(WELL, free_megabytes=499, disk_writable=False, database_writable=False)
    assert codes(seen) == ["database_not_writable", "disk_not_writable", "disk_full"]
    assert codes(replace(WELL, free_megabytes=500)) == []


@pytest.mark.parametrize(("day", "wrong"), [(date(2026, 12, 1), []), (date(2026, 12, 2), ["year_ends"])])
def test_a_year_that_ends_within_thirty_days_is_told_and_is_no_fault(day: date, wrong: list[str]) -> None:
    now = datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)
    seen = replace(WELL, now=now, swept_on=day, delivered_at=now)
    known = replace(CALENDAR, known_years=frozenset({2026, 2027}))
    found = troubles(a_desk(calendar=known), seen)
    assert [trouble.code for trouble in found] == wrong
    assert not any(trouble.is_fault for trouble in found)


def test_year_end_with_holidays_that_nobody_knows_yet_is_told_and_breaks_nothing() -> None:
    now = datetime(2026, 12, 31, 10, tzinfo=SHANGHAI)
    found = troubles(a_desk(), replace(WELL, now=now, swept_on=now.date(), delivered_at=now))
    assert [(trouble.code, trouble.values.get("year")) for trouble in found] == [
        ("year_ends", 2026),
        ("holidays_unknown", 2027),
    ]


def test_a_term_table_that_ends_soon_is_told() -> None:
    term = Term(2025, Season.AUTUMN, date(2025, 9, 1), date(2026, 4, 1), (Stage.PRIMARY,))
    assert codes(WELL, terms=(term,)) == ["terms_end"]
    assert codes(WELL, terms=(replace(term, closes_on=date(2026, 4, 2)),)) == []


def test_occurrences_of_two_weeks_are_expected_unless_they_were_due_before_the_office_began() -> None:
    desk = a_desk()
    found = [an_occurrence(desk, opens_on=date(2026, 3, day), due_on=date(2026, 3, 20)) for day in (1, 2, 16, 17)]
    assert [it.opens_on.day for it in expected(desk, found, date(2026, 3, 16), date(2026, 3, 20))] == [2, 16]
    assert expected(desk, found, date(2026, 3, 25), date(2026, 3, 21)) == []


def test_a_case_is_stuck_only_when_a_rung_that_has_come_is_not_climbed() -> None:
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)
    assert not case_is_stuck(CALENDAR, friday, 0, None, LADDER, friday)
    assert case_is_stuck(CALENDAR, friday, 0, None, LADDER, monday)
    assert not case_is_stuck(CALENDAR, friday, 1, monday, LADDER, monday)
    assert case_is_stuck(CALENDAR, friday, 1, monday, LADDER, date(2026, 6, 1))
    assert not case_is_stuck(CALENDAR, friday, 4, monday, LADDER, date(2026, 6, 1))
    assert case_is_stuck(CALENDAR, friday, 0, None, (), monday)
