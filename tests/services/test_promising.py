"""What is published keeps up with the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Engine, select

from models.engine import transaction
from models.tables import assignments, drawings, planned, work_items
from rules.office import Term
from rules.plan import Audience, Draw, Due, DueBasis, Edge, MonthCadence, MonthWindow, Season, TermWindow
from rules.working_days import WorkCalendar
from services import issuing, planning, promising, recounting
from tests.asking import MARCH_2, ask, do, issued, loaded, post, statuses, twice_at_once
from tests.builders import CALENDAR, CAST, FAR, a_desk, a_visit, an_entry

MARCH_10, MARCH_11 = date(2026, 3, 10), date(2026, 3, 11)
ONLY_EAST = Audience(zones=("东区",))


def of(engine: Engine, item: str = "P-1", period: str = "2026-03") -> Any:
    (row,) = ask(engine, select(planned).where(planned.c.item == item, planned.c.period == period))
    return row


def test_a_first_load_publishes_this_year_and_the_next(engine: Engine) -> None:
    loaded(engine, a_desk())
    row = of(engine)
    assert (row.opens_on, row.due_on, row.units) == (date(2026, 3, 2), date(2026, 3, 31), ["K01", "K02", "K03"])
    assert (row.sequence, row.planned_on, row.cancelled, row.is_late) == (0, MARCH_2, False, False)
    assert len(ask(engine, select(planned.c.id))) == 2


def test_loading_the_same_again_touches_nothing(engine: Engine) -> None:
    loaded(engine, a_desk())
    before = ask(engine, select(planned).order_by(planned.c.id))
    loaded(engine, a_desk(), MARCH_10)
    assert ask(engine, select(planned).order_by(planned.c.id)) == before


def test_a_change_counts_and_has_its_day(engine: Engine) -> None:
    loaded(engine, a_desk())
    loaded(engine, a_desk(an_entry(due=Due(DueBasis.WORKING_DAYS, 20))), MARCH_10)
    row = of(engine)
    assert (row.due_on, row.sequence, row.planned_on, row.changed_on) == (date(2026, 3, 30), 1, MARCH_2, MARCH_10)


def test_what_left_the_plan_is_cancelled_and_comes_back_under_its_own_name(engine: Engine) -> None:
    loaded(engine, a_desk(an_entry(), a_visit()))
    name = of(engine).uid
    loaded(engine, a_desk(a_visit()), MARCH_10)
    assert (of(engine).cancelled, of(engine).sequence) == (True, 1)
    loaded(engine, a_desk(an_entry(), a_visit()), MARCH_11)
    assert (of(engine).cancelled, of(engine).sequence, of(engine).uid) == (False, 2, name)


def test_units_that_left_are_remembered_until_they_come_back(engine: Engine) -> None:
    loaded(engine, a_desk())
    loaded(engine, a_desk(an_entry(audience=ONLY_EAST)), MARCH_10)
    assert (of(engine).units, of(engine).former_units) == (["K01", "K02"], ["K03"])
    loaded(engine, a_desk(), MARCH_11)
    assert (of(engine).units, of(engine).former_units) == (["K01", "K02", "K03"], [])


def test_what_is_compared_is_not_written(engine: Engine) -> None:
    loaded(engine, a_desk())
    before = ask(engine, select(planned).order_by(planned.c.id))
    found = do(engine, promising.compare, MARCH_10, a_desk(a_visit()))
    assert {it.key for it in found.removed} == {("P-1", "2026-03"), ("P-1", "2027-03")}
    assert ask(engine, select(planned).order_by(planned.c.id)) == before


def test_two_loads_at_once_publish_once(engine: Engine) -> None:
    loaded(engine, a_desk())
    twice_at_once(engine, planning.load, MARCH_10, a_desk(an_entry(due=Due(DueBasis.WORKING_DAYS, 20))))
    assert of(engine).sequence == 1


def test_an_entry_with_another_id_keeps_its_work_and_its_name_and_nobody_hears(engine: Engine) -> None:
    issued(engine, a_desk())
    name = of(engine).uid
    loaded(engine, a_desk(an_entry("P-1a")), MARCH_10)
    do(engine, issuing.issue_due, MARCH_10, a_desk(an_entry("P-1a")))
    assert set(statuses(engine)) == {("P-1a", school) for school in ("勤勉小学", "拖延小学", "远处小学")}
    assert (of(engine, "P-1a").uid, of(engine, "P-1a").sequence, post(engine)) == (name, 0, [])
    assert ask(engine, select(work_items.c.item)) == [("P-1a",)]


def test_what_was_drawn_is_not_drawn_again_under_another_id(engine: Engine) -> None:
    drawn = {"audience": Audience(draw=Draw(1)), "unannounced": True}
    desk = loaded(engine, a_desk(a_visit(**drawn)))
    do(engine, issuing.issue_due, MARCH_2, desk)
    again = loaded(engine, a_desk(a_visit("P-2a", **drawn)), MARCH_10)
    assert do(engine, issuing.issue_due, MARCH_10, again) == []
    assert ask(engine, select(drawings.c.key)) == [("P-2a:2026-03",)]


def test_work_that_was_due_when_it_came_into_the_plan_is_never_opened(engine: Engine) -> None:
    loaded(engine, a_desk(a_visit()), date(2026, 2, 2))
    do(engine, issuing.issue_due, date(2026, 2, 2), a_desk(a_visit()))
    every_month = a_desk(a_visit(), an_entry("P-4", window=MonthCadence(months=1)))
    loaded(engine, every_month, MARCH_10)
    do(engine, issuing.issue_due, MARCH_10, every_month)
    periods = ask(engine, select(assignments.c.period).join(work_items).where(work_items.c.item == "P-4").distinct())
    assert periods == [("2026-03",)]
    assert (of(engine, "P-4", "2026-02").is_late, of(engine, "P-4", "2026-03").is_late) == (True, False)


def test_a_unit_that_joins_after_the_due_day_owes_nothing_and_before_it_does(engine: Engine) -> None:
    two = a_desk(a_visit(), units=CAST[:2])
    loaded(engine, two)
    do(engine, issuing.issue_due, MARCH_2, two)
    three = loaded(engine, a_desk(a_visit()), date(2026, 4, 1))
    assert do(engine, issuing.issue_due, date(2026, 4, 1), three) == []
    loaded(engine, three, MARCH_10)
    assert len(do(engine, issuing.issue_due, date(2026, 3, 31), three)) == 1
    assert ("P-2", FAR) in statuses(engine)


def test_an_entry_that_is_written_and_not_applied_is_not_opened_yet(engine: Engine) -> None:
    loaded(engine, a_desk())
    written = a_desk(an_entry(), a_visit())
    do(engine, issuing.issue_due, MARCH_2, written)
    assert {item for item, _ in statuses(engine)} == {"P-1"}


def test_provisional_days_follow_the_holidays_without_a_load(engine: Engine) -> None:
    window = TermWindow(Season.SPRING, Edge.OPENS, 0, 4, fallback_month=2)
    loaded(engine, a_desk(a_visit(window=window)), date(2026, 2, 2))
    assert of(engine, "P-2", "2026春").provisional
    known = a_desk(a_visit(window=window), terms=(Term(2026, Season.SPRING, date(2026, 3, 2), date(2026, 7, 3)),))
    do(engine, recounting.recount, date(2026, 2, 3), known)
    row = of(engine, "P-2", "2026春")
    assert (row.opens_on, row.due_on, row.provisional, row.sequence) == (MARCH_2, date(2026, 3, 6), False, 1)
    assert len(do(engine, promising.compare, date(2026, 2, 3), known)) == 0


def test_firm_days_of_open_work_stay_as_they_were_told(engine: Engine) -> None:
    issued(engine, a_desk())
    other = WorkCalendar(CALENDAR.rest | {date(2026, 3, 31)}, CALENDAR.work, CALENDAR.known_years)
    loaded(engine, a_desk(calendar=other), MARCH_10)
    assert of(engine).due_on == date(2026, 3, 31)


def test_a_month_further_off_follows_the_days(engine: Engine) -> None:
    april = an_entry(window=MonthWindow((4,)))
    loaded(engine, a_desk(april))
    other = WorkCalendar(CALENDAR.rest | {date(2026, 4, 30)}, CALENDAR.work, CALENDAR.known_years)
    found = do(engine, promising.promise, MARCH_10, a_desk(replace(april), calendar=other))
    assert [it.new.key for it in found.moved] == [("P-1", "2026-04")]


def test_a_folder_that_is_turned_to_the_next_year_takes_nothing_back(engine: Engine) -> None:
    december = date(2026, 12, 10)
    desk = loaded(engine, a_desk(an_entry(window=MonthWindow((12,)))))
    do(engine, issuing.issue_due, december, desk)
    before = post(engine)
    turned = replace(desk, office=replace(desk.office, year=2027))
    assert len(do(engine, promising.compare, december, turned)) == 0
    loaded(engine, turned, december)
    assert (post(engine), set(statuses(engine).values())) == (before, {"open"})
    assert not of(engine, "P-1", "2026-12").cancelled


def test_an_office_from_before_this_table_is_published_without_a_change(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk)
    with transaction(engine) as session:
        session.execute(planned.delete())
    assert len(do(engine, promising.compare, MARCH_10, desk)) == 0
    loaded(engine, desk, MARCH_10)
    assert (set(statuses(engine).values()), post(engine)) == ({"open"}, [])
    assert of(engine).sequence == 0
