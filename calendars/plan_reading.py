"""A plan's workbook read back: every wrong cell at once, and nothing of it unless all of it is right."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from calendars.complaints import read_shape
from calendars.documents import Document
from calendars.grids import read_grids
from calendars.handwriting import plain
from calendars.named_rows import named_rows
from calendars.plan_cells import Wrong, read_cell
from calendars.plan_checks import NAMED, check_plan
from calendars.plan_documents import entry_document
from calendars.plan_shapes import PlanShape
from calendars.plan_text import Comments, plan_text
from calendars.plan_words import (
    BY_HEADER,
    BY_KEY,
    COLUMNS,
    HEADING_LABELS,
    HEADINGS,
    LEVELS,
    PROGRAMME_HEADERS,
    PROGRAMMES,
    TABLE,
)
from calendars.time_reading import Doubt, read_time
from calendars.time_words import say_month
from rules.errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from calendars.documents import Place
    from calendars.grids import Grid
    from calendars.named_rows import NamedRow

_ENTRY = re.compile(r"entries\[(\d+)\](?:\([^)]*\))?(?:\.(\w+))?.*")
_PROGRAMME = re.compile(r"programmes\[(\d+)\](?:\.(\w+))?.*")
_KEY = re.compile(r"\b(?:" + "|".join(BY_KEY) + r")\b")
_FOLLOWING = frozenset(
    {
        "through_undated", "window_undated", "scheduled_how", "missing", "window_of_class", "target_of_class",
        "audience_of_class", "through_of_class", "due_fixed_date", "draw_announced",
    }
)  # fmt: skip
"""What a plan's check says of a row only because a cell of it could not be read."""
_FILE_MARKS = re.compile(r'[\\/:*?"<>|\n]|^\.')
_NO_KEYS = ("month", "comment")


@dataclass(frozen=True, slots=True)
class PlanBook:
    """What a workbook of a plan says.

    Args:
        name: the plan's name, the stem of its file.
        data: the keys of the plan file.
        text: the plan file.
    """

    name: str
    data: dict[str, Any]
    text: str


def is_plan_book(grids: tuple[Grid, ...]) -> bool:
    """Whether it is a workbook that `plan_book` wrote, not an office's own table."""
    return {TABLE, PROGRAMMES, HEADINGS} <= {grid.title for grid in grids}


def read_plan_book(path: Path, grids: tuple[Grid, ...] | None = None) -> PlanBook:
    """The plan of a workbook.

    Args:
        path: the workbook.
        grids: its sheets, where they are read already.

    Raises:
        InputError: every problem, with its sheet, row, column, value and what is allowed.
    """
    sheets = {grid.title: grid for grid in (read_grids(path, path.name) if grids is None else grids)}
    missing = [name for name in (TABLE, PROGRAMMES, HEADINGS) if name not in sheets]
    if missing:
        raise InputError(tuple(_sheet_missing(path.name, name, sheets) for name in missing))
    problems: list[Problem] = []
    rows = named_rows(sheets[TABLE], path.name, tuple(BY_HEADER), _needed(), problems)
    entries = [_entry(row, problems) for row in rows]
    headings = _headings(sheets[HEADINGS])
    problems += _wrong_name(path.name, headings.get("name", ""))
    lines = named_rows(sheets[PROGRAMMES], path.name, tuple(PROGRAMME_HEADERS), tuple(PROGRAMME_HEADERS), problems)
    programmes = [
        {key: row.text(label) for label, key in PROGRAMME_HEADERS.items() if row.text(label)} for row in lines
    ]
    data: dict[str, Any] = {key: headings[key] for key in ("title", "level", "source") if headings.get(key)}
    data |= {"programmes": programmes, "entries": entries}
    shape = _as_a_whole(path.name, data, (rows, lines), problems)
    if problems or shape is None:
        raise InputError(tuple(problems))
    data["entries"] = [entry_document(entry.entry()) for entry in shape.entries]
    return PlanBook(headings.get("name") or path.stem, data, plan_text(data, _comments(headings, rows)))


def _wrong_name(file: str, name: str) -> list[Problem]:
    """The name becomes that of a file beside the others."""
    if not _FILE_MARKS.search(name):
        return []
    more = {"line": "2", "key": "计划名称"}
    return [Problem(file, f"{HEADINGS}!计划名称", "name_marks", name, r'\ / : * ? " < > |', more=more)]


def _needed() -> tuple[str, ...]:
    return tuple(column.header for column in COLUMNS if column.needed)


def _sheet_missing(file: str, name: str, sheets: dict[str, Grid]) -> Problem:
    return Problem(file, name, "sheet_missing", "、".join(sheets), name, more={"line": "", "key": name})


