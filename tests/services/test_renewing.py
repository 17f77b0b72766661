"""What waited is written for the day on which it leaves, and not at all where that day is too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.engine import transaction
from models.tables import assignments, channels, draw_visits, messages, rectifications, supervisions, units
from rules.desk import Desk
from rules.drawing import Basis, HowMany
from rules.office import Person, Role, Stage, Term
from rules.plan import Audience, Draw, Kind, MonthCadence
from rules.supervising import SupervisionKind
from rules.windows import Season
from services import (
    chasing,
    escalating,
    holding,
    issuing,
    monitoring,
    monthly,
    rechecking,
    recording,
    sampling,
    supervising,
    throttling,
    weekly,
)
from services.post import Post, read_posts
from tests.asking import MARCH_2, a_case, ask, do, forget, loaded, set_status
from tests.builders import (
    CAST,
    COORDINATOR,
    DIRECTOR,
    EAST,
    EAST_INSPECTOR,
    LATE,
    OFFICE_PEOPLE,
    WEST_INSPECTOR,
    a_desk,
    a_visit,
    an_entry,
    an_occurrence,
    people_of,
)

RANDOM = replace(a_visit("P-R", title="随机督查", kind=Kind.RANDOM), audience=Audience(draw=Draw(1)))
SPRING = Term(2026, Season.SPRING, date(2026, 2, 26), date(2026, 6, 30), (Stage.PRIMARY,))
MARCH_5, MARCH_13, MARCH_16 = date(2026, 3, 5), date(2026, 3, 13), date(2026, 3, 16)


def waiting(engine: Engine, kind: str) -> list[Post]:
    """What is queued of that kind."""
    with transaction(engine) as session:
        return read_posts(session, session.scalars(select(messages.c.id).where(messages.c.kind == kind)))


def rechecked(engine: Engine, day: date, desk: Desk, kind: str) -> rechecking.Rechecked:
    return do(engine, rechecking.recheck, day, desk, waiting(engine, kind))


def leaves(engine: Engine, day: date, desk: Desk, kind: str) -> list[dict[str, Any]]:
    """The facts with which these messages leave on that day."""
    return [post.facts for post in rechecked(engine, day, desk, kind).kept]


def why_not(engine: Engine, day: date, desk: Desk, kind: str) -> set[str]:
    """Why none of these messages leaves; empty where one does."""
    found = rechecked(engine, day, desk, kind)
    return set() if found.kept else set(found.dropped.values())


class TestVisitsThatWereDrawn:
    """A unit that was sealed is told on its morning, or later when that morning passed."""

    @pytest.fixture
    def day(self, engine: Engine) -> date:
        """The day of a sealed visit, of which the inspector was told that morning."""
        desk = loaded(engine, a_desk(RANDOM))
        drawing = sampling.Form("P-R", "抽查", DIRECTOR, HowMany(Basis.COUNT, 1), per_unit=1, secret=True)
        do(engine, sampling.draw_now, MARCH_5, desk, drawing)
        day: date = ask(engine, select(draw_visits.c.visit_on))[0].visit_on
        do(engine, sampling.reveal, day, desk)
        return day

    def test_one_that_leaves_a_day_later_says_its_own_day(self, engine: Engine, day: date) -> None:
        later = day + timedelta(days=3)
        (facts,) = leaves(engine, later, a_desk(RANDOM), "visit_today")
        assert (facts["day"], facts["lines"][0]["on"]) == (later.isoformat(), day.isoformat())

    @pytest.mark.parametrize("kind", ["visit_today", "drawn"])
    def test_one_that_was_made_meanwhile_is_not_asked_for(self, engine: Engine, day: date, kind: str) -> None:
        set_status(engine, assignments, 1, "submitted")
        assert why_not(engine, day, a_desk(RANDOM), kind) == {"act.settled"}


class TestVisitsThatAreMissing:
    """A month's visits, of which the inspector hears in the last week and the office at the end."""

    @pytest.fixture
    def desk(self, engine: Engine) -> Desk:
        every = MonthCadence(1)
        routine = a_visit("P-M", title="每月督导", kind=Kind.ROUTINE_VISIT, window=every, audience=Audience())
        desk = loaded(engine, a_desk(routine, terms=(SPRING,)))
        do(engine, issuing.issue_due, MARCH_2, desk)
        forget(engine)
        return desk

    def named(self, engine: Engine, desk: Desk, day: date) -> set[str]:
        return {line["unit"] for facts in leaves(engine, day, desk, "missing_visits") for line in facts["lines"]}

    def test_a_school_that_was_visited_meanwhile_is_not_named(self, engine: Engine, desk: Desk) -> None:
        do(engine, chasing.chase, date(2026, 3, 31), desk)
        before = self.named(engine, desk, date(2026, 3, 31))
        assert LATE in before
        made = recording.Record(LATE, EAST_INSPECTOR, "作业管理、食堂", "现场反馈建议")
        do(engine, recording.record_visit, date(2026, 3, 31), desk, made)
        assert self.named(engine, desk, date(2026, 3, 31)) == before - {LATE}

    def test_after_the_month_only_the_office_still_hears_of_it(self, engine: Engine, desk: Desk) -> None:
        do(engine, chasing.chase, date(2026, 3, 31), desk)
        found = do(engine, rechecking.recheck, date(2026, 4, 1), desk, waiting(engine, "missing_visits"))
        assert {post.person for post in found.kept} == {COORDINATOR}
        assert set(found.dropped.values()) == {"act.stale"}


