"""What went wrong, as a sentence for a person or as a document for a program, and the exit code that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from cli.printing import note, put_json
from cli.speaking import language, told
from flows.saying import problem_line, sentence
from models.engine import DatabaseError
from rules.errors import DudaoError, InputError, Severity, UnavailableError
from words import has, say

if TYPE_CHECKING:
    from typer import TyperException

    from rules.errors import Problem

INPUT = 1
TROUBLES = (DudaoError, DatabaseError, OSError, ValidationError)
"""What ends with a sentence and exit code 1; anything else is a defect of ours and shows its traceback."""
_BY_MESSAGE = {
    "No such command": "NoSuchCommand",
    "Got unexpected extra argument": "TooMany",
    "Missing command": "MissingCommand",
    "Input should be a valid integer": "NoNumber",
    "Input should be greater than": "NoNumber",
}
"""What typer says in English only, by how the sentence begins."""


def refuse(error: DudaoError, *, as_json: bool) -> int:
    """The error is said; exit code 1."""
    if as_json:
        problems = [problem_document(problem) for problem in error.problems] if isinstance(error, InputError) else []
        put_json({"ok": False, "errors": problems or [_document(error.word, sentence(language(), error))]})
    else:
        if isinstance(error, InputError):
            note(say(language(), error.word, **error.values))
        note(sentence(language(), error))
    return INPUT


def as_ours(error: Exception) -> DudaoError:
    """What the machine says, as an error that a person can mend.

    Args:
        error: one of `TROUBLES`.
    """
    match error:
        case DudaoError():
            return error
        case ValidationError():
            names = ", ".join(f"DUDAO_{wrong['loc'][0]}".upper() for wrong in error.errors())
            return UnavailableError("cli.error.setting", names=names)
        case OSError():
            reason = error.strerror or str(error)
            return UnavailableError("cli.error.system", reason=reason, file=error.filename or "")
        case _:
            return UnavailableError("cli.error.database", reason=getattr(error, "orig", error))


def refuse_usage(error: TyperException, *, as_json: bool) -> int:
    """Wrong usage is said, with the way to the help; exit code 2."""
    said = usage_sentence(error)
    if as_json:
        put_json({"ok": False, "errors": [_document("cli.usage", said)]})
    else:
        context = getattr(error, "ctx", None)
        note(said)
        note(told("usage.help", command=context.command_path if context else "dudao"))
    return error.exit_code


def usage_sentence(error: TyperException) -> str:
    """What is wrong with the call, in the language of this run."""
    message = error.message or error.format_message()
    for beginning, key in _BY_MESSAGE.items():
        if message.startswith(beginning):
            left = message.removeprefix(beginning).strip(" .:()s")
            return told(f"usage.{key}", what=_what(error) if key == "NoNumber" else left)
    key = f"usage.{type(error).__name__}"
    if not has(language(), f"cli.{key}"):
        key = "usage.other"
    return told(key, what=_what(error), message=message)


def problem_document(problem: Problem) -> dict[str, Any]:
    """One problem of a folder, with its sentence."""
    return {
        "file": problem.file,
        "place": problem.place,
        "code": problem.code,
        "value": problem.value,
        "allowed": problem.allowed,
        "message": problem_line(language(), problem),
        "severity": str(problem.severity),
        "article": problem.more.get("article", ""),
    }


def _document(code: str, message: str) -> dict[str, Any]:
    empty = dict.fromkeys(("file", "place"), "")
    severity = str(Severity.ERROR)
    return {**empty, "code": code, "value": "", "allowed": "", "message": message, "severity": severity, "article": ""}


def _what(error: TyperException) -> str:
    named = getattr(error, "option_name", "")
    parameter = getattr(error, "param", None)
    return str(named or (parameter.get_error_hint() if parameter is not None else ""))
