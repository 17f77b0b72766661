"""One case of the small office, from an unannounced check to its end, every date written out.

Wednesday 8 April 2026: the inspector checks the late school unannounced and finds an ordinary problem, due in ten
working days: Wednesday 22 April. Nobody is the school's principal in the roster, so the rung that tells him reaches
nobody.
The Labour Day holiday, Friday 1 to Tuesday 5 May, and the worked Saturday 9 May lie in between.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from flows.day import sweep
from models.engine import reading
from models.tables import changes, messages, people
from reports.cases import Case, read_case
from reports.replaying import read_differences
from rules.errors import RefusedError
from rules.office import Role, Rung
from rules.plan import Asks, Doer
from services import answering, closing, deciding, extending, inspecting, issuing, planning
from tests.asking import ask, do
from tests.builders import (
    CAST,
    COORDINATOR,
    DIRECTOR,
    EAST_INSPECTOR,
    LATE,
    OFFICE_PEOPLE,
    WEST_INSPECTOR,
    a_desk,
    an_event,
    liaison,
    people_of,
)

LADDER = (
    Rung(1, 1, (Role.LIAISON, Role.INSPECTOR)),
    Rung(2, 3, (Role.PRINCIPAL,), "notify"),
    Rung(3, 5, (Role.DIRECTOR,), "report"),
    Rung(4, 8, (Role.DIRECTOR,), "propose", ("约谈",)),
)
PEOPLE = (*OFFICE_PEOPLE, *(it for it in people_of(CAST) if it.role is not Role.PRINCIPAL))
VISIT = an_event("P-2", title="食堂随机督查", doer=Doer.INSPECTOR, asks=Asks.SITE_VISIT, unannounced=True)

APRIL_7, APRIL_8, APRIL_17, APRIL_20 = (date(2026, 4, day) for day in (7, 8, 17, 20))
APRIL_21, APRIL_22, APRIL_23, APRIL_27 = (date(2026, 4, day) for day in (21, 22, 23, 27))
APRIL_28, APRIL_29, APRIL_30, MAY_6 = date(2026, 4, 28), date(2026, 4, 29), date(2026, 4, 30), date(2026, 5, 6)
MAY_7, MAY_8, MAY_9, MAY_12 = (date(2026, 5, day) for day in (7, 8, 9, 12))
MAY_18, MAY_19, MAY_20, MAY_21 = (date(2026, 5, day) for day in (18, 19, 20, 21))


class Story:
    """The office, whose days pass one by one."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.day = engine, APRIL_7
        self.desk = a_desk(VISIT, people=PEOPLE, ladder=LADDER)
        self.at(planning.load)
        sweep(engine, self.desk, self.day)
        self.case = 0

    def until(self, day: date) -> None:
        while self.day < day:
            self.day += timedelta(days=1)
            sweep(self.engine, self.desk, self.day)

    def at(self, service: Any, *args: Any, **said: Any) -> Any:
        """The service on this day."""
        return do(self.engine, service, self.day, self.desk, *args, **said)

    def act(self, service: Any, by: str, why: str = "", **said: Any) -> Any:
        return self.at(service, self.case, by=by, why=why, **said)

    def read(self) -> Case:
        with reading(self.engine) as session:
            return read_case(session, self.day, self.desk, self.case)

    def told(self, *kinds: str) -> list[tuple[date, str, str]]:
        """Day, kind and person of every message of these kinds."""
        joined = select(messages.c.queued_on, messages.c.kind, people.c.name)
        rows = ask(self.engine, joined.join(people, people.c.id == messages.c.person_id).order_by(messages.c.id))
        return sorted((row.queued_on, row.kind, row.name) for row in rows if row.kind in kinds)


@pytest.fixture
def story(sqlite_engine: Engine) -> Story:
    return Story(sqlite_engine)


def found_unannounced(story: Story) -> None:
    """The check is started for one school, of which only inspectors and coordinator hear; then the finding."""
    story.until(APRIL_8)
    (visit,) = story.at(issuing.start_event, "P-2", ["K02"], by=COORDINATOR, due_on=APRIL_17, key="story")
    assert liaison(LATE) not in {name for _, _, name in story.told("issued")}
    story.at(answering.answer, visit, act="submit", by=EAST_INSPECTOR, text="已到校")
    story.case = story.at(
        inspecting.record_finding,
        unit=LATE,
        severity="ordinary",
        fact="食堂留样不足",
        by=EAST_INSPECTOR,
        assignment_id=visit,
        category="食品卫生",
        basis="规定第四十条",
        place="留样间",
        evidence=["留样柜.jpg"],
    )


