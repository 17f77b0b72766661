"""Errors as sentences."""

from __future__ import annotations

from flows.saying import sentence
from rules.errors import InputError, Problem, RefusedError, Severity, UnavailableError


def test_a_refusal_is_said_in_the_office_s_language() -> None:
    error = RefusedError("forms.refused.no_date", value="明天")
    assert sentence("zh", error) == "“明天”不是日期，请写成 2026-12-10 这样的形式，或者留空。"
    assert sentence("en", error).startswith('"明天" is no day')


def test_many_problems_are_a_line_each_and_warnings_are_left_out() -> None:
    wrong = Problem("plan.yaml", "entries[3].id", "missing", more={"line": "3", "key": "id"})
    slight = Problem("plan.yaml", "entries[4].id", "missing", severity=Severity.WARNING)
    assert sentence("zh", InputError((wrong, slight))).count("\n") == 0
    assert sentence("zh", InputError((wrong, wrong))).count("plan.yaml entries[3].id：") == 2


def test_a_taken_port_says_what_to_do() -> None:
    said = sentence("zh", UnavailableError("up.port_taken", port=4200, other=4201))
    assert "4200" in said
    assert "DUDAO_PORT=4201 make up" in said
