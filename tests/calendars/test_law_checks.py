"""What the law wants of a plan: each check, kept and broken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from calendars.law_checks import (
    late_letters,
    missed_cycles,
    open_ended_mending,
    short_replies,
    slow_rotations,
    small_teams,
    unannounced_formal,
    undated_training,
    unsaid_procedures,
    usual_deadlines,
)
from calendars.packs import SHELF, read_pack
from rules.errors import Severity
from rules.plan import Asks, Audience, Due, DueBasis, Kind, MonthWindow, Procedure, Rotation
from rules.procedure import Days
from tests.calendars.changing import with_entry, with_policies

if TYPE_CHECKING:
    from rules.desk import Desk

SPECIAL = "P3C-02-2"
THREE = Procedure(team=3, notice=Days(5), reply=Days(10), rectification=Days(30))


@pytest.fixture
def shanghai(sample_desk: Desk) -> Desk:
    """The sample office, held to the law of Shanghai."""
    return replace(sample_desk, pack=read_pack(SHELF / "shanghai-2020.yaml"))


@pytest.mark.parametrize(("team", "errors"), [(0, 0), (1, 1), (2, 1), (3, 0), (5, 0)])
def test_a_team_below_three_is_an_error_and_an_unsaid_one_is_none(sample_desk: Desk, team: int, errors: int) -> None:
    found = list(small_teams(with_entry(sample_desk, SPECIAL, procedure=Procedure(team=team))))
    assert len(found) == errors
    for problem in found:
        assert (problem.place, problem.severity, problem.value) == (SPECIAL, Severity.ERROR, str(team))
        assert problem.more["article"] == "教育督导条例第十六条"


def test_the_teams_of_routine_and_random_visits_are_not_the_laws_business(sample_desk: Desk) -> None:
    alone = with_entry(sample_desk, SPECIAL, kind=Kind.RANDOM, procedure=Procedure(team=1))
    assert list(small_teams(alone)) == []


@pytest.mark.parametrize(
    ("reply", "errors"),
    [(Days(10, DueBasis.WORKING_DAYS), 0), (Days(9, DueBasis.WORKING_DAYS), 1), (Days(14), 0), (Days(13), 1)],
)
def test_a_reply_window_shorter_than_the_provinces_is_an_error(shanghai: Desk, reply: Days, errors: int) -> None:
    assert len(list(short_replies(with_entry(shanghai, SPECIAL, procedure=Procedure(reply=reply))))) == errors


def test_where_the_law_names_no_days_any_reply_window_will_do(sample_desk: Desk) -> None:
    assert list(short_replies(with_entry(sample_desk, SPECIAL, procedure=Procedure(reply=Days(1))))) == []


def test_an_opinion_letter_later_than_thirty_days_is_an_error_where_the_province_says_thirty(shanghai: Desk) -> None:
    assert list(late_letters(with_entry(shanghai, SPECIAL, procedure=Procedure(letter=Days(30))))) == []
    (late,) = late_letters(with_entry(shanghai, SPECIAL, procedure=Procedure(letter=Days(31))))
    assert (late.place, late.more["article"]) == (SPECIAL, "上海市教育督导条例第二十一条")


def test_what_an_entry_does_not_say_the_office_may_say_for_all(sample_desk: Desk) -> None:
    silent = list(unsaid_procedures(sample_desk))
    assert [problem.allowed for problem in silent] == ["team、notice、reply"] * 8
    assert {problem.severity for problem in silent} == {Severity.WARNING}
    assert SPECIAL in {problem.place for problem in silent}
    assert list(unsaid_procedures(with_policies(sample_desk, procedure=THREE))) == []


def test_only_what_is_missing_is_named_with_its_article(sample_desk: Desk, shanghai: Desk) -> None:
    def missing(desk: Desk) -> tuple[str, str]:
        (found,) = (problem for problem in unsaid_procedures(desk) if problem.place == SPECIAL)
        return found.allowed, found.more["article"]

    in_part = Procedure(team=4, reply=Days(7))
    assert missing(with_entry(sample_desk, SPECIAL, procedure=in_part)) == ("notice", "教育督导条例第十七条")
    assert missing(shanghai) == ("team、notice", "教育督导条例第十六条、第十七条"), (
        "the province says how long a reply takes"
    )


def test_a_notice_may_be_an_entry_of_its_own_before_the_supervision(sample_desk: Desk) -> None:
    before = sample_desk.plan.entries[-1].id
    noticed = with_entry(sample_desk, before, asks=Asks.NOTICE)
    said = Procedure(team=3, reply=Days(7))
    chained = with_entry(noticed, SPECIAL, after=(before,), procedure=said)
    assert SPECIAL not in {problem.place for problem in unsaid_procedures(chained)}
    assert SPECIAL in {problem.place for problem in unsaid_procedures(with_entry(noticed, SPECIAL, procedure=said))}


def test_work_of_the_office_itself_needs_no_team(sample_desk: Desk) -> None:
    own = with_entry(sample_desk, SPECIAL, audience=Audience(office=True))
    assert SPECIAL not in {problem.place for problem in unsaid_procedures(own)}


def test_a_special_supervision_that_is_kept_secret_is_warned_of(sample_desk: Desk) -> None:
    assert list(unannounced_formal(sample_desk)) == []
    (found,) = unannounced_formal(with_entry(sample_desk, SPECIAL, unannounced=True))
    assert (found.place, found.more["article"]) == (SPECIAL, "教育督导条例第十七条")


def test_schools_that_no_comprehensive_supervision_reaches_in_five_years_are_warned_of(sample_desk: Desk) -> None:
    assert list(missed_cycles(sample_desk)) == []
    primaries_only = Audience(kinds=("primary", "teaching_point", "nine_year"))
    fewer = with_entry(sample_desk, "P3C-04-1", audience=primaries_only)
    none = with_entry(fewer, "P3C-11-2", audience=Audience(kinds=("senior",)))
    (found,) = missed_cycles(none)
    assert "幼儿园" in found.value
    assert "小学" not in found.value
    assert found.severity is Severity.WARNING


def test_a_rotation_slower_than_five_years_is_an_error_unless_another_entry_comes_in_time(sample_desk: Desk) -> None:
    nine = with_entry(sample_desk, "P3C-11-2", audience=Audience(kinds=("kindergarten",), rotation=Rotation(9)))
    assert list(slow_rotations(nine)) == [], "April's supervision comes every three years"
    alone = with_entry(nine, "P3C-04-1", audience=Audience(kinds=("primary", "teaching_point", "nine_year")))
    (found,) = slow_rotations(alone)
    assert (found.place, found.value, found.allowed, found.severity) == ("P3C-11-2", "9", "5", Severity.ERROR)
    assert list(missed_cycles(alone)) == [], "nobody is told twice"


def test_an_undated_comprehensive_supervision_reaches_nobody(sample_desk: Desk) -> None:
    undated = with_entry(sample_desk, "P3C-11-1", unscheduled=True)
    (found,) = missed_cycles(undated)
    assert "初级中学" in found.value


def test_rectification_without_a_number_of_days_is_warned_of(sample_desk: Desk) -> None:
    dated = with_entry(sample_desk, SPECIAL, kind=Kind.RECTIFICATION)
    (found,) = open_ended_mending(dated)
    assert (found.place, found.more["article"]) == (SPECIAL, "教育督导条例第二十一条")
    days = with_entry(dated, SPECIAL, due=Due(DueBasis.WORKING_DAYS, 15))
    assert list(open_ended_mending(days)) == []
    assert list(open_ended_mending(with_entry(dated, SPECIAL, procedure=THREE))) == []


def test_supervisions_without_a_deadline_of_their_own_are_named_once_with_the_offices_usual_days(
    sample_desk: Desk,
) -> None:
    (found,) = usual_deadlines(sample_desk)
    assert (found.value, found.place) == ("5", "")
    assert found.more["items"].startswith("P3C-02-2、P3C-03-3")
    assert list(usual_deadlines(with_policies(sample_desk, procedure=THREE))) == []


def test_training_has_to_be_dated(sample_desk: Desk) -> None:
    (found,) = undated_training(sample_desk)
    assert found.allowed == "40"
    assert list(undated_training(with_entry(sample_desk, SPECIAL, kind=Kind.TRAINING))) == []
    undated = with_entry(sample_desk, SPECIAL, kind=Kind.TRAINING, window=MonthWindow((2,)), unscheduled=True)
    assert len(list(undated_training(undated))) == 1
