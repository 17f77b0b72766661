"""Units that an entry is not for any more owe nothing, and hear of it; units that it is for now owe it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from models.tables import assignments
from rules.desk import Desk
from rules.plan import Audience, Class, MonthCadence, MonthWindow
from services import answering, issuing
from tests.asking import MARCH_2, do, facts_of, forget, issued, loaded, post, set_status, statuses, steps
from tests.builders import (
    CAST,
    COORDINATOR,
    DILIGENT,
    EAST,
    FAR,
    LATE,
    WEST_INSPECTOR,
    a_desk,
    a_visit,
    an_entry,
    liaison,
)

MARCH_10, MARCH_11 = date(2026, 3, 10), date(2026, 3, 11)
ONLY_EAST = Audience(zones=(EAST,))


def applied(engine: Engine, desk: Desk, day: date = MARCH_10) -> Desk:
    loaded(engine, desk, day)
    do(engine, issuing.issue_due, day, desk)
    return desk


def test_a_unit_that_leaves_the_audience_owes_nothing_and_only_it_is_told_once(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    for day in (MARCH_10, MARCH_10, MARCH_11):
        applied(engine, a_desk(an_entry(audience=ONLY_EAST)), day)
    assert statuses(engine) == {("P-1", DILIGENT): "open", ("P-1", LATE): "open", ("P-1", FAR): "withdrawn"}
    assert post(engine) == [("withdrawn", liaison(FAR))]
    assert steps(engine, "assignment", ids[2])[1:] == [("system", "open", "withdrawn")]
    assert "不再面向该单位" in facts_of(engine, liaison(FAR), "withdrawn")["why"]


def test_a_unit_that_joins_the_audience_gets_the_work_and_the_others_hear_nothing(engine: Engine) -> None:
    applied(engine, a_desk(an_entry(audience=ONLY_EAST)), MARCH_2)
    forget(engine)
    applied(engine, a_desk())
    assert statuses(engine)["P-1", FAR] == "open"
    assert post(engine) == [("issued", liaison(FAR))]


def test_a_unit_that_changes_its_zone_changes_its_work_though_the_plan_is_the_same(engine: Engine) -> None:
    desk = applied(engine, a_desk(an_entry(audience=ONLY_EAST)), MARCH_2)
    forget(engine)
    moved = (CAST[0], replace(CAST[1], zone="西区"), replace(CAST[2], zone=EAST))
    applied(engine, a_desk(*desk.plan.entries, units=moved))
    assert statuses(engine) == {("P-1", DILIGENT): "open", ("P-1", LATE): "withdrawn", ("P-1", FAR): "open"}
    assert post(engine) == [("issued", liaison(FAR)), ("withdrawn", liaison(LATE))]


def test_answered_work_of_a_unit_that_left_the_audience_is_kept(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    set_status(engine, assignments, ids[2], "submitted")
    applied(engine, a_desk(an_entry(audience=ONLY_EAST)))
    assert statuses(engine)["P-1", FAR] == "submitted"
    assert post(engine) == []


def test_a_unit_that_comes_back_into_the_audience_has_its_work_open_again(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    applied(engine, a_desk(an_entry(audience=ONLY_EAST)), MARCH_10)
    applied(engine, a_desk(), MARCH_11)
    assert statuses(engine)["P-1", FAR] == "open"
    assert steps(engine, "assignment", ids[2])[1:] == [("system", "open", "withdrawn"), ("system", "withdrawn", "open")]


def test_a_there_and_back_and_there_again_on_one_day_is_told_each_time(engine: Engine) -> None:
    issued(engine, a_desk())
    for audience in (ONLY_EAST, Audience(), ONLY_EAST, Audience()):
        applied(engine, a_desk(an_entry(audience=audience)))
    assert post(engine) == [("issued", liaison(FAR))] * 2 + [("withdrawn", liaison(FAR))] * 2


def test_of_unannounced_work_the_unit_that_leaves_hears_nothing(engine: Engine) -> None:
    issued(engine, a_desk(a_visit(unannounced=True)))
    applied(engine, a_desk(a_visit(unannounced=True, audience=ONLY_EAST)))
    assert post(engine) == sorted([("withdrawn", WEST_INSPECTOR), ("withdrawn", COORDINATOR)])


def test_a_renamed_unit_keeps_its_work(engine: Engine) -> None:
    issued(engine, a_desk())
    applied(engine, a_desk(units=(*CAST[:2], replace(CAST[2], name="远处中心小学"))))
    assert statuses(engine)["P-1", "远处中心小学"] == "open"
    assert len(statuses(engine)) == 3


def test_another_cadence_closes_the_old_period_and_opens_the_new_one(engine: Engine) -> None:
    desk = applied(engine, a_desk(an_entry(window=MonthCadence(months=1))), MARCH_2)
    forget(engine)
    quarterly = an_entry(window=MonthCadence(months=3))
    for day in (MARCH_10, MARCH_11):
        applied(engine, a_desk(quarterly), day)
    assert set(statuses(engine).values()) == {"open"}
    told = sorted((kind, liaison(name)) for name in (DILIGENT, LATE, FAR) for kind in ("issued", "withdrawn"))
    assert post(engine) == told
    assert desk.plan.entries != (quarterly,)


def test_scheduled_work_that_becomes_triggered_is_withdrawn_and_opens_by_hand_only(engine: Engine) -> None:
    issued(engine, a_desk())
    event = a_desk(an_entry(class_=Class.EVENT, window=None))
    applied(engine, event)
    assert set(statuses(engine).values()) == {"withdrawn"}
    said = {"by": COORDINATOR, "due_on": date(2026, 3, 20)}
    assert len(do(engine, issuing.start_event, MARCH_10, event, "P-1", [LATE], **said)) == 1
    applied(engine, event, MARCH_11)
    assert sorted(statuses(engine).values()) == ["open", "withdrawn", "withdrawn"]


def test_a_renamed_programme_moves_and_tells_nothing(engine: Engine) -> None:
    issued(engine, a_desk())
    applied(engine, a_desk(an_entry(programme="年中自查", title="三月自查（修订）")))
    assert (set(statuses(engine).values()), post(engine)) == ({"open"}, [])


def test_what_a_person_withdrew_does_not_come_back_with_the_audience(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    said = {"act": "withdraw", "by": COORDINATOR, "text": "计划调整"}
    do(engine, answering.answer, MARCH_2, a_desk(), ids[2], **said)
    applied(engine, a_desk(an_entry(audience=ONLY_EAST)), MARCH_10)
    applied(engine, a_desk(an_entry(window=MonthWindow((3,)))), MARCH_11)
    assert statuses(engine)["P-1", FAR] == "withdrawn"
