"""A special supervision from its start to publication, every date written out."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Engine, select

from flows.day import sweep
from models.engine import reading
from models.tables import messages, people
from notifications.composing import compose
from reports.rendering import render
from reports.supervisions import read_supervision
from rules.office import Person, Role
from rules.supervising import Step, SupervisionKind
from services import supervising
from tests.asking import ask, do, loaded, steps
from tests.builders import (
    CAST,
    COORDINATOR,
    DIRECTOR,
    EAST,
    EAST_INSPECTOR,
    LATE,
    OFFICE_PEOPLE,
    WEST_INSPECTOR,
    a_desk,
    an_entry,
    liaison,
    people_of,
    principal,
)

THIRD = "督学-第三"
DESK = a_desk(
    an_entry(window=None), people=(*OFFICE_PEOPLE, Person(THIRD, Role.INSPECTOR, zone=EAST), *people_of(CAST))
)
TEAM = [EAST_INSPECTOR, WEST_INSPECTOR, THIRD]


def test_a_special_supervision_from_start_to_publication(engine: Engine) -> None:
    # Monday 2 March 2026: started; the team is told, the school not yet. Its days stand in the paper.
    loaded(engine, DESK, date(2026, 3, 2))
    form = supervising.Form(SupervisionKind.SPECIAL, "食堂管理专项督导", [LATE], TEAM, date(2026, 4, 13), DIRECTOR)
    (number,) = do(engine, supervising.start, date(2026, 3, 2), DESK, form)
    assert _told(engine) == {(name, "2026-03-02") for name in TEAM}

    # The notice is due by Monday 30 March. On Friday 27 March leader and office are reminded; it goes out that day.
    sweep(engine, DESK, date(2026, 3, 27))
    assert _reminded(engine, "2026-03-27") == {EAST_INSPECTOR, COORDINATOR}
    _take(engine, number, date(2026, 3, 27), Step.NOTICE, document="样督办〔2026〕7号")
    assert _told(engine) >= {(liaison(LATE), "2026-03-27"), (principal(LATE), "2026-03-27")}
    assert "4月13日" in _words(engine, liaison(LATE), "notice")

    # The self-evaluation is due on Wednesday 8 April; the school is reminded and hands it in.
    sweep(engine, DESK, date(2026, 4, 8))
    assert _reminded(engine, "2026-04-08") == {liaison(LATE), principal(LATE)}
    _take(engine, number, date(2026, 4, 8), Step.SELF_EVALUATION, note="收到自评报告")

    # On site on Monday 13 April; the preliminary opinion is given on Friday 17 April, three days before its last day.
    _take(engine, number, date(2026, 4, 13), Step.ON_SITE)
    _take(engine, number, date(2026, 4, 17), Step.PRELIMINARY, document="样督办〔2026〕9号")

    # Ten working days to reply, the May holidays not counted: to Wednesday 6 May. It does not; the letter follows.
    assert "5月6日" in _words(engine, principal(LATE), "preliminary")
    _take(engine, number, date(2026, 5, 7), Step.REPLY, note="期满未提出申辩")
    letter = {"document": "样督意〔2026〕1号", "deadline_on": date(2026, 6, 30)}
    _take(engine, number, date(2026, 5, 11), Step.LETTER, **letter)
    assert "2026年6月30日" in _words(engine, liaison(LATE), "letter")

    # Report to the government within 30 days, publication 15 working days later: it is closed by its last step.
    _take(engine, number, date(2026, 6, 5), Step.REPORT, document="样督报〔2026〕3号")
    _take(engine, number, date(2026, 6, 12), Step.PUBLICATION)
    with reading(engine) as session:
        found = read_supervision(session, number)
    assert [change.step for change in found.changes] == [str(step) for step in Step]
    assert (found.status, found.closed_on, found.next) == ("closed", date(2026, 6, 12), None)
    assert [to for _, _, to in steps(engine, "supervision", number)] == [str(step) for step in Step]
    assert "| 督导意见书 | 2026-05-13 周三 | 2026-05-11 周一 | 样督意〔2026〕1号 |" in render(
        "zh", "supervision", found=found
    )

    # Afterwards nobody is reminded of it any more.
    for day in (date(2026, 6, 15), date(2026, 7, 6)):
        sweep(engine, DESK, day)
        assert _reminded(engine, day.isoformat()) == set()


def _take(engine: Engine, number: int, day: date, step: Step, **said: Any) -> None:
    do(engine, supervising.record_step, day, DESK, number, supervising.Done(step, COORDINATOR, **said))


def _rows(engine: Engine, kind: str) -> list[Any]:
    joined = select(messages, people.c.name).join(people, people.c.id == messages.c.person_id)
    return ask(engine, joined.where(messages.c.kind == kind).order_by(messages.c.id))


def _told(engine: Engine) -> set[tuple[str, str]]:
    return {(row.name, row.queued_on.isoformat()) for row in _rows(engine, "supervision")}


def _reminded(engine: Engine, day: str) -> set[str]:
    rows = [row for row in _rows(engine, "digest") if row.queued_on.isoformat() == day]
    return {row.name for row in rows if any("督导〔" in line["title"] for line in row.facts["lines"])}


def _words(engine: Engine, person: str, what: str) -> str:
    (row,) = [row for row in _rows(engine, "supervision") if row.name == person and row.facts["what"] == what]
    said = compose("zh", row.kind, row.facts)
    return f"{said.subject}\n{said.body}"
