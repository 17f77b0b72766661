"""The sheet 计划承诺 of a plan's workbook: what the plan promises of a kind of work in every period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calendars.named_rows import named_rows
from calendars.plan_cells import Wrong, read_cell
from calendars.plan_documents import promise_document
from calendars.plan_words import CHOICES, PROMISE_COLUMNS, PROMISES
from calendars.sheet_looks import finish, note, offer, put_head, put_row

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from calendars.grids import Grid
    from calendars.named_rows import NamedRow
    from rules.errors import Problem
    from rules.plan import Plan

HEADERS = tuple(column.header for column in PROMISE_COLUMNS)
NEEDED = tuple(column.header for column in PROMISE_COLUMNS if column.needed)
COMMENT = PROMISE_COLUMNS[-1]


def put_promises(book: Workbook, plan: Plan, comment: tuple[str, ...]) -> None:
    """The sheet is added to the book, with a header for offices whose plan promises nothing yet.

    Args:
        book: the plan's workbook.
        plan: whose promises.
        comment: what stands above the promises in the plan file; it goes into the first row.
    """
    sheet = book.create_sheet(PROMISES)
    put_head(sheet, HEADERS, [column.width for column in PROMISE_COLUMNS], NEEDED)
    for row, promise in enumerate(plan.promises, start=2):
        keys = promise_document(promise)
        said = {key: _word(key, value) for key, value in keys.items()}
        first = "\n".join(line.removesuffix("\n") for line in comment) if row == 2 else ""  # noqa: PLR2004  (below the header)
        put_row(sheet, row, [said.get(column.key, "") for column in PROMISE_COLUMNS[:-1]] + [first])
    for number, column in enumerate(PROMISE_COLUMNS, start=1):
        note(sheet, number, column.about + (f"。可以写：{column.allowed}" if column.allowed else ""))
        if column.key in CHOICES:
            offer(sheet, number, tuple(CHOICES[column.key]))
    finish(sheet, plan.title, len(HEADERS), filters=False)


def read_promises(
    grid: Grid | None, file: str, problems: list[Problem]
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The promises as a plan file writes them, and the comment above them; only rows that are wholly right.

    Args:
        grid: the sheet; None: the workbook has none (those of an older version have not).
        file: the name that problems show.
        problems: what is wrong with a cell is added.
    """
    if grid is None or not grid.rows:
        return [], ()
    rows = named_rows(grid, file, HEADERS, NEEDED, problems)
    read = [_promise(row, problems) for row in rows]
    text = "\n".join(found for row in rows if (found := row.text(COMMENT.header)))
    promised = tuple(line or "\n" for line in text.split("\n")) if text else ()
    return [keys for keys in read if {"kind", "every"} <= keys.keys()], promised


def _promise(row: NamedRow, problems: list[Problem]) -> dict[str, Any]:
    keys = {}
    for column in PROMISE_COLUMNS[:-1]:
        text = row.text(column.header)
        value = read_cell(column, text) if text else None
        if isinstance(value, Wrong):
            problems.append(row.problem(column.header, value.code, value.allowed))
        elif value is not None:
            keys[column.key] = value
    return keys


def _word(key: str, value: object) -> object:
    """The office's word for a value of a closed list; anything else as it is."""
    return next((word for word, code in CHOICES.get(key, {}).items() if code == value), value)
