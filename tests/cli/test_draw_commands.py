"""`dudao draw`: the same draw as the form's, shown and proved."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cli.conftest import Dudao

DRAW = ("--item", "P3C-03-2", "--by", "督导室主任", "--key", "三月抽查", "--units", "20%", "--public-seed", "03 08 15")


def test_a_draw_is_made_shown_and_verified(dudao: Dudao, office: Path) -> None:
    made = dudao("draw", "new", *DRAW, office, "--json")
    assert (made.code, made.err) == (0, "")
    draw = made.document
    assert (draw["seed"], draw["basis"], draw["value"], draw["per_unit"]) == ("03 08 15", "percent", 20, 2)
    assert all(len(unit["inspectors"]) == 2 for unit in draw["units"])
    assert dudao("draw", "show", office, draw["id"], "--json").document == draw
    said = dudao("draw", "verify", office)
    assert (said.code, "次抽取与存档一致" in said.out) == (0, True)


def test_the_same_name_draws_once(dudao: Dudao, office: Path) -> None:
    first = dudao("draw", "new", *DRAW, office, "--json").document
    assert dudao("draw", "new", *DRAW, office, "--json").document == first


def test_a_tampered_draw_ends_with_one_and_says_what_differs(dudao: Dudao, office: Path) -> None:
    number = dudao("draw", "new", *DRAW, office, "--json").document["id"]
    (database,) = (office / "var").glob("*.db")
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE drawing SET picked = '[\"C01\"]'")
    said = dudao("draw", "verify", office, number)
    assert said.code == 1
    assert "重抽得到的单位不同" in said.out
    document = dudao("draw", "verify", office, number, "--json").document
    assert (document["ok"], "picked" in document["draws"][0]["faults"]) == (False, True)


def test_a_number_that_cannot_be_read_says_how_to_write_it(dudao: Dudao, office: Path) -> None:
    said = dudao("draw", "new", "--item", "P3C-03-2", "--by", "督导室主任", "--key", "x", office, "--units", "几所")
    assert said.code == 2
    assert "12、10% 或 2/zone" in said.err


def test_a_draw_that_never_was_is_not_found(dudao: Dudao, office: Path) -> None:
    assert dudao("draw", "show", office, "99").code == 1


def test_a_number_that_is_none_is_refused_in_the_readers_language(dudao: Dudao, office: Path) -> None:
    said = dudao("draw", "show", office, "二")
    assert (said.code, "应为正整数" in said.err, "Input" in said.err) == (2, True, False)


def test_the_usual_share_reads_as_it_is_typed(dudao: Dudao) -> None:
    said = dudao("draw", "new", "--help")
    assert ("1/zone" in said.out, "HowMany" in said.out) == (True, False)
