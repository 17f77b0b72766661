"""Next month's arrangement for the schools."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from models.tables import offices, people
from notifications.writing import often
from rules.plan import Audience, DayCadence, Doer, Draw, Due, DueBasis, MonthWindow
from services import monthly
from tests.asking import ask, counting_statements, do, facts_of, loaded, post, twice_at_once
from tests.builders import (
    CAST,
    DILIGENT,
    FAR,
    LATE,
    WEST,
    a_desk,
    a_visit,
    an_entry,
    liaison,
    people_of,
    principal,
)

DAY = date(2026, 2, 26)
EVERYBODY = sorted(("month_plan", person.name) for person in people_of(CAST))


def test_liaisons_and_principals_have_it_once(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    assert len(do(engine, monthly.publish, DAY, desk)) == 6
    assert do(engine, monthly.publish, date(2026, 2, 27), desk) == []
    assert post(engine) == EVERYBODY


def test_it_says_what_is_done_when_and_to_whom(engine: Engine) -> None:
    do(engine, monthly.publish, DAY, loaded(engine, a_desk()))
    facts = facts_of(engine, principal(LATE), "month_plan")
    assert facts["month"] == "2026-03"
    assert [(it["title"], it["opens_on"], it["due_on"]) for it in facts["lines"]] == [
        ("三月自查", "2026-03-02", "2026-03-31")
    ]


def test_nothing_unannounced_and_nothing_drawn_stands_in_it(engine: Engine) -> None:
    secret = a_visit("P-8", unannounced=True, doer=Doer.INSPECTOR)
    drawn = a_visit("P-9", audience=Audience(draw=Draw(1)))
    do(engine, monthly.publish, DAY, loaded(engine, a_desk(an_entry(), secret, drawn)))
    assert [it["title"] for it in facts_of(engine, liaison(LATE), "month_plan")["lines"]] == ["三月自查"]


def test_a_school_hears_only_of_what_concerns_it(engine: Engine) -> None:
    do(engine, monthly.publish, DAY, loaded(engine, a_desk(an_entry(audience=Audience(zones=(WEST,))))))
    assert post(engine) == sorted([("month_plan", liaison(FAR)), ("month_plan", principal(FAR))])


def test_a_month_without_work_says_nothing(engine: Engine) -> None:
    assert do(engine, monthly.publish, date(2026, 3, 27), loaded(engine, a_desk())) == []


def test_a_window_of_two_months_stands_in_both(engine: Engine) -> None:
    desk = loaded(engine, a_desk(an_entry(window=MonthWindow((7, 8)))))
    assert len(do(engine, monthly.publish, date(2026, 6, 26), desk)) == 6
    assert len(do(engine, monthly.publish, date(2026, 7, 29), desk)) == 6


def test_in_december_it_is_januarys(engine: Engine) -> None:
    desk = loaded(engine, a_desk(an_entry(window=MonthWindow((1,)))))
    do(engine, monthly.publish, date(2026, 12, 29), desk)
    assert facts_of(engine, liaison(DILIGENT), "month_plan")["month"] == "2027-01"


def test_a_month_that_did_not_go_out_is_made_up_for_once(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    assert len(do(engine, monthly.make_up, date(2026, 3, 4), desk)) == 6
    assert do(engine, monthly.make_up, date(2026, 3, 5), desk) == []
    assert facts_of(engine, liaison(LATE), "month_plan")["month"] == "2026-03"


def test_a_month_that_went_out_in_time_is_not_made_up_for_and_asking_is_one_statement(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    do(engine, monthly.publish, DAY, desk)
    with counting_statements(engine) as counted:
        assert do(engine, monthly.make_up, date(2026, 3, 2), desk) == []
    assert (counted["SELECT"], counted["INSERT"]) == (1, 0)


def test_what_was_due_before_the_day_is_not_made_up_for(engine: Engine) -> None:
    early = an_entry("P-7", title="三日内", due=Due(DueBasis.WORKING_DAYS, 3))
    do(engine, monthly.make_up, date(2026, 3, 12), loaded(engine, a_desk(early, an_entry())))
    assert [it["title"] for it in facts_of(engine, liaison(LATE), "month_plan")["lines"]] == ["三月自查"]


def test_a_month_before_the_first_sweep_is_not_made_up_for(engine: Engine) -> None:
    desk = loaded(engine, a_desk())
    with engine.begin() as connection:
        connection.execute(offices.update().values(first_swept_on=date(2026, 4, 1)))
    assert do(engine, monthly.make_up, date(2026, 3, 4), desk) == []


def test_two_at_once_tell_everybody_once(engine: Engine) -> None:
    results = twice_at_once(engine, monthly.publish, DAY, loaded(engine, a_desk()))
    assert sum(map(len, results)) == 6
    assert len(ask(engine, people.select().where(people.c.active))) == 10


def test_daily_work_is_one_line_of_the_month_that_says_how_often(engine: Engine) -> None:
    desk = loaded(engine, a_desk(an_entry(window=DayCadence(), times=3)))
    do(engine, monthly.publish, DAY, desk)
    (line,) = facts_of(engine, liaison(LATE), "month_plan")["lines"]
    assert (line["opens_on"], line["due_on"], line["count"], line["times"]) == ("2026-03-02", "2026-03-31", 22, 3)
    assert often("zh", line) == "（每个工作日，共22次，每期不少于3次）"
