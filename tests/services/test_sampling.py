"""随机督查 by hand: units and inspectors are drawn, and only those hear of it who should, when they should."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, select

from models.engine import transaction
from models.tables import assignments, draw_visits, drawings, units
from rules.desk import Desk
from rules.drawing import Basis, HowMany
from rules.errors import NotFoundError, RefusedError
from rules.office import Person, Role
from rules.plan import Audience, Draw, Kind
from services import inspecting, lapsing, reminding, sampling
from tests.asking import MARCH_2, ask, do, facts_of, forget, loaded, post, statuses, steps, twice_at_once
from tests.builders import (
    CAST,
    COORDINATOR,
    DILIGENT,
    DIRECTOR,
    EAST_INSPECTOR,
    FAR,
    LATE,
    OFFICE_PEOPLE,
    WEST,
    WEST_INSPECTOR,
    a_desk,
    a_unit,
    a_visit,
    people_of,
)

RANDOM = replace(a_visit("P-R", title="随机督查", kind=Kind.RANDOM), audience=Audience(draw=Draw(1)))
MARCH_5 = date(2026, 3, 5)
TWO = HowMany(Basis.COUNT, 2)
KEY = "2026-03-05 抽查"


def form(**said: object) -> sampling.Form:
    plain = sampling.Form("P-R", KEY, DIRECTOR, TWO, per_unit=1)
    return replace(plain, **said)  # type: ignore[arg-type]  # what a test says


def draw(engine: Engine, desk: Desk | None = None, day: date = MARCH_5, **said: object) -> sampling.Drawn:
    return do(engine, sampling.draw_now, day, desk or a_desk(RANDOM), form(**said))


@pytest.fixture(autouse=True)
def office(engine: Engine) -> None:
    loaded(engine, a_desk(RANDOM))


def drawn_codes(engine: Engine) -> list[list[str]]:
    return [row.picked for row in ask(engine, select(drawings.c.picked).order_by(drawings.c.id))]


def test_a_draw_is_due_five_working_days_later_unannounced_and_says_who_drew(engine: Engine) -> None:
    drawn = draw(engine)
    assert ask(engine, select(assignments.c.due_on, assignments.c.unannounced).distinct()) == [
        (date(2026, 3, 12), True)
    ]
    assert steps(engine, "assignment", drawn.assignment_ids[0]) == [(DIRECTOR, "", "open")]
    assert ask(engine, select(drawings.c.drawn_by)) == [(DIRECTOR,)]


def test_the_same_form_sent_twice_is_one_draw_with_one_message_each(engine: Engine) -> None:
    first = draw(engine)
    told = post(engine)
    assert draw(engine) == sampling.Drawn(first.drawing_id, ())
    assert len(ask(engine, select(assignments.c.id))) == 2
    assert post(engine) == told


def test_two_forms_at_the_same_moment_are_one_draw(engine: Engine) -> None:
    desk = a_desk(RANDOM)
    try:
        twice_at_once(engine, sampling.draw_now, MARCH_5, desk, form())
    except RefusedError as refused:
        assert refused.word == "refuse.raced"  # noqa: PT017  (which of the two loses, and how, is left to the database)
    assert len(drawn_codes(engine)) == 1


def test_only_the_drawn_inspectors_are_told_with_day_unit_and_checklist(engine: Engine) -> None:
    draw(engine, checklist="留样、台账", topic="食堂随机督查", per_unit=2)
    assert post(engine) == [("drawn", EAST_INSPECTOR), ("drawn", WEST_INSPECTOR)]
    facts = facts_of(engine, EAST_INSPECTOR, "drawn")
    assert (facts["title"], facts["checklist"], facts["sealed"]) == ("食堂随机督查", "留样、台账", False)
    assert all(line["unit"] and line["with"] == [WEST_INSPECTOR] for line in facts["lines"])
    visits = ask(engine, select(draw_visits.c.visit_on))
    assert all(MARCH_5 <= row.visit_on <= date(2026, 3, 12) for row in visits)


def test_an_inspector_stays_away_from_the_unit_of_a_relative_or_of_a_former_employer(engine: Engine) -> None:
    recused = tuple(
        replace(one, recused=("K01", "K02")) if one.name == EAST_INSPECTOR else one for one in OFFICE_PEOPLE
    )
    desk = loaded(engine, a_desk(RANDOM, people=recused + people_of(CAST)))
    draw(engine, desk, many=HowMany(Basis.COUNT, 3))
    joined = select(units.c.code, draw_visits.c.inspectors).join(units, units.c.id == draw_visits.c.unit_id)
    assert {row.code: row.inspectors for row in ask(engine, joined) if row.code != "K03"} == {
        "K01": [WEST_INSPECTOR],
        "K02": [WEST_INSPECTOR],
    }


def test_too_few_inspectors_without_a_conflict_are_refused_by_the_units_name(engine: Engine) -> None:
    recused = tuple(replace(one, recused=("K02",)) for one in OFFICE_PEOPLE)
    desk = loaded(engine, a_desk(RANDOM, people=recused + people_of(CAST)))
    with pytest.raises(RefusedError) as refused:
        draw(engine, desk)
    assert (refused.value.word, refused.value.values["units"]) == ("refuse.few_inspectors", LATE)
    assert drawn_codes(engine) == []


def test_every_unit_is_drawn_once_before_one_is_drawn_twice(engine: Engine) -> None:
    desk = loaded(engine, a_desk(RANDOM, units=(*CAST, a_unit("K04", "第四小学"))))
    for turn in range(4):
        draw(engine, desk, key=f"第{turn}次", many=HowMany(Basis.COUNT, 1))
    assert sorted(code for picked in drawn_codes(engine) for code in picked) == ["K01", "K02", "K03", "K04"]
    draw(engine, desk, key="第五次", many=HowMany(Basis.COUNT, 4))
    assert drawn_codes(engine)[-1] == ["K01", "K02", "K03", "K04"]


def test_an_inspection_that_was_withdrawn_was_none(engine: Engine) -> None:
    draw(engine, many=HowMany(Basis.COUNT, 1), key="第一次")
    with transaction(engine) as session:
        session.execute(assignments.update().values(status="withdrawn"))
    draw(engine, many=HowMany(Basis.COUNT, 3), key="第二次")
    rows = ask(engine, select(drawings.c.units).where(drawings.c.key == "P-R:第二次"))[0].units
    assert [row["checked"] for row in rows] == [False, False, False]


def test_open_serious_findings_are_counted_as_tickets_and_kept_with_the_draw(engine: Engine) -> None:
    desk = a_desk(RANDOM)
    said = {"unit": LATE, "severity": "serious", "fact": "消防通道堵塞", "by": EAST_INSPECTOR}
    do(engine, inspecting.record_finding, MARCH_2, desk, **said)
    draw(engine, desk)
    rows = {row["code"]: row for row in ask(engine, select(drawings.c.units))[0].units}
    assert (rows["K02"]["serious"], rows["K02"]["tickets"], rows["K01"]["tickets"]) == (1, 7, 5)


class TestSealed:
    """The inspectors know day and zone, and the unit on the morning of the visit."""

    def visit_day(self, engine: Engine) -> date:
        (row,) = ask(engine, select(draw_visits.c.visit_on))
        return row.visit_on  # type: ignore[no-any-return]  # a day

    def sealed(self, engine: Engine) -> None:
        draw(engine, many=HowMany(Basis.COUNT, 1), zones=[WEST], secret=True)

    def inspector(self, engine: Engine) -> str:
        ((kind, name),) = post(engine)
        assert kind == "drawn"
        return name

    def test_the_message_of_the_draw_names_no_unit(self, engine: Engine) -> None:
        self.sealed(engine)
        facts = facts_of(engine, self.inspector(engine), "drawn")
        assert (facts["sealed"], facts["lines"][0]["zone"], facts["lines"][0]["unit"]) == (True, WEST, "")
        assert FAR not in str(facts)

    def test_the_day_before_nothing_is_told_and_on_the_day_the_unit_once(self, engine: Engine) -> None:
        self.sealed(engine)
        who, day = self.inspector(engine), self.visit_day(engine)
        forget(engine)
        assert do(engine, sampling.reveal, day.replace(day=day.day - 1), a_desk(RANDOM)) == []
        assert len(do(engine, sampling.reveal, day, a_desk(RANDOM))) == 1
        assert facts_of(engine, who, "visit_today")["lines"][0]["unit"] == FAR
        assert do(engine, sampling.reveal, day, a_desk(RANDOM)) == []
        assert post(engine) == [("visit_today", who)]

    def test_a_day_without_a_sweep_is_made_up_for(self, engine: Engine) -> None:
        self.sealed(engine)
        day = self.visit_day(engine)
        assert len(do(engine, sampling.reveal, day.replace(day=day.day + 3), a_desk(RANDOM))) == 1

    def test_what_was_done_or_withdrawn_is_not_told_any_more(self, engine: Engine) -> None:
        self.sealed(engine)
        with transaction(engine) as session:
            session.execute(assignments.update().values(status="withdrawn"))
        assert do(engine, sampling.reveal, date(2026, 3, 20), a_desk(RANDOM)) == []

    def test_no_reminder_gives_the_unit_away_before_the_day(self, engine: Engine) -> None:
        self.sealed(engine)
        forget(engine)
        do(engine, reminding.remind, date(2026, 3, 9), a_desk(RANDOM))
        assert post(engine) == []


def test_reminders_go_to_the_drawn_inspector_and_not_to_the_responsible_one(engine: Engine) -> None:
    recused = tuple(replace(one, recused=("K03",)) if one.name == WEST_INSPECTOR else one for one in OFFICE_PEOPLE)
    desk = loaded(engine, a_desk(RANDOM, people=recused + people_of(CAST)))
    draw(engine, desk, many=HowMany(Basis.COUNT, 1), zones=[WEST])
    forget(engine)
    do(engine, reminding.remind, date(2026, 3, 9), desk)
    assert post(engine) == [("digest", EAST_INSPECTOR)]
    forget(engine)
    do(engine, lapsing.lapse, date(2026, 3, 13), desk)
    assert post(engine) == [("overdue", EAST_INSPECTOR)]


def test_zone_kind_seed_and_window_can_be_chosen(engine: Engine) -> None:
    days = {"first_on": date(2026, 3, 9), "last_on": date(2026, 3, 20)}
    draw(engine, zones=[WEST], kinds=["primary"], seed="7", **days)
    assert statuses(engine) == {("P-R", FAR): "open"}
    assert ask(engine, select(assignments.c.opens_on, assignments.c.due_on)) == [tuple(days.values())]
    assert ask(engine, select(drawings.c.seed, drawings.c.lot)) == [(7, "7")]


def test_a_share_of_the_pool_can_be_asked_for(engine: Engine) -> None:
    assert len(draw(engine, many=HowMany(Basis.PERCENT, 34)).assignment_ids) == 2


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"zones": ["北区"]}, "refuse.no_pool"),
        ({"monitored": True}, "refuse.no_pool_monitored"),
        ({"many": HowMany(Basis.COUNT, 0)}, "refuse.how_many"),
        ({"many": HowMany(Basis.PERCENT, 101)}, "refuse.how_many"),
        ({"per_unit": 0}, "refuse.inspectors_a_unit"),
        ({"per_unit": 3}, "refuse.few_inspectors"),
        ({"last_on": date(2026, 3, 4)}, "refuse.window_ends_first"),
        ({"first_on": date(2026, 3, 4)}, "refuse.window_past"),
        ({"first_on": date(2026, 5, 2), "last_on": date(2026, 5, 3)}, "refuse.no_visit_day"),
    ],
)
def test_a_form_that_cannot_be_is_refused_and_changes_nothing(
    engine: Engine, said: dict[str, object], word: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        draw(engine, **said)
    assert refused.value.word == word
    assert (drawn_codes(engine), statuses(engine), post(engine)) == ([], {}, [])


@pytest.mark.parametrize("said", [{"item": "P-?"}, {"by": "无名"}])
def test_an_unknown_entry_or_person_is_not_found(engine: Engine, said: dict[str, object]) -> None:
    with pytest.raises(NotFoundError):
        draw(engine, **said)


def test_a_drawn_inspector_who_is_not_loaded_yet_is_told_to_the_coordinator(engine: Engine) -> None:
    newcomer = Person("新督学", Role.INSPECTOR, zone=WEST)
    desk = a_desk(RANDOM, people=(newcomer, Person(COORDINATOR, Role.COORDINATOR), *people_of(CAST)))
    draw(engine, desk, many=HowMany(Basis.COUNT, 1))
    assert post(engine) == [("nobody", COORDINATOR)]


def test_no_school_hears_of_a_draw_in_any_way(engine: Engine) -> None:
    draw(engine, many=HowMany(Basis.COUNT, 3))
    for day in (date(2026, 3, 9), date(2026, 3, 12)):
        do(engine, reminding.remind, day, a_desk(RANDOM))
        do(engine, sampling.reveal, day, a_desk(RANDOM))
    do(engine, lapsing.lapse, date(2026, 3, 13), a_desk(RANDOM))
    assert {name for _, name in post(engine)} <= {EAST_INSPECTOR, WEST_INSPECTOR}
    assert DILIGENT in str(ask(engine, select(units.c.name)))
