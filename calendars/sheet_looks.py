"""How our workbooks look and what their cells may do: plain text only, headers that stay, pick lists, A4 across.

Text that begins with ``=``, ``+``, ``-`` or ``@`` stays text: it is never a formula in anybody's spreadsheet program.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from openpyxl.worksheet.worksheet import Worksheet

DARK, LIGHT, LINE = "1F4E79", "5B7FA3", "C9D3DD"
RISKY = ("=", "+", "-", "@", "\t")
LINE_POINTS, MOST_LINES = 14.5, 8
LAST_LISTED_ROW = 2000
_THIN = Side(style="thin", color=LINE)
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def put(sheet: Worksheet, row: int, column: int, value: object) -> Any:
    """The value stands in the cell, as text unless it is a number or a day; the cell is given back."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = text or None
        if text:
            cell.data_type = "s"
            cell.number_format = "@"
            cell.quotePrefix = text.startswith(RISKY)
    else:
        cell.value = value  # type: ignore[assignment]
    return cell


def put_row(sheet: Worksheet, row: int, values: Sequence[object], measured: int = 99) -> None:
    """A row of wrapped cells, as high as the longest of its first `measured` texts (not every program measures)."""
    lines = 1
    for column, value in enumerate(values, start=1):
        cell = put(sheet, row, column, value)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.border = _BORDER
        width = sheet.column_dimensions[get_column_letter(column)].width
        if column <= measured:
            lines = max(lines, _lines(str(value or ""), width))
    sheet.row_dimensions[row].height = LINE_POINTS * min(lines, MOST_LINES) + 3


def _lines(text: str, width: float) -> int:
    """How many lines a text takes; a Chinese sign is as wide as two Latin ones."""
    wide = (sum(1 if sign.isascii() else 2 for sign in part) for part in text.split("\n"))
    return sum(max(1, ceil(signs / max(width - 1, 1))) for signs in wide)


def put_head(sheet: Worksheet, headers: Sequence[str], widths: Sequence[float], needed: Sequence[str] = ()) -> None:
    """The first row holds the headers, the needed ones darker; it stays when one scrolls, and has filters."""
    for column, header in enumerate(headers, start=1):
        cell = put(sheet, 1, column, header)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=DARK if header in needed or not needed else LIGHT)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _BORDER
        sheet.column_dimensions[get_column_letter(column)].width = widths[column - 1]
    sheet.row_dimensions[1].height = 30


def note(sheet: Worksheet, column: int, text: str) -> None:
    """A note on a header."""
    sheet.cell(1, column).comment = Comment(text, "督导", width=340, height=110)


def offer(sheet: Worksheet, column: int, choices: Sequence[str] | str, row: int = 0) -> None:
    """A pick list in one row, or (0) below a header: the choices, or the cells (``=工作项目!$A$2:$A$200``) with them.

    A list, not a fence: other usual words are read as well, and what cannot be read is told at the import.
    """
    formula = choices if isinstance(choices, str) else f'"{",".join(choices)}"'
    rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(column)
    rule.add(f"{letter}{row or 2}:{letter}{row or LAST_LISTED_ROW}")
    sheet.add_data_validation(rule)


def finish(sheet: Worksheet, title: str, printed: int, *, frozen: str = "A2", filters: bool = True) -> None:
    """The sheet prints on A4 across, as wide as the page, its header on every page.

    Args:
        sheet: filled.
        title: stands above every page.
        printed: how many columns are printed.
        frozen: the first cell that scrolls.
        filters: whether the header has filters.
    """
    last = max(sheet.max_row, 2)
    sheet.freeze_panes = frozen
    if filters:
        sheet.auto_filter.ref = f"A1:{get_column_letter(sheet.max_column)}{last}"
    sheet.print_area = f"A1:{get_column_letter(printed)}{last}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddHeader.center.text = title.replace("&", "&&")  # type: ignore[union-attr]
    sheet.oddFooter.center.text = "&P / &N"  # type: ignore[union-attr]
