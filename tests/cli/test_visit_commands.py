"""Visits for scripts: the same record as the form's."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Dudao

VISIT = ("--unit", "中心小学", "--inspector", "责任督学-1", "--looked-at", "食堂、门卫", "--result", "无意见")


def test_a_visit_is_recorded_once_and_listed_with_its_zone(dudao: Dudao, office: Path) -> None:
    made = dudao("record-visit", office, *VISIT, "--count", "papers=3", "--json")
    assert (made.code, made.err) == (0, "")
    assert (made.document["visited_on"], made.document["counts"]["papers"]) == ("2026-03-03", 3)
    assert dudao("record-visit", office, *VISIT, "--json").document["id"] == made.document["id"]
    listed = dudao("visits", office, "--json").document
    assert [visit["unit"] for visit in listed["visits"]] == ["中心小学"]
    assert sum(zone["visited"] for zone in listed["zones"]) == 1
    assert "中心小学" in dudao("visits", office).out
    assert dudao("visits", office, "--month", "2026-02", "--json").document["visits"] == []


def test_a_month_without_a_visit_says_so(dudao: Dudao, office: Path) -> None:
    assert "2026-02 还没有督导记录" in dudao("visits", office, "--month", "2026-02").out


def test_a_number_or_a_month_that_cannot_be_read_says_how_to_write_it(dudao: Dudao, office: Path) -> None:
    assert "papers=3" in dudao("record-visit", office, *VISIT, "--count", "三份").err
    assert "2026-03" in dudao("visits", office, "--month", "三月").err
