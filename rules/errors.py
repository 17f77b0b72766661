"""The error tree. An error names a word of the catalogue and its values; the doors say it in the office's language.

DudaoError
├── InputError        what a person wrote is wrong: every problem at once, with its place
├── RefusedError      the act is not allowed in the present state (status step, own case, missing reason)
├── NotFoundError     no such unit, person, entry or case
└── UnavailableError  something outside is missing: a taken port, an unwritable folder, a database that does not answer
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters: an error stops, a warning is shown, a note is only listed."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in what a person wrote.

    Args:
        file: the file's name inside the office folder, or the shipped plan's name.
        place: where in it: a key path (``entries[3].window.month``) or ``单位!D7`` (sheet, column, row).
        code: the word of the catalogue that says it, without its ``problem.`` prefix.
        value: what stands there, as text.
        allowed: what may stand there, as text.
        severity: error, warning or note.
        more: further values that the sentence names.
    """

    file: str
    place: str
    code: str
    value: str = ""
    allowed: str = ""
    severity: Severity = Severity.ERROR
    more: dict[str, str] = field(default_factory=dict)


class DudaoError(Exception):
    """Root of every error that a person can mend; ``word`` is its sentence in the catalogue."""

    def __init__(self, word: str, **values: object) -> None:
        """Keep the word and its values; the text of the exception is the word, for developers."""
        super().__init__(f"{word} {values}" if values else word)
        self.word = word
        self.values = values


class InputError(DudaoError):
    """What a person wrote is wrong; carries every problem found, never only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems in the order in which they stand in the files."""
        super().__init__("error.input", count=len(problems))
        self.problems = problems


class RefusedError(DudaoError):
    """The act is not allowed in the present state."""


class NotFoundError(DudaoError):
    """No such unit, person, entry, assignment or case."""


class UnavailableError(DudaoError):
    """Something outside is missing: a port, a folder, a server."""
