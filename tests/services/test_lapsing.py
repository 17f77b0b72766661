"""The day after the due day."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, select

from models.tables import assignments, units
from rules.plan import Doer
from services import lapsing
from tests.asking import ask, do, facts_of, issued, post, set_status, statuses, steps, twice_at_once
from tests.builders import DILIGENT, EAST_INSPECTOR, FAR, LATE, a_desk, a_visit, liaison

DUE = date(2026, 3, 31)
APRIL_1 = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("day", "moved"), [(date(2026, 3, 30), 0), (DUE, 0), (APRIL_1, 3)], ids=["the day before", "on the day", "after"]
)
def test_work_is_overdue_the_day_after_its_due_day(engine: Engine, day: date, moved: int) -> None:
    desk = a_desk()
    issued(engine, desk)
    assert len(do(engine, lapsing.lapse, day, desk)) == moved
    assert list(statuses(engine).values()).count("overdue") == moved


@pytest.mark.parametrize("status", ["submitted", "done", "withdrawn"])
def test_who_answered_is_never_overdue(engine: Engine, status: str) -> None:
    desk = a_desk()
    ids = issued(engine, desk)
    set_status(engine, assignments, ids[0], status)
    assert do(engine, lapsing.lapse, APRIL_1, desk) == ids[1:]


def test_received_is_not_answered(engine: Engine) -> None:
    desk = a_desk()
    ids = issued(engine, desk)
    set_status(engine, assignments, ids[1], "received")
    assert do(engine, lapsing.lapse, APRIL_1, desk) == ids
    assert steps(engine, "assignment", ids[1])[-1] == ("system", "received", "overdue")
    assert steps(engine, "assignment", ids[2])[-1] == ("system", "open", "overdue")


def test_work_due_a_day_later_is_left(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk, due_on=APRIL_1)
    assert do(engine, lapsing.lapse, APRIL_1, desk) == []
    assert post(engine) == []


def test_each_liaison_hears_once_however_often_it_is_swept(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk)
    do(engine, lapsing.lapse, APRIL_1, desk)
    assert do(engine, lapsing.lapse, APRIL_1, desk) == []
    assert post(engine) == sorted(("overdue", liaison(name)) for name in (DILIGENT, LATE, FAR))
    (late,) = ask(engine, select(assignments.c.id).join(units).where(units.c.name == LATE))
    assert facts_of(engine, liaison(LATE), "overdue")["lines"] == [
        {
            "what": "assignment",
            "id": late.id,
            "title": "三月自查",
            "unit": LATE,
            "due_on": "2026-03-31",
            "working_days_left": -1,
            "status": "overdue",
        }
    ]


def test_an_inspector_with_two_schools_hears_once_of_both(engine: Engine) -> None:
    desk = a_desk(a_visit())
    issued(engine, desk)
    do(engine, lapsing.lapse, APRIL_1, desk)
    assert [line["unit"] for line in facts_of(engine, EAST_INSPECTOR, "overdue")["lines"]] == sorted([DILIGENT, LATE])
    assert all(kind == "overdue" and name.startswith("督学") for kind, name in post(engine))


def test_of_unannounced_work_no_school_hears(engine: Engine) -> None:
    desk = a_desk(a_visit(unannounced=True, doer=Doer.LIAISON))
    issued(engine, desk)
    do(engine, lapsing.lapse, APRIL_1, desk)
    assert {name for _, name in post(engine)} == {EAST_INSPECTOR, "督学-西区"}


def test_two_sweeps_at_once_move_each_row_once(engine: Engine) -> None:
    desk = a_desk()
    ids = issued(engine, desk)
    results = twice_at_once(engine, lapsing.lapse, APRIL_1, desk)
    assert sorted(id_ for found in results for id_ in found) == ids
    assert len(post(engine)) == 3
    assert len(ask(engine, assignments.select().where(assignments.c.status == "overdue"))) == 3
