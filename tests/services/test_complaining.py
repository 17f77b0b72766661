"""Complaints: their clocks, their people, and a source that nobody else learns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from models.tables import assignments, changes, complaints, messages, work_items
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.office import Person, Role, Roster
from services import complaining, recording, reminding
from services.complaining import Source
from tests.asking import MARCH_2, a_case, ask, do, forget, loaded, post, steps
from tests.builders import COORDINATOR, DILIGENT, DIRECTOR, EAST, EAST_INSPECTOR, LATE, WEST_INSPECTOR, a_desk, liaison

THIRD = "督学-第三"
SECRET = Source("某家长甲", "139-0000", "食堂用过期食材")
FORM: dict[str, Any] = {"unit": LATE, "how": "phone", "by": COORDINATOR, "handler": DIRECTOR}


def a_biased_desk() -> Desk:
    """The inspector of the west is close to the late school."""
    desk = a_desk()
    people = tuple(replace(one, recused=("K02",)) if one.name == WEST_INSPECTOR else one for one in desk.roster.people)
    return replace(desk, roster=Roster(desk.roster.units, (*people, Person(THIRD, Role.INSPECTOR, zone=EAST))))


@pytest.fixture
def complaint(engine: Engine) -> int:
    """Received on 2 March: to be answered by 17 March, finished by 1 May."""
    loaded(engine, a_biased_desk())
    return do(engine, complaining.register, MARCH_2, a_biased_desk(), **FORM)


def act(engine: Engine, what: Any, complaint: int, day: date = MARCH_2, **said: Any) -> Any:
    return do(engine, what, day, a_biased_desk(), complaint, **said)


def row(engine: Engine) -> Any:
    return ask(engine, select(complaints))[0]


def test_it_has_a_number_two_clocks_and_a_handler_who_knows(engine: Engine, complaint: int) -> None:
    found = row(engine)
    assert (found.number, found.answer_due_on, found.finish_due_on) == (
        *("举报〔2026〕1号", date(2026, 3, 17), date(2026, 5, 1)),
    )
    assert post(engine) == [("complaint", DIRECTOR)]
    assert do(engine, complaining.register, MARCH_2, a_biased_desk(), **FORM) == complaint
    assert len(post(engine)) == 1


def test_the_source_is_read_only_by_those_named_on_it_and_every_reading_is_kept(engine: Engine, complaint: int) -> None:
    act(engine, complaining.keep_source, complaint, by=COORDINATOR, source=SECRET)
    assert act(engine, complaining.read_source, complaint, by=DIRECTOR) == SECRET
    for other in (EAST_INSPECTOR, WEST_INSPECTOR):
        with pytest.raises(RefusedError, match="not_named"):
            act(engine, complaining.read_source, complaint, by=other)
    with pytest.raises(RefusedError, match="of_a_school"):
        act(engine, complaining.read_source, complaint, by=liaison(LATE))
    with pytest.raises(RefusedError, match="source_kept"):
        act(engine, complaining.keep_source, complaint, by=DIRECTOR, source=SECRET)
    assert [by for by, _, _ in steps(engine, "complaint", complaint)] == [COORDINATOR, COORDINATOR, DIRECTOR]


def test_neither_history_nor_messages_say_who_or_what_or_which_school(engine: Engine, complaint: int) -> None:
    act(engine, complaining.keep_source, complaint, by=COORDINATOR, source=SECRET)
    act(engine, complaining.answer, complaint, by=DIRECTOR, accept=True)
    act(engine, complaining.assign, complaint, by=DIRECTOR, inspector=EAST_INSPECTOR)
    case = a_case(engine, a_biased_desk())
    act(engine, complaining.link, complaint, by=DIRECTOR, case=case)
    do(engine, complaining.watch, date(2026, 5, 2), a_biased_desk())
    told = [row for row in ask(engine, select(messages)) if row.kind == "complaint"]
    written = [*ask(engine, select(changes).where(changes.c.subject == "complaint")), *told]
    assert told
    assert {row.unit_id for row in told} == {None}
    for text in map(str, written):
        assert not [secret for secret in (SECRET.name, SECRET.contact, SECRET.statement, LATE) if secret in text]


def test_nobody_who_is_close_to_the_school_handles_or_looks_into_it(engine: Engine, complaint: int) -> None:
    act(engine, complaining.answer, complaint, by=DIRECTOR, accept=True)
    with pytest.raises(RefusedError, match="biased"):
        act(engine, complaining.assign, complaint, by=DIRECTOR, inspector=WEST_INSPECTOR)
    with pytest.raises(RefusedError, match="biased"):
        do(engine, complaining.register, MARCH_2, a_biased_desk(), **(FORM | {"handler": WEST_INSPECTOR}))
    assert do(engine, complaining.register, MARCH_2, a_biased_desk(), **(FORM | {"unit": DILIGENT}))


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 3, 11), []),
        (date(2026, 3, 12), [("complaint", DIRECTOR)]),
        (date(2026, 3, 17), [("complaint", DIRECTOR)]),
        (date(2026, 3, 18), [("complaint", DIRECTOR)]),
    ],
    ids=["six days before", "five days before", "on the last day", "the day after"],
)
@pytest.mark.usefixtures("complaint")
def test_its_handler_is_reminded_and_after_the_last_day_the_director_hears_once(
    engine: Engine, day: date, told: list[tuple[str, str]]
) -> None:
    forget(engine)
    do(engine, complaining.watch, day, a_biased_desk())
    assert post(engine) == told
    assert do(engine, complaining.watch, day, a_biased_desk()) == []


VISIT_BY = date(2026, 3, 20)


def visit(engine: Engine, complaint: int, by: date = VISIT_BY, inspector: str = EAST_INSPECTOR) -> None:
    said = {"by": DIRECTOR, "inspector": inspector, "visit_by": by}
    act(engine, complaining.assign, complaint, **said)


def accepted(engine: Engine, complaint: int) -> None:
    act(engine, complaining.answer, complaint, by=DIRECTOR, accept=True)
    forget(engine)


def test_its_inspector_has_one_unannounced_visit_to_make_and_nobody_else_hears(engine: Engine, complaint: int) -> None:
    accepted(engine, complaint)
    visit(engine, complaint)
    visit(engine, complaint)
    (found,) = ask(engine, select(assignments))
    assert (found.unannounced, found.due_on, found.period, found.status) == (True, VISIT_BY, "2026-1", "open")
    assert post(engine) == [("complaint", EAST_INSPECTOR)] * 2
    forget(engine)
    assert do(engine, reminding.remind, VISIT_BY, a_biased_desk())
    assert post(engine) == [("digest", EAST_INSPECTOR)]


def test_nothing_of_the_visit_says_that_somebody_complained(engine: Engine, complaint: int) -> None:
    act(engine, complaining.keep_source, complaint, by=COORDINATOR, source=SECRET)
    accepted(engine, complaint)
    visit(engine, complaint)
    told = [row for row in ask(engine, select(messages)) if row.kind == "complaint"]
    assert not [row for row in told if LATE in str(row.facts)]
    shown = [*ask(engine, select(work_items)), *ask(engine, select(changes).where(changes.c.subject == "assignment"))]
    assert shown
    for text in map(str, shown):
        assert not [word for word in ("举报", "complain", SECRET.name, SECRET.statement) if word in text]


def test_another_inspector_takes_the_visit_over_with_the_complaint(engine: Engine, complaint: int) -> None:
    accepted(engine, complaint)
    visit(engine, complaint)
    act(engine, complaining.assign, complaint, by=DIRECTOR, inspector=THIRD)
    forget(engine)
    assert do(engine, reminding.remind, VISIT_BY, a_biased_desk())
    assert post(engine) == [("digest", THIRD)]


def test_the_record_of_its_inspector_answers_the_visit_and_anothers_does_not(engine: Engine, complaint: int) -> None:
    accepted(engine, complaint)
    visit(engine, complaint, inspector=THIRD)
    for inspector, status in ((EAST_INSPECTOR, "open"), (THIRD, "submitted")):
        record = recording.Record(LATE, inspector, "食堂", "一项问题", visited_on=MARCH_2)
        do(engine, recording.record_visit, MARCH_2, a_biased_desk(), record)
        assert [row.status for row in ask(engine, select(assignments))] == [status]


def test_a_visit_by_a_day_that_has_passed_is_refused_and_nobody_is_assigned(engine: Engine, complaint: int) -> None:
    accepted(engine, complaint)
    with pytest.raises(RefusedError, match="due_past"):
        visit(engine, complaint, date(2026, 3, 1))
    assert (row(engine).inspector, post(engine), ask(engine, select(assignments))) == ("", [], [])


def test_sixty_days_and_once_thirty_more(engine: Engine, complaint: int) -> None:
    act(engine, complaining.answer, complaint, by=DIRECTOR, accept=True)
    act(engine, complaining.extend, complaint, by=DIRECTOR, why="需要检测报告")
    assert row(engine).finish_due_on == date(2026, 5, 31)
    with pytest.raises(RefusedError, match="extended_once"):
        act(engine, complaining.extend, complaint, by=DIRECTOR, why="又一次")


def test_it_ends_with_what_was_found_and_replied(engine: Engine, complaint: int) -> None:
    with pytest.raises(RefusedError):
        act(engine, complaining.finish, complaint, by=DIRECTOR, outcome="属实", reply="已答复")
    act(engine, complaining.answer, complaint, by=DIRECTOR, accept=True)
    with pytest.raises(RefusedError, match="no_reply"):
        act(engine, complaining.finish, complaint, by=DIRECTOR, outcome="属实", reply=" ")
    act(engine, complaining.finish, complaint, date(2026, 4, 1), by=DIRECTOR, outcome="属实", reply="已答复")
    assert (row(engine).status, row(engine).finished_on, row(engine).reply) == ("finished", date(2026, 4, 1), "已答复")
    forget(engine)
    assert do(engine, complaining.watch, date(2026, 6, 1), a_biased_desk()) == []


def test_a_refusal_needs_its_reason_and_another_schools_case_is_not_linked(engine: Engine, complaint: int) -> None:
    with pytest.raises(RefusedError, match=r"refuse\.reason"):
        act(engine, complaining.answer, complaint, by=DIRECTOR, accept=False)
    other = a_case(engine, a_biased_desk(), unit=DILIGENT)
    with pytest.raises(RefusedError, match="other_case"):
        act(engine, complaining.link, complaint, by=DIRECTOR, case=other)
    with pytest.raises(NotFoundError, match="no_complaint"):
        act(engine, complaining.link, 99, by=DIRECTOR, case=other)
