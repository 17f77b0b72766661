"""The load of a year as rows, and as a page that opens offline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reports.load import LEVELS, month_of, read_load
from reports.rendering import render
from reports.timeline import read_timeline
from rules.plan import DayCadence, RangeWindow
from tests.builders import DILIGENT, EAST_INSPECTOR, OFFICE, POLICIES, a_desk, a_visit, an_entry
from words import LANGUAGES


def test_roles_people_and_units_have_their_rows_in_the_rosters_order() -> None:
    view = read_load(a_desk(an_entry(), a_visit()), 2026)
    assert [(row.name, row.total, row.most) for row in view.roles] == [("liaison", 3.0, 30), ("inspector", 3.0, 20)]
    assert [(row.name, row.kind, row.total) for row in view.people][:2] == [
        (EAST_INSPECTOR, "inspector", 2.0), ("督学-西区", "inspector", 1.0),
    ]  # fmt: skip
    assert [row.name for row in view.units] == ["勤勉小学", "拖延小学", "远处小学"]
    assert view.people[0].by_month[2] == pytest.approx(2.0, abs=0.2)
    assert sum(view.people[0].by_month) == pytest.approx(2.0, abs=0.2)


def test_every_week_belongs_to_the_month_of_its_thursday() -> None:
    assert month_of(date(2025, 12, 29), 2026) == 1
    assert month_of(date(2026, 3, 30), 2026) == 4
    assert month_of(date(2026, 12, 28), 2026) == 12
    assert month_of(date(2027, 12, 27), 2027) == 12
    assert month_of(date(2026, 12, 28), 2027) == 1
    view = read_load(a_desk(), 2026)
    assert sum(weeks for _, weeks in view.months) == len(view.weeks) == 53
    assert [month for month, _ in view.months] == list(range(1, 13))


def test_a_week_above_the_limit_has_a_shade_of_its_own() -> None:
    busy = an_entry(window=DayCadence())
    strict = replace(POLICIES, person_week=3, unit_week=2)
    view = read_load(a_desk(busy, policies=strict), 2026)
    (unit, *_), (person, *_) = view.units, view.people
    assert (unit.most, unit.peak, unit.levels[10]) == (2, 5.0, LEVELS + 2)
    assert (person.most, person.levels[10]) == (3, LEVELS + 1)
    assert person.over == sum(level > LEVELS for level in person.levels)
    assert set(read_load(a_desk(), 2026).units[0].levels) <= {0, 1}


def test_the_timeline_has_a_row_an_entry_and_a_bar_an_occurrence_within_the_year() -> None:
    timeline = read_timeline(a_desk(an_entry(), a_visit(), a_visit("P-5", window=RangeWindow(12, 20, 12, 31))), 2026)
    ((programme, rows),) = timeline.programmes
    assert (programme, [row.item for row in rows]) == ("自查", ["P-1", "P-2", "P-5"])
    march = rows[0].bars[0]
    assert (march.left, march.says) == (pytest.approx(100 / 6, abs=0.5), "2026-03-02 — 2026-03-31")
    assert all(0 <= bar.left <= bar.left + bar.width <= 100.4 for row in rows for bar in row.bars)
    winter, summer = (bar.says for bar in timeline.breaks)
    assert (winter, summer) == ("2026-01-21 — 2026-02-19", "2026-07-01 — 2026-08-31")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_one_file_that_asks_nobody(language: str) -> None:
    desk = a_desk(an_entry(title="自查<script>"), a_visit())
    problems = [
        {"severity": "warning", "message": "P-2 没有写 team <b>"},
        {"severity": "note", "message": "P-1 原文存疑"},
    ]
    page = render(
        language, "load.html", load=read_load(desk, 2026), timeline=read_timeline(desk, 2026), problems=problems
    )
    assert page.startswith("<!doctype html>")
    assert DILIGENT in page
    assert OFFICE in page
    assert "没有写 team &lt;b&gt;" in page
    assert not [word for word in ("http:", "https:", "src=", "@import", "<script", "url(") if word in page]
