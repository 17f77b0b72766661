"""apply: the difference first, and nothing that people were told is taken back unasked."""

from __future__ import annotations

import shutil
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Dudao

PLAN = Path(__file__).parents[2] / "calendars" / "plans" / "caizhuang-2014.yaml"
CHECK = "id: P3C-02-1\n"
ADDED = """
  - id: reading-month
    title: 读书月活动
    class: S
    kind: publicity
    programme: 法制宣传月
    window: {month: 5}
    doer: liaison
    audience: {kinds: [primary]}
    asks: document
"""


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setenv("DUDAO_PORT", str(probe.getsockname()[1]))


@pytest.fixture
def own(office: Path) -> Path:
    """The swept office, with a plan of its own that is the shipped one."""
    shutil.copy(PLAN, office / "plan.yaml")
    file = office / "office.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("plan: caizhuang-2014", "plan: plan.yaml"), "utf-8")
    return office


def rewritten(office: Path, old: str, new: str, *, after: str = "") -> None:
    """The plan says something else; the first place after `after`."""
    file = office / "plan.yaml"
    head, found, rest = file.read_text(encoding="utf-8").partition(after)
    assert old in rest
    file.write_text(head + found + rest.replace(old, new, 1), encoding="utf-8")


def dumped(folder: Path) -> list[str]:
    """Every row of the office's database; its file also changes when SQLite tidies up."""
    with closing(sqlite3.connect(folder / "var" / "dudao.db")) as database:
        return list(database.iterdump())


def test_applying_the_same_shows_that_nothing_changes(dudao: Dudao, own: Path) -> None:
    for _ in range(2):
        said = dudao("apply", own)
        assert (said.code, said.err) == (0, "")
        assert "计划安排没有变化。" in said.out


def test_a_dry_run_shows_what_is_added_and_changes_nothing(dudao: Dudao, own: Path) -> None:
    with (own / "plan.yaml").open("a", encoding="utf-8") as file:
        file.write(ADDED)
    before = dumped(own)
    for _ in range(2):
        said = dudao("apply", own, "--dry-run")
        assert said.code == 0
        assert "【新增】1 项次" in said.out
        assert "reading-month 读书月活动" in said.out
        assert "什么都没有改" in said.out
    assert dumped(own) == before


def test_a_dry_run_of_a_new_folder_makes_no_database(dudao: Dudao, own: Path) -> None:
    shutil.rmtree(own / "var")
    said = dudao("apply", own, "--dry-run")
    assert (said.code, "第一次载入" in said.out) == (0, True)
    assert list((own / "var").iterdir()) == []


def test_what_is_only_added_needs_nobody_to_agree(dudao: Dudao, own: Path) -> None:
    with (own / "plan.yaml").open("a", encoding="utf-8") as file:
        file.write(ADDED)
    assert dudao("apply", own).code == 0
    assert "计划安排没有变化。" in dudao("apply", own).out


def test_what_people_were_told_moves_only_with_yes_where_nobody_is_at_a_terminal(dudao: Dudao, own: Path) -> None:
    rewritten(own, "to: 9,", "to: 14,", after=CHECK)
    refused = dudao("apply", own)
    assert (refused.code, "【改期】1 项次，已告知" in refused.out) == (1, True)
    assert "--yes" in refused.err
    assert "【改期】1 项次" in dudao("apply", own, "--dry-run").out
    done = dudao("apply", own, "--yes")
    assert (done.code, done.err) == (0, "")
    assert "计划安排没有变化。" in dudao("apply", own).out
    dated = {line["period"]: line["due_on"] for line in dudao("calendar", own, "--json").document
             if line["item"] == "P3C-02-1"}  # fmt: skip
    assert dated == {"2026春": "2026-03-11"}


def test_the_difference_as_a_document(dudao: Dudao, own: Path) -> None:
    rewritten(own, "to: 9,", "to: 14,", after=CHECK)
    shown = dudao("apply", own, "--dry-run", "--json").document
    assert list(shown) == ["ok", "applied", "difference", "loaded", "deployed"]
    assert (shown["ok"], shown["applied"], shown["loaded"]) == (True, False, None)
    first = shown["difference"]["moved"][0]
    assert (first["item"], first["old_due_on"], first["new_due_on"]) == ("P3C-02-1", "2026-03-06", "2026-03-11")
    assert "联络员-中心小学" in first["told"]["people"]
    refused = dudao("apply", own, "--json")
    assert (refused.code, refused.document["ok"]) == (1, False)
    done = dudao("apply", own, "--yes", "--json").document
    assert done["applied"]
    assert "item:P3C-02-1" in done["loaded"]["changed"]


def test_an_entry_that_goes_shows_who_was_told_of_it(dudao: Dudao, own: Path) -> None:
    rewritten(own, "class: S", "class: E", after=CHECK)
    rewritten(own, "    window: {term: spring, edge: opens, from: 0, to: 9, fallback_month: 2}\n", "", after=CHECK)
    removed = dudao("apply", own, "--dry-run", "--json").document["difference"]["removed"]
    assert removed[0]["item"] == "P3C-02-1"
    assert removed[0]["told"]["schools"] >= 26
    assert "【取消】1 项次，已告知" in dudao("apply", own, "--dry-run").out
