"""Loading the plan and the roster."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, select

from models.tables import assignments, messages, offices, people, units, work_items
from rules.office import Person, Role, UnitKind
from rules.plan import Audience, Due, DueBasis, Entry, MonthWindow
from services import answering, issuing, planning, recounting, sampling
from tests.asking import MARCH_2, ask, do, forget, issued, loaded, post, set_status, statuses, steps, twice_at_once
from tests.builders import (
    CAST,
    COORDINATOR,
    DILIGENT,
    EAST_INSPECTOR,
    FAR,
    LATE,
    OFFICE,
    OFFICE_PEOPLE,
    WEST_INSPECTOR,
    a_desk,
    a_unit,
    a_visit,
    an_entry,
    an_occurrence,
    liaison,
    people_of,
    principal,
)

DAY = date(2026, 3, 10)


def test_a_first_load_adds_entries_units_people_and_the_office_as_a_unit(engine: Engine) -> None:
    found = do(engine, planning.load, DAY, a_desk())
    assert found.added == (
        "item:P-1", "unit:K01", "unit:K02", "unit:K03", "unit:office",
        *(f"person:{name}" for name in sorted(ask_names(engine))),
    )  # fmt: skip
    assert (found.changed, found.removed) == ((), ())
    assert ask(engine, select(units.c.name, units.c.kind).where(units.c.code == "office")) == [(OFFICE, "office")]


def ask_names(engine: Engine) -> list[str]:
    return [row.name for row in ask(engine, select(people.c.name))]


def test_loading_the_same_again_moves_nothing(engine: Engine) -> None:
    loaded(engine, a_desk())
    assert do(engine, planning.load, DAY, a_desk()) == planning.Loaded((), (), ())


def test_what_changed_is_changed_and_nothing_else(engine: Engine) -> None:
    loaded(engine, a_desk())
    changed = a_desk(an_entry(title="新名字"), units=(replace(CAST[0], pupils=99), *CAST[1:]))
    assert do(engine, planning.load, DAY, changed).changed == ("item:P-1", "unit:K01")
    assert ask(engine, select(work_items.c.title)) == [("新名字",)]
    assert ask(engine, select(units.c.pupils).order_by(units.c.code)) == [(99,), (0,), (0,), (0,)]


def test_the_office_row_says_what_was_loaded_last(engine: Engine) -> None:
    loaded(engine, a_desk())
    desk = loaded(engine, a_desk(an_entry(title="新名字")))
    assert ask(engine, select(offices.c.id, offices.c.plan_version)) == [(1, desk.plan.version)]


def test_an_entry_that_left_stays_inactive_and_its_open_work_is_withdrawn(engine: Engine) -> None:
    ids = issued(engine, a_desk(an_entry(), a_visit()))
    found = do(engine, planning.load, DAY, a_desk(a_visit()))
    assert found.removed == ("item:P-1",)
    assert set(statuses(engine).values()) == {"withdrawn"}
    assert steps(engine, "assignment", ids[0])[-1] == ("system", "open", "withdrawn")


def test_who_had_the_work_in_hand_hears_of_it_once(engine: Engine) -> None:
    issued(engine, a_desk(an_entry(), a_visit()))
    do(engine, planning.load, DAY, a_desk(a_visit()))
    do(engine, planning.load, DAY, a_desk(a_visit()))
    assert post(engine) == sorted(("withdrawn", liaison(name)) for name in (DILIGENT, LATE, FAR))


def test_two_withdrawals_on_one_day_are_both_told(engine: Engine) -> None:
    desk = a_desk(an_entry(), an_entry("P-9"), a_visit())
    issued(engine, desk)
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, "P-9")])
    forget(engine)
    do(engine, planning.load, DAY, a_desk(an_entry("P-9"), a_visit()))
    do(engine, planning.load, DAY, a_desk(a_visit()))
    assert post(engine).count(("withdrawn", liaison(LATE))) == 2


def test_answered_work_of_an_entry_that_left_is_kept(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    set_status(engine, assignments, ids[0], "submitted")
    set_status(engine, assignments, ids[1], "done")
    do(engine, planning.load, DAY, a_desk(a_visit()))
    assert sorted(statuses(engine).values()) == ["done", "submitted", "withdrawn"]


def test_a_unit_that_left_takes_only_its_own_work_with_it(engine: Engine) -> None:
    issued(engine, a_desk(a_visit()))
    found = do(engine, planning.load, DAY, a_desk(a_visit(), units=(CAST[0], CAST[2])))
    assert set(found.removed) == {"unit:K02", f"person:{liaison(LATE)}", f"person:{principal(LATE)}"}
    assert statuses(engine) == {("P-2", DILIGENT): "open", ("P-2", LATE): "withdrawn", ("P-2", FAR): "open"}
    assert post(engine) == [("withdrawn", EAST_INSPECTOR)]


def test_a_unit_that_comes_back_is_active_again(engine: Engine) -> None:
    loaded(engine, a_desk())
    loaded(engine, a_desk(units=CAST[:2]))
    assert do(engine, planning.load, DAY, a_desk()).changed[0] == "unit:K03"
    assert ask(engine, select(units.c.active).where(units.c.code == "K03")) == [(True,)]


def test_work_of_a_unit_that_was_missing_by_mistake_is_open_again_and_told_again(engine: Engine) -> None:
    issued(engine, a_desk())
    loaded(engine, a_desk(units=CAST[:2]), date(2026, 3, 9))
    forget(engine)
    loaded(engine, a_desk(), DAY)
    loaded(engine, a_desk(), DAY)
    assert statuses(engine)["P-1", FAR] == "open"
    assert post(engine) == [("issued", liaison(FAR))]


def test_work_that_a_person_withdrew_stays_withdrawn(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    said = {"act": "withdraw", "by": COORDINATOR, "text": "计划调整"}
    do(engine, answering.answer, DAY, a_desk(), ids[0], **said)
    loaded(engine, a_desk(a_visit()), DAY)
    loaded(engine, a_desk(), DAY)
    assert sorted(statuses(engine).values()) == ["open", "open", "withdrawn"]


def test_work_whose_day_has_passed_stays_withdrawn(engine: Engine) -> None:
    issued(engine, a_desk())
    loaded(engine, a_desk(a_visit()), DAY)
    loaded(engine, a_desk(), date(2026, 4, 1))
    assert set(statuses(engine).values()) == {"withdrawn"}


def test_what_was_not_sent_yet_to_somebody_who_left_is_not_sent(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    do(engine, planning.load, DAY, a_desk(units=CAST[:2]))
    joined = select(people.c.name, messages.c.status).join(people, people.c.id == messages.c.person_id)
    assert [tuple(row) for row in ask(engine, joined) if row.status == "withdrawn"] == [(liaison(FAR), "withdrawn")]


def test_a_person_who_moves_to_another_school_is_the_same_person(engine: Engine) -> None:
    loaded(engine, a_desk())
    moved = (*OFFICE_PEOPLE, *people_of(CAST[1:]), Person(liaison(DILIGENT), Role.PRINCIPAL, unit="K03"))
    found = do(engine, planning.load, DAY, a_desk(people=moved))
    assert found.changed == (f"person:{liaison(DILIGENT)}",)
    joined = select(people.c.role, units.c.code).join(units, units.c.id == people.c.unit_id)
    assert ask(engine, joined.where(people.c.name == liaison(DILIGENT))) == [("principal", "K03")]


def test_two_loads_at_once_make_one_of_everything(engine: Engine) -> None:
    twice_at_once(engine, planning.load, DAY, a_desk())
    assert len(ask(engine, select(units.c.id))) == 4
    assert sorted(ask_names(engine)).count(COORDINATOR) == 1


def test_a_roster_that_lists_the_office_itself_makes_one_office(engine: Engine) -> None:
    listed = a_unit("D01", "镇督导室", "", kind=UnitKind.OFFICE)
    found = do(engine, planning.load, DAY, a_desk(units=(*CAST, listed)))
    assert "unit:office" not in found.added


IN_JUNE = MonthWindow((6,))


@pytest.mark.parametrize(
    "moved",
    [
        an_entry(window=IN_JUNE),
        an_entry(due=Due(DueBasis.WORKING_DAYS, 5)),
        an_entry(audience=Audience(zones=("东区",))),
    ],
    ids=["window", "due rule", "audience"],
)
def test_an_entry_that_is_dated_or_addressed_otherwise_is_changed(engine: Engine, moved: Entry) -> None:
    loaded(engine, a_desk())
    assert do(engine, planning.load, DAY, a_desk(moved)).changed == ("item:P-1",)
    assert do(engine, planning.load, DAY, a_desk(moved)).changed == ()


def test_a_line_that_moves_in_the_file_changes_nothing(engine: Engine) -> None:
    loaded(engine, a_desk())
    assert do(engine, planning.load, DAY, a_desk(an_entry(line=9))).changed == ()


def test_work_of_a_month_that_the_plan_has_no_more_is_withdrawn_and_told_once(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    for day in (DAY, DAY, date(2026, 3, 11)):
        loaded(engine, a_desk(an_entry(window=IN_JUNE)), day)
        assert do(engine, recounting.recount, day, a_desk(an_entry(window=IN_JUNE))) == []
    assert set(statuses(engine).values()) == {"withdrawn"}
    assert steps(engine, "assignment", ids[0])[1:] == [("system", "open", "withdrawn")]
    assert post(engine) == sorted(("withdrawn", liaison(name)) for name in (DILIGENT, LATE, FAR))


def test_a_month_that_comes_back_is_open_again(engine: Engine) -> None:
    issued(engine, a_desk())
    loaded(engine, a_desk(an_entry(window=IN_JUNE)), DAY)
    loaded(engine, a_desk(), DAY)
    assert set(statuses(engine).values()) == {"open"}


def test_answered_work_of_a_month_that_is_gone_is_kept(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    set_status(engine, assignments, ids[0], "submitted")
    loaded(engine, a_desk(an_entry(window=IN_JUNE)), DAY)
    assert sorted(statuses(engine).values()) == ["submitted", "withdrawn", "withdrawn"]


def test_what_was_drawn_by_hand_stays_open_when_its_entry_moves(engine: Engine) -> None:
    desk = loaded(engine, a_desk(a_visit()))
    do(engine, sampling.draw_now, MARCH_2, desk, sampling.Form("P-2", "三月抽查", COORDINATOR, per_unit=1))
    loaded(engine, a_desk(a_visit(window=IN_JUNE)), DAY)
    assert list(statuses(engine).values()) == ["open", "open"]


def test_whoever_was_told_of_an_announced_visit_hears_that_it_is_withdrawn(engine: Engine) -> None:
    issued(engine, a_desk(a_visit()))
    loaded(engine, a_desk(), DAY)
    told = (EAST_INSPECTOR, WEST_INSPECTOR, *(liaison(name) for name in (DILIGENT, LATE, FAR)))
    assert post(engine) == sorted(("withdrawn", name) for name in told)


def test_of_an_unannounced_visit_that_is_withdrawn_no_school_hears(engine: Engine) -> None:
    issued(engine, a_desk(a_visit(unannounced=True)))
    loaded(engine, a_desk(), DAY)
    assert post(engine) == sorted(("withdrawn", name) for name in (EAST_INSPECTOR, WEST_INSPECTOR, COORDINATOR))


def test_what_is_withdrawn_again_on_another_day_is_told_again(engine: Engine) -> None:
    issued(engine, a_desk())
    for day in (DAY, date(2026, 3, 11)):
        loaded(engine, a_desk(a_visit()), day)
        loaded(engine, a_desk(), day)
    assert post(engine).count(("withdrawn", liaison(LATE))) == 2
