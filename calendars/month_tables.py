"""An office's own month table as it is in real life: which rows are work, and what stands in which column of them.

The header is found by its names, wherever it stands and in whatever order its columns are; it may come again on the
next page. What is merged, carried down, hidden or left over is told apart, so that nothing is read in silence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from calendars.grids import Cell
from calendars.handwriting import plain
from calendars.named_rows import name_of

if TYPE_CHECKING:
    from calendars.grids import Grid

SYNONYMS = {
    "month": ("月份", "月", "工作月份", "月度", "时间(月)", "时间(月份)"),
    "work": (
        "重点工作", "工作内容", "工作安排", "工作事项", "主要工作", "工作任务", "工作要点", "主要内容", "督导内容",
        "内容",
        "事项", "任务", "重点任务", "主要工作内容", "督导工作内容", "活动内容", "工作项目及内容", "工作计划",
    ),
    "doer": (
        "牵头人", "责任人", "负责人", "牵头领导", "责任科室", "承办人", "牵头科室", "责任单位", "牵头单位", "承办科室",
        "实施人", "主要负责人", "责任督学", "负责同志",
    ),
    "audience": ("对象", "督导对象", "督查对象", "检查对象", "被督导单位", "受检单位", "范围", "督导范围", "参加对象"),
    "window": ("起止", "起止时间", "时间", "时间安排", "工作时间", "实施时间", "时间节点", "起止日期", "日期",
        "开始时间", "开始日期", "开始"),
    "due": ("完成时限", "完成时间", "截止时间", "时限", "完成日期", "截止日期", "办结时限", "完成期限",
        "结束时间", "结束日期", "结束"),
    "evidence": ("产出", "成果", "工作成果", "成果形式", "预期成果", "上报材料", "材料", "应交材料", "佐证材料"),
    "programme": ("工作项目", "项目", "工作类别", "类别", "板块", "工作板块"),
    "number": ("序号", "编号", "号", "No", "NO."),
    "note": ("备注", "说明", "备考"),
}  # fmt: skip
HEADER_NAMES = "；".join("、".join(SYNONYMS[role][:4]) for role in ("month", "work", "window", "due"))
_ROLES = {name: role for role, names in SYNONYMS.items() for name in names}
_LEFT_OVER = re.compile(
    r"^[（(]?(?:(?:附?注|备注|说明|填表|制表|审核|联系|填报单位|单位|负责|抄送|报送|打印).{0,4}[:：]|合计|总计|第.{1,3}页|共.{1,3}页)"
)
HEADER_WITHIN = 30
SHEET_MONTH = re.compile(r"(?:20\d\d年)?[0-9一二三四五六七八九十、-]{1,5}月份?")


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row of work: role to cell; the cell of the month may stand far above it.

    Args:
        number: the row.
        cells: what stands in it, by role.
        carried: whether its month only stands above it and is not merged down.
    """

    number: int
    cells: dict[str, Cell]
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that was not read as work: where, what it says, and why, as a word of the catalogue."""

    place: str
    text: str
    code: str


@dataclass(slots=True)
class MonthTable:
    """What a sheet holds: its title rows, its work, and what is left aside."""

    titles: list[str] = field(default_factory=list)
    rows: list[WorkRow] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)


def read_month_table(grid: Grid) -> MonthTable | None:
    """The table of a sheet; None where it has no header with a column of work and one of time."""
    columns = _first_header(grid)
    if columns is None:
        return None
    table, above = MonthTable(), _month_of_sheet(grid)
    top, begun = columns[0], columns[1]
    for number, cells in grid.rows.items():
        seen = {column: cell for column, cell in cells.items() if column not in grid.hidden_columns}
        if number < top:
            table.titles += dict.fromkeys(cell.text for cell in seen.values())
        elif (again := _roles(seen)) is not None and _is_header(again):
            begun = again
        elif number in grid.hidden_rows:
            _put_aside(table, seen, "row_hidden")
        else:
            above = _row(table, (number, seen), begun, above)
    _hidden_columns(table, grid, top)
    _unread_columns(table, grid, top, columns[1])
    return table


def _first_header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    for number, cells in list(grid.rows.items())[:HEADER_WITHIN]:
        seen = {column: cell for column, cell in cells.items() if column not in grid.hidden_columns}
        roles = _roles(seen)
        if roles is not None and _is_header(roles):
            return number, roles
    return None


def _roles(cells: dict[int, Cell]) -> dict[str, int] | None:
    """Role to column, where most of the row's cells are names of columns; the first of two columns of a role counts."""
    named = [(_ROLES.get(name_of(cell.text)), column) for column, cell in sorted(cells.items())]
    known = [(role, column) for role, column in named if role]
    if len(known) * 2 < len(named) or not known:
        return None
    return {role: column for role, column in reversed(known) if role}


