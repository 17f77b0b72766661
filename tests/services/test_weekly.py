"""The week summed up."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, select

from models.tables import messages
from rules.office import Person, Role
from services import answering, issuing, lapsing, weekly
from tests.asking import MARCH_2, a_case, ask, do, facts_of, forget, issued, loaded, post, twice_at_once
from tests.builders import CAST, COORDINATOR, LATE, OFFICE_PEOPLE, a_desk, an_occurrence, liaison, people_of

FRIDAY = date(2026, 3, 6)


def summary(engine: Engine, day: date = FRIDAY) -> dict[str, object]:
    do(engine, weekly.summarise, day, a_desk())
    return facts_of(engine, COORDINATOR, "week_summary")


def test_the_coordinator_has_it_once_a_week(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    assert len(do(engine, weekly.summarise, FRIDAY, desk)) == 1
    assert do(engine, weekly.summarise, date(2026, 3, 8), desk) == []
    assert len(do(engine, weekly.summarise, date(2026, 3, 13), desk)) == 1
    assert post(engine) == [("week_summary", COORDINATOR)] * 2


def test_every_coordinator_has_it(engine: Engine) -> None:
    second = Person("干事二", Role.COORDINATOR)
    do(engine, weekly.summarise, FRIDAY, loaded(engine, a_desk(people=(*OFFICE_PEOPLE, second, *people_of(CAST)))))
    assert len(post(engine)) == 2


def test_a_quiet_week_is_all_noughts(engine: Engine) -> None:
    loaded(engine, a_desk())
    facts = summary(engine)
    numbers = ("opened", "answered", "overdue", "cases_open", "cases_overdue", "dead", "unknown")
    assert [facts[name] for name in numbers] == [0] * 7
    assert (facts["week"], facts["lines"]) == ("2026-03-02", [])


def test_it_counts_what_moved_since_the_friday_before(engine: Engine) -> None:
    desk = a_desk()
    ids = issued(engine, desk)
    do(engine, issuing.issue, date(2026, 2, 27), desk, [an_occurrence(desk, period="别")])
    do(engine, issuing.issue, date(2026, 2, 28), desk, [an_occurrence(desk, period="周六")])
    do(engine, answering.answer, date(2026, 3, 4), desk, ids[0], act="submit", by=COORDINATOR)
    facts = summary(engine)
    assert (facts["opened"], facts["answered"]) == (6, 1)
    assert (facts["first"], facts["last"]) == ("2026-02-28", "2026-03-06")


def test_work_of_a_weekend_stands_in_exactly_one_summary(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, issuing.issue, date(2026, 3, 7), desk, [an_occurrence(desk)])
    for friday in (FRIDAY, date(2026, 3, 13), date(2026, 3, 20)):
        do(engine, weekly.summarise, friday, desk)
    kept = select(messages.c.facts).where(messages.c.kind == "week_summary").order_by(messages.c.id)
    assert [row.facts["opened"] for row in ask(engine, kept)] == [0, 3, 0]


def test_a_summary_made_late_calls_overdue_what_was_due_before_its_friday(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk, due_on=date(2026, 3, 5))
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, period="周五", due_on=FRIDAY)])
    do(engine, lapsing.lapse, date(2026, 3, 9), desk)
    forget(engine)
    facts = summary(engine)
    lines = facts["lines"]
    assert isinstance(lines, list)
    assert (facts["overdue"], {line["due_on"] for line in lines}) == (3, {"2026-03-05"})
    assert {line["working_days_left"] for line in lines} == {-1}


def test_it_names_overdue_cases_before_overdue_work(engine: Engine) -> None:
    desk = a_desk()
    issued(engine, desk, due_on=date(2026, 3, 4))
    a_case(engine, desk, due_on=date(2026, 3, 5))
    a_case(engine, desk, fact="今天到期", due_on=FRIDAY)
    do(engine, lapsing.lapse, date(2026, 3, 5), desk)
    forget(engine)
    facts = summary(engine)
    assert (facts["overdue"], facts["cases_open"], facts["cases_overdue"]) == (3, 2, 1)
    lines = facts["lines"]
    assert isinstance(lines, list)
    assert (lines[0]["what"], lines[0]["unit"]) == ("rectification", LATE)
    assert [it["what"] for it in lines] == ["rectification"] + ["assignment"] * 3


def test_it_names_the_messages_that_need_a_person(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    with engine.begin() as connection:
        connection.execute(messages.update().values(status="dead"))
    assert (summary(engine)["dead"], summary(engine)["unknown"]) == (3, 0)


def test_two_at_once_are_one_summary(engine: Engine) -> None:
    results = twice_at_once(engine, weekly.summarise, FRIDAY, loaded(engine, a_desk()))
    assert sum(map(len, results)) == 1
    assert liaison(LATE) not in {name for _, name in post(engine)}