def test_from_an_unannounced_check_to_a_closed_case(story: Story) -> None:
    found_unannounced(story)
    line = story.read().line
    assert (line.status, line.opened_on, line.due_on) == ("issued", APRIL_8, APRIL_22)
    # nobody is the principal, but the liaison exists, so the notice reaches the school
    assert story.told("rectification") == [
        (APRIL_8, "rectification", name) for name in sorted([EAST_INSPECTOR, liaison(LATE)])
    ]
    story.act(closing.receive, liaison(LATE))
    story.until(APRIL_17)
    story.act(closing.begin, liaison(LATE))

    # a first request is refused, so nothing changes and the ladder climbs on its day
    story.until(APRIL_20)
    first = story.act(extending.ask, liaison(LATE), "想多准备几天", wanted_on=MAY_20)
    story.until(APRIL_21)
    with pytest.raises(RefusedError):
        story.at(extending.decide, first, by=EAST_INSPECTOR, approve=True)
    story.at(extending.decide, first, by=DIRECTOR, approve=False, why="理由不充分")
    story.until(APRIL_22)
    assert story.read().climbs == ()
    story.until(APRIL_23)
    assert [(climb.on, climb.rung) for climb in story.read().climbs] == [(APRIL_23, 1)]

    # a second one is asked for while it is overdue; only the approval stops the ladder
    second = story.act(extending.ask, liaison(LATE), "留样柜到货推迟", wanted_on=APRIL_29)
    story.until(APRIL_27)
    assert [(climb.on, climb.rung, climb.told) for climb in story.read().climbs] == [
        (APRIL_23, 1, 2),
        (APRIL_27, 2, 0),
        (APRIL_27, 3, 1),
    ]  # rung 2 reaches nobody, so rung 3 comes the same night
    assert story.told("nobody") == [(APRIL_27, "nobody", COORDINATOR)]
    story.at(extending.decide, second, by=COORDINATOR, approve=True, why="情况属实")
    line = story.read().line
    assert (line.due_on, line.first_due_on, line.extensions) == (APRIL_29, APRIL_22, 1)

    # reported within the new time; the inspector has three working days, over the holiday
    story.until(APRIL_29)
    story.act(closing.submit, liaison(LATE), "已补齐留样柜")
    assert story.read().line.check_due_on == MAY_7
    story.until(MAY_6)
    assert (MAY_6, "digest", EAST_INSPECTOR) in story.told("digest")
    story.act(closing.return_, EAST_INSPECTOR, "留样记录仍缺三天", due_on=MAY_8)

    # overdue again: the worked Saturday counts, and the ladder begins again from below
    story.until(MAY_18)
    assert story.read().proposals == ()
    story.until(MAY_19)
    climbs = [(climb.on, climb.round, climb.rung) for climb in story.read().climbs[3:]]
    assert climbs == [(MAY_9, 2, 1), (MAY_12, 2, 2), (MAY_12, 2, 3), (MAY_19, 2, 4)]
    assert story.read().proposals[0].measures == ("约谈",)
    story.at(
        deciding.decide,
        story.read().proposals[0].id,
        by=DIRECTOR,
        measure="约谈",
        reason="两次逾期",
        basis="教育督导条例第二十五条",
    )

    # reported, verified by somebody else, closed; the school can do neither
    story.act(closing.submit, liaison(LATE), "记录已补齐")
    for what in (closing.verify, closing.close):
        with pytest.raises(RefusedError):
            story.act(what, liaison(LATE))
    story.until(MAY_20)
    story.act(closing.verify, EAST_INSPECTOR, "现场核查属实")
    story.until(MAY_21)
    story.act(closing.close, COORDINATOR, "整改到位")
    story.until(date(2026, 6, 30))
    check_the_end(story)


def check_the_end(story: Story) -> None:
    """Closed, quiet, provable, and nobody of another zone heard anything."""
    case = story.read()
    assert (case.line.status, case.line.closed_on, case.line.first_due_on, case.line.due_on) == (
        *("closed", MAY_21, APRIL_22, MAY_8),
    )
    assert len(case.climbs) == 7
    moved = [(step.on, step.by, step.to_status) for step in case.steps if step.from_status != step.to_status]
    assert moved == [
        (APRIL_8, EAST_INSPECTOR, "issued"),
        (APRIL_8, liaison(LATE), "received"),
        (APRIL_17, liaison(LATE), "rectifying"),
        (APRIL_29, liaison(LATE), "submitted"),
        (MAY_6, EAST_INSPECTOR, "returned"),
        (MAY_19, liaison(LATE), "submitted"),
        (MAY_20, EAST_INSPECTOR, "verified"),
        (MAY_21, COORDINATOR, "closed"),
    ]
    assert {row.rules for row in ask(story.engine, select(changes.c.rules).where(changes.c.subject == "rectification"))}
    of_the_case = ("rectification", "escalation", "returned", "closed", "extension_decided", "submitted", "decided")
    assert WEST_INSPECTOR not in {name for _, _, name in story.told(*of_the_case)}
    with reading(story.engine) as session:
        assert read_differences(session) == ()
