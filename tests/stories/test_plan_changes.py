"""A plan that changes in the middle of the year, every date written out.

The office of the sample: two special supervisions of March (P3C-03-3, P3C-03-4) are open from the 2nd to the 31st at
the 15 primary and junior schools, and April is the month of law publicity (P3C-04-2). On Tuesday 10 March the
coordinator changes the plan; the next day she takes it back; on the 12th she changes it again.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from calendars.folder import read_desk
from flows.day import sweep
from models.engine import reading
from models.tables import assignments, work_items
from reports.differing import Foreseen, foresee
from reports.outbox import read_after
from rules.desk import Desk
from rules.plan import Audience, Due, DueBasis, MonthWindow
from services import planning, recounting
from tests.asking import ask, do, steps

SPORTS, FOLLOW_UP, LAW_MONTH = "P3C-03-3", "P3C-03-4", "P3C-04-2"
FEBRUARY_24, MARCH_9 = date(2026, 2, 24), date(2026, 3, 9)
MARCH_10, MARCH_11, MARCH_12, MARCH_13 = (date(2026, 3, day) for day in (10, 11, 12, 13))
MARCH_31, APRIL_30 = date(2026, 3, 31), date(2026, 4, 30)


class Office:
    """The sample office, whose days pass one by one, and whose plan changes."""

    def __init__(self, engine: Engine, desk: Desk, since: date) -> None:
        self.engine, self.desk, self.day = engine, desk, since
        do(engine, planning.load, since, desk)
        sweep(engine, desk, since)

    def until(self, day: date) -> None:
        """Every day up to and including that one is swept."""
        while self.day < day:
            self.day += timedelta(days=1)
            sweep(self.engine, self.desk, self.day)

    def foreseen(self, desk: Desk) -> Foreseen:
        """What applying the desk today would change."""
        with reading(self.engine) as session:
            return foresee(session, self.day, desk)

    def apply(self, desk: Desk) -> None:
        """The desk is in force, as `dudao apply` does it."""
        do(self.engine, planning.load, self.day, desk)
        do(self.engine, recounting.recount, self.day, desk)
        self.desk = desk

    def told(self, *kinds: str, on: date) -> Counter[str]:
        """How many messages of each kind were queued on a day."""
        with reading(self.engine) as session:
            found = read_after(session, 0)
        return Counter(line.kind for line in found if line.queued_on == on and line.kind in kinds)

    def standing(self, item: str) -> dict[tuple[str, date], int]:
        """Status and due day of an entry's assignments, with their number."""
        joined = select(assignments.c.status, assignments.c.due_on, func.count()).join(work_items)
        rows = ask(self.engine, joined.where(work_items.c.item == item).group_by("status", "due_on"))
        return {(row[0], row[1]): row[2] for row in rows}


@pytest.fixture
def office(sqlite_engine: Engine) -> Office:
    desk = read_desk(Path(__file__).parents[2] / "samples" / "caizhuang")
    found = Office(sqlite_engine, desk, FEBRUARY_24)
    found.until(MARCH_9)
    found.day = MARCH_10
    return found


def changed(desk: Desk, *without: str, **entries: dict[str, object]) -> Desk:
    """The desk whose plan has these entries otherwise, by id with underscores, and is without some."""
    wanted = {name.replace("_", "-"): how for name, how in entries.items()}
    found = (replace(it, **wanted.get(it.id, {})) for it in desk.plan.entries if it.id not in without)  # type: ignore[arg-type]  # what a test says
    return replace(desk, plan=replace(desk.plan, entries=tuple(found), version="changed"))


def otherwise(desk: Desk) -> Desk:
    """Sports for the primary schools only and until 30 April; no follow-up; the law month in May."""
    return changed(
        desk,
        FOLLOW_UP,
        P3C_03_3={"audience": Audience(stages=("primary",)), "window": MonthWindow((3, 4))},
        P3C_04_2={"window": MonthWindow((5,))},
    )


def test_the_difference_says_what_happens_to_whom_before_anything_happens(office: Office) -> None:
    found = office.foreseen(otherwise(office.desk))
    this_year = {name: [it.item for it in lines if it.year == 2026] for name, lines in found.groups.items()}
    assert this_year == {
        "added": [],
        "moved": [SPORTS, LAW_MONTH],
        "readdressed": [],
        "removed": [FOLLOW_UP],
        "reworded": [],
        "late": [],
    }
    by_item = {it.item: it for it in (*found.moved, *found.removed) if it.year == 2026}
    assert len(by_item[FOLLOW_UP].told) >= 15 + 6
    assert len(by_item[SPORTS].left) == 4
    assert by_item[LAW_MONTH].told.people == ()
    assert (by_item[LAW_MONTH].old_due_on, by_item[LAW_MONTH].new_opens_on) == (APRIL_30, date(2026, 5, 6))
    assert office.standing(FOLLOW_UP) == {("open", MARCH_31): 15}


def test_what_goes_is_withdrawn_and_everybody_who_was_told_hears_it_once(office: Office) -> None:
    office.apply(changed(office.desk, FOLLOW_UP))
    office.apply(changed(office.desk, FOLLOW_UP))
    assert office.standing(FOLLOW_UP) == {("withdrawn", MARCH_31): 15}
    assert office.told("withdrawn", "issued", "due_changed", on=MARCH_10) == {"withdrawn": 15 + 6}
    office.until(MARCH_13)
    assert office.told("withdrawn", "issued", "due_changed", on=MARCH_12) == {}


def test_a_moved_deadline_is_announced_once(office: Office) -> None:
    sooner = changed(office.desk, P3C_03_3={"due": Due(DueBasis.WORKING_DAYS, 15)})
    line = next(it for it in office.foreseen(sooner).moved if it.year == 2026)
    assert (line.item, line.old_due_on, line.new_due_on) == (SPORTS, MARCH_31, date(2026, 3, 23))
    for _ in range(2):
        office.apply(sooner)
    office.until(MARCH_12)
    assert office.standing(SPORTS) == {("open", date(2026, 3, 23)): 15}
    assert office.told("due_changed", on=MARCH_10) == {"due_changed": 15 + 6}
    assert office.told("due_changed", on=MARCH_11) == office.told("due_changed", on=MARCH_12) == {}


def test_there_and_back_and_there_again_keeps_the_history_and_doubles_nothing(office: Office) -> None:
    before, after = office.desk, changed(office.desk, FOLLOW_UP)
    for day, desk in ((MARCH_10, after), (MARCH_11, before), (MARCH_12, after)):
        office.day = day
        office.apply(desk)
    first = ask(
        office.engine,
        select(func.min(assignments.c.id)).join(work_items).where(work_items.c.item == FOLLOW_UP),
    )[0][0]
    assert [step[1:] for step in steps(office.engine, "assignment", first)] == [
        ("", "open"),
        ("open", "withdrawn"),
        ("withdrawn", "open"),
        ("open", "withdrawn"),
    ]
    assert sum(office.standing(FOLLOW_UP).values()) == 15
    assert office.told("withdrawn", "issued", on=MARCH_10) == {"withdrawn": 21}
    assert office.told("withdrawn", "issued", on=MARCH_11) == {"issued": 21}
    assert office.told("withdrawn", "issued", on=MARCH_12) == {"withdrawn": 21}


def test_applied_again_there_is_no_difference_left(office: Office) -> None:
    desk = otherwise(office.desk)
    office.apply(desk)
    assert len(office.foreseen(desk)) == 0
    office.until(APRIL_30)
    assert len(office.foreseen(desk)) == 0
    assert office.standing(LAW_MONTH) == {}
