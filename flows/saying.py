"""Errors as sentences, for the state of a run and for the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.errors import InputError, Severity
from words import has, say

if TYPE_CHECKING:
    from rules.errors import DudaoError, Problem


def sentence(language: str, error: DudaoError) -> str:
    """What is wrong and what helps, in the office's language; of many problems each its line."""
    if isinstance(error, InputError):
        wrong = [problem for problem in error.problems if problem.severity is Severity.ERROR]
        return "\n".join(problem_line(language, problem) for problem in wrong or error.problems)
    return say(language, error.word, **error.values) if has(language, error.word) else str(error)


def problem_line(language: str, problem: Problem) -> str:
    """One problem with its place: file, key or cell, then the sentence."""
    word = f"problem.{problem.code}"
    values: dict[str, object] = {"value": problem.value, "allowed": problem.allowed, **problem.more}
    said = say(language, word, **values) if has(language, word) else f"{problem.code} {problem.value}"
    return f"{problem.file} {problem.place}：{said}" if language == "zh" else f"{problem.file} {problem.place}: {said}"
