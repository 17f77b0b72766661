"""Targets from the command."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Dudao


def test_a_value_is_recorded_and_listed(dudao: Dudao, office: Path) -> None:
    before = dudao("targets", office)
    assert (before.code, before.out.count("还没有登记")) == (0, 5)
    said = dudao(
        "target", office, "P3T-5", "--period", "2026", "--value", 62.5, "--by", "督导室干事", "--source", "年报"
    )
    assert (said.code, "62.5" in said.out) == (0, True)
    listed = {line["item"]: line for line in dudao("targets", office, "--json").document}
    assert listed["P3T-5"]["measured"][0]["reached"] is True
    assert "已达到" in dudao("targets", office).out


def test_a_value_of_what_is_no_target_is_refused(dudao: Dudao, office: Path) -> None:
    said = dudao(
        "target", office, "P3C-02-1", "--period", "2026", "--value", 1, "--by", "督导室干事", "--source", "年报"
    )
    assert said.code == 1
    assert "P3C-02-1" in said.err
