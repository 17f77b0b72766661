"""`dudao supervision`: the same as the forms."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Dudao

TEAM = ("--team", "责任督学-1", "--team", "责任督学-2", "--team", "责任督学-3")
NEW = ("--topic", "食堂管理", "--unit", "中心小学", *TEAM, "--on-site", "2026-04-13", "--by", "督导室主任")


def test_a_supervision_is_started_shown_and_led_on(dudao: Dudao, office: Path) -> None:
    made = dudao("supervision", "new", *NEW, office, "--json")
    assert (made.code, made.err) == (0, "")
    (found,) = made.document
    assert (found["number"], found["steps"][1]["due_on"]) == ("督导〔2026〕1号", "2026-03-27")
    assert "书面通知" in dudao("supervision", "show", office, "1").out
    step = ("--supervision", "1", "--step", "notice", "--by", "督导室干事", "--document", "7号")
    (after,) = dudao("supervision", "step", *step, office, "--json").document
    assert after["steps"][1]["done_on"] == "2026-03-03"
    assert "单位自评" in dudao("supervision", "show", office).out


def test_a_team_that_is_too_small_is_refused_with_the_article(dudao: Dudao, office: Path) -> None:
    said = dudao("supervision", "new", *NEW[:8], *NEW[10:], office)
    assert said.code == 1
    assert "第十六条" in said.err
