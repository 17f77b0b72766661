"""`dudao rotation`: the table of the whole cycle."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Dudao


def test_the_table_names_every_unit_that_takes_turns_with_its_instrument(dudao: Dudao, office: Path) -> None:
    said = dudao("rotation", office, "--json")
    assert (said.code, said.err) == (0, "")
    turns = said.document["turns"]
    assert {turn["instrument"] for turn in turns} == {"kindergarten"}
    assert len({(turn["code"], turn["year"]) for turn in turns}) == len(turns)
    assert {turn["year"] for turn in turns} <= {2026, 2027, 2028}
    assert dudao("rotation", office, "--json").document == said.document
    assert "综合督导轮次" in dudao("rotation", office).out
