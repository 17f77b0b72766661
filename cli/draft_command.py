"""``dudao plan draft``: next year's plan file from this year's and from what became of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from cli.folder_commands import Named
from cli.places import enter
from cli.printing import note
from cli.speaking import told
from flows.drafting import draft_next_plan
from rules.errors import RefusedError, UnavailableError


def draft(
    folder: Named = None,
    year: Annotated[Optional[int], typer.Option("--year", min=2000, max=2100)] = None,  # noqa: UP045  (read at run time)
    output: Annotated[Optional[Path], typer.Option("--output", "-o", metavar="PLAN.yaml")] = None,  # noqa: UP045  (the same)
) -> None:
    """Draft next year's plan."""
    if output is not None and output.exists():
        raise RefusedError("cli.draft.exists", file=str(output))
    door = enter(folder)
    text = draft_next_plan(door, year or door.desk.office.year + 1)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnavailableError("cli.draft.unwritable", file=str(output), why=error.strerror or "") from error
    note(told("draft.made", file=str(output)))
