"""From a finding to an open case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import Engine, select

from models.engine import transaction
from models.tables import assignments, changes, findings, messages, people, rectifications, units
from rules.errors import NotFoundError, RefusedError
from rules.escalating import freeze
from rules.office import Role, Rung
from services import drafting, inspecting
from tests.asking import MARCH_2, a_case, ask, do, facts_of, issued, loaded, post, steps, the_case, twice_at_once
from tests.builders import (
    CAST,
    COORDINATOR,
    DILIGENT,
    DIRECTOR,
    EAST_INSPECTOR,
    FAR,
    LADDER,
    LATE,
    OFFICE_PEOPLE,
    POLICIES,
    a_desk,
    an_entry,
    liaison,
    people_of,
    principal,
)

FORM = {"unit": LATE, "severity": "ordinary", "fact": "食堂留样不足", "by": EAST_INSPECTOR}
FOOD = {"category": "食品卫生"}
TOLD = sorted(("rectification", name) for name in (EAST_INSPECTOR, liaison(LATE), principal(LATE)))


def record(engine: Engine, day: date = MARCH_2, **said: object) -> int:
    return do(engine, inspecting.record_finding, day, a_desk(), **(FORM | said))


@pytest.fixture(autouse=True)
def office(engine: Engine) -> None:
    loaded(engine, a_desk())


def test_a_finding_opens_a_numbered_case_with_its_deadline_and_frozen_ladder(engine: Engine) -> None:
    case = the_case(engine, record(engine))
    assert (case.number, case.status, case.round, case.rung) == ("整改〔2026〕1号", "issued", 1, 0)
    assert (case.due_on, case.first_due_on, case.due_basis, case.due_value) == (
        date(2026, 3, 16),
        date(2026, 3, 16),
        "working_days",
        10,
    )
    assert (case.ladder, case.counted_from, case.due_provisional) == (freeze(LADDER), MARCH_2, False)


def test_the_history_begins_with_the_person_who_found_it(engine: Engine) -> None:
    assert steps(engine, "rectification", record(engine)) == [(EAST_INSPECTOR, "", "issued")]


def test_the_school_and_its_inspector_are_told_and_no_other_school(engine: Engine) -> None:
    record(engine)
    assert post(engine) == TOLD
    facts = facts_of(engine, liaison(LATE), "rectification")
    assert {key: facts[key] for key in ("number", "unit", "fact", "due_on", "due_basis", "due_value", "found_by")} == {
        "number": "整改〔2026〕1号",
        "unit": LATE,
        "fact": "食堂留样不足",
        "due_on": "2026-03-16",
        "due_basis": "working_days",
        "due_value": 10,
        "found_by": EAST_INSPECTOR,
    }


@pytest.mark.parametrize(
    ("severity", "due_on", "urgent"),
    [
        ("ordinary", date(2026, 3, 16), False),
        ("serious", date(2026, 3, 17), False),
        ("urgent", date(2026, 3, 3), True),
    ],
)
def test_the_severity_decides_the_deadline_and_the_hurry(
    engine: Engine, severity: str, due_on: date, *, urgent: bool
) -> None:
    assert the_case(engine, record(engine, severity=severity)).due_on == due_on
    assert ask(engine, select(messages.c.urgent).distinct()) == [(urgent,)]


def test_a_day_that_was_agreed_on_is_kept_even_if_it_is_a_rest_day(engine: Engine) -> None:
    case = the_case(engine, record(engine, due_on=date(2026, 3, 21)))
    assert (case.due_on, case.due_basis, case.due_value) == (date(2026, 3, 21), "fixed_date", 0)


def test_a_deadline_in_a_year_without_known_holidays_is_provisional(engine: Engine) -> None:
    assert the_case(engine, record(engine, date(2026, 12, 28))).due_provisional is True


def test_the_same_form_sent_twice_is_one_case(engine: Engine) -> None:
    assert record(engine, key="form-1") == record(engine, key="form-1")
    assert post(engine) == TOLD
    assert len(ask(engine, select(findings.c.id))) == 1


def test_without_a_key_the_same_words_on_the_same_day_are_one_case(engine: Engine) -> None:
    first = record(engine)
    assert record(engine) == first
    assert record(engine, fact="校门口停车") != first
    assert record(engine, unit=DILIGENT) != first
    assert record(engine, date(2026, 3, 3)) != first


def test_the_same_form_from_two_sides_at_once_is_one_case(engine: Engine) -> None:
    first, second = twice_at_once(engine, inspecting.record_finding, MARCH_2, a_desk(), **FORM, key="form-1")
    assert first == second
    assert post(engine) == TOLD


def test_numbers_run_through_the_year_and_begin_again(engine: Engine) -> None:
    days = (MARCH_2, date(2026, 12, 31), date(2027, 1, 4))
    numbers = [the_case(engine, record(engine, day)).number for day in days]
    assert numbers == ["整改〔2026〕1号", "整改〔2026〕2号", "整改〔2027〕1号"]


def test_eight_at_once_get_eight_numbers_without_a_gap(engine: Engine) -> None:
    gate = Barrier(8)

    def one(number: int) -> int:
        gate.wait()
        return record(engine, fact=f"问题{number}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(one, range(8)))
    assert sorted(row.number for row in ask(engine, select(rectifications.c.number))) == [
        f"整改〔2026〕{number}号" for number in range(1, 9)
    ]


def test_an_abandoned_case_leaves_no_gap(engine: Engine) -> None:
    with pytest.raises(RefusedError):
        record(engine, due_on=date(2026, 3, 1))
    assert the_case(engine, record(engine)).number == "整改〔2026〕1号"


@pytest.mark.parametrize("by", [liaison(LATE), principal(LATE), liaison(DILIGENT)])
def test_nobody_of_a_school_records_a_finding(engine: Engine, by: str) -> None:
    with pytest.raises(RefusedError, match="of_a_school"):
        record(engine, by=by)
    assert ask(engine, select(findings.c.id)) == []


@pytest.mark.parametrize(
    "other", [{"severity": "urgent"}, {"due_on": date(2026, 3, 9)}, {"by": COORDINATOR}, {"fact": "留样柜未上锁"}]
)
def test_a_form_that_says_something_else_is_another_finding(engine: Engine, other: dict[str, object]) -> None:
    assert record(engine) == record(engine)
    assert record(engine, **other) != record(engine)
    assert len(ask(engine, select(findings.c.id))) == 2


def test_a_ladder_that_changes_later_does_not_change_the_case(engine: Engine) -> None:
    case = the_case(engine, record(engine))
    loaded(engine, a_desk(ladder=(Rung(1, 9, (Role.DIRECTOR,)),)))
    assert the_case(engine, case.id).ladder == case.ladder


def test_a_finding_of_work_that_has_a_ladder_of_its_own_freezes_that_one(engine: Engine) -> None:
    gentle = (Rung(1, 9, (Role.DIRECTOR,)),)
    desk = a_desk(an_entry(ladder="gentle"), ladders={"gentle": gentle})
    first = issued(engine, desk)[0]
    unit = of_unit(engine, first)
    found = do(engine, inspecting.record_finding, MARCH_2, desk, **(FORM | {"unit": unit}), assignment_id=first)
    assert the_case(engine, found).ladder == freeze(gentle)
    usual = do(engine, inspecting.record_finding, MARCH_2, desk, **FORM)
    assert the_case(engine, usual).ladder == freeze(LADDER)


def test_the_inspection_in_which_it_was_found_is_kept(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    late = next(one for one in ids if of_unit(engine, one) == LATE)
    record(engine, assignment_id=late)
    assert ask(engine, select(findings.c.assignment_id)) == [(late,)]


def of_unit(engine: Engine, assignment_id: int) -> str:
    joined = select(units.c.name).join(assignments, assignments.c.unit_id == units.c.id)
    return str(ask(engine, joined.where(assignments.c.id == assignment_id))[0].name)


def test_another_schools_inspection_is_refused(engine: Engine) -> None:
    ids = issued(engine, a_desk())
    far = next(one for one in ids if of_unit(engine, one) == FAR)
    with pytest.raises(RefusedError, match="other_assignment"):
        record(engine, assignment_id=far)


@pytest.mark.parametrize(
    "said", [{"fact": "  "}, {"severity": "terrible"}, {"due_on": date(2026, 3, 1)}], ids=["no fact", "bad", "past"]
)
def test_what_cannot_be_is_refused_and_opens_nothing(engine: Engine, said: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        record(engine, **said)
    assert ask(engine, select(findings.c.id)) == []
    assert post(engine) == []


@pytest.mark.parametrize("said", [{"unit": "无此校"}, {"by": "无名"}, {"assignment_id": 99}])
def test_who_or_what_does_not_exist_is_not_found(engine: Engine, said: dict[str, object]) -> None:
    with pytest.raises(NotFoundError):
        record(engine, **said)


def test_a_severity_without_a_deadline_needs_a_day(engine: Engine) -> None:
    desk = a_desk(policies=replace(POLICIES, deadlines={}))
    with pytest.raises(RefusedError, match="no_deadline"):
        do(engine, inspecting.record_finding, MARCH_2, desk, **FORM)
    assert a_case(engine, desk, due_on=date(2026, 3, 9))


def test_a_school_that_nobody_speaks_for_is_told_to_the_coordinator(engine: Engine) -> None:
    loaded(engine, a_desk(people=(*OFFICE_PEOPLE, *people_of((CAST[0], CAST[2])))))
    record(engine)
    assert post(engine) == [("nobody", COORDINATOR), ("rectification", EAST_INSPECTOR)]


def test_a_danger_of_which_no_school_can_be_told_is_told_to_the_coordinator_at_once(engine: Engine) -> None:
    desk = loaded(engine, a_desk(people=OFFICE_PEOPLE))
    with transaction(engine) as session:
        said = {"unit": LATE, "severity": "urgent", "fact": "燃气泄漏", "by": EAST_INSPECTOR}
        inspecting.record_finding(session, MARCH_2, desk, **said)
    assert ask(engine, select(messages.c.urgent).where(messages.c.kind == "nobody")) == [(True,)]
    assert ask(engine, select(people.c.active).where(people.c.name == liaison(LATE))) == [(False,)]


class TestTheWayOfEachSeverity:
    """On the spot, ordinary, serious, danger: who hears what, and where the case begins."""

    def test_on_the_spot_is_closed_with_the_advice_and_tells_nobody(self, engine: Engine) -> None:
        case = the_case(engine, record(engine, severity="minor", advice="当场清理了通道"))
        assert (case.status, case.closed_on, case.due_on) == ("closed", MARCH_2, MARCH_2)
        assert steps(engine, "rectification", case.id) == [(EAST_INSPECTOR, "", "closed")]
        assert ask(engine, select(changes.c.why))[-1].why == "现场反馈，当场办结：当场清理了通道"
        assert post(engine) == []

    @pytest.mark.parametrize(
        ("more", "word"), [({}, "no_advice"), ({"advice": "清理", "due_on": date(2026, 3, 9)}, "no_due_on_the_spot")]
    )
    def test_on_the_spot_needs_advice_and_has_no_due_day(
        self, engine: Engine, more: dict[str, object], word: str
    ) -> None:
        with pytest.raises(RefusedError, match=word):
            record(engine, severity="minor", **more)
        assert ask(engine, select(findings.c.id)) == []

    def test_a_serious_one_is_a_draft_of_which_only_the_office_hears(self, engine: Engine) -> None:
        case = the_case(engine, record(engine, severity="serious"))
        assert (case.status, case.check_due_on, case.needs_revisit) == ("draft", date(2026, 3, 4), True)
        assert post(engine) == sorted(("draft", name) for name in (COORDINATOR, DIRECTOR))

    def test_a_danger_is_told_at_once_to_school_inspector_director_and_coordinator(self, engine: Engine) -> None:
        case = the_case(engine, record(engine, severity="urgent"))
        assert (case.status, case.needs_revisit) == ("issued", True)
        assert post(engine) == sorted(
            ("rectification", name) for name in (EAST_INSPECTOR, liaison(LATE), principal(LATE), DIRECTOR, COORDINATOR)
        )
        assert [rung["after"] for rung in case.ladder] == [1, 1, 1, 1]

    def test_the_finding_keeps_category_basis_place_evidence_and_advice(self, engine: Engine) -> None:
        more = {"category": "食品卫生", "basis": "规定第四十条", "place": "食堂", "evidence": ["一.jpg", " "]}
        record(engine, **more, advice="补齐留样")
        row = ask(engine, select(findings))[0]
        assert (row.category, row.basis, row.place, row.evidence, row.advice, row.observed) == (
            *("食品卫生", "规定第四十条", "食堂", ["一.jpg"], "补齐留样"),
            "ordinary",
        )
        assert facts_of(engine, liaison(LATE), "rectification")["place"] == "食堂"

    def test_a_category_that_the_office_does_not_have_is_refused_with_those_it_has(self, engine: Engine) -> None:
        with pytest.raises(RefusedError, match="bad_category") as refused:
            record(engine, category="天气")
        assert refused.value.values["allowed"] == "食品卫生、校园安全"


class TestRepeating:
    """The same category at the same unit within 180 days weighs one step heavier, and says so."""

    @pytest.mark.parametrize(
        ("day", "severity"),
        [
            (MARCH_2, "ordinary"),
            (date(2026, 3, 3), "serious"),
            (date(2026, 8, 29), "serious"),
            (date(2026, 8, 30), "ordinary"),
        ],
        ids=["the same day", "the day after", "the 180th day", "the day after the period"],
    )
    def test_only_an_earlier_day_of_the_period_counts(self, engine: Engine, day: date, severity: str) -> None:
        record(engine, **FOOD)
        record(engine, day, fact="留样记录缺项", **FOOD)
        assert ask(engine, select(findings).order_by(findings.c.id))[-1].severity == severity

    def test_it_says_so_in_the_history_and_to_the_office(self, engine: Engine) -> None:
        record(engine, **FOOD)
        case = record(engine, date(2026, 3, 9), fact="留样记录缺项", **FOOD)
        why = ask(engine, select(changes.c.why).where(changes.c.subject_id == case))[-1].why
        assert why == "登记问题；近期同类问题（食品卫生）再次出现，程度由“一般”加重为“严重”"
        facts = facts_of(engine, DIRECTOR, "draft")
        assert (facts["observed"], facts["severity"]) == ("ordinary", "serious")

    def test_another_school_another_category_none_and_a_withdrawn_case_do_not_count(self, engine: Engine) -> None:
        first = record(engine, **FOOD)
        later = date(2026, 3, 9)
        record(engine, later, unit=DILIGENT, **FOOD)
        record(engine, later, category="校园安全")
        record(engine, later, fact="无类别")
        do(engine, drafting.withdraw, later, a_desk(), first, by=COORDINATOR, why="认定有误")
        record(engine, later, fact="留样柜未上锁", **FOOD)
        assert {row.severity for row in ask(engine, select(findings.c.severity))} == {"ordinary"}

    def test_on_the_spot_becomes_ordinary_serious_stays_and_the_same_form_is_one_finding(self, engine: Engine) -> None:
        record(engine, **FOOD)
        later = date(2026, 3, 9)
        again = record(engine, later, severity="minor", fact="台面不洁", **FOOD)
        assert the_case(engine, again).status == "issued"
        assert record(engine, later, severity="minor", fact="台面不洁", **FOOD) == again
        serious = record(engine, later, severity="serious", fact="冷藏不足", **FOOD)
        assert the_case(engine, serious).status == "draft"
