"""`dudao history verify`: the history against what stands."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cli.conftest import Dudao


def test_an_untouched_office_is_what_its_history_says(dudao: Dudao, office: Path) -> None:
    said = dudao("history", "verify", office)
    assert (said.code, said.err) == (0, "")
    assert "全部与历史一致" in said.out
    document = dudao("history", "verify", office, "--json").document
    assert (document["ok"], document["proof"]["differences"]) == (True, [])
    assert document["proof"]["steps"] >= document["proof"]["assignments"] > 0


def test_a_row_changed_beside_the_history_ends_with_one_and_is_named(dudao: Dudao, office: Path) -> None:
    (database,) = (office / "var").glob("*.db")
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE assignment SET status = 'done' WHERE id = 1")
    said = dudao("history", "verify", office)
    assert said.code == 1
    assert "有 1 处与历史不符" in said.out
    (found,) = dudao("history", "verify", office, "--json").document["proof"]["differences"]
    assert (found["subject"], found["column"], found["stands"], found["recorded"]) == (
        "assignment", "status", "done", "open",
    )  # fmt: skip
