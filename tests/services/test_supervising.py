"""Starting a supervision and leading it through its steps; what the law does not allow is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.tables import supervision_steps, supervisions
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.office import Person, Role
from rules.supervising import Step, SupervisionKind
from services import reminding, supervising
from tests.asking import MARCH_2, ask, do, facts_of, forget, loaded, post, steps, twice_at_once
from tests.builders import (
    CAST,
    COORDINATOR,
    DILIGENT,
    DIRECTOR,
    EAST,
    EAST_INSPECTOR,
    LATE,
    OFFICE_PEOPLE,
    WEST_INSPECTOR,
    a_desk,
    liaison,
    people_of,
    principal,
)

THIRD = "督学-第三"
PEOPLE = (*OFFICE_PEOPLE, Person(THIRD, Role.INSPECTOR, zone=EAST), *people_of(CAST))
DESK = a_desk(people=PEOPLE)
TEAM = [EAST_INSPECTOR, WEST_INSPECTOR, THIRD]
ON_SITE = date(2026, 4, 13)


def form(**said: Any) -> supervising.Form:
    plain = supervising.Form(SupervisionKind.SPECIAL, "食堂专项督导", [LATE], TEAM, ON_SITE, DIRECTOR)
    return replace(plain, **said)


def start(engine: Engine, desk: Desk = DESK, **said: Any) -> list[int]:
    return do(engine, supervising.start, MARCH_2, desk, form(**said))


def take(engine: Engine, day: date, step: Step, **said: Any) -> int:
    done = supervising.Done(step, COORDINATOR, **said)
    return do(engine, supervising.record_step, day, DESK, 1, done)


def due(engine: Engine) -> dict[str, date]:
    return {row.step: row.due_on for row in ask(engine, select(supervision_steps))}


@pytest.fixture(autouse=True)
def office(engine: Engine) -> None:
    loaded(engine, DESK)


def test_it_is_numbered_with_all_steps_dated_and_the_team_is_told(engine: Engine) -> None:
    (made,) = start(engine)
    (row,) = ask(engine, select(supervisions))
    assert (row.number, row.team, row.status, row.on_site_on) == ("督导〔2026〕1号", TEAM, "open", ON_SITE)
    days = due(engine)
    assert list(days) == [str(step) for step in Step]
    assert (days["team"], days["on_site"]) == (MARCH_2, ON_SITE)
    assert post(engine) == sorted(("supervision", name) for name in TEAM)
    assert facts_of(engine, THIRD, "supervision")["days"]["on_site"] == "2026-04-13"
    assert steps(engine, "supervision", made) == [(DIRECTOR, "", "team")]


def test_the_same_form_twice_is_one_supervision_and_each_unit_has_its_own(engine: Engine) -> None:
    assert start(engine) == start(engine) == [1]
    assert start(engine, units=[LATE, DILIGENT]) == [1, 2]
    assert [row.number for row in ask(engine, select(supervisions.c.number))] == ["督导〔2026〕1号", "督导〔2026〕2号"]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"topic": " "}, "refuse.no_topic"),
        ({"units": []}, "refuse.no_units"),
        ({"team": TEAM[:2]}, "refuse.small_team"),
        ({"team": [*TEAM[:2], TEAM[0]]}, "refuse.small_team"),
        ({"team": [*TEAM[:2], COORDINATOR]}, "refuse.no_inspector"),
        ({"on_site_on": date(2026, 4, 12)}, "refuse.rest_day"),
        ({"on_site_on": date(2026, 3, 13)}, "refuse.on_site_too_soon"),
        ({"by": liaison(LATE)}, "refuse.of_a_school"),
    ],
)
def test_what_the_law_does_not_allow_is_refused_and_changes_nothing(
    engine: Engine, said: dict[str, Any], word: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        start(engine, **said)
    assert refused.value.word == word
    assert (ask(engine, select(supervisions.c.id)), post(engine)) == ([], [])


def test_the_refusal_of_a_day_that_is_too_soon_says_which_is_possible(engine: Engine) -> None:
    with pytest.raises(RefusedError) as refused:
        start(engine, on_site_on=date(2026, 3, 13))
    assert refused.value.values["first"] == date(2026, 3, 16)


def test_a_relative_or_former_colleague_is_not_in_the_team(engine: Engine) -> None:
    people = tuple(replace(one, recused=("K02",)) if one.name == THIRD else one for one in PEOPLE)
    with pytest.raises(RefusedError) as refused:
        start(engine, loaded(engine, a_desk(people=people)))
    assert (refused.value.word, refused.value.values) == ("refuse.stays_away", {"person": THIRD, "unit": LATE})


def test_an_unknown_unit_or_person_is_not_found(engine: Engine) -> None:
    for said in ({"units": ["无此校"]}, {"team": [*TEAM, "无名"]}):
        with pytest.raises(NotFoundError):
            start(engine, **said)
    with pytest.raises(NotFoundError):
        take(engine, MARCH_2, Step.NOTICE, document="1号")


class TestSteps:
    """One after the other, each with its paper; the unit hears of notice, opinion and letter."""

    @pytest.fixture(autouse=True)
    def started(self, engine: Engine) -> None:
        loaded(engine, DESK)
        start(engine)
        forget(engine)

    def test_the_notice_goes_to_the_unit_once(self, engine: Engine) -> None:
        take(engine, date(2026, 3, 20), Step.NOTICE, document="蔡督办〔2026〕7号")
        take(engine, date(2026, 3, 21), Step.NOTICE, document="蔡督办〔2026〕7号")
        assert post(engine) == [("supervision", principal(LATE)), ("supervision", liaison(LATE))]
        assert facts_of(engine, principal(LATE), "supervision")["document"] == "蔡督办〔2026〕7号"
        assert steps(engine, "supervision", 1)[-1] == (COORDINATOR, "team", "notice")

    @pytest.mark.parametrize(
        ("step", "said", "word"),
        [
            (Step.ON_SITE, {}, "refuse.step_before"),
            (Step.NOTICE, {}, "refuse.no_document"),
            (Step.NOTICE, {"document": "7号", "done_on": date(2026, 3, 21)}, "refuse.step_day"),
            (Step.NOTICE, {"document": "7号", "done_on": date(2026, 3, 1)}, "refuse.step_day"),
        ],
    )
    def test_a_wrong_step_is_refused(self, engine: Engine, step: Step, said: dict[str, Any], word: str) -> None:
        with pytest.raises(RefusedError) as refused:
            take(engine, date(2026, 3, 20), step, **said)
        assert refused.value.word == word
        assert post(engine) == []

    def until_preliminary(self, engine: Engine) -> None:
        take(engine, date(2026, 3, 20), Step.NOTICE, document="7号")
        take(engine, date(2026, 4, 8), Step.SELF_EVALUATION, note="收到自评报告")
        take(engine, date(2026, 4, 13), Step.ON_SITE)
        take(engine, date(2026, 4, 15), Step.PRELIMINARY, document="9号")

    def test_an_early_opinion_starts_the_reply_early_and_the_unit_has_all_its_days(self, engine: Engine) -> None:
        self.until_preliminary(engine)
        assert due(engine)["reply"] == date(2026, 4, 29)
        with pytest.raises(RefusedError, match="reply_window"):
            take(engine, date(2026, 4, 20), Step.REPLY)
        take(engine, date(2026, 4, 20), Step.REPLY, note="单位书面表示没有异议")

    def test_a_letter_needs_its_deadline(self, engine: Engine) -> None:
        self.until_preliminary(engine)
        take(engine, date(2026, 4, 29), Step.REPLY)
        with pytest.raises(RefusedError, match="letter_deadline"):
            take(engine, date(2026, 5, 8), Step.LETTER, document="意见1号")
        take(engine, date(2026, 5, 8), Step.LETTER, document="意见1号", deadline_on=date(2026, 6, 30))
        assert ask(engine, select(supervision_steps.c.deadline_on).where(supervision_steps.c.step == "letter")) == [
            (date(2026, 6, 30),)
        ]

    def test_the_next_step_is_in_the_digest_of_who_has_to_take_it(self, engine: Engine) -> None:
        do(engine, reminding.remind, date(2026, 3, 27), DESK)
        do(engine, reminding.remind, date(2026, 3, 27), DESK)
        assert post(engine) == sorted([("digest", COORDINATOR), ("digest", EAST_INSPECTOR)])
        (line,) = facts_of(engine, COORDINATOR, "digest")["lines"]
        assert (line["title"], line["due_on"]) == ("督导〔2026〕1号 食堂专项督导·书面通知", "2026-03-30")

    def test_the_unit_is_reminded_of_its_self_evaluation_only(self, engine: Engine) -> None:
        take(engine, date(2026, 3, 20), Step.NOTICE, document="7号")
        forget(engine)
        do(engine, reminding.remind, date(2026, 4, 8), DESK)
        assert post(engine) == [("digest", principal(LATE)), ("digest", liaison(LATE))]

    def test_before_a_step_is_in_sight_nobody_is_reminded(self, engine: Engine) -> None:
        do(engine, reminding.remind, date(2026, 3, 16), DESK)
        assert post(engine) == []


def test_two_forms_at_the_same_moment_are_one_supervision(engine: Engine) -> None:
    try:
        twice_at_once(engine, supervising.start, MARCH_2, DESK, form())
    except RefusedError as refused:
        assert refused.word == "refuse.raced"  # noqa: PT017  (which of the two loses, and how, is left to the database)
    assert len(ask(engine, select(supervisions.c.id))) == 1
