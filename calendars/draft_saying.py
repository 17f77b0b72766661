"""What is said of a table that is not wholly certain: problems with their cells, and Chinese in the draft itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.errors import Problem, Severity
from words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calendars.grids import Cell
    from calendars.month_tables import Aside
    from calendars.time_reading import Doubt

LEFT_OPEN = Problem("", "", "", severity=Severity.NOTE)
_TOLD = frozenset({"row_left_over", "kind_unsure", "column_unread", "work_lines"})
"""What is told and does not wait for a decision."""
_HEADING = (
    "从“{file}”导入的草稿。看得准的时间已经排好；看不准的没有猜，列在下面，条目里也有 flag。",
    "每一条决定以后：写上 window，去掉 unscheduled 和 flag；再运行 dudao check。",
    "工作类型（kind）按标题里的词归的类，对象没写的按督导室自己办，提醒（reminders）没有写：都请过目。",
)


def doubt_problem(file: str, cell: Cell, doubt: Doubt, row: int, text: str = "") -> Problem:
    """A doubt about a cell.

    Args:
        file: the workbook.
        cell: what stands there.
        doubt: why, and what to write instead.
        row: the row of the work, where the cell is merged over several.
        text: the item of the cell's list that it is about; empty: all of it.
    """
    severity = Severity.NOTE if doubt.code in _TOLD else Severity.WARNING
    value = (text or cell.text).replace("\n", " ")
    return Problem(file, cell.place, doubt.code, value, doubt.allowed, severity, {"line": str(row), "key": ""})


def aside_problem(file: str, aside: Aside) -> Problem:
    """Something that was not read as work."""
    severity = Severity.NOTE if aside.code in _TOLD else Severity.WARNING
    text = aside.text.replace("\n", " ")
    return Problem(file, aside.place, aside.code, text, severity=severity, more={"line": "", "key": ""})


def sentence(problem: Problem) -> str:
    """The problem in Chinese with its cell: a plan file is the office's own paper."""
    values = {"value": problem.value, "allowed": problem.allowed, **problem.more}
    return f"{problem.place}：{say('zh', f'problem.{problem.code}', **values)}"


def heading_lines(file: str, problems: Iterable[Problem]) -> Iterator[str]:
    """The comments at the top of the draft."""
    yield from (line.format(file=file) for line in _HEADING)
    undecided = [problem for problem in problems if problem.severity is Severity.WARNING]
    if undecided:
        yield ""
        yield f"等督导室决定的 {len(undecided)} 处："
        yield from (f"  {sentence(problem)}" for problem in undecided)
