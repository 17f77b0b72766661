"""Climbing: each rung once a round, the highest first, only where the unit owes an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, select

from models.tables import changes, escalations, messages, proposals, rectifications
from rules.office import Role, Rung
from rules.versions import rule_version
from services import closing, escalating
from tests.asking import (
    a_case,
    ask,
    counting_statements,
    do,
    facts_of,
    forget,
    loaded,
    post,
    set_status,
    the_case,
    twice_at_once,
)
from tests.builders import (
    CAST,
    COORDINATOR,
    DIRECTOR,
    EAST_INSPECTOR,
    LADDER,
    LATE,
    OFFICE_PEOPLE,
    WEST_INSPECTOR,
    a_desk,
    liaison,
    people_of,
    principal,
)

DUE = date(2026, 3, 16)
FIRST, THIRD, FIFTH, TENTH = date(2026, 3, 17), date(2026, 3, 19), date(2026, 3, 23), date(2026, 3, 30)


@pytest.fixture
def case(engine: Engine) -> int:
    """A case of the late school, due on Monday 16 March."""
    return a_case(engine, loaded(engine, a_desk()))


def climb(engine: Engine, day: date) -> list[int]:
    return do(engine, escalating.escalate, day, a_desk())


def rungs(engine: Engine) -> list[tuple[int, int, int]]:
    """Round, rung and how many were told, in the order of climbing."""
    rows = ask(engine, select(escalations).order_by(escalations.c.climbed_on, escalations.c.rung.desc()))
    return [(row.round, row.rung, row.told) for row in rows]


@pytest.mark.parametrize(
    ("day", "climbed"),
    [(date(2026, 3, 13), []), (DUE, []), (FIRST, [1]), (date(2026, 3, 18), [1])],
    ids=["before", "due today", "the first working day after", "the second"],
)
@pytest.mark.usefixtures("case")
def test_the_first_rung_is_reached_on_the_first_working_day_after(
    engine: Engine, day: date, climbed: list[int]
) -> None:
    climb(engine, day)
    assert [rung for _, rung, _ in rungs(engine)] == climbed


@pytest.mark.usefixtures("case")
def test_a_rest_day_after_the_due_day_is_no_working_day_overdue(engine: Engine) -> None:
    desk = a_desk()
    case = a_case(engine, desk, fact="别的", due_on=date(2026, 3, 13))
    assert do(engine, escalating.escalate, date(2026, 3, 15), desk) == []
    assert climb(engine, date(2026, 3, 16))
    assert the_case(engine, case).rung == 1


def test_every_rung_tells_its_own_people(engine: Engine, case: int) -> None:
    told = {}
    for rung, day in enumerate((FIRST, THIRD, FIFTH, TENTH), start=1):
        climb(engine, day)
        told[rung] = [name for _, name in post(engine)]
        forget(engine)
    assert told == {
        1: sorted([EAST_INSPECTOR, liaison(LATE)]),
        2: [principal(LATE)],
        3: sorted([DIRECTOR, principal(LATE)]),
        4: [DIRECTOR],
    }
    assert the_case(engine, case).rung == 4
    assert all(WEST_INSPECTOR not in names for names in told.values())


def climbed_to(engine: Engine, *days: date) -> None:
    for day in days:
        climb(engine, day)


@pytest.mark.usefixtures("case")
def test_the_message_says_how_late_and_what_is_proposed(engine: Engine) -> None:
    climbed_to(engine, FIRST, THIRD, FIFTH)
    forget(engine)
    climb(engine, TENTH)
    facts = facts_of(engine, DIRECTOR, "escalation")
    assert {key: facts[key] for key in ("rung", "measure", "proposals", "working_days_overdue", "round", "due_on")} == {
        "rung": 4,
        "measure": "propose",
        "proposals": ["约谈", "通报"],
        "working_days_overdue": 10,
        "round": 1,
        "due_on": "2026-03-16",
    }


@pytest.mark.usefixtures("case")
def test_what_is_proposed_waits_as_a_row_for_a_persons_decision(engine: Engine) -> None:
    climbed_to(engine, FIRST, THIRD, FIFTH, TENTH, TENTH)
    assert [(row.rung, row.measures, row.roles, row.proposed_on) for row in ask(engine, select(proposals))] == [
        (4, ["约谈", "通报"], ["director"], TENTH)
    ]


@pytest.mark.usefixtures("case")
def test_after_a_downtime_one_rung_is_climbed_a_night_with_the_waits_between_them(engine: Engine) -> None:
    climbed = {}
    for day in range(30, 32):
        climbed[day] = len(climb(engine, date(2026, 3, day)))
    assert climbed == {30: 1, 31: 0}
    assert len(climb(engine, date(2026, 4, 1))) == 1
    assert rungs(engine) == [(1, 1, 2), (1, 2, 1)]
    assert post(engine) == sorted(("escalation", name) for name in (principal(LATE), EAST_INSPECTOR, liaison(LATE)))


@pytest.mark.usefixtures("case")
def test_the_same_day_again_climbs_nothing(engine: Engine) -> None:
    climb(engine, FIRST)
    assert climb(engine, FIRST) == []
    assert len(post(engine)) == 2


@pytest.mark.usefixtures("case")
def test_a_day_between_two_rungs_says_nothing(engine: Engine) -> None:
    climb(engine, FIRST)
    forget(engine)
    assert climb(engine, date(2026, 3, 18)) == []
    assert post(engine) == []


@pytest.mark.parametrize("status", ["submitted", "verified", "closed"])
def test_an_answered_case_never_climbs(engine: Engine, case: int, status: str) -> None:
    set_status(engine, rectifications, case, status)
    assert climb(engine, TENTH) == []
    assert post(engine) == []


def test_a_case_due_a_day_later_is_left(engine: Engine, case: int) -> None:
    other = a_case(engine, a_desk(), unit="K03", fact="别的", due_on=FIRST)
    climb(engine, FIRST)
    assert (the_case(engine, case).rung, the_case(engine, other).rung) == (1, 0)


def test_submitting_stops_the_climbing_and_returning_starts_it_again_from_below(engine: Engine, case: int) -> None:
    desk = a_desk()
    climbed_to(engine, FIRST, THIRD)
    do(engine, closing.submit, THIRD, desk, case, by=liaison(LATE), why="已补齐")
    assert climb(engine, TENTH) == []
    said = {"by": EAST_INSPECTOR, "why": "照片不全", "due_on": date(2026, 4, 3)}
    do(engine, closing.return_, TENTH, desk, case, **said)
    forget(engine)
    assert climb(engine, date(2026, 4, 3)) == []
    assert len(climb(engine, date(2026, 4, 6))) == 1
    assert rungs(engine)[-1] == (2, 1, 2)
    assert post(engine) == sorted([("escalation", EAST_INSPECTOR), ("escalation", liaison(LATE))])


def test_every_climb_stands_in_the_history_without_changing_the_status(engine: Engine, case: int) -> None:
    climbed_to(engine, FIRST, THIRD)
    rows = ask(engine, select(changes).where(changes.c.subject_id == case, changes.c.subject == "rectification"))
    assert [(row.by, row.from_status, row.to_status) for row in rows[1:]] == [("system", "issued", "issued")] * 2
    assert [row.why for row in rows[1:]] == ["逾期1个工作日，升至第1级（督办）", "逾期3个工作日，升至第2级（告知）"]
    assert [row.data for row in rows[1:]] == [{"rung": 1}, {"rung": 2}]
    assert {row.rules for row in rows} == {rule_version(a_desk().office)}


def test_two_sweeps_at_once_climb_once(engine: Engine, case: int) -> None:
    results = twice_at_once(engine, escalating.escalate, TENTH, a_desk())
    assert sorted(map(len, results)) == [0, 1]
    assert len(post(engine)) == 2
    assert len(ask(engine, select(changes.c.id).where(changes.c.subject_id == case, changes.c.from_status != ""))) == 1


@pytest.mark.usefixtures("case")
def test_a_rung_without_anybody_is_kept_told_to_the_coordinator_and_left_at_once(engine: Engine) -> None:
    """Of the late school nobody is in the roster, and there is no inspector: rung 3 is the first with a person."""
    loaded(
        engine, a_desk(people=(*(it for it in OFFICE_PEOPLE if it.role is not Role.INSPECTOR), *people_of(CAST[:1])))
    )
    climb(engine, FIRST)
    climb(engine, FIRST)
    assert rungs(engine) == [(1, 3, 1), (1, 2, 0), (1, 1, 0)]
    assert post(engine) == sorted([("escalation", DIRECTOR), *[("nobody", COORDINATOR)] * 3])
    abouts = [row.facts for row in ask(engine, select(messages.c.facts).where(messages.c.kind == "nobody"))]
    assert sorted((facts["about"], facts["missing"]) for facts in abouts) == [
        ("整改〔2026〕1号 第1级（督办）", ["liaison", "inspector"]),
        ("整改〔2026〕1号 第2级（告知）", ["principal"]),
        ("整改〔2026〕1号 第3级（报告）", ["principal"]),
    ]


@pytest.mark.usefixtures("case")
def test_a_rung_that_reaches_only_some_is_told_to_them_and_names_who_is_missing(engine: Engine) -> None:
    without = [it for it in people_of(CAST) if it.role is not Role.LIAISON]
    desk = loaded(engine, a_desk(people=(*OFFICE_PEOPLE, *without)))
    do(engine, escalating.escalate, FIRST, desk)
    assert rungs(engine) == [(1, 1, 1)]
    assert post(engine) == sorted([("escalation", EAST_INSPECTOR), ("nobody", COORDINATOR)])
    assert facts_of(engine, COORDINATOR, "nobody")["missing"] == ["liaison"]
    why = ask(engine, select(changes.c.why).order_by(changes.c.id.desc()).limit(1))[0].why
    assert why == "逾期1个工作日，升至第1级（督办）；缺少联络员，未能通知"


def test_the_case_climbs_its_own_ladder_and_not_todays(engine: Engine, case: int) -> None:
    desk = loaded(engine, a_desk(ladder=(Rung(1, 1, (Role.DIRECTOR,)),)))
    do(engine, escalating.escalate, FIRST, desk)
    assert DIRECTOR not in {name for _, name in post(engine)}
    assert the_case(engine, case).ladder_version == ask(engine, select(escalations.c.ladder_version))[0][0]


def test_an_empty_ladder_climbs_nothing(engine: Engine) -> None:
    desk = loaded(engine, a_desk(ladder=()))
    a_case(engine, desk)
    assert do(engine, escalating.escalate, TENTH, desk) == []


def test_a_danger_waits_on_no_rung_and_hurries(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    a_case(engine, desk, severity="urgent")
    do(engine, escalating.escalate, date(2026, 3, 4), desk)
    assert ask(engine, select(messages.c.urgent).distinct()) == [(True,)]
    assert [rung for _, rung, _ in rungs(engine)] == [4, 3, 2, 1]


def test_the_responsible_inspector_is_told_instead_of_the_zone(engine: Engine) -> None:
    named = replace(CAST[1], inspector=WEST_INSPECTOR)
    desk = loaded(engine, a_desk(units=(CAST[0], named, CAST[2])))
    a_case(engine, desk)
    do(engine, escalating.escalate, FIRST, desk)
    assert post(engine) == sorted([("escalation", WEST_INSPECTOR), ("escalation", liaison(LATE))])


def test_the_statements_do_not_grow_with_the_cases(sqlite_engine: Engine) -> None:
    desk = loaded(sqlite_engine, a_desk())
    counts = []
    for day, how_many in ((date(2026, 3, 2), 2), (date(2026, 3, 3), 40)):
        for number in range(how_many):
            a_case(sqlite_engine, desk, day, fact=f"{day}第{number}项", due_on=day)
        with counting_statements(sqlite_engine) as counted:
            do(sqlite_engine, escalating.escalate, date(2026, 3, 9), desk)
        counts.append(counted.total())
    assert counts[1] == counts[0]
    assert len(LADDER) == 4
