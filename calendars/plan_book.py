"""A plan as a workbook: the monthly table that offices keep, with the columns that bring it back without loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Font

from calendars.documents import read_document
from calendars.plan_cells import entry_cells
from calendars.plan_guide import GUIDE_HEADERS, guide_rows
from calendars.plan_text import read_comments
from calendars.plan_words import (
    BY_KEY,
    CHOICES,
    COLUMNS,
    GUIDE,
    HEADING_LABELS,
    HEADINGS,
    LEVELS,
    PROGRAMME_HEADERS,
    PROGRAMMES,
    TABLE,
)
from calendars.plans import read_plan
from calendars.sheet_looks import finish, note, offer, put_head, put_row

if TYPE_CHECKING:
    from pathlib import Path

    from calendars.plan_text import Comments
    from rules.plan import Plan

PRINTED = 11
"""The columns that an office prints: from the month to the reminders."""


def write_plan_book(plan_path: Path, target: Path) -> Plan:
    """A workbook of the plan stands at the target; the plan is given back.

    Args:
        plan_path: the plan file; its comments come along.
        target: a .xlsx file, replaced if it is there.

    Raises:
        InputError: the plan file is not in order.
    """
    plan = read_plan(plan_path)
    document = read_document(plan_path, plan_path.name)
    comments = read_comments(plan_path, document)
    book = Workbook()
    book.remove(book.worksheets[0])
    _table(book, plan, comments)
    _programmes(book, plan)
    _headings(book, plan, str(document.data.get("source") or ""), comments)
    _guide(book, plan.title)
    book.save(target)
    return plan


def _table(book: Workbook, plan: Plan, comments: Comments) -> None:
    sheet = book.create_sheet(TABLE)
    needed = [column.header for column in COLUMNS if column.needed]
    put_head(sheet, [column.header for column in COLUMNS], [column.width for column in COLUMNS], needed)
    for row, entry in enumerate(plan.entries, start=2):
        before = "\n".join(line.removesuffix("\n") for line in comments.before.get(entry.id, ()))
        cells = entry_cells(entry, before)
        values = [int(cells[one.key]) if one.form == "number" and cells[one.key] else cells[one.key] for one in COLUMNS]
        put_row(sheet, row, values, PRINTED)
    for number, column in enumerate(COLUMNS, start=1):
        note(sheet, number, column.about + (f"。可以写：{column.allowed}" if column.allowed else ""))
        if column.key in CHOICES:
            offer(sheet, number, tuple(CHOICES[column.key]))
    offer(sheet, COLUMNS.index(BY_KEY["programme"]) + 1, f"={PROGRAMMES}!$A$2:$A$200")
    finish(sheet, plan.title, PRINTED, frozen="D2")


def _programmes(book: Workbook, plan: Plan) -> None:
    sheet = book.create_sheet(PROGRAMMES)
    put_head(sheet, tuple(PROGRAMME_HEADERS), (24, 90))
    for row, programme in enumerate(plan.programmes, start=2):
        put_row(sheet, row, (programme.name, programme.about))
    finish(sheet, plan.title, len(PROGRAMME_HEADERS), filters=False)


def _headings(book: Workbook, plan: Plan, source: str, comments: Comments) -> None:
    sheet = book.create_sheet(HEADINGS)
    put_head(sheet, ("项", "内容"), (16, 110))
    level = next((word for word, code in LEVELS.items() if code == plan.level), plan.level)
    values = {"name": plan.name, "title": plan.title, "level": level, "source": source}
    values["top"] = "\n".join(line.removesuffix("\n") for line in comments.top)
    for row, (label, key) in enumerate(HEADING_LABELS.items(), start=2):
        put_row(sheet, row, (label, values[key]))
    offer(sheet, 2, tuple(LEVELS), row=2 + list(HEADING_LABELS.values()).index("level"))
    finish(sheet, plan.title, 2, filters=False)


def _guide(book: Workbook, title: str) -> None:
    sheet = book.create_sheet(GUIDE)
    put_head(sheet, GUIDE_HEADERS, (18, 70, 60))
    for row, values in enumerate(guide_rows(), start=2):
        put_row(sheet, row, values)
        sheet.cell(row, 1).font = Font(bold=True)
    finish(sheet, title, len(GUIDE_HEADERS), filters=False)
