"""One digest for each person: before, on and after the due day, and never a flood."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from models.tables import assignments, rectifications
from rules.plan import Doer
from services import closing, issuing, reminding
from tests.asking import (
    MARCH_2,
    a_case,
    ask,
    counting_statements,
    do,
    facts_of,
    forget,
    issued,
    loaded,
    post,
    set_status,
    twice_at_once,
)
from tests.builders import (
    COORDINATOR,
    DILIGENT,
    EAST_INSPECTOR,
    FAR,
    LATE,
    WEST_INSPECTOR,
    a_desk,
    a_visit,
    an_entry,
    an_occurrence,
    liaison,
    principal,
)

THREE_DAYS_BEFORE = date(2026, 3, 26)
DUE = date(2026, 3, 31)
EVERY_LIAISON = sorted(("digest", liaison(name)) for name in (DILIGENT, LATE, FAR))


@pytest.mark.parametrize(
    ("day", "reminded"),
    [(date(2026, 3, 25), False), (THREE_DAYS_BEFORE, True), (date(2026, 3, 27), True), (DUE, True)],
    ids=["a day too early", "on the reminder day", "a day late after a downtime", "on the due day"],
)
def test_a_reminder_goes_out_from_its_day_on(engine: Engine, day: date, *, reminded: bool) -> None:
    desk = a_desk()
    issued(engine, desk)
    assert len(do(engine, reminding.remind, day, desk)) == (3 if reminded else 0)
    assert post(engine) == (EVERY_LIAISON if reminded else [])


def test_the_same_day_reminds_once(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk)
    do(engine, reminding.remind, THREE_DAYS_BEFORE, desk)
    assert do(engine, reminding.remind, THREE_DAYS_BEFORE, desk) == []


def test_between_two_reminder_days_nothing_is_said_again(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk)
    do(engine, reminding.remind, THREE_DAYS_BEFORE, desk)
    assert do(engine, reminding.remind, date(2026, 3, 30), desk) == []
    assert len(do(engine, reminding.remind, DUE, desk)) == 3


def test_two_missed_reminders_are_made_up_by_one(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk)
    do(engine, reminding.remind, DUE, desk)
    assert ask(engine, select(assignments.c.reminders).distinct()) == [(1,)]
    assert do(engine, reminding.remind, date(2026, 4, 1), desk) == []


def test_nothing_goes_out_on_a_rest_day_and_it_is_made_up(engine: Engine) -> None:
    desk = a_desk(an_entry(reminders=(0,)))
    issued(engine, desk, due_on=date(2026, 3, 29), opens_on=MARCH_2)
    assert do(engine, reminding.remind, date(2026, 3, 28), desk) == []
    assert do(engine, reminding.remind, date(2026, 3, 29), desk) == []
    assert len(do(engine, reminding.remind, date(2026, 3, 30), desk)) == 3


@pytest.mark.parametrize("status", ["submitted", "done", "withdrawn"])
def test_who_answered_is_left_in_peace(engine: Engine, status: str) -> None:
    desk = a_desk()
    ids = issued(engine, desk)
    set_status(engine, assignments, ids[0], status)
    assert len(do(engine, reminding.remind, DUE, desk)) == 2


def test_overdue_work_is_reminded_after_its_due_day(engine: Engine) -> None:
    desk = a_desk(an_entry(reminders=(2,)))
    ids = issued(engine, desk)
    for one in ids:
        set_status(engine, assignments, one, "overdue")
    assert do(engine, reminding.remind, date(2026, 4, 1), desk) == []
    assert len(do(engine, reminding.remind, date(2026, 4, 2), desk)) == 3
    assert facts_of(engine, liaison(LATE), "digest")["lines"][0]["working_days_left"] == -2


def test_the_cap_ends_the_reminding(engine: Engine) -> None:
    desk = a_desk(an_entry(reminders=(-5, -4, -3, -2, -1), reminder_cap=2))
    issued(engine, desk)
    days = [date(2026, 3, 24) + timedelta(days=step) for step in range(8)]
    assert sum(len(do(engine, reminding.remind, day, desk)) for day in days) == 2 * 3


def test_a_reminder_older_than_the_catch_up_is_not_said(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk)
    assert do(engine, reminding.remind, date(2026, 5, 6), desk) == []


def test_work_opened_today_is_not_reminded_today(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk, THREE_DAYS_BEFORE)
    assert do(engine, reminding.remind, THREE_DAYS_BEFORE, desk) == []
    assert len(do(engine, reminding.remind, DUE, desk)) == 3


def test_one_person_gets_one_digest_of_everything(engine: Engine) -> None:
    desk = a_desk(an_entry(), an_entry("P-9", title="四项自查"))
    issued(engine, desk)
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, "P-9", due_on=date(2026, 3, 30))])
    forget(engine)
    do(engine, reminding.remind, THREE_DAYS_BEFORE, desk)
    assert post(engine) == EVERY_LIAISON
    lines = facts_of(engine, liaison(LATE), "digest")["lines"]
    assert [(line["title"], line["unit"], line["working_days_left"]) for line in lines] == [
        ("四项自查", LATE, 2),
        ("三月自查", LATE, 3),
    ]


def test_an_inspector_is_reminded_of_the_own_zone_only(engine: Engine) -> None:
    desk = a_desk(a_visit())
    issued(engine, desk)
    do(engine, reminding.remind, DUE, desk)
    assert post(engine) == [("digest", EAST_INSPECTOR), ("digest", WEST_INSPECTOR)]
    assert {line["unit"] for line in facts_of(engine, WEST_INSPECTOR, "digest")["lines"]} == {FAR}


@pytest.mark.parametrize(("doer", "names"), [(Doer.LIAISON, [EAST_INSPECTOR]), (Doer.OFFICE, [COORDINATOR])])
def test_of_unannounced_work_no_school_is_reminded(engine: Engine, doer: Doer, names: list[str]) -> None:
    desk = a_desk(a_visit(unannounced=True, doer=doer))
    issued(engine, desk, units=(LATE,))
    do(engine, reminding.remind, DUE, desk)
    assert post(engine) == [("digest", name) for name in names]


def test_two_sweeps_at_once_make_one_digest_a_person(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk)
    results = twice_at_once(engine, reminding.remind, DUE, desk)
    assert sorted(map(len, results)) == [0, 3]
    assert post(engine) == EVERY_LIAISON
    assert ask(engine, select(assignments.c.reminders).distinct()) == [(1,)]


def test_a_quiet_day_costs_a_handful_of_statements(sqlite_engine: Engine) -> None:
    desk = a_desk()
    issued(sqlite_engine, desk)
    with counting_statements(sqlite_engine) as counted:
        do(sqlite_engine, reminding.remind, date(2026, 3, 10), desk)
    assert counted.total() <= 6  # BEGIN; assignments, cases of both clocks, steps of supervisions, proposals


class TestRectifications:
    """Cases stand in the same digest; theirs is due on Monday 16 March."""

    @pytest.mark.parametrize(
        ("day", "reminded"),
        [(date(2026, 3, 10), 0), (date(2026, 3, 11), 2), (date(2026, 3, 16), 2), (date(2026, 3, 14), 0)],
        ids=["too early", "three working days before", "on the day", "a Saturday"],
    )
    def test_the_school_is_reminded_of_its_case(self, engine: Engine, day: date, reminded: int) -> None:
        desk = loaded(engine, a_desk())
        a_case(engine, desk)
        assert len(do(engine, reminding.remind, day, desk)) == reminded

    def test_the_liaison_and_the_principal_of_that_school_hear_and_nobody_else(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk())
        a_case(engine, desk)
        do(engine, reminding.remind, date(2026, 3, 11), desk)
        do(engine, reminding.remind, date(2026, 3, 12), desk)
        assert post(engine) == sorted([("digest", liaison(LATE)), ("digest", principal(LATE))])
        assert facts_of(engine, principal(LATE), "digest")["lines"] == [
            {
                "what": "rectification",
                "title": "食堂留样不足",
                "number": "整改〔2026〕1号",
                "unit": LATE,
                "due_on": "2026-03-16",
                "working_days_left": 3,
                "status": "issued",
                "first_due_on": "2026-03-16",
            }
        ]

    @pytest.mark.parametrize("status", ["submitted", "verified", "closed"])
    def test_an_answered_case_is_not_reminded(self, engine: Engine, status: str) -> None:
        desk = loaded(engine, a_desk())
        set_status(engine, rectifications, a_case(engine, desk), status)
        assert do(engine, reminding.remind, date(2026, 3, 16), desk) == []

    def test_a_returned_case_is_reminded_by_its_new_day(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk())
        case = a_case(engine, desk)
        do(engine, reminding.remind, date(2026, 3, 16), desk)
        do(engine, closing.submit, date(2026, 3, 16), desk, case, by=liaison(LATE))
        said = {"by": EAST_INSPECTOR, "why": "照片不全", "due_on": date(2026, 3, 23)}
        do(engine, closing.return_, date(2026, 3, 17), desk, case, **said)
        forget(engine)
        assert do(engine, reminding.remind, date(2026, 3, 17), desk) == []
        assert len(do(engine, reminding.remind, date(2026, 3, 18), desk)) == 2

    def test_work_and_case_stand_in_one_digest(self, engine: Engine) -> None:
        desk = a_desk()
        issued(engine, desk, due_on=date(2026, 3, 16))
        a_case(engine, desk)
        do(engine, reminding.remind, date(2026, 3, 16), desk)
        assert [line["what"] for line in facts_of(engine, liaison(LATE), "digest")["lines"]] == [
            "assignment",
            "rectification",
        ]
