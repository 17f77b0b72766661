"""The what-if year of a small office, played through the real services."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.mending import EXTENDED, RETURNED
from flows.simulating import simulate
from reports.played import Given, Simulation
from reports.rendering import render
from rules.desk import Desk
from rules.office import Person, Role, Term
from rules.plan import Kind, MonthWindow, Season
from tests.builders import COORDINATOR, DILIGENT, EAST, FAR, LATE, WEST, a_desk, a_visit, an_entry
from words import LANGUAGES, say


def desk() -> Desk:
    """March's self-check and inspection, and December's."""
    return a_desk(an_entry(), a_visit(), a_visit("P-5", title="十二月督查", window=MonthWindow((12,))))


@pytest.fixture(scope="module")
def all_reply() -> Simulation:
    return simulate(desk(), 2026, Given(1, "all", 1.0))


@pytest.fixture(scope="module")
def none_reply() -> Simulation:
    return simulate(desk(), 2026, Given(1, "none", 1.0))


def test_every_occurrence_asks_every_unit(all_reply: Simulation) -> None:
    of_the_plan = [each for each in all_reply.assignment_list if each.item != "return-visit"]
    assert (all_reply.occurrences, len(of_the_plan), all_reply.never_opened) == (3, 9, ())
    assert {each.unit for each in all_reply.assignment_list} == {DILIGENT, LATE, FAR}


def test_when_everybody_answers_nothing_climbs_and_nothing_is_open_at_the_end(all_reply: Simulation) -> None:
    assert (all_reply.escalations, all_reply.open_at_end) == ((), 0)
    assert {each.status for each in all_reply.assignment_list} == {"done"}


def test_every_visit_has_its_finding_whoever_answers(all_reply: Simulation, none_reply: Simulation) -> None:
    assert all_reply.rectifications == none_reply.rectifications == 6


def test_when_nobody_answers_the_ladders_climb_to_the_top(none_reply: Simulation) -> None:
    spring = [climb for climb in none_reply.escalations if climb.on.month < 7]
    assert {climb.rung for climb in spring} == {1, 2, 3, 4}
    assert [climb.rung for climb in spring if climb.case == spring[0].case] == [1, 2, 3, 4]
    assert none_reply.open_at_end == 14  # of fifteen, one finding was settled on the spot


def test_a_rung_is_climbed_when_its_working_days_are_over(none_reply: Simulation) -> None:
    assert {(climb.rung, climb.working_days_overdue) for climb in none_reply.escalations} == {
        (1, 1), (2, 3), (3, 5), (4, 10),
    }  # fmt: skip


def test_the_report_states_the_probabilities_of_the_detours(all_reply: Simulation) -> None:
    for language in LANGUAGES:
        text = render(language, "simulated", played=all_reply)
        assert f"{RETURNED:.0%}" in text
        assert f"{EXTENDED:.0%}" in text


def test_the_same_seed_gives_the_same_year(none_reply: Simulation) -> None:
    assert simulate(desk(), 2026, Given(1, "none", 1.0)) == none_reply


def test_another_seed_and_half_of_the_answers_give_another_year_without_findings(none_reply: Simulation) -> None:
    other = simulate(desk(), 2026, Given(2, 0.5, 0.0))
    assert (other.rectifications, other.escalations) == (0, ())
    assert 0 < other.open_at_end < none_reply.open_at_end
    assert {each.status for each in other.assignment_list} == {"done", "overdue", "open"}


def test_months_add_up(all_reply: Simulation) -> None:
    months = all_reply.by_month
    assert list(months) == [f"{month:02d}" for month in range(1, 13)]
    assert {name: month.opened for name, month in months.items() if month.opened} == {"03": 2, "12": 1}
    assert sum(month.assignments for month in months.values()) == all_reply.assignments
    assert sum(month.messages for month in months.values()) == len(all_reply.messages)


def test_messages_go_out_on_working_days_in_order_and_say_what_they_are_about(all_reply: Simulation) -> None:
    days = [message.on for message in all_reply.messages]
    assert days == sorted(days)
    assert not [day for day in days if day.weekday() > 4 and day != date(2026, 5, 9)]
    assert all(message.subject and message.person for message in all_reply.messages)


def test_loads_are_listed_by_name_and_never_as_a_ranking(none_reply: Simulation) -> None:
    names = [load.person for load in none_reply.by_person]
    assert names == sorted(names)
    assert COORDINATOR in names
    assert sum(load.messages for load in none_reply.by_person) == len(none_reply.messages)


def test_the_busiest_days_come_first_and_floods_name_who_gets_too_much(none_reply: Simulation) -> None:
    counts = [load.messages for load in none_reply.busiest_days]
    assert counts == sorted(counts, reverse=True)
    assert all(flood.messages > 3 for flood in none_reply.floods)


def with_a_team() -> Desk:
    """The small office with a third and a fourth inspector, a random inspection, and a spring and autumn term."""
    random_ = a_visit("P-6", title="随机督查", kind=Kind.RANDOM, window=MonthWindow((5,)), unannounced=True)
    terms = (
        Term(2026, Season.SPRING, date(2026, 2, 25), date(2026, 7, 3)),
        Term(2026, Season.AUTUMN, date(2026, 9, 1), date(2027, 1, 22)),
    )
    found = a_desk(a_visit(window=MonthWindow((4,))), random_, terms=terms)
    more = (Person("督学-三", Role.INSPECTOR, zone=EAST), Person("督学-四", Role.INSPECTOR, zone=WEST))
    return replace(found, roster=replace(found.roster, people=(*found.roster.people, *more)))


@pytest.fixture(scope="module")
def in_the_field() -> Simulation:
    return simulate(with_a_team(), 2026, Given(1, "all", 1.0, supervisions=1.0, draws=2))


def test_every_inspection_of_the_plan_is_led_through_the_nine_steps(in_the_field: Simulation) -> None:
    found = in_the_field.field_work
    assert (found.supervisions, found.closed, found.without_team) == (3, 3, 0)
    assert (found.steps_done, found.steps_late) == (27, 0)
    assert "supervision" in {message.kind for message in in_the_field.messages}


def test_draws_by_hand_send_inspectors_who_find_something(in_the_field: Simulation) -> None:
    found = in_the_field.field_work
    assert found.draws == 2
    assert found.drawn_visits == found.visits_made == 4
    drawn = [each for each in in_the_field.assignment_list if each.period.startswith("played-")]
    assert {each.status for each in drawn} == {"done"}
    assert in_the_field.rectifications == 3 + 3 + 4  # April's inspection, May's random one, and what was drawn


def test_the_same_seed_gives_the_same_supervisions_and_draws(in_the_field: Simulation) -> None:
    assert simulate(with_a_team(), 2026, Given(1, "all", 1.0, supervisions=1.0, draws=2)) == in_the_field


def test_where_nobody_answers_the_steps_of_the_units_are_late() -> None:
    found = simulate(with_a_team(), 2026, Given(1, "none", 0.0, supervisions=1.0, draws=1)).field_work
    assert (found.supervisions, found.steps_late, found.visits_made) == (3, 3, 0)


def test_an_office_without_a_team_of_three_leads_none_and_says_so() -> None:
    found = simulate(desk(), 2026, Given(1, "all", 0.0, supervisions=1.0, draws=0)).field_work
    assert (found.supervisions, found.without_team, found.draws) == (0, 6, 0)


def test_the_report_has_the_numbers_of_supervisions_and_draws(in_the_field: Simulation) -> None:
    for language in LANGUAGES:
        text = render(language, "simulated", played=in_the_field)
        for name in ("supervisions", "steps_done", "drawn_visits"):
            assert say(language, f"reports.field_work.{name}") in text
