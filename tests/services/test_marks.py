"""Occurrences that are open for all of their units are passed over, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine, func, select

from models.tables import assignments, issues
from services import issuing, marks
from tests.asking import MARCH_2, ask, counting_statements, do, loaded, twice_at_once
from tests.builders import CAST, a_desk, an_entry, an_occurrence


def test_a_second_sweep_counts_no_assignments_and_writes_nothing(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, issuing.issue_due, MARCH_2, desk)
    with counting_statements(engine) as counted:
        assert do(engine, issuing.issue_due, MARCH_2, desk) == []
    assert counted["INSERT"] == 0
    assert counted["SELECT"] <= 3


def test_other_units_are_asked_for_again(engine: Engine) -> None:
    desk = loaded(engine, a_desk(units=CAST[:2]))
    do(engine, issuing.issue_due, MARCH_2, desk)
    occurrence = an_occurrence(desk)
    assert do(engine, marks.not_marked, [occurrence]) == []
    more = replace(occurrence, units=(*occurrence.units, "新来的小学"))
    assert do(engine, marks.not_marked, [more]) == [more]


def test_what_was_read_from_the_folder_and_never_applied_is_not_marked(engine: Engine) -> None:
    desk = loaded(engine, a_desk(units=CAST[:2]))
    new_school, new_entry = a_desk(), a_desk(an_entry(), an_entry("P-9"), units=CAST[:2])
    do(engine, marks.mark, MARCH_2, new_entry, [an_occurrence(new_school), an_occurrence(new_entry, "P-9")])
    assert ask(engine, select(issues)) == []
    do(engine, marks.mark, MARCH_2, desk, [an_occurrence(desk)])
    assert ask(engine, select(issues.c.item, issues.c.period)) == [("P-1", "2026-03")]


def test_a_school_that_is_applied_later_still_gets_its_work(engine: Engine) -> None:
    loaded(engine, a_desk(units=CAST[:2]))
    read_not_applied = a_desk()
    assert len(do(engine, issuing.issue_due, MARCH_2, read_not_applied)) == 2
    assert len(do(engine, issuing.issue_due, MARCH_2, loaded(engine, read_not_applied))) == 1


def test_two_sweeps_at_once_leave_one_mark_and_one_assignment_a_unit(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    done = twice_at_once(engine, issuing.issue_due, MARCH_2, desk)
    assert sorted(map(len, done)) == [0, 3]
    assert ask(engine, select(func.count()).select_from(assignments)) == [(3,)]
    assert ask(engine, select(func.count()).select_from(issues)) == [(1,)]
