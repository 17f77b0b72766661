"""What pydantic finds wrong is said in our words, in both languages, and never in its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import calendars
from calendars.folder import problems
from calendars.office_file import read_office
from rules.errors import Problem
from tests.calendars.spoiling import rewrite, wrong
from words import LANGUAGES, catalogue, has, say

ROOM = Path(calendars.__file__).parent
CODE = re.compile(r"[a-z]+(?:_[a-z0-9]+)*")


def sentence(problem: Problem, language: str) -> str:
    values = {"value": problem.value, "allowed": problem.allowed, **problem.more}
    return say(language, f"problem.{problem.code}", **values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_a_pydantic_error_has_its_words(language: str) -> None:
    from calendars.complaints import CODES  # noqa: PLC0415  (the table is what this test reads)

    assert [code for code in CODES.values() if not has(language, f"problem.{code}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_our_shapes_raise_has_its_words(language: str) -> None:
    said = {
        node.value.removeprefix("our_")
        for path in ROOM.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"our_[a-z_]+", node.value)
    }
    assert len(said) > 10
    assert [code for code in said if not has(language, f"problem.{code}")] == []


def test_every_word_about_a_problem_of_the_folder_is_used() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    made = {"id_twice", "title_twice", "covers_twice"}
    ours = {key.removeprefix("problem.") for key in catalogue("zh") if key.startswith("problem.")}
    elsewhere = {"template_kind", "template_broken", "gateway_broken", "apprise_blind"}
    unused = {code for code in ours - made - elsewhere if not re.search(rf'"(?:our_)?{code}"', text)}
    assert unused == set()


def test_a_spoilt_office_is_told_of_in_chinese_with_place_value_and_what_is_allowed(office: Path) -> None:
    rewrite(office / "office.yaml", "level: township", "level: village")
    rewrite(office / "office.yaml", "opens: 2026-02-25", "opens: 2026-02-30")
    rewrite(office / "office.yaml", "catch_up_days: 31", "catch_up_days: 一个月")
    rewrite(office / "office.yaml", "language: zh", "langage: zh")
    told = {problem.place: sentence(problem, "zh") for problem in wrong(lambda: read_office(office))}
    assert "“village”不能用；可以写：township、county" in told["level"]
    assert "“2026-02-30”不是日期" in told["terms[2].opens"]
    assert "“一个月”应是一个整数" in told["policies.catch_up_days"]
    assert "没有“langage”这一项；这里可以写：name、place、level" in told["langage"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_warning_and_note_of_the_sample_can_be_said(office: Path, language: str) -> None:
    said = [sentence(problem, language) for problem in problems(office)]
    assert said
    assert all("{" not in one for one in said)
