"""What the commands with workbooks share: where the office is, what changes, and the leave to replace a file."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from cli.failing import problem_document
from cli.printing import note, put, put_table
from cli.speaking import told
from rules.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calendars.replacing import Changes
    from rules.errors import Problem

Workbook = Annotated[Path, typer.Argument(metavar="FILE.xlsx")]
Named = Annotated[Optional[Path], typer.Argument(metavar="[DIR]", show_default=False)]  # noqa: UP045  (read at run time)
Yes = Annotated[bool, typer.Option("--yes", "-y")]
OnlyCheck = Annotated[bool, typer.Option("--check")]
AsJson = Annotated[bool, typer.Option("--json")]
SHOWN = 30


def free_target(path: Path, *, yes: bool) -> Path:
    """The workbook's path, where nothing stands there that somebody may have worked in.

    Raises:
        RefusedError: it is there, and nobody said that it may be replaced.
    """
    if path.exists() and not yes:
        raise RefusedError("cli.sheets.is_there", file=str(path))
    return path


def put_changes(said: Iterable[tuple[str, Changes]]) -> None:
    """A table of what changes, by what it is about (``units``, ``people``, ``terms``, ``entries``)."""
    rows = [
        (told(f"sheets.{about}"), told(f"apply.{kind}"), len(names), _shown(names))
        for about, changes in said
        for kind, names in asdict(changes).items()
        if names and kind != "unchanged"
    ]
    put_table(("about", "what", "count", "names"), rows)


def allow(file: Path, *, yes: bool) -> bool:
    """Whether the file may be replaced: asked for beforehand, or now.

    Raises:
        RefusedError: nobody is there to be asked.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        raise RefusedError("cli.sheets.say_yes", file=str(file))
    return typer.confirm(told("sheets.replace", file=str(file)))


def put_problems(kind: str, problems: Iterable[Problem]) -> None:
    """The problems of one kind, one a line, below their number."""
    lines = [problem_document(problem)["message"] for problem in problems]
    if lines:
        put(told(f"sheets.{kind}", count=len(lines)))
    for line in lines:
        put(f"  {line}")


def put_kept(kept: Path | None) -> None:
    """Where the replaced file is kept, beside the answer."""
    if kept is not None:
        note(told("sheets.kept", file=str(kept)))


def changes_document(changes: Changes) -> dict[str, Any]:
    """What changes, for a program."""
    return {kind: list(names) for kind, names in asdict(changes).items() if kind != "unchanged"}


def _shown(names: tuple[str, ...]) -> str:
    return "、".join(names[:SHOWN]) + ("…" if len(names) > SHOWN else "")
