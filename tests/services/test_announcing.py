"""What the month's arrangement announced and the plan changed since."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Engine

from rules.plan import Audience, Due, DueBasis, MonthWindow
from services import issuing, monthly, recounting
from tests.asking import do, facts_of, loaded, post
from tests.builders import DILIGENT, EAST, FAR, LATE, a_desk, a_visit, an_entry, liaison, principal

FEBRUARY_26, FEBRUARY_27, MARCH_10 = date(2026, 2, 26), date(2026, 2, 27), date(2026, 3, 10)
EVERYBODY = tuple(role(name) for name in (DILIGENT, LATE, FAR) for role in (liaison, principal))
SOONER = Due(DueBasis.WORKING_DAYS, 15)


def told(name: str) -> tuple[str, str]:
    return "plan_changed", name


def arranged(engine: Engine, *entries: Any) -> None:
    """March's arrangement is out, and nothing of it is open yet."""
    desk = loaded(engine, a_desk(*entries), FEBRUARY_26)
    do(engine, monthly.publish, FEBRUARY_26, desk)


def test_a_move_is_told_once_to_everybody_who_has_the_arrangement(engine: Engine) -> None:
    arranged(engine, an_entry())
    for _ in range(2):
        loaded(engine, a_desk(an_entry(due=SOONER)), FEBRUARY_27)
    assert [it for it in post(engine) if it[0] == "plan_changed"] == sorted(map(told, EVERYBODY))
    (line,) = facts_of(engine, principal(LATE), "plan_changed")["lines"]
    assert (line["title"], line["old_due_on"], line["new_due_on"]) == ("三月自查", "2026-03-31", "2026-03-23")


def test_what_goes_is_told_as_off(engine: Engine) -> None:
    arranged(engine, an_entry(), a_visit())
    loaded(engine, a_desk(a_visit()), FEBRUARY_27)
    (line,) = facts_of(engine, liaison(LATE), "plan_changed")["lines"]
    assert (line["title"], line["new_due_on"]) == ("三月自查", "")


def test_only_the_unit_that_leaves_is_told_that_it_is_off(engine: Engine) -> None:
    arranged(engine, an_entry())
    loaded(engine, a_desk(an_entry(audience=Audience(zones=(EAST,)))), FEBRUARY_27)
    assert [it for it in post(engine) if it[0] == "plan_changed"] == sorted([told(liaison(FAR)), told(principal(FAR))])


def test_without_an_arrangement_nobody_is_told_of_what_is_not_open(engine: Engine) -> None:
    loaded(engine, a_desk(), FEBRUARY_26)
    loaded(engine, a_desk(an_entry(due=SOONER)), FEBRUARY_27)
    assert post(engine) == []


def test_what_was_secret_in_the_arrangement_stays_so(engine: Engine) -> None:
    arranged(engine, an_entry(), a_visit(unannounced=True))
    before = len(post(engine))
    loaded(engine, a_desk(an_entry(), a_visit(unannounced=True, due=SOONER)), FEBRUARY_27)
    assert len(post(engine)) == before


def test_what_becomes_secret_is_off_and_its_new_days_are_not_told(engine: Engine) -> None:
    arranged(engine, an_entry())
    loaded(engine, a_desk(an_entry(unannounced=True, window=MonthWindow((3, 4)))), FEBRUARY_27)
    (line,) = facts_of(engine, liaison(LATE), "plan_changed")["lines"]
    assert (line["new_opens_on"], line["new_due_on"]) == ("", "")


def test_of_open_work_the_liaison_hears_by_the_assignment_and_the_principal_by_the_arrangement(engine: Engine) -> None:
    arranged(engine, an_entry())
    desk = loaded(engine, a_desk(), FEBRUARY_27)
    do(engine, issuing.issue_due, date(2026, 3, 2), desk)
    before = len(post(engine))
    moved = loaded(engine, a_desk(an_entry(due=SOONER)), MARCH_10)
    do(engine, recounting.recount, MARCH_10, moved)
    news = [it for it in post(engine) if it[0] in {"due_changed", "plan_changed"}]
    assert len(post(engine)) == before + len(news)
    assert news == sorted(
        [("due_changed", liaison(name)) for name in (DILIGENT, LATE, FAR)]
        + [told(principal(name)) for name in (DILIGENT, LATE, FAR)]
    )


def test_another_month_is_told_as_a_move(engine: Engine) -> None:
    arranged(engine, an_entry())
    loaded(engine, a_desk(an_entry(window=MonthWindow((4,)))), FEBRUARY_27)
    (line,) = facts_of(engine, principal(LATE), "plan_changed")["lines"]
    assert (line["old_due_on"], line["new_opens_on"], line["new_due_on"]) == ("2026-03-31", "2026-04-01", "2026-04-30")
