"""Deadlines counted again when holidays or terms become known."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, select

from models.tables import assignments, rectifications
from rules.desk import Desk
from rules.office import Stage, Term
from rules.plan import Due, DueBasis, Edge, MonthWindow, Season, TermWindow
from rules.working_days import WorkCalendar
from services import issuing, recounting
from tests.asking import a_case, ask, do, facts_of, forget, loaded, post, set_status, steps, the_case, twice_at_once
from tests.builders import (
    CALENDAR,
    DILIGENT,
    EAST_INSPECTOR,
    FAR,
    LATE,
    a_desk,
    a_visit,
    an_entry,
    liaison,
    principal,
)

JANUARY = date(2027, 1, 4)
"""The holidays of 2027 are not known yet: Monday to Friday less the first of January."""

NEW_YEAR = CALENDAR.rest | {date(2027, 1, 1)}
AS_GUESSED = WorkCalendar(NEW_YEAR, CALENDAR.work, frozenset({2026, 2027}))
"""They are published, and nothing in January is otherwise."""

KNOWN = WorkCalendar(NEW_YEAR | {date(2027, 1, 29)}, CALENDAR.work, frozenset({2026, 2027}))
"""They are published, and Friday 29 January is a rest day, so that the 19th working day is Monday 1 February."""

ENTRY = an_entry(window=MonthWindow((1,)), due=Due(DueBasis.WORKING_DAYS, 19), reminders=(0,))
OLD, NEW = date(2027, 1, 29), date(2027, 2, 1)


def opened(engine: Engine, *, entry: object = ENTRY) -> Desk:
    """January's work is open, counted without holidays, and the sweep has seen these days."""
    desk = loaded(engine, a_desk(entry))  # type: ignore[arg-type]  # an entry
    do(engine, issuing.issue_due, JANUARY, desk)
    do(engine, recounting.recount, JANUARY, desk)
    forget(engine)
    return desk


def due_days(engine: Engine) -> set[tuple[date, bool]]:
    return {tuple(it) for it in ask(engine, select(assignments.c.due_on, assignments.c.due_provisional))}


def test_a_provisional_deadline_moves_when_the_holidays_are_known(engine: Engine) -> None:
    opened(engine)
    assert due_days(engine) == {(OLD, True)}
    assert len(do(engine, recounting.recount, JANUARY, a_desk(ENTRY, calendar=KNOWN))) == 3
    assert due_days(engine) == {(NEW, False)}


def test_who_was_told_the_old_day_is_told_the_new_one_once(engine: Engine) -> None:
    opened(engine)
    desk = a_desk(ENTRY, calendar=KNOWN)
    do(engine, recounting.recount, JANUARY, desk)
    assert do(engine, recounting.recount, JANUARY, desk) == []
    assert post(engine) == sorted(("due_changed", liaison(name)) for name in (DILIGENT, LATE, FAR))
    facts = facts_of(engine, liaison(LATE), "due_changed")
    assert (facts["title"], facts["unit"], facts["old_on"], facts["new_on"]) == (
        "三月自查",
        LATE,
        "2027-01-29",
        "2027-02-01",
    )


def test_an_inspector_is_told_once_of_all_the_own_schools(engine: Engine) -> None:
    visit = a_visit(window=MonthWindow((1,)), due=Due(DueBasis.WORKING_DAYS, 19))
    opened(engine, entry=visit)
    do(engine, recounting.recount, JANUARY, a_desk(visit, calendar=KNOWN))
    assert facts_of(engine, EAST_INSPECTOR, "due_changed")["unit"] == f"{DILIGENT}、{LATE}"


def test_the_change_stands_in_the_history(engine: Engine) -> None:
    opened(engine)
    ids = do(engine, recounting.recount, JANUARY, a_desk(ENTRY, calendar=KNOWN))
    assert steps(engine, "assignment", ids[0])[-1] == ("system", "open", "open")


def test_while_nothing_is_published_nothing_moves(engine: Engine) -> None:
    desk = opened(engine)
    assert do(engine, recounting.recount, JANUARY, desk) == []
    assert post(engine) == []


