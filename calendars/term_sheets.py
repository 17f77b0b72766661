"""The term table as a sheet 学期表: written from office.yaml, and read back with every wrong cell at once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from pydantic_core import PydanticCustomError

from calendars.documents import Document
from calendars.grids import read_grids
from calendars.handwriting import YES_AND_NO, parts, plain, read_day
from calendars.named_rows import named_rows
from calendars.office_shapes import TermShape
from calendars.roster_words import STAGES, stage_of
from calendars.sheet_looks import finish, note, offer, put_head, put_row
from calendars.term_checks import check_terms
from rules.errors import InputError, Problem
from rules.plan import Season

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from calendars.named_rows import NamedRow
    from rules.office import Term

SHEET = "学期表"
COLUMNS = {
    "年份": "year",
    "学期": "season",
    "学段": "stages",
    "开学日": "opens",
    "结束日": "closes",
    "预估": "provisional",
}
NEEDED = ("年份", "学期", "开学日", "结束日")
SEASONS = {"春": Season.SPRING, "秋": Season.AUTUMN}
YES, NO = "是", "否"
NOTES = {
    "年份": "开学那一年：2026年秋到2027年1月的学期写 2026",
    "学期": "春、秋",
    "学段": f"不填为全部学段；日期不同的分行写，多个用顿号分开：{'、'.join(STAGES)}",
    "开学日": "学生到校第一天，例如 2026-02-25",
    "结束日": "最后一天",
    "预估": "是：日期还没有通知，先估计；定下来以后改日期，去掉“是”",
}
_YEAR = re.compile(r"(20\d\d|2100)(?:\.0)?(?:年|学年)?")
_SEASON = re.compile(r"(春|秋)(?:季)?(?:学期)?")
_PLACE = re.compile(r"terms\[(\d+)\](?:\.(\w+))?.*")


def write_term_sheet(terms: Iterable[Term], target: Path, title: str) -> None:
    """A workbook of the term table stands at the target."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(SHEET)
    put_head(sheet, tuple(COLUMNS), (10, 10, 30, 16, 16, 10), NEEDED)
    for row, term in enumerate(terms, start=2):
        put_row(sheet, row, _cells(term))
    for column, header in enumerate(COLUMNS, start=1):
        note(sheet, column, NOTES[header])
    offer(sheet, 2, tuple(SEASONS))
    offer(sheet, 6, (YES,))
    finish(sheet, title, len(COLUMNS))
    book.save(target)


def read_term_sheet(path: Path) -> tuple[Term, ...]:
    """The terms of a workbook's sheet 学期表.

    Raises:
        InputError: every wrong cell, with what is allowed.
    """
    grids = {plain(grid.title): grid for grid in read_grids(path, path.name)}
    if SHEET not in grids:
        more = {"line": "", "key": SHEET}
        raise InputError((Problem(path.name, SHEET, "sheet_missing", "、".join(grids), SHEET, more=more),))
    problems: list[Problem] = []
    rows = named_rows(grids[SHEET], path.name, tuple(COLUMNS), NEEDED, problems)
    data = [_row(row, problems) for row in rows]
    if not problems:
        document = Document(
            path.name, {"terms": data}, {("terms", place): row.number for place, row in enumerate(rows)}
        )
        problems += (_placed(problem, rows) for problem in check_terms(document))
    if problems:
        raise InputError(tuple(problems))
    return tuple(TermShape.model_validate(keys).term() for keys in data)


def term_name(term: Term) -> str:
    """``2026 春（小学、初中）``: what tells one row of the table from another."""
    stages = "、".join(word for word, stage in STAGES.items() if stage in term.stages)
    return f"{term.year} {_season(term)}" + (f"（{stages}）" if stages else "")


def _season(term: Term) -> str:
    return next(word for word, season in SEASONS.items() if season is term.season)


def _cells(term: Term) -> tuple[object, ...]:
    stages = "、".join(word for word, stage in STAGES.items() if stage in term.stages)
    days = (term.opens_on.isoformat(), term.closes_on.isoformat())
    return (term.year, _season(term), stages, *days, YES if term.provisional else "")


def _row(row: NamedRow, problems: list[Problem]) -> dict[str, Any]:
    keys: dict[str, Any] = {}
    for header, key in COLUMNS.items():
        text = row.text(header)
        if not text or row.cells[header].problem:
            continue
        value, allowed = _READERS[key](text)
        if value is None:
            code = "cell_day" if key in {"opens", "closes"} else "cell_choice"
            problems.append(row.problem(header, code, allowed))
        else:
            keys[key] = value
    return keys


def _year(text: str) -> tuple[Any, str]:
    found = _YEAR.fullmatch(plain(text))
    return (int(found[1]) if found else None), "2026"


def _season_of(text: str) -> tuple[Any, str]:
    found = _SEASON.fullmatch("".join(plain(text).split()))
    return (SEASONS[found[1]].value if found else None), "、".join(SEASONS)


def _stages(text: str) -> tuple[Any, str]:
    found = [stage_of(item) for item in parts(text)]
    known = [stage.value for stage in found if stage is not None]
    return (known if len(known) == len(found) else None), "、".join(STAGES)


def _day(text: str) -> tuple[Any, str]:
    try:
        return read_day(text).isoformat(), ""
    except PydanticCustomError:
        return None, "2026-02-25"


def _provisional(text: str) -> tuple[Any, str]:
    return YES_AND_NO.get(plain(text).lower()), f"{YES}、{NO}"


_READERS: dict[str, Callable[[str], tuple[Any, str]]] = {
    "year": _year,
    "season": _season_of,
    "stages": _stages,
    "opens": _day,
    "closes": _day,
    "provisional": _provisional,
}


def _placed(problem: Problem, rows: list[NamedRow]) -> Problem:
    found = _PLACE.fullmatch(problem.place)
    assert found is not None  # noqa: S101  (check_terms speaks of rows of terms only)
    header = next((header for header, key in COLUMNS.items() if key == found[2]), "年份")
    row = rows[int(found[1])]
    return replace(problem, place=row.place(header), more=problem.more | {"line": str(row.number), "key": header})
