"""Deadlines counted again when holidays or terms become known."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, select

from models.tables import assignments, changes, rectifications
from rules.desk import Desk
from rules.office import Stage, Term
from rules.plan import Due, DueBasis, Edge, MonthWindow, Season, TermWindow
from rules.working_days import WorkCalendar
from services import escalating, issuing, recounting, sampling
from tests.asking import a_case, ask, do, facts_of, forget, loaded, post, set_status, steps, the_case, twice_at_once
from tests.builders import (
    CALENDAR,
    COORDINATOR,
    DILIGENT,
    EAST_INSPECTOR,
    FAR,
    LATE,
    WEST_INSPECTOR,
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
    assert {tuple(row) for row in ask(engine, select(assignments.c.opens_on))} == {(date(2026, 3, 2),)}
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


def test_a_ladder_climbed_by_the_old_day_begins_anew(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    case = a_case(engine, desk, date(2027, 1, 18))
    do(engine, escalating.escalate, date(2027, 2, 2), desk)
    assert (the_case(engine, case).round, the_case(engine, case).rung) == (1, 1)
    do(engine, recounting.recount, date(2027, 2, 2), a_desk(calendar=KNOWN))
    assert (the_case(engine, case).round, the_case(engine, case).rung) == (2, 0)
    do(engine, escalating.escalate, date(2027, 2, 3), a_desk(calendar=KNOWN))
    assert (the_case(engine, case).round, the_case(engine, case).rung) == (2, 1)


def test_a_ladder_not_climbed_yet_stays_in_its_round(engine: Engine) -> None:
    case = a_case(engine, loaded(engine, a_desk()), date(2027, 1, 18))
    do(engine, recounting.recount, date(2027, 1, 18), a_desk(calendar=KNOWN))
    assert (the_case(engine, case).round, the_case(engine, case).rung) == (1, 0)


MARCH_3 = date(2026, 3, 3)
SPRING = Term(2026, Season.SPRING, date(2026, 2, 23), date(2026, 7, 3), (Stage.PRIMARY,))
"""With a known term the day of a visit is firm."""


def due_in(days: int, **more: object) -> Desk:
    """March's visit is due so many working days after it opens."""
    return a_desk(a_visit("P-2", due=Due(DueBasis.WORKING_DAYS, days), **more), terms=(SPRING,))


def replanned(engine: Engine, desk: Desk, day: date = MARCH_3) -> list[int]:
    """The plan is loaded, and the sweep has seen it."""
    return do(engine, recounting.recount, day, loaded(engine, desk, day))


def visit_opened(engine: Engine, **more: object) -> None:
    """The visit is open, firmly due on Monday 9 March, and the messages of that are forgotten."""
    desk = loaded(engine, due_in(5, **more))
    do(engine, issuing.issue_due, date(2026, 3, 2), desk)
    do(engine, recounting.recount, date(2026, 3, 2), desk)
    assert due_days(engine) == {(date(2026, 3, 9), False)}
    forget(engine)


def test_a_firm_deadline_moves_with_its_entry_in_the_plan_and_is_told_once(engine: Engine) -> None:
    visit_opened(engine)
    ids = replanned(engine, due_in(6))
    assert len(ids) == 3
    assert replanned(engine, due_in(6)) == []
    assert due_days(engine) == {(date(2026, 3, 10), False)}
    assert ask(engine, select(assignments.c.due_value).distinct()) == [(6,)]
    assert steps(engine, "assignment", ids[0])[1:] == [("system", "open", "open")]
    said = select(changes.c.why).where(changes.c.subject_id == ids[0]).order_by(changes.c.id.desc()).limit(1)
    assert ask(engine, said) == [("计划已调整，期限由2026-03-09改为2026-03-10",)]


def test_everybody_who_was_told_of_an_announced_visit_is_told_its_new_day(engine: Engine) -> None:
    visit_opened(engine)
    replanned(engine, due_in(6))
    told = (EAST_INSPECTOR, WEST_INSPECTOR, *(liaison(name) for name in (DILIGENT, LATE, FAR)))
    assert post(engine) == sorted(("due_changed", name) for name in told)


def test_of_an_unannounced_visit_no_school_hears_the_new_day(engine: Engine) -> None:
    visit_opened(engine, unannounced=True)
    replanned(engine, due_in(6, unannounced=True))
    assert post(engine) == sorted(("due_changed", name) for name in (EAST_INSPECTOR, WEST_INSPECTOR, COORDINATOR))


def test_a_deadline_that_comes_back_to_a_day_is_told_each_time(engine: Engine) -> None:
    visit_opened(engine)
    for days in (6, 7, 6):
        replanned(engine, due_in(days))
    assert post(engine).count(("due_changed", liaison(LATE))) == 3


def test_what_was_drawn_by_hand_keeps_its_day_when_its_entry_moves(engine: Engine) -> None:
    desk = loaded(engine, due_in(5))
    do(engine, sampling.draw_now, date(2026, 3, 2), desk, sampling.Form("P-2", "2026-03", COORDINATOR, per_unit=1))
    before = due_days(engine)
    assert replanned(engine, due_in(6)) == []
    assert due_days(engine) == before


def test_a_firm_deadline_of_another_entry_stays(engine: Engine) -> None:
    desk = loaded(engine, a_desk(an_entry(), a_visit(), terms=(SPRING,)))
    do(engine, issuing.issue_due, date(2026, 3, 2), desk)
    other = WorkCalendar(CALENDAR.rest | {date(2026, 3, 31)}, CALENDAR.work, CALENDAR.known_years)
    moved = a_visit(due=Due(DueBasis.WORKING_DAYS, 5))
    assert len(replanned(engine, a_desk(an_entry(), moved, calendar=other, terms=(SPRING,)))) == 3
    assert due_days(engine) == {(date(2026, 3, 31), False), (date(2026, 3, 9), False)}
