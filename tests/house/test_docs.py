"""The documents say what the code does: commands, make targets, settings and pictures exist where they are named."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from calendars.plans import read_plan, shipped_plan_path
from settings import Settings
from tests.house.tree import ROOT

READMES = ("README.md", "README.zh-CN.md")


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_the_two_commands_and_only_targets_that_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", text)) | set(re.findall(r"^make ([a-z-]+)", text, flags=re.MULTILINE))
    assert {"up", "test"} <= named <= targets


@pytest.mark.parametrize("name", READMES)
def test_every_link_and_picture_of_a_readme_exists(name: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", (ROOT / name).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_entry_that_the_readme_shows_can_be_added_to_the_plan(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    shipped = shipped_plan_path("caizhuang-2014").read_text(encoding="utf-8")
    (tmp_path / "plan.yaml").write_text(f"{shipped}\n{shown}", encoding="utf-8")
    assert read_plan(tmp_path / "plan.yaml").entries[-1].title == "读书月活动"


def test_every_setting_is_documented() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"DUDAO_{name.upper()}" not in text] == []


def test_the_change_log_begins_with_the_version_of_the_project() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    headings = re.findall(r"^## \[?([0-9.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert headings[0] == version


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_locks_pin_every_package_with_hashes_and_record_no_address() -> None:
    for path in (ROOT / "locks").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        pins = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\\n\s+--hash=sha256:", text, flags=re.MULTILINE)
        assert len(pins) == len(re.findall(r"^[a-z0-9]", text, flags=re.MULTILINE)) > 50
        assert "://" not in text
        assert "--index-url" not in text
