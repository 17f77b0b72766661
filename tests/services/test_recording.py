"""The record of a visit answers the month's work; what cannot be is refused and changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.tables import assignments, rectifications, visits
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.office import Stage, Term
from rules.plan import Audience, Kind, MonthCadence, Season
from services import chasing, issuing, recording, sampling
from tests.asking import MARCH_2, a_case, ask, do, facts_of, forget, loaded, post, statuses, steps
from tests.builders import (
    CAST,
    COORDINATOR,
    DILIGENT,
    EAST_INSPECTOR,
    FAR,
    LATE,
    OFFICE_PEOPLE,
    WEST,
    WEST_INSPECTOR,
    a_desk,
    a_visit,
    liaison,
    people_of,
)
from tests.services.setting import first_swept

MONTHLY = a_visit("P-M", title="每月督导", kind=Kind.ROUTINE_VISIT, window=MonthCadence(1), audience=Audience())
SPRING = Term(2026, Season.SPRING, date(2026, 2, 26), date(2026, 6, 30), (Stage.PRIMARY,))
MARCH_10 = date(2026, 3, 10)


def the_desk(**more: Any) -> Desk:
    return a_desk(MONTHLY, terms=(SPRING,), **more)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    found = loaded(engine, the_desk())
    do(engine, issuing.issue_due, MARCH_2, found)
    forget(engine)
    return found


def record(engine: Engine, desk: Desk, day: date = MARCH_10, **said: Any) -> int:
    plain = recording.Record(LATE, EAST_INSPECTOR, "作业管理、食堂", "现场反馈建议")
    return do(engine, recording.record_visit, day, desk, replace(plain, **said))


def test_a_visit_is_kept_with_its_columns_and_answers_the_months_work(engine: Engine, desk: Desk) -> None:
    made = record(engine, desk, companions=[WEST_INSPECTOR], counts={"papers": 3, "rounds": 1}, problems="无")
    (row,) = ask(engine, select(visits))
    assert (row.id, row.visited_on, row.season, row.half) == (made, MARCH_10, "2026春", "all")
    assert row.counts == {"papers": 3, "meetings": 0, "talks": 0, "questionnaires": 0, "rounds": 1}
    assert row.companions == [WEST_INSPECTOR]
    assert statuses(engine) == {("P-M", DILIGENT): "open", ("P-M", LATE): "submitted", ("P-M", FAR): "open"}
    (answered,) = ask(engine, select(assignments).where(assignments.c.status == "submitted"))
    assert (answered.id, answered.answered_on, answered.answer) == (
        row.assignment_id,
        MARCH_10,
        "2026-03-10 现场反馈建议",
    )
    assert steps(engine, "assignment", answered.id)[-1] == (EAST_INSPECTOR, "open", "submitted")
    assert steps(engine, "visit", made) == [(EAST_INSPECTOR, "", "recorded")]
    assert post(engine) == []


def test_the_same_visit_again_is_one_visit_and_the_afternoon_is_another(engine: Engine, desk: Desk) -> None:
    first = record(engine, desk, half="am")
    assert record(engine, desk, half="am") == first
    assert record(engine, desk, half="pm") != first


def test_a_visit_of_a_month_whose_work_is_overdue_answers_that_month(engine: Engine, desk: Desk) -> None:
    do(engine, issuing.issue_due, date(2026, 4, 2), desk)
    made = record(engine, desk, date(2026, 4, 2), visited_on=date(2026, 3, 30))
    joined = select(assignments.c.period).join(visits, visits.c.assignment_id == assignments.c.id)
    assert ask(engine, joined.where(visits.c.id == made)) == [("2026-03",)]


def test_findings_are_referenced_by_their_number(engine: Engine, desk: Desk) -> None:
    a_case(engine, desk)
    (case,) = ask(engine, select(rectifications.c.number))
    record(engine, desk, findings=[case.number])
    assert ask(engine, select(visits.c.findings)) == [([case.number],)]
    with pytest.raises(RefusedError) as refused:
        record(engine, desk, unit=DILIGENT, findings=[case.number])
    assert refused.value.word == "refuse.not_of_the_visit"


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"visited_on": date(2026, 3, 11)}, "refuse.visit_to_come"),
        ({"looked_at": " "}, "refuse.nothing_written"),
        ({"result": ""}, "refuse.nothing_written"),
        ({"half": "night"}, "refuse.bad_half"),
        ({"inspector": liaison(LATE)}, "refuse.of_a_school"),
        ({"counts": {"papers": -1}}, "refuse.bad_count"),
        ({"counts": {"cups": 1}}, "refuse.bad_count"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    engine: Engine, desk: Desk, said: dict[str, Any], word: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        record(engine, desk, **said)
    assert refused.value.word == word
    assert ask(engine, select(visits.c.id)) == []
    assert set(statuses(engine).values()) == {"open"}


@pytest.mark.parametrize(
    "said", [{"unit": "无此校"}, {"inspector": "无名"}, {"findings": ["整改〔2026〕9号"]}, {"assignment_id": 99}]
)
def test_what_does_not_exist_is_not_found(engine: Engine, desk: Desk, said: dict[str, Any]) -> None:
    with pytest.raises(NotFoundError):
        record(engine, desk, **said)


def test_an_inspector_does_not_visit_a_unit_from_which_he_stays_away(engine: Engine) -> None:
    recused = tuple(replace(one, recused=("K02",)) if one.name == EAST_INSPECTOR else one for one in OFFICE_PEOPLE)
    desk = loaded(engine, the_desk(people=recused + people_of(CAST)))
    with pytest.raises(RefusedError, match="stays_away"):
        record(engine, desk)
    assert record(engine, desk, unit=DILIGENT)


def test_a_visit_for_which_the_inspector_was_drawn_answers_that_draw(engine: Engine) -> None:
    random = a_visit("P-R", title="随机督查", kind=Kind.RANDOM, window=None, unannounced=True)
    desk = loaded(engine, a_desk(MONTHLY, random, terms=(SPRING,)))
    do(engine, issuing.issue_due, MARCH_2, desk)
    drawing = sampling.Form("P-R", "抽查", COORDINATOR, per_unit=2, last_on=date(2026, 3, 31), zones=[WEST])
    do(engine, sampling.draw_now, MARCH_2, desk, drawing)
    record(engine, desk, unit=FAR, inspector=EAST_INSPECTOR)
    assert (statuses(engine)["P-R", FAR], statuses(engine)["P-M", FAR]) == ("submitted", "open")
    record(engine, desk, unit=FAR, inspector=WEST_INSPECTOR)
    assert statuses(engine)["P-M", FAR] == "submitted"


class TestMissing:
    """Nobody came: the inspector hears in the month's last week, the office at its end."""

    def chase(self, engine: Engine, desk: Desk, day: date) -> list[tuple[str, str]]:
        forget(engine)
        do(engine, chasing.chase, day, desk)
        return post(engine)

    def test_before_the_last_week_nobody_hears(self, engine: Engine, desk: Desk) -> None:
        assert self.chase(engine, desk, date(2026, 3, 24)) == []

    def test_in_the_last_week_each_inspector_hears_of_his_own_schools_once(self, engine: Engine, desk: Desk) -> None:
        record(engine, desk)
        told = self.chase(engine, desk, date(2026, 3, 25))
        assert told == [("missing_visits", EAST_INSPECTOR), ("missing_visits", WEST_INSPECTOR)]
        facts = facts_of(engine, EAST_INSPECTOR, "missing_visits")
        assert [line["unit"] for line in facts["lines"]] == [DILIGENT]
        assert do(engine, chasing.chase, date(2026, 3, 26), desk) == []

    def test_at_the_end_the_office_hears_too_and_no_school(self, engine: Engine, desk: Desk) -> None:
        do(engine, chasing.chase, date(2026, 3, 25), desk)
        do(engine, chasing.chase, date(2026, 3, 31), desk)
        assert ("missing_visits", COORDINATOR) in post(engine)
        assert len(post(engine)) == 3

    def test_a_month_end_without_a_sweep_is_made_up_for_in_the_next_week(self, engine: Engine, desk: Desk) -> None:
        assert self.chase(engine, desk, date(2026, 4, 2)) == [("missing_visits", COORDINATOR)]
        assert facts_of(engine, COORDINATOR, "missing_visits")["month"] == "2026-03"
        assert self.chase(engine, desk, date(2026, 4, 8)) == []

    def test_when_everybody_was_visited_nobody_hears(self, engine: Engine, desk: Desk) -> None:
        for unit, inspector in ((LATE, EAST_INSPECTOR), (DILIGENT, EAST_INSPECTOR), (FAR, WEST_INSPECTOR)):
            record(engine, desk, unit=unit, inspector=inspector)
        assert self.chase(engine, desk, date(2026, 3, 31)) == []

    def test_when_a_term_closes_schools_below_the_laws_two_visits_are_named(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk(terms=(SPRING,)))
        first_swept(engine, date(2026, 2, 26))
        for day in (date(2026, 3, 10), date(2026, 5, 12)):
            record(engine, desk, day, unit=LATE)
        record(engine, desk, unit=DILIGENT)
        assert ("missing_visits", COORDINATOR) in self.chase(engine, desk, date(2026, 6, 30))
        lines = facts_of(engine, COORDINATOR, "missing_visits")["lines"]
        assert {line["unit"]: (line["in_term"], line["owed"]) for line in lines} == {
            DILIGENT: (1, False),
            FAR: (0, False),
        }