def _entry(row: NamedRow, problems: list[Problem]) -> dict[str, Any]:
    """The keys of an entry in the order of the plan files; cells that cannot be read are problems."""
    found: dict[str, Any] = {}
    for column in COLUMNS:
        text = row.text(column.header)
        if column.key in _NO_KEYS or not text:
            continue
        value = read_cell(column, text)
        if isinstance(value, Wrong):
            problems.append(row.problem(column.header, value.code, value.allowed))
        else:
            found[column.key] = value
    _month(row, found, problems)
    return {key: found[key] for key in _ORDER if key in found}


_ORDER = (
    "id", "covers", "title", "class", "kind", "programme", "line", "quote", "doer", "audience", "window", "due", "asks",
    "evidence", "reminders", "through", "after", "ladder", "reminder_cap", "times", "unannounced", "target",
    "unscheduled", "sensitive", "flag",
)  # fmt: skip


def _month(row: NamedRow, found: dict[str, Any], problems: list[Problem]) -> None:
    """A month alone is a window; beside one it has to say the same."""
    month, time = row.text(BY_KEY["month"].header), row.text(BY_KEY["window"].header)
    if not month:
        return
    if not time:
        value = read_cell(BY_KEY["month"], month)
        if isinstance(value, Wrong):
            problems.append(row.problem(BY_KEY["month"].header, value.code, value.allowed))
        else:
            found["window"] = value
        return
    when = read_time(time)
    said = "" if isinstance(when, Doubt) else say_month(when.window)
    if said and not _is_same(month, said):
        problems.append(row.problem(BY_KEY["month"].header, "cell_month_differs", said, time=time))


def _is_same(month: str, said: str) -> bool:
    one, other = read_time(month), read_time(said)
    return plain(month) == plain(said) or (not isinstance(one, Doubt) and one == other)


def _headings(grid: Grid) -> dict[str, str]:
    found = {}
    for cells in grid.rows.values():
        key = HEADING_LABELS.get(cells[1].text) if 1 in cells else None
        if key and 2 in cells:  # noqa: PLR2004  (the label, then the value)
            found[key] = cells[2].text
    return found | ({"level": LEVELS.get(found["level"], found["level"])} if "level" in found else {})


def _as_a_whole(
    file: str, data: dict[str, Any], rows: tuple[list[NamedRow], list[NamedRow]], problems: list[Problem]
) -> PlanShape | None:
    """The plan, or what is wrong between the cells, with the cell in question; nobody is told twice of one."""
    parts = zip(("entries", "programmes"), rows, strict=True)
    places = {(part, number): row.number for part, some in parts for number, row in enumerate(some)}
    document = Document(file, data, _lines(data, places))
    told = {problem.place for problem in problems}
    try:
        return read_shape(PlanShape, document, NAMED, check_plan(document))
    except InputError as error:
        broken = {
            row.text(BY_KEY["id"].header) for row in rows[0] if any(row.place(name) in told for name in row.columns)
        }
        placed = (_placed(problem, *rows) for problem in error.problems)
        problems += (problem for problem in placed if not _follows(problem, told, broken))
        return None


def _follows(problem: Problem, told: set[str], broken: set[str]) -> bool:
    """Whether it only follows from a cell that is told of already: its own, or one of the row that it names."""
    named = problem.value if problem.code in {"through_undated", "window_undated"} else problem.more.get("row", "")
    return problem.place in told or (named in broken and problem.code in _FOLLOWING)


def _lines(data: dict[str, Any], places: dict[Any, int]) -> dict[Place, int]:
    """The row of every entry and of its keys, where a plan file has lines."""
    found: dict[Place, int] = dict(places)
    for (part, number), row in places.items():
        found |= {(part, number, key): row for key in data[part][number]}
    return found


def _placed(problem: Problem, rows: list[NamedRow], lines: list[NamedRow]) -> Problem:
    """The problem of a key as that of a cell, its keys named as the columns are."""
    allowed = _KEY.sub(lambda found: BY_KEY[found[0]].header, problem.allowed)
    if found := _ENTRY.fullmatch(problem.place):
        header = BY_KEY[found[2]].header if found[2] in BY_KEY else BY_KEY["id"].header
        row = rows[int(found[1])]
    elif found := _PROGRAMME.fullmatch(problem.place):
        headers = {key: label for label, key in PROGRAMME_HEADERS.items()}
        header, row = headers.get(found[2], "名称"), lines[int(found[1])]
    else:
        labels = {key: label for label, key in HEADING_LABELS.items()}
        key = labels.get(problem.place, problem.place)
        return replace(problem, place=f"{HEADINGS}!{key}", allowed=allowed, more=problem.more | {"key": key})
    more = problem.more | {"line": str(row.number), "key": header, "row": row.text(BY_KEY["id"].header)}
    return replace(problem, place=row.place(header), allowed=allowed, more=more)


def _comments(headings: dict[str, str], rows: list[NamedRow]) -> Comments:
    before = {row.text(BY_KEY["id"].header): row.text(BY_KEY["comment"].header) for row in rows}
    return Comments(
        tuple(headings.get("top", "").split("\n")) if headings.get("top") else (),
        {name: tuple(line or "\n" for line in text.split("\n")) for name, text in before.items() if text},
    )