def test_a_climb_counts_its_working_days_when_it_leaves(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    a_case(engine, desk, due_on=date(2026, 3, 6))
    do(engine, escalating.escalate, MARCH_13, desk)
    friday, monday = (leaves(engine, day, desk, "escalation")[0] for day in (MARCH_13, MARCH_16))
    assert monday["working_days_overdue"] == friday["working_days_overdue"] + 1
    assert monday["day"] == MARCH_16.isoformat()


def test_the_plan_of_a_month_that_is_over_is_too_late(engine: Engine) -> None:
    desk = loaded(engine, a_desk(an_entry()))
    assert do(engine, monthly.publish, date(2026, 2, 25), desk)
    assert leaves(engine, date(2026, 3, 1), desk, "month_plan")
    posts = [replace(post, renewed_on=date(2026, 3, 31)) for post in waiting(engine, "month_plan")]
    assert set(do(engine, rechecking.recheck, date(2026, 4, 1), desk, posts).dropped.values()) == {"act.stale"}


def test_the_weeks_summary_counts_its_lines_anew_and_leaves_even_where_none_is_left(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    case = a_case(engine, desk, due_on=date(2026, 3, 6))
    do(engine, weekly.summarise, MARCH_13, desk)
    friday, monday = (leaves(engine, day, desk, "week_summary")[0]["lines"] for day in (MARCH_13, MARCH_16))
    assert monday[0]["working_days_left"] == friday[0]["working_days_left"] - 1
    set_status(engine, rectifications, case, "closed")
    assert leaves(engine, MARCH_16, desk, "week_summary")[0]["lines"] == []


def test_what_was_released_meanwhile_is_not_asked_for(engine: Engine) -> None:
    plain = a_desk(an_entry())
    desk = replace(plain, office=replace(plain.office, policies=replace(plain.office.policies, flood_in_all=1)))
    loaded(engine, desk)
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    assert len(leaves(engine, MARCH_2, desk, "held")) == 1
    do(engine, holding.release, MARCH_2, desk, MARCH_2, by=COORDINATOR)
    assert why_not(engine, MARCH_2, desk, "held") == {"act.settled"}


def test_a_channel_that_works_again_is_not_called_off(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    seen = [throttling.Seen("mail", failed=True, error="no")] * 10
    with transaction(engine) as session:
        throttling.lock_channels(session, desk, seen)
        throttling.note_channels(session, datetime(2026, 3, 2, 2, tzinfo=UTC), MARCH_2, desk, seen)
    assert len(leaves(engine, MARCH_2, desk, "channel_off")) == 1
    with transaction(engine) as session:
        assert throttling.switch_on(session, "mail")
    assert ask(engine, select(channels.c.off_since)) == [(None,)]
    assert why_not(engine, MARCH_2, desk, "channel_off") == {"act.settled"}


def test_a_unit_whose_key_monitoring_ended_is_not_named(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, monitoring.start, MARCH_2, desk, LATE, by=DIRECTOR, reason="多次出现同类问题")
    assert len(leaves(engine, MARCH_2, desk, "monitored")) == 2
    do(engine, monitoring.end, MARCH_2, desk, LATE, by=DIRECTOR, why="已整改")
    assert why_not(engine, MARCH_2, desk, "monitored") == {"act.settled"}
    assert ask(engine, select(units.c.name).where(units.c.name == LATE))


def test_nobody_is_called_to_a_supervision_that_is_closed(engine: Engine) -> None:
    third = Person("督学-第三", Role.INSPECTOR, zone=EAST)
    desk = loaded(engine, a_desk(people=(*OFFICE_PEOPLE, third, *people_of(CAST))))
    team = [EAST_INSPECTOR, WEST_INSPECTOR, third.name]
    form = supervising.Form(SupervisionKind.SPECIAL, "食堂专项督导", [LATE], team, date(2026, 4, 13), DIRECTOR)
    do(engine, supervising.start, MARCH_2, desk, form)
    assert len(leaves(engine, MARCH_2, desk, "supervision")) == 3
    with transaction(engine) as session:
        session.execute(supervisions.update().values(status="closed"))
    assert why_not(engine, MARCH_2, desk, "supervision") == {"act.settled"}
