"""The work of every week as a table, a document and a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Dudao

KEYS = ["office", "plan", "year", "weeks", "person_week", "unit_week", "roles", "people", "units"]


def test_the_load_for_a_program_is_one_document(dudao: Dudao, office: Path) -> None:
    said = dudao("load", office, "--json")
    assert (said.code, list(said.document)) == (0, KEYS)
    weeks = said.document["weeks"]
    assert (weeks[0], len(weeks)) == ("2025-12-29", 53)
    rows = [row for part in ("roles", "people", "units") for row in said.document[part]]
    assert all(len(row["by_week"]) == 53 and len(row["by_month"]) == 12 for row in rows)
    assert {row["name"] for row in said.document["roles"]} == {"coordinator", "inspector", "liaison"}


def test_the_load_for_a_person_goes_month_by_month_with_the_heaviest_week(dudao: Dudao, office: Path) -> None:
    said = dudao("load", office)
    assert said.code == 0
    assert "按职责" in said.out
    assert "最忙一周" in said.out
    assert "责任督学-4" in said.out
    assert "12月" in said.out


def test_the_page_has_the_weeks_the_timeline_and_what_the_check_says(
    dudao: Dudao, office: Path, tmp_path: Path
) -> None:
    page = tmp_path / "报告" / "工作量.html"
    said = dudao("load", office, "--year", 2026, "--report", page)
    assert said.err == f"工作量报告已写入 {page}\n"
    html = page.read_text(encoding="utf-8")
    assert "全年时间表" in html
    assert "教育督导条例第十四条" in html


def test_a_played_year_shows_the_same_load_and_the_same_findings(dudao: Dudao, office: Path, tmp_path: Path) -> None:
    page = tmp_path / "2026.html"
    played = dudao("simulate", office, "--replies", "none", "--findings", "0", "--report", page, "--json").document
    assert played["load"] == dudao("load", office, "--json").document
    checked = dudao("check", office, "--json").document
    assert {problem["message"] for problem in played["problems"]} >= {one["message"] for one in checked["warnings"]}
    assert "每周工作量" in page.read_text(encoding="utf-8")