def test_a_deadline_that_stays_becomes_firm_without_a_message(engine: Engine) -> None:
    opened(engine)
    assert do(engine, recounting.recount, JANUARY, a_desk(ENTRY, calendar=AS_GUESSED)) == []
    assert due_days(engine) == {(OLD, False)}
    assert post(engine) == []


@pytest.mark.parametrize("status", ["submitted", "done", "withdrawn"])
def test_answered_work_is_left(engine: Engine, status: str) -> None:
    opened(engine)
    for (one,) in ask(engine, select(assignments.c.id)):
        set_status(engine, assignments, one, status)
    assert do(engine, recounting.recount, JANUARY, a_desk(ENTRY, calendar=KNOWN)) == []
    assert due_days(engine) == {(OLD, True)}


def test_a_firm_deadline_is_never_touched(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, issuing.issue_due, date(2026, 3, 2), desk)
    before = due_days(engine)
    other = WorkCalendar(CALENDAR.rest | {date(2026, 3, 31)}, CALENDAR.work, CALENDAR.known_years)
    assert do(engine, recounting.recount, date(2026, 3, 3), a_desk(calendar=other)) == []
    assert due_days(engine) == before


def test_what_was_overdue_by_the_old_day_only_is_open_again(engine: Engine) -> None:
    opened(engine)
    for (one,) in ask(engine, select(assignments.c.id)):
        set_status(engine, assignments, one, "overdue")
    ids = do(engine, recounting.recount, date(2027, 1, 30), a_desk(ENTRY, calendar=KNOWN))
    assert steps(engine, "assignment", ids[0])[-1] == ("system", "overdue", "open")
    assert ask(engine, select(assignments.c.status).distinct()) == [("open",)]


def test_a_deadline_never_moves_to_a_day_that_has_passed(engine: Engine) -> None:
    opened(engine)
    earlier = WorkCalendar(NEW_YEAR, CALENDAR.work | {date(2027, 1, 9)}, frozenset({2026, 2027}))
    do(engine, recounting.recount, OLD, a_desk(ENTRY, calendar=earlier))
    assert due_days(engine) == {(OLD, False)}


def test_two_sweeps_at_once_tell_once(engine: Engine) -> None:
    opened(engine)
    results = twice_at_once(engine, recounting.recount, JANUARY, a_desk(ENTRY, calendar=KNOWN))
    assert sorted(map(len, results)) == [0, 3]
    assert len(post(engine)) == 3


def test_a_term_that_becomes_known_moves_what_hangs_on_it(engine: Engine) -> None:
    window = TermWindow(Season.SPRING, Edge.OPENS, 0, 4, fallback_month=2)
    entry = a_visit(window=window)
    desk = loaded(engine, a_desk(entry))
    do(engine, issuing.issue_due, date(2026, 2, 9), desk)
    do(engine, recounting.recount, date(2026, 2, 9), desk)
    forget(engine)
    assert {provisional for _, provisional in due_days(engine)} == {True}
    term = Term(2026, Season.SPRING, date(2026, 3, 2), date(2026, 7, 3), (Stage.PRIMARY,))
    do(engine, recounting.recount, date(2026, 2, 10), a_desk(entry, terms=(term,)))
    assert due_days(engine) == {(date(2026, 3, 6), False)}
    assert ("due_changed", EAST_INSPECTOR) in post(engine)


def test_a_case_is_counted_again_from_its_own_day(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    case = a_case(engine, desk, date(2027, 1, 18))
    do(engine, recounting.recount, date(2027, 1, 18), a_desk(calendar=KNOWN))
    row = the_case(engine, case)
    assert (row.due_on, row.first_due_on, row.due_provisional) == (date(2027, 2, 2), date(2027, 2, 1), False)
    assert post(engine) == sorted(("due_changed", name) for name in (EAST_INSPECTOR, liaison(LATE), principal(LATE)))
    assert facts_of(engine, liaison(LATE), "due_changed")["title"] == "整改〔2027〕1号 食堂留样不足"


@pytest.mark.parametrize("status", ["submitted", "verified", "closed"])
def test_an_answered_case_is_left(engine: Engine, status: str) -> None:
    case = a_case(engine, loaded(engine, a_desk()), date(2027, 1, 18))
    set_status(engine, rectifications, case, status)
    assert do(engine, recounting.recount, date(2027, 1, 18), a_desk(calendar=KNOWN)) == []
