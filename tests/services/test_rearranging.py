"""Another on-site day and another team: what is not done is dated anew, and who was told hears of it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.tables import changes, supervision_steps, supervisions
from rules.desk import Desk
from rules.errors import RefusedError
from rules.kinds import DueBasis
from rules.office import Person, Role
from rules.procedure import Days, Procedure
from rules.supervising import Step, SupervisionKind
from services import rearranging, supervising
from tests.asking import MARCH_2, ask, do, facts_of, forget, loaded, post
from tests.builders import (
    CAST,
    COORDINATOR,
    DIRECTOR,
    EAST,
    EAST_INSPECTOR,
    LATE,
    OFFICE_PEOPLE,
    POLICIES,
    WEST_INSPECTOR,
    a_desk,
    liaison,
    people_of,
    principal,
)

THIRD, FOURTH = "督学-第三", "督学-第四"
MORE = (Person(THIRD, Role.INSPECTOR, zone=EAST), Person(FOURTH, Role.INSPECTOR, zone=EAST))
DESK = a_desk(people=(*OFFICE_PEOPLE, *MORE, *people_of(CAST)))
TEAM = [EAST_INSPECTOR, WEST_INSPECTOR, THIRD]
ON_SITE, LATER = date(2026, 4, 13), date(2026, 4, 20)


def start(engine: Engine, desk: Desk = DESK) -> None:
    form = supervising.Form(SupervisionKind.SPECIAL, "食堂专项督导", [LATE], TEAM, ON_SITE, DIRECTOR)
    do(engine, supervising.start, MARCH_2, desk, form)
    forget(engine)


def take(engine: Engine, day: date, step: Step, **said: Any) -> None:
    do(engine, supervising.record_step, day, DESK, 1, supervising.Done(step, COORDINATOR, **said))
    forget(engine)


def change(engine: Engine, day: date = MARCH_2, **said: Any) -> int:
    return do(engine, rearranging.rearrange, day, DESK, 1, **({"by": DIRECTOR, "why": "中考体检"} | said))


def due(engine: Engine) -> dict[str, date]:
    return {row.step: row.due_on for row in ask(engine, select(supervision_steps))}


def why(engine: Engine) -> list[str]:
    rows = ask(engine, select(changes).where(changes.c.subject == "supervision").order_by(changes.c.id))
    return [row.why for row in rows]


@pytest.fixture(autouse=True)
def started(engine: Engine) -> None:
    loaded(engine, DESK)
    start(engine)


def test_a_moved_on_site_day_dates_the_steps_to_come_anew_and_tells_the_team_once(engine: Engine) -> None:
    change(engine, on_site_on=LATER)
    change(engine, on_site_on=LATER)
    found = due(engine)
    assert (found["team"], found["notice"], found["on_site"]) == (MARCH_2, date(2026, 4, 6), LATER)
    assert post(engine) == sorted(("supervision", name) for name in TEAM)
    assert facts_of(engine, THIRD, "supervision")["what"] == "moved"
    assert why(engine)[-1] == "现场督导由2026-04-13改为2026-04-20：中考体检"


def test_the_unit_hears_of_it_only_when_it_has_its_notice(engine: Engine) -> None:
    take(engine, date(2026, 3, 20), Step.NOTICE, document="1号")
    change(engine, date(2026, 3, 23), on_site_on=LATER)
    assert {name for _, name in post(engine)} == {*TEAM, liaison(LATE), principal(LATE)}
    assert due(engine)["notice"] == date(2026, 3, 30)


def test_moved_there_and_back_everybody_hears_of_each_move(engine: Engine) -> None:
    change(engine, on_site_on=LATER)
    change(engine, on_site_on=ON_SITE)
    change(engine, on_site_on=LATER)
    assert len(post(engine)) == 3 * len(TEAM)


def test_another_team_hears_of_it_and_who_left_too(engine: Engine) -> None:
    change(engine, team=[EAST_INSPECTOR, THIRD, FOURTH])
    change(engine, team=[EAST_INSPECTOR, THIRD, FOURTH])
    (row,) = ask(engine, select(supervisions))
    assert row.team == [EAST_INSPECTOR, THIRD, FOURTH]
    assert len(post(engine)) == 4
    assert facts_of(engine, FOURTH, "supervision")["what"] == "team_changed"
    assert facts_of(engine, WEST_INSPECTOR, "supervision")["what"] == "team_left"


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({}, "refuse.nothing_to_rearrange"),
        ({"on_site_on": LATER, "why": " "}, "refuse.reason"),
        ({"on_site_on": date(2026, 4, 19)}, "refuse.rest_day"),
        ({"on_site_on": date(2026, 3, 10)}, "refuse.on_site_too_soon"),
        ({"team": TEAM[:2]}, "refuse.small_team"),
        ({"on_site_on": LATER, "by": liaison(LATE)}, "refuse.of_a_school"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(engine: Engine, said: dict[str, Any], word: str) -> None:
    before = due(engine)
    with pytest.raises(RefusedError) as refused:
        change(engine, **said)
    assert refused.value.word == word
    assert (due(engine), post(engine)) == (before, [])


def test_the_day_does_not_move_once_the_team_was_there_nor_into_the_past(engine: Engine) -> None:
    take(engine, date(2026, 3, 20), Step.NOTICE, document="1号")
    with pytest.raises(RefusedError, match="due_past"):
        change(engine, date(2026, 4, 10), on_site_on=date(2026, 4, 9))
    take(engine, date(2026, 4, 8), Step.SELF_EVALUATION)
    take(engine, ON_SITE, Step.ON_SITE)
    with pytest.raises(RefusedError, match="was_on_site"):
        change(engine, ON_SITE, on_site_on=LATER)


def test_the_days_and_the_team_of_the_offices_own_procedure_count(engine: Engine) -> None:
    own = Procedure(team=4, notice=Days(3, DueBasis.WORKING_DAYS))
    desk = loaded(engine, replace(DESK, office=replace(DESK.office, policies=replace(POLICIES, procedure=own))))
    form = supervising.Form(SupervisionKind.SPECIAL, "另一项", [LATE], TEAM, date(2026, 3, 9), DIRECTOR)
    with pytest.raises(RefusedError) as refused:
        do(engine, supervising.start, MARCH_2, desk, form)
    assert refused.value.values == {"count": 3, "least": 4}
    (made,) = do(engine, supervising.start, MARCH_2, desk, replace(form, team=[*TEAM, FOURTH]))
    rows = ask(engine, select(supervision_steps).where(supervision_steps.c.supervision_id == made))
    assert {row.step: row.due_on for row in rows}["notice"] == date(2026, 3, 4)
    assert {row.step: row.source for row in rows}["notice"] == "条例第十七条；天数由本室规定（office.yaml）"
