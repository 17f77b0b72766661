"""The difference with who has been told."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from models.engine import reading, transaction
from models.tables import messages
from reports.differing import Foreseen, Told, foresee
from rules.desk import Desk
from rules.plan import Audience, Due, DueBasis
from services import issuing, monthly
from tests.asking import MARCH_2, do, loaded
from tests.builders import (
    COORDINATOR,
    DILIGENT,
    EAST,
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

MARCH_10 = date(2026, 3, 10)
SOONER = Due(DueBasis.WORKING_DAYS, 15)
LIAISONS = tuple(sorted(liaison(name) for name in (DILIGENT, LATE, FAR)))


def opened(engine: Engine, *entries: object) -> None:
    desk = loaded(engine, a_desk(*entries))  # type: ignore[arg-type]  # entries
    do(engine, issuing.issue_due, MARCH_2, desk)


def seen(engine: Engine, desk: Desk, day: date = MARCH_10) -> Foreseen:
    with reading(engine) as session:
        return foresee(session, day, desk)


def test_before_the_first_load_all_begins_and_nothing_is_a_difference(engine: Engine) -> None:
    found = seen(engine, a_desk())
    assert (found.first, len(found), found.begun, found.taken_back) == (True, 0, 2, ())


def test_a_move_says_the_old_and_the_new_days_and_who_was_told_and_waits(engine: Engine) -> None:
    opened(engine, an_entry())
    line = seen(engine, a_desk(an_entry(due=SOONER))).moved[0]
    assert (line.old_due_on, line.new_due_on) == (date(2026, 3, 31), date(2026, 3, 23))
    assert line.told == Told(LIAISONS, schools=3, waiting=3)


def test_who_could_not_be_reached_was_not_told(engine: Engine) -> None:
    opened(engine, an_entry())
    with transaction(engine) as session:
        session.execute(messages.update().values(status="nobody"))
    found = seen(engine, a_desk(an_entry(due=SOONER)))
    assert (found.moved[0].told, found.taken_back) == (Told(), ())


def test_of_units_that_leave_only_their_own_people_are_named(engine: Engine) -> None:
    opened(engine, an_entry())
    line = seen(engine, a_desk(an_entry(audience=Audience(zones=(EAST,))))).readdressed[0]
    assert (line.left, line.joined, line.told.people) == ((FAR,), (), (liaison(FAR),))


def test_what_is_not_open_was_told_by_the_months_arrangement(engine: Engine) -> None:
    february = date(2026, 2, 26)
    desk = loaded(engine, a_desk(), february)
    do(engine, monthly.publish, february, desk)
    line = seen(engine, a_desk(a_visit()), february).removed[0]
    assert set(line.told.people) == {*LIAISONS, *(principal(name) for name in (DILIGENT, LATE, FAR))}


def test_of_unannounced_work_no_school_was_told(engine: Engine) -> None:
    opened(engine, an_entry(), a_visit(unannounced=True))
    line = seen(engine, a_desk()).removed[0]
    assert set(line.told.people) == {EAST_INSPECTOR, WEST_INSPECTOR, COORDINATOR}
    assert line.told.schools == 0


def test_another_entry_whose_id_begins_alike_is_not_mixed_up(engine: Engine) -> None:
    opened(engine, an_entry("P-1"), a_visit("P-11"))
    line = seen(engine, a_desk(a_visit("P-11"))).removed[0]
    assert line.told.people == LIAISONS


def test_only_what_was_told_is_taken_back(engine: Engine) -> None:
    loaded(engine, a_desk(an_entry(), a_visit()))
    assert seen(engine, a_desk(), MARCH_2).taken_back == ()
