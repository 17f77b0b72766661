"""Warnings and notes over a readable desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from calendars.checking import notes
from rules.plan import Audience, WeekCadence
from rules.recurring import occurrences
from rules.units import InspectorType

if TYPE_CHECKING:
    from rules.desk import Desk
    from rules.plan import Entry


def found(desk: Desk, code: str) -> list[str]:
    return [problem.place for problem in notes(desk) if problem.code == code]


def with_entry(desk: Desk, item: str, **changes: object) -> Desk:
    """The desk with one entry changed."""

    def changed(entry: Entry) -> Entry:
        return replace(entry, **changes) if entry.id == item else entry  # type: ignore[arg-type]  # any field of it

    return replace(desk, plan=replace(desk.plan, entries=tuple(changed(entry) for entry in desk.plan.entries)))


def test_unscheduled_commitments_are_noted_with_id_and_class(sample_desk: Desk) -> None:
    listed = {one.place: one.more["class"] for one in notes(sample_desk) if one.code.startswith("unscheduled")}
    assert len(listed) == 13
    assert (listed["P3M-19"], listed["P3T-5"], listed["P3M-35"]) == ("S", "T", "P")


def test_what_the_source_contradicts_is_noted(sample_desk: Desk) -> None:
    flagged = found(sample_desk, "flag")
    assert {"P3M-01", "P3C-03-4", "P3C-05-3", "P3C-07-08-1"} <= set(flagged)
    assert found(sample_desk, "sensitive") == ["P3C-02-4"]


def test_an_audience_without_units_is_a_warning(sample_desk: Desk) -> None:
    desk = with_entry(sample_desk, "P3C-05-1", audience=Audience(tags=("没有人有",)))
    assert found(sample_desk, "audience_empty") == []
    assert found(desk, "audience_empty") == ["P3C-05-1"]


def test_provisional_days_are_noted_once_with_their_items(sample_desk: Desk) -> None:
    assert found(sample_desk, "due_provisional") == []
    next_year = replace(sample_desk, office=replace(sample_desk.office, year=2027))
    (note,) = (one for one in notes(next_year) if one.code == "due_provisional")
    assert note.value == "50"
    assert "P3C-12-4（2027-12-04）" in note.more["items"]


def test_a_year_whose_terms_are_missing_is_warned_of(sample_desk: Desk) -> None:
    next_year = replace(sample_desk, office=replace(sample_desk.office, year=2027))
    assert [one.value for one in notes(next_year) if one.code == "term_missing"] == ["2027 autumn"]


def test_a_term_of_office_that_ends_in_the_year_is_warned_of_and_the_third_is_the_last(sample_desk: Desk) -> None:
    def serving(**changes: object) -> list[tuple[str, str]]:
        people = tuple(
            replace(one, **changes) if one.name == "责任督学-1" else one  # type: ignore[arg-type]  # any field of it
            for one in sample_desk.roster.people
        )
        desk = replace(sample_desk, roster=replace(sample_desk.roster, people=people))
        return [(one.code, one.more["ends"]) for one in notes(desk) if one.code.startswith("appointment")]

    assert serving(appointed_on=date(2023, 9, 1)) == [("appointment_ends", "2026-08-31")]
    assert serving(appointed_on=date(2023, 9, 1), appointments=3) == [("appointment_last", "2026-08-31")]
    assert serving(appointed_on=date(2024, 1, 1)) == [("appointment_ends", "2026-12-31")]
    assert serving(appointed_on=date(2024, 1, 2)) == []
    assert serving(appointed_on=date(2020, 2, 29)) == [("appointment_ends", "2023-02-28")]
    assert serving(appointed_on=date(2020, 9, 1), inspector_type=InspectorType.FULL_TIME) == []


def test_drawn_days_that_anybody_can_work_out_are_warned_of(sample_desk: Desk) -> None:
    drawn = with_entry(sample_desk, "P3C-05-2", window=WeekCadence(drawn=True), unannounced=True)
    assert found(sample_desk, "draw_seed_missing") == []
    assert found(drawn, "draw_seed_missing") == ["policies"]
    policies = replace(drawn.office.policies, draw_seed="只有督导室知道")
    assert found(replace(drawn, office=replace(drawn.office, policies=policies)), "draw_seed_missing") == []


def test_work_that_comes_again_is_provisional_in_one_line(sample_desk: Desk) -> None:
    weekly = with_entry(sample_desk, "P3C-05-2", window=WeekCadence(on=5))
    next_year = replace(weekly, office=replace(weekly.office, year=2027))
    (note,) = (one for one in notes(next_year) if one.code == "due_provisional")
    assert "P3C-05-2（2027-01-08—2027-12-31，" in note.more["items"]


def test_what_has_no_decided_time_is_in_the_resolved_year_and_listed_all_the_same(sample_desk: Desk) -> None:
    undated = found(sample_desk, "unscheduled_year")
    year = {one.item: one for one in occurrences(sample_desk, 2026)}
    assert len(undated) == 10
    assert {(year[item].period, year[item].due_on.month) for item in undated} == {("2026", 12)}
