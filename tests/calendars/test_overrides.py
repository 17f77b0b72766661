"""An office's own templates must have our names and be readable to Jinja."""

from __future__ import annotations

from pathlib import Path

from calendars.overrides import NAMES, SUFFIX, check_overrides
from tests.calendars.spoiling import codes

TEMPLATES = Path(__file__).parents[2] / "notifications" / "templates"


def test_the_known_names_are_those_of_our_templates() -> None:
    assert {path.name for path in (TEMPLATES / "zh").glob("*.j2")} == {f"{name}{SUFFIX}" for name in NAMES}


def test_no_templates_and_right_templates_are_no_problem(tmp_path: Path) -> None:
    assert check_overrides(tmp_path) == ()
    (tmp_path / "templates" / "zh").mkdir(parents=True)
    (tmp_path / "templates" / "zh" / "issued.md.j2").write_text("{{ title }}\n", encoding="utf-8")
    assert check_overrides(tmp_path) == ()


def test_a_wrong_name_and_a_broken_template_are_told_with_the_line(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "zh"
    folder.mkdir(parents=True)
    (folder / "issued.md.j2").write_text("{{ title }}\n{% if %}\n", encoding="utf-8")
    (folder / "greeting.md.j2").write_text("", encoding="utf-8")
    (folder / "closed.md.j2").write_bytes("已销号".encode("gb18030"))
    found = check_overrides(tmp_path)
    assert [(one.file, one.code) for one in found] == [
        ("templates/zh/closed.md.j2", "not_utf8"),
        ("templates/zh/greeting.md.j2", "template_name"),
        ("templates/zh/issued.md.j2", "template_syntax"),
    ]
    assert found[2].more["line"] == "2"
    assert codes(found[:1]) == [("", "not_utf8")]
