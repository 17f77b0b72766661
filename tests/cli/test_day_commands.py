"""One day without a server, and a year that is only played."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLE, Dudao

KEYS = {
    "year", "occurrences", "assignments", "messages", "rectifications", "escalations", "by_month", "open_at_end",
}  # fmt: skip


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """The sample before its first day."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "新", ignore=shutil.ignore_patterns("var")))


def test_a_day_opens_what_is_due_and_delivers_it_into_files(dudao: Dudao, fresh: Path) -> None:
    said = dudao("day", fresh, "--on", "2026-02-25", "--json")
    assert (said.code, said.err) == (0, "")
    found = said.document
    counts = ["opened", "overdue", "reminded", "escalated", "recounted", "month", "week"]
    assert list(found) == ["day", *counts, "messages"]
    assert (found["day"], found["opened"] >= 26, found["overdue"]) == ("2026-02-25", True, 0)
    letters = [path.stem for path in (fresh / "var" / "outbox" / "2026-02-25").glob("*.md")]
    people = {name.split("-", 2)[2] for name in letters}
    assert 26 <= len(people) == len(letters) <= found["messages"]["sent"]


def test_the_same_day_again_does_nothing(dudao: Dudao, office: Path) -> None:
    found = dudao("day", office, "--on", "2026-03-03", "--json").document
    assert found == {
        "day": "2026-03-03", "opened": 0, "overdue": 0, "reminded": 0, "escalated": 0, "recounted": 0,
        "month": 0, "week": 0, "messages": {},
    }  # fmt: skip


def test_the_day_after_a_deadline_is_overdue_and_climbs(dudao: Dudao, office: Path) -> None:
    finding = (
        "--unit",
        "中心小学",
        "--severity",
        "ordinary",
        "--fact",
        "值班记录缺失",
        "--by",
        "责任督学-1",
        "--due",
        "2026-03-06",
    )
    dudao("record-finding", office, *finding)
    on = dudao("day", office, "--on", "2026-03-06", "--json").document
    after = dudao("day", office, "--on", "2026-03-09", "--json").document
    assert (on["overdue"], on["escalated"]) == (0, 0)
    assert (after["overdue"], after["escalated"]) == (26, 1)


def test_a_day_for_a_person_says_what_moved(dudao: Dudao, office: Path) -> None:
    said = dudao("day", office, "--on", "2026-03-09")
    assert "转为逾期" in said.out
    assert "已发送" in said.out


def test_a_played_year_as_a_document_and_as_a_page_that_opens_offline(
    dudao: Dudao, office: Path, tmp_path: Path
) -> None:
    page = tmp_path / "报告" / "2026.html"
    said = dudao("simulate", office, "--year", 2026, "--replies", "0.7", "--seed", 3, "--report", page, "--json")
    assert said.code == 0
    assert set(said.document) >= KEYS
    assert list(said.document["by_month"]) == [f"{month:02d}" for month in range(1, 13)]
    assert set(said.document["messages"][0]) == {"on", "kind", "role", "person", "unit", "subject"}
    assert said.err == f"推演报告已写入 {page}\n"
    html = page.read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert "中心小学" in html
    assert not [word for word in ("http://", "https://", "src=", "@import", "<script") if word in html]
    assert not (office / "demo").exists()


def test_a_played_year_for_a_person_and_as_markdown(dudao: Dudao, office: Path, tmp_path: Path) -> None:
    database = (office / "var" / "dudao.db").read_bytes()
    said = dudao("simulate", office, "--replies", "none", "--report", tmp_path / "2026.md")
    assert said.code == 0
    assert "消息最多的日子" in said.out
    assert "## 升级督办" in (tmp_path / "2026.md").read_text(encoding="utf-8")
    assert (office / "var" / "dudao.db").read_bytes() == database
