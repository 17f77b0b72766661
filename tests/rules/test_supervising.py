"""The dated steps of a supervision, written out around the holidays of 2026."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from rules.office import Counting
from rules.supervising import Step, SupervisionKind, earliest_on_site, next_step, timetable
from rules.working_days import add_working_days, is_working_day
from tests.rules.cast import CALENDAR, on

MONDAY = on("4-13")


def days(kind: SupervisionKind, on_site_on: date, done: dict[Step, date] | None = None) -> dict[str, date]:
    return {str(step.step): step.due_on for step in timetable(CALENDAR, Counting(), kind, on_site_on, done)}


def test_a_special_supervision_on_monday_13_april_has_these_days() -> None:
    """4 to 6 April (Qingming) and 1 to 5 May are off, 9 May is worked."""
    assert days(SupervisionKind.SPECIAL, MONDAY) == {
        "team": on("3-20"),
        "notice": on("3-27"),
        "self_evaluation": on("4-8"),
        "on_site": MONDAY,
        "preliminary": on("4-20"),
        "reply": on("5-7"),
        "letter": on("5-13"),
        "report": on("6-12"),
        "publication": on("7-6"),
    }


def test_a_comprehensive_one_has_ten_working_days_until_the_preliminary_opinion() -> None:
    found = days(SupervisionKind.COMPREHENSIVE, MONDAY)
    assert (found["preliminary"], found["reply"]) == (on("4-27"), on("5-13"))


def test_the_letter_waits_for_the_end_of_the_units_reply() -> None:
    """A comprehensive one of 14 September: the reply runs over the National Day holidays, 10 October is worked."""
    found = days(SupervisionKind.COMPREHENSIVE, on("9-14"))
    assert (found["preliminary"], found["reply"], found["letter"]) == (on("9-28"), on("10-16"), on("10-19"))


def test_what_is_counted_from_a_step_runs_from_the_day_on_which_it_was_done() -> None:
    done = {Step.ON_SITE: MONDAY, Step.PRELIMINARY: on("4-15")}
    assert days(SupervisionKind.SPECIAL, MONDAY, done)["reply"] == on("4-29")


@given(st.dates(date(2026, 1, 20), date(2026, 10, 20)), st.sampled_from(SupervisionKind))
def test_the_steps_are_always_in_their_lawful_order(on_site_on: date, kind: SupervisionKind) -> None:
    found = timetable(CALENDAR, Counting(), kind, on_site_on)
    due = [step.due_on for step in found]
    assert [step.step for step in found] == list(Step)
    assert due == sorted(due)
    assert all(step.source for step in found)


@given(st.dates(date(2026, 1, 5), date(2026, 9, 30)))
def test_the_first_possible_day_leaves_ten_working_days_for_the_notice(day: date) -> None:
    first = earliest_on_site(CALENDAR, day)
    assert is_working_day(CALENDAR, first)
    assert days(SupervisionKind.SPECIAL, first)["notice"] >= day
    assert add_working_days(CALENDAR, day, 9) < first <= add_working_days(CALENDAR, day, 11)


def test_the_next_step_is_the_first_that_is_not_done() -> None:
    assert next_step({}) is Step.TEAM
    assert next_step({Step.TEAM: MONDAY}) is Step.NOTICE
    assert next_step(dict.fromkeys(Step, MONDAY)) is None
