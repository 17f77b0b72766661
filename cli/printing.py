"""What the command prints: one JSON document for programs, tables for people, and everything else beside it."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from cli.speaking import language, told
from words import has, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

PIPE_WIDTH = 200
"""Columns where nobody's screen sets them, so that a pipe gets whole lines."""


def put_json(document: object) -> None:
    """One JSON document stands on standard output: UTF-8, ISO days, Chinese as it is written."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2, default=_plain) + "\n")


def put(text: str = "") -> None:
    """A line of the answer for a person, on standard output."""
    _console().print(Text(text))


def put_whole(text: str) -> None:
    """A line that must not be folded, because it is copied: a key, a sealed address."""
    sys.stdout.write(text + "\n")


def put_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """A table for a person; `columns` are words below ``cli.column.``. Nothing where there are no rows."""
    table = Table(box=box.SIMPLE_HEAD, title=Text(title) if title else None, title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(told(f"column.{column}"), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    if table.row_count:
        _console().print(table)


def note(text: str) -> None:
    """A line beside the answer, on standard error: progress, warnings, errors."""
    sys.stderr.write(text + "\n")


@contextmanager
def busy(text: str) -> Iterator[None]:
    """What goes on and for how long turns on standard error while it lasts; nothing does where nobody looks at it."""
    shown = Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(),
                     console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())  # fmt: skip
    with shown:
        shown.add_task(text, total=None)
        yield


@contextmanager
def days_of(year: int, text: str) -> Iterator[Callable[[date], None]]:
    """A bar that fills day by day of a year on standard error; it is given each day that is reached."""
    bar = Progress(TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(),
                   console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())  # fmt: skip
    first = date(year, 1, 1)
    with bar:
        task = bar.add_task(text, total=(date(year + 1, 1, 1) - first).days)
        yield lambda day: bar.update(task, completed=(day - first).days + 1)


def word(prefix: str, value: object) -> str:
    """The shared word for a value of a closed list; the value itself where there is none."""
    key = f"{prefix}.{value}"
    return say(language(), key) if has(language(), key) else str(value)


def _console() -> Console:
    piped = not sys.stdout.isatty()
    return Console(file=sys.stdout, width=PIPE_WIDTH if piped else None, highlight=False, no_color=piped)


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no place in a document")