def _is_header(roles: dict[str, int]) -> bool:
    return "work" in roles and len(roles) > 1


def _month_of_sheet(grid: Grid) -> Cell | None:
    """A sheet of its own for each month says it in its name."""
    name = plain(grid.title).replace(" ", "")
    return Cell(grid.title, name) if SHEET_MONTH.fullmatch(name) else None


def _row(
    table: MonthTable, line: tuple[int, dict[int, Cell]], columns: dict[str, int], above: Cell | None
) -> Cell | None:
    """The row is work, or left aside; the month under which the next one stands is given back."""
    number, seen = line
    if (section := _section(seen)) is not None:
        return section
    if {cell.text for cell in seen.values()} <= set(table.titles):
        return above  # the title again, on the next page
    cells = {role: seen[column] for role, column in columns.items() if column in seen}
    if _is_left_over(cells, seen):
        _put_aside(table, seen, "row_left_over")
        return above
    month = cells.get("month")
    if "work" not in cells:
        if month is None or len(cells) > 1:
            _put_aside(table, seen, "row_without_work")
        return month or above
    carried = month is None and above is not None
    if carried and above is not None:
        cells["month"] = above
    table.rows.append(WorkRow(number, cells, carried and above is not None and "!" in above.place))
    return month or above


def _section(seen: dict[int, Cell]) -> Cell | None:
    """A row that says nothing but a month is the heading of the rows below it."""
    texts = {"".join(plain(cell.text).split()) for cell in seen.values()}
    return seen[min(seen)] if len(texts) == 1 and SHEET_MONTH.fullmatch(texts.pop()) else None


def _is_left_over(cells: dict[str, Cell], seen: dict[int, Cell]) -> bool:
    """A note below the table: one text across the row that begins like one, or stands outside every column."""
    texts = list(dict.fromkeys(cell.text for cell in seen.values()))
    if not cells:
        return True
    if len(texts) == 1 and len(seen) > 1:
        return True  # merged over several columns: a heading or a note, not a piece of work in its own column
    return len(texts) <= 2 and bool(_LEFT_OVER.match(texts[0]))  # noqa: PLR2004  (a label and its text)


def _put_aside(table: MonthTable, seen: dict[int, Cell], code: str) -> None:
    if seen:
        first = seen[min(seen)]
        texts = "  ".join(dict.fromkeys(cell.text for cell in seen.values()))
        table.aside.append(Aside(first.place, texts, code))


def _hidden_columns(table: MonthTable, grid: Grid, top: int) -> None:
    for column in sorted(grid.hidden_columns):
        filled = [number for number, cells in grid.rows.items() if number >= top and column in cells]
        if filled:
            heading = grid.rows[filled[0]][column].text
            place = f"{grid.title}!{get_column_letter(column)}{filled[0]}"
            table.aside.append(Aside(place, heading, "column_hidden"))


def _unread_columns(table: MonthTable, grid: Grid, top: int, columns: dict[str, int]) -> None:
    """Columns whose name is not known, or is the second of one meaning."""
    for column, cell in grid.rows[top].items():
        if column not in columns.values() and column not in grid.hidden_columns:
            table.aside.append(Aside(cell.place, cell.text, "column_unread"))
