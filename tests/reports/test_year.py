"""The year as a chart and as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import Engine, select

from models.engine import reading
from models.tables import rotation_turns, units
from reports.rendering import render
from reports.year import CHART_ROWS, gantt, read_year
from rules.plan import Audience, DayCadence, MonthWindow, Rotation
from rules.series import Series
from services import rotating
from tests.asking import MARCH_2, do, loaded
from tests.builders import a_desk, a_visit, an_entry, an_occurrence


def test_every_month_is_there_and_holds_what_opens_in_it() -> None:
    year = read_year(a_desk(an_entry(), an_entry("P-4", title="九月自查", window=MonthWindow((9,)))), 2026)
    assert [month.number for month in year.months] == list(range(1, 13))
    assert {month.number: [line.first.item for line in month.lines] for month in year.months if month.lines} == {
        3: ["P-1"],
        9: ["P-4"],
    }
    assert year.occurrences == 2


def test_a_programme_says_how_often_and_when_it_opens_something() -> None:
    year = read_year(a_desk(an_entry(), a_visit(programme="督查")), 2026)
    assert [(line.name, line.occurrences, [told.opens_on for told in line.lines]) for line in year.programmes] == [
        ("自查", 1, [date(2026, 3, 2)]),
        ("督查", 1, [date(2026, 3, 2)]),
    ]


def test_daily_work_is_one_line_a_month_with_how_often_and_one_bar() -> None:
    year = read_year(a_desk(an_entry(window=DayCadence(), times=3)), 2026)
    march = year.months[2].lines
    assert [told.count for told in march] == [22]
    assert year.chart.count("三月自查") == 1
    text = render("zh", "year", year=year, links={})
    assert "三月自查（每个工作日，共22次，每期不少于3次）" in text
    assert text.count("三月自查") < 30


def test_days_that_may_still_change_are_counted() -> None:
    desk = a_desk()
    assert (read_year(desk, 2026).provisional, read_year(desk, 2027).provisional) == (0, 1)


def test_what_the_plan_gives_no_date_is_listed() -> None:
    year = read_year(a_desk(an_entry(window=None, unscheduled=True)), 2026)
    assert [(line.item, line.title) for line in year.unscheduled] == [("P-1", "三月自查")]


def test_the_chart_has_one_section_a_programme_and_whole_days() -> None:
    desk = a_desk()
    assert gantt((Series((an_occurrence(desk),)),)).splitlines()[-2:] == [
        "  section 自查",
        "  三月自查 :2026-03-02, 2026-03-31",
    ]


def test_the_chart_is_short_and_a_title_cannot_break_it() -> None:
    desk = a_desk()
    strange = an_occurrence(desk, title="一:二;三#四\n五" + "长" * 40)
    chart = gantt(tuple(Series((replace(strange, period=str(number)),)) for number in range(CHART_ROWS + 20)))
    bars = [line for line in chart.splitlines() if line.startswith("  一")]
    assert len(bars) == CHART_ROWS
    assert bars[0] == f"  一二三四五{'长' * 10}… :2026-03-02, 2026-03-31"


def test_the_rendered_year_has_the_chart_and_a_row_for_every_month() -> None:
    text = render("zh", "year", year=read_year(a_desk(), 2026), links={})
    assert "```mermaid\ngantt" in text
    assert "| 3月 | 2026-03-02 周一 | 2026-03-31 周二 | 三月自查 | 自查 |" in text
    assert "| 4月 | | | 无 | | | |" in text


def test_with_a_database_the_year_shows_the_turns_that_will_be_issued(engine: Engine) -> None:
    entry = an_entry(audience=Audience(rotation=Rotation(3)))
    desk = loaded(engine, a_desk(entry))
    do(engine, rotating.rotate, MARCH_2, desk)
    with reading(engine) as session:
        shown = [
            unit
            for month in read_year(desk, 2026, session).months
            for line in month.lines
            for one in line.occurrences
            for unit in one.units
        ]
        turns = select(units.c.name).join(rotation_turns, rotation_turns.c.unit_id == units.c.id)
        stored = list(session.scalars(turns.where(rotation_turns.c.year == 2026)))
    assert sorted(shown) == sorted(stored)
