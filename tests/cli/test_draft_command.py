"""Next year's plan file, from the command."""

from __future__ import annotations

from pathlib import Path

from calendars.plans import read_plan
from tests.cli.conftest import Dudao


def test_the_draft_is_a_plan_with_dates_and_results_beside_each_entry(
    dudao: Dudao, office: Path, tmp_path: Path
) -> None:
    dudao("day", office, "--on", "2026-03-02")
    said = dudao("plan", "draft", office, "--year", 2027, "-o", tmp_path / "2027.yaml")
    assert (said.code, said.out) == (0, "")
    text = (tmp_path / "2027.yaml").read_text(encoding="utf-8")
    assert read_plan(tmp_path / "2027.yaml").title == "蔡庄镇2027年教育督导工作计划"
    assert "# ▸ 日期：2026-02-25—2026-03-06 → 2027-02-" in text
    assert "# ▸ 2026 年：1 期，下达 26 件，已办 0 件，未办 26 件，发现问题 0 件" in text
    assert "P3C-02-1 " in text.splitlines()[2]


def test_without_a_file_the_draft_is_on_standard_output(dudao: Dudao, office: Path) -> None:
    said = dudao("plan", "draft", office)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("# ▸ 2027 年计划草稿")


def test_a_draft_overwrites_nothing(dudao: Dudao, office: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("我的", encoding="utf-8")
    said = dudao("plan", "draft", office, "-o", tmp_path / "mine.yaml")
    assert (said.code, (tmp_path / "mine.yaml").read_text(encoding="utf-8")) == (1, "我的")
