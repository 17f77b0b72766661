"""Opening work by the plan, by an event, and by a draw."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from models.engine import make_engine
from models.tables import assignments, drawings, messages, units
from rules.drawing import RULE, Basis, HowMany, draw_units
from rules.errors import NotFoundError, RefusedError
from rules.office import Person, Role
from rules.plan import Asks, Audience, Doer, Draw, Due, DueBasis, Kind, MonthWindow, RangeWindow
from services import issuing, planning
from services.weighing import as_candidates
from tests.asking import (
    MARCH_2,
    ask,
    counting_statements,
    do,
    facts_of,
    forget,
    loaded,
    post,
    statuses,
    steps,
    twice_at_once,
)
from tests.builders import (
    CAST,
    COORDINATOR,
    DILIGENT,
    EAST,
    EAST_INSPECTOR,
    FAR,
    LATE,
    OFFICE,
    OFFICE_PEOPLE,
    WEST,
    WEST_INSPECTOR,
    a_desk,
    a_unit,
    a_visit,
    an_entry,
    an_event,
    an_occurrence,
    liaison,
    people_of,
)
from tests.services.setting import first_swept

RANDOM = replace(a_visit("P-R", title="随机督查", kind=Kind.RANDOM), audience=Audience(draw=Draw(1)))
LIAISONS = sorted(("issued", liaison(name)) for name in (DILIGENT, LATE, FAR))


def test_every_unit_has_one_open_assignment_with_its_days_and_history(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    ids = do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    assert statuses(engine) == {("P-1", DILIGENT): "open", ("P-1", LATE): "open", ("P-1", FAR): "open"}
    days = select(assignments.c.opens_on, assignments.c.due_on, assignments.c.opened_on, assignments.c.due_basis)
    assert set(ask(engine, days)) == {(MARCH_2, date(2026, 3, 31), MARCH_2, "window_end")}
    assert [steps(engine, "assignment", one) for one in ids] == [[("system", "", "open")]] * 3


def test_each_liaison_hears_of_the_own_school_only(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    assert post(engine) == LIAISONS
    facts = facts_of(engine, liaison(FAR), "issued")
    assert facts == {
        "office": OFFICE,
        "person": liaison(FAR),
        "role": "liaison",
        "day": "2026-03-02",
        "item": "P-1",
        "title": "三月自查",
        "programme": "自查",
        "period": "2026-03",
        "opens_on": "2026-03-02",
        "due_on": "2026-03-31",
        "due_provisional": False,
        "asks": "document",
        "doer": "liaison",
        "evidence": [],
        "units": [FAR],
    }


def test_the_second_time_opens_nothing_and_says_nothing(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    assert do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)]) == []
    assert post(engine) == LIAISONS


def test_two_at_once_open_everything_once(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    results = twice_at_once(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    assert sorted(map(len, results)) == [0, 3]
    assert post(engine) == LIAISONS


def test_another_period_is_other_work(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk), an_occurrence(desk, period="2027-03")])
    assert post(engine) == sorted(LIAISONS * 2)


def test_an_inspector_gets_one_message_that_names_all_the_own_schools(engine: Engine) -> None:
    desk = loaded(engine, a_desk(a_visit(doer=Doer.INSPECTOR, asks=Asks.CHECKLIST)))
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, "P-2")])
    assert post(engine) == [("issued", EAST_INSPECTOR), ("issued", WEST_INSPECTOR)]
    assert facts_of(engine, EAST_INSPECTOR, "issued")["units"] == [DILIGENT, LATE]


def test_the_named_inspector_of_a_school_comes_instead_of_those_of_its_zone(engine: Engine) -> None:
    named = replace(CAST[0], inspector=WEST_INSPECTOR)
    desk = loaded(engine, a_desk(a_visit(asks=Asks.CHECKLIST), units=(named, *CAST[1:])))
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, "P-2")])
    assert facts_of(engine, EAST_INSPECTOR, "issued")["units"] == [LATE]
    assert facts_of(engine, WEST_INSPECTOR, "issued")["units"] == [DILIGENT, FAR]


def test_an_announced_visit_is_also_told_to_the_school(engine: Engine) -> None:
    desk = loaded(engine, a_desk(a_visit()))
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, "P-2")])
    assert post(engine) == sorted([("issued", EAST_INSPECTOR), ("issued", WEST_INSPECTOR), *LIAISONS])
    assert facts_of(engine, liaison(LATE), "issued")["doer"] == "inspector"


@pytest.mark.parametrize("doer", list(Doer))
def test_of_an_unannounced_visit_no_school_hears(engine: Engine, doer: Doer) -> None:
    desk = loaded(engine, a_desk(a_visit(unannounced=True, doer=doer)))
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, "P-2")])
    assert post(engine) == sorted(("issued", name) for name in (COORDINATOR, EAST_INSPECTOR, WEST_INSPECTOR))


def test_the_offices_own_work_is_the_coordinators(engine: Engine) -> None:
    desk = loaded(engine, a_desk(an_entry(doer=Doer.OFFICE, audience=Audience(office=True))))
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, units=(OFFICE,))])
    assert post(engine) == [("issued", COORDINATOR)]
    assert statuses(engine) == {("P-1", OFFICE): "open"}


def test_a_notice_is_done_when_it_is_opened(engine: Engine) -> None:
    desk = loaded(engine, a_desk(an_entry(asks=Asks.NOTICE)))
    ids = do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    assert set(statuses(engine).values()) == {"done"}
    assert steps(engine, "assignment", ids[0]) == [("system", "", "done")]
    assert post(engine) == LIAISONS


def test_a_school_without_a_liaison_is_told_to_the_coordinator_once(engine: Engine) -> None:
    people = (*OFFICE_PEOPLE, *people_of(CAST[:1]))
    desk = loaded(engine, a_desk(people=people))
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    assert post(engine) == [("issued", liaison(DILIGENT)), ("nobody", COORDINATOR)]
    facts = facts_of(engine, COORDINATOR, "nobody")
    assert (facts["about"], facts["unit"], facts["role"]) == ("三月自查", f"{LATE}、{FAR}", "liaison")


class TestWhatMustExistByNow:
    """The sweep opens by level, not by edge."""

    def test_the_day_before_it_opens_nothing_is_there(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk(), date(2026, 2, 27))
        assert do(engine, issuing.issue_due, date(2026, 3, 1), desk) == []

    def test_on_its_opening_day_it_is_there(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk())
        assert len(do(engine, issuing.issue_due, MARCH_2, desk)) == 3

    def test_days_later_it_is_still_opened_and_only_once(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk())
        first_swept(engine, date(2026, 2, 2))
        assert len(do(engine, issuing.issue_due, date(2026, 3, 20), desk)) == 3
        assert do(engine, issuing.issue_due, date(2026, 3, 21), desk) == []
        assert post(engine) == LIAISONS

    def test_what_fell_due_during_a_downtime_is_opened_too(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk())
        first_swept(engine, date(2026, 2, 2))
        assert len(do(engine, issuing.issue_due, date(2026, 4, 10), desk)) == 3

    def test_what_is_older_than_the_catch_up_is_not(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk())
        first_swept(engine, date(2026, 2, 2))
        assert do(engine, issuing.issue_due, date(2026, 5, 6), desk) == []

    def test_what_was_due_before_the_first_sweep_is_not(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk())
        first_swept(engine, date(2026, 4, 10))
        assert do(engine, issuing.issue_due, date(2026, 4, 10), desk) == []

    def test_a_school_that_joined_later_gets_its_work(self, engine: Engine) -> None:
        do(engine, issuing.issue_due, MARCH_2, loaded(engine, a_desk(units=CAST[:2])))
        forget(engine)
        desk = loaded(engine, a_desk())
        assert len(do(engine, issuing.issue_due, date(2026, 3, 5), desk)) == 1
        assert post(engine) == [("issued", liaison(FAR))]

    def test_a_school_that_left_does_not_make_the_sweep_try_again_for_ever(self, engine: Engine) -> None:
        do(engine, issuing.issue_due, MARCH_2, loaded(engine, a_desk()))
        desk = loaded(engine, a_desk(units=CAST[:2]))
        assert do(engine, issuing.issue_due, date(2026, 3, 5), desk) == []
        with counting_statements(engine) as counted:
            assert do(engine, issuing.issue_due, date(2026, 3, 6), desk) == []
        assert counted["INSERT"] == 0

    def test_work_that_crosses_the_new_year_is_opened_in_january(self, engine: Engine) -> None:
        entry = an_entry(window=RangeWindow(12, 15, 1, 20))
        desk = loaded(engine, a_desk(entry))
        first_swept(engine, date(2025, 12, 1))
        assert len(do(engine, issuing.issue_due, date(2026, 1, 5), desk)) == 3

    def test_an_office_for_next_year_opens_nothing_of_this_one(self, engine: Engine) -> None:
        crossing = an_entry("P-9", window=RangeWindow(12, 15, 1, 20))
        desk = loaded(engine, a_desk(an_entry(window=MonthWindow((12,))), crossing))
        assert do(engine, issuing.issue_due, date(2025, 12, 10), desk) == []
        assert len(do(engine, issuing.issue_due, date(2025, 12, 20), desk)) == 3
        assert set(ask(engine, select(assignments.c.period))) == {("2025-12-15~01-20",)}

    def test_a_month_is_opened_once_a_year_and_comes_back_the_next(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk())
        for year in (2026, 2027, 2028):
            assert len(do(engine, issuing.issue_due, date(year, 3, 20), desk)) == 3
        assert len(set(ask(engine, select(assignments.c.period)))) == 3


class TestTwentyThousandUnits:
    """Set-based: the statements grow with batches of a thousand, not with units."""

    def statements(self, engine: Engine, how_many: int) -> int:
        many = tuple(a_unit(f"M{number:05}", f"学校{number:05}", f"区{number % 50}") for number in range(how_many))
        desk = loaded(engine, a_desk(units=many))
        with counting_statements(engine) as counted:
            assert len(do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])) == how_many
        assert ask(engine, select(func.count()).select_from(messages)) == [(how_many,)]
        return counted.total()

    def test_a_thousand_need_a_dozen_statements(self, sqlite_engine: Engine) -> None:
        assert self.statements(sqlite_engine, 1_000) <= 15

    @pytest.mark.parametrize("which", ["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.postgres)])
    def test_twenty_thousand_need_a_few_for_each_thousand(self, which: str, request: pytest.FixtureRequest) -> None:
        engine = make_engine(request.getfixturevalue(which))
        assert self.statements(engine, 20_000) <= 15 + 20 * 6
        engine.dispose()


class TestDraws:
    """随机督查: lots that can be drawn again, of which no school hears."""

    def test_a_planned_draw_is_kept_with_seed_pool_and_result(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk(RANDOM))
        do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, "P-R")])
        (row,) = ask(engine, select(drawings))
        assert (row.key, row.pool, row.drawn_by) == ("P-R:2026-03", ["K01", "K02", "K03"], "system")
        assert row.picked == list(draw_units(as_candidates(row.units), HowMany(Basis.PER_ZONE, 1), row.lot))
        assert (row.item, row.rule) == ("P-R", RULE)
        assert sorted(zone for (zone,) in self.zones(engine)) == sorted([EAST, WEST])

    def zones(self, engine: Engine) -> list[tuple[str]]:
        joined = select(units.c.zone).join(assignments, assignments.c.unit_id == units.c.id)
        return [(row.zone,) for row in ask(engine, joined)]

    def test_inspectors_and_the_coordinator_are_told_and_no_school(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk(RANDOM))
        do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, "P-R")])
        assert post(engine) == sorted(("issued", name) for name in (COORDINATOR, EAST_INSPECTOR, WEST_INSPECTOR))

    def test_the_sweep_draws_once(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk(RANDOM))
        assert len(do(engine, issuing.issue_due, MARCH_2, desk)) == 2
        assert do(engine, issuing.issue_due, MARCH_2, desk) == []
        assert len(ask(engine, select(drawings.c.id))) == 1


class TestEvents:
    """Class E: opened by a person when something happens."""

    def start(self, engine: Engine, **said: object) -> list[int]:
        desk = a_desk(an_event(), an_entry())
        form: dict[str, object] = {"by": COORDINATOR} | said
        item, names = form.pop("item", "P-3"), form.pop("units", [LATE])
        return do(engine, issuing.start_event, MARCH_2, desk, item, names, **form)

    @pytest.fixture(autouse=True)
    def office(self, engine: Engine) -> None:
        loaded(engine, a_desk(an_event(), an_entry()))

    def test_it_is_open_for_the_chosen_school_and_counted_from_today(self, engine: Engine) -> None:
        (one,) = self.start(engine)
        assert statuses(engine) == {("P-3", LATE): "open"}
        assert ask(engine, select(assignments.c.due_on, assignments.c.due_basis)) == [
            (date(2026, 3, 9), "working_days")
        ]
        assert steps(engine, "assignment", one) == [(COORDINATOR, "", "open")]
        assert post(engine) == [("issued", liaison(LATE))]

    def test_the_same_event_again_opens_nothing(self, engine: Engine) -> None:
        self.start(engine, key="县级评估")
        assert self.start(engine, key="县级评估") == []

    def test_another_event_on_the_same_day_is_other_work(self, engine: Engine) -> None:
        assert self.start(engine, key="县级评估") != self.start(engine, key="市级评估")

    def test_a_day_that_was_set_is_the_due_day(self, engine: Engine) -> None:
        self.start(engine, due_on=date(2026, 3, 4))
        assert ask(engine, select(assignments.c.due_on, assignments.c.due_basis)) == [(date(2026, 3, 4), "fixed_date")]

    def test_units_can_be_named_by_code(self, engine: Engine) -> None:
        self.start(engine, units=["K01", FAR])
        assert set(statuses(engine)) == {("P-3", DILIGENT), ("P-3", FAR)}

    @pytest.mark.parametrize(
        "said", [{"item": "P-1"}, {"units": []}, {"due_on": date(2026, 3, 1)}], ids=["no event", "no unit", "past"]
    )
    def test_what_cannot_be_is_refused(self, engine: Engine, said: dict[str, object]) -> None:
        with pytest.raises(RefusedError):
            self.start(engine, **said)

    def test_an_event_without_a_counted_deadline_needs_a_day(self, engine: Engine) -> None:
        desk = loaded(engine, a_desk(an_event(due=Due(DueBasis.WINDOW_END))))
        with pytest.raises(RefusedError, match="due_needed"):
            do(engine, issuing.start_event, MARCH_2, desk, "P-3", [LATE], by=COORDINATOR)

    @pytest.mark.parametrize("said", [{"item": "P-?"}, {"units": ["无此校"]}, {"by": "无名"}])
    def test_who_or_what_does_not_exist_is_not_found(self, engine: Engine, said: dict[str, object]) -> None:
        with pytest.raises(NotFoundError):
            self.start(engine, **said)

    def test_a_name_that_two_schools_bear_is_refused_with_their_codes(self, engine: Engine) -> None:
        do(engine, planning.load, MARCH_2, a_desk(an_event(), units=(*CAST, a_unit("K09", LATE, WEST))))
        with pytest.raises(RefusedError) as refused:
            self.start(engine)
        assert refused.value.values["codes"] == "K02、K09"
        assert len(self.start(engine, units=["K09"])) == 1


def test_an_inspector_sees_work_of_the_office_for_all_inspectors(engine: Engine) -> None:
    entry = an_entry(doer=Doer.INSPECTOR, audience=Audience(office=True))
    desk = loaded(engine, a_desk(entry))
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk, units=(OFFICE,))])
    assert post(engine) == [("issued", EAST_INSPECTOR), ("issued", WEST_INSPECTOR)]


def test_a_person_who_left_is_not_told(engine: Engine) -> None:
    loaded(engine, a_desk())
    desk = loaded(engine, a_desk(people=(Person(COORDINATOR, Role.COORDINATOR), *people_of(CAST[:1]))))
    do(engine, issuing.issue, MARCH_2, desk, [an_occurrence(desk)])
    assert post(engine) == [("issued", liaison(DILIGENT)), ("nobody", COORDINATOR)]


def test_a_window_of_two_months_is_one_assignment(engine: Engine) -> None:
    desk = loaded(engine, a_desk(an_entry(window=MonthWindow((7, 8)))))
    assert len(do(engine, issuing.issue_due, date(2026, 7, 1), desk)) == 3
    assert do(engine, issuing.issue_due, date(2026, 8, 3), desk) == []
