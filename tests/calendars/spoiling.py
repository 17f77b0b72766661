"""Ways to write files and to see what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from rules.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENTRY = """\
  - id: {id}
    covers: [{id}]
    title: 事项{id}
    class: S
    kind: special
    programme: 督查
    line: 1
    quote: 原话
    audience: {{stages: [primary]}}
    window: {{month: 2}}
"""
HEAD = "title: 计划\nlevel: township\nprogrammes: [{name: 督查, about: 督查}]\nentries:\n"


def plan_text(*entries: str) -> str:
    """A plan of those entries."""
    return HEAD + "".join(entries)


def entry(identity: str = "A-1", *more: str, without: str = "") -> str:
    """One correct entry, without one of its keys and with further lines."""
    rows = [row for row in ENTRY.format(id=identity).splitlines() if not without or f" {without}:" not in row]
    return "\n".join([*rows, *(f"    {row}" for row in more)]) + "\n"


def wrong(read: Callable[[], object]) -> tuple[Problem, ...]:
    """The problems that reading finds."""
    with pytest.raises(InputError) as caught:
        read()
    return caught.value.problems


def codes(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Place and code of each."""
    return [(problem.place, problem.code) for problem in problems]


def rewrite(path: Path, old: str, new: str) -> None:
    """A passage of a text file is another; it must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def set_cells(folder: Path, sheet: str, **cells: object) -> None:
    """Cells of roster.xlsx hold other values."""
    book = openpyxl.load_workbook(folder / "roster.xlsx")
    for cell, value in cells.items():
        book[sheet][cell] = value
    book.save(folder / "roster.xlsx")
