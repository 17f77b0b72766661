"""An office's own month table as a draft plan: what is certain is scheduled, the rest is listed and flagged."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from calendars.complaints import read_shape
from calendars.documents import Document
from calendars.draft_cells import kind_of_work, read_doer, read_papers, read_times, read_units
from calendars.draft_saying import LEFT_OPEN, aside_problem, doubt_problem, heading_lines, sentence
from calendars.draft_texts import level_of, plan_years, texts_of, year_role
from calendars.item_lists import skipped_number, split_items
from calendars.month_tables import HEADER_NAMES, read_month_table
from calendars.plan_checks import NAMED, check_plan
from calendars.plan_documents import entry_document
from calendars.plan_shapes import AudienceShape, PlanShape
from calendars.plan_text import Comments, plan_text
from calendars.time_joining import days_of
from calendars.time_reading import Doubt
from rules.errors import InputError, Problem, Severity
from rules.plan import Asks, Audience, Class, Doer, Entry, Kind

if TYPE_CHECKING:
    from calendars.grids import Grid
    from calendars.month_tables import MonthTable, WorkRow
    from calendars.time_reading import When

PROGRAMME, ABOUT = "月度工作安排", "按月份安排的工作，从本单位的工作表导入。"
_MARKS = re.compile(r"[/%&<>]")
_OWN_NUMBER = re.compile(r"^[（(]?\d{1,2}\s*[)）、.．]\s*(?!\d)")
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan file to be looked through, and what a person has to decide.

    Args:
        title: of the plan.
        text: the plan file.
        entries: how many pieces of work it has; `dated`: how many of them have a window.
        problems: warnings are to be decided, notes only told; each with its cell.
    """

    title: str
    text: str
    entries: int
    dated: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Desk:
    """What is gathered on the way."""

    file: str
    years: frozenset[int] = frozenset()
    entries: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    programmes: dict[str, None] = field(default_factory=dict)
    numbers: Counter[int] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    seen: set[str] = field(default_factory=set)


def draft_plan(grids: tuple[Grid, ...], file: str, level: str = "") -> Draft:
    """The draft of an office's workbook.

    Args:
        grids: its sheets.
        file: the workbook's name, which problems show.
        level: of the office; empty: as the title says it.

    Raises:
        InputError: no visible sheet has a header with a column of work.
    """
    tables = [(grid, read_month_table(grid)) for grid in grids if not grid.hidden]
    found = [table for _, table in tables if table is not None]
    if not any(table.rows for table in found):
        more = {"line": "", "key": ""}
        raise InputError(
            (Problem(file, grids[0].title if grids else "", "no_month_table", "", HEADER_NAMES, more=more),)
        )
    titles = [text for table in found for text in table.titles]
    title = max(titles, key=len, default="") or file.rpartition(".")[0]
    desk = _Desk(file, plan_years(titles, found))
    for grid in grids:
        table = next((table for one, table in tables if one is grid), None)
        _sheet(desk, grid, table)
    return _finished(desk, title, level or level_of(title))


def _sheet(desk: _Desk, grid: Grid, table: MonthTable | None) -> None:
    if table is None:
        if grid.rows:
            code = "sheet_hidden" if grid.hidden else "sheet_no_table"
            more = {"line": "", "key": grid.title}
            desk.problems.append(replace(LEFT_OPEN, file=desk.file, place=grid.title, code=code, more=more))
        return
    desk.problems += (aside_problem(desk.file, aside) for aside in table.aside)
    carried = [str(row.number) for row in table.rows if row.carried]
    if carried:
        more = {"line": "", "key": "", "rows": "、".join(carried)}
        desk.problems.append(replace(LEFT_OPEN, file=desk.file, place=grid.title, code="month_carried", more=more))
    for row in table.rows:
        _row(desk, row)


def _row(desk: _Desk, row: WorkRow) -> None:
    work = row.cells["work"]
    if work.problem or work.place in desk.seen:
        code = work.problem or "work_merged"
        desk.problems.append(doubt_problem(desk.file, work, Doubt(code, ""), row.number))
        return
    desk.seen.add(work.place)
    items = split_items(work.text)
    if missing := skipped_number(work.text):
        desk.problems.append(doubt_problem(desk.file, work, Doubt("list_skips", missing), row.number))
    for place, item in enumerate(items):
        _item(desk, row, item if len(items) > 1 else work.text, (place, len(items)))


def _item(desk: _Desk, row: WorkRow, item: str, place: tuple[int, int]) -> None:
    """One piece of work of a row as an entry of the plan."""
    texts, doubts = texts_of(row.cells, place)
    when, open_times = read_times(row.cells, texts)
    doubts += open_times
    if when is not None and desk.years and not set(when.years) <= desk.years:
        doubts.append((year_role(row.cells), Doubt("time_other_year", "、".join(map(str, sorted(desk.years))))))
        when = None
    if when is None and not any(role in {"month", "window", "due"} for role, _ in doubts):
        doubts.append(("work", Doubt("time_missing", "3月、3月10日至20日、4月30日前")))
    if any(role in {"month", "window", "due"} for role, _ in doubts):
        when = None
    entry, unsure = _entry(desk, row, item, (texts, when))
    doubts += unsure
    problems = [
        doubt_problem(desk.file, row.cells[role], doubt, row.number, texts.get(role, "")) for role, doubt in doubts
    ]
    desk.problems += (one for one in problems if one not in desk.problems)
    note = texts.get("note", "")
    flag = "；".join(
        [*([f"备注：{note}"] if note else []), *(sentence(one) for one in problems if one.severity is Severity.WARNING)]
    )
    desk.entries.append(entry_document(replace(entry, flag=flag)))


def _entry(
    desk: _Desk, row: WorkRow, item: str, said: tuple[dict[str, str], When | None]
) -> tuple[Entry, list[tuple[str, Doubt]]]:
    texts, when = said
    doer = read_doer(texts["doer"]) if texts.get("doer") else Doer.OFFICE
    units = read_units(texts["audience"]) if texts.get("audience") else {"office": True}
    title = _OWN_NUMBER.sub("", split_items(item)[0]).replace("\n", "").strip()
    kind = kind_of_work(title)
    programme = _MARKS.sub("、", texts.get("programme", "")).replace("\n", "") or PROGRAMME
    desk.programmes.setdefault(programme)
    unsure = [(role, found) for role, found in (("doer", doer), ("audience", units)) if isinstance(found, Doubt)]
    if kind is None:
        unsure.append(("work", Doubt("kind_unsure", "")))
    if "\n" in item.strip():
        unsure.append(("work", Doubt("work_lines", "")))
    entry = Entry(
        id=_number(desk, when),
        covers=(),
        title=_distinct(desk, title, when),
        class_=Class.SCHEDULED,
        kind=kind or Kind.PLANNING,
        programme=programme,
        line=row.number,
        quote=item,
        doer=doer if isinstance(doer, Doer) else Doer.OFFICE,
        audience=_audience(units),
        window=when.window if when else None,
        asks=Asks.DOCUMENT,
        evidence=tuple(read_papers(texts.get("evidence", ""))),
        times=when.times if when else 1,
        unscheduled=when is None,
    )
    return replace(entry, covers=(entry.id,)), unsure


def _audience(units: dict[str, Any] | Doubt) -> Audience:
    keys = {"office": True} if isinstance(units, Doubt) else units
    return AudienceShape.model_validate(keys).audience()


def _number(desk: _Desk, when: When | None) -> str:
    """``M03-2``: the second work that begins in March; ``M00-2`` where no month is known, or it comes again."""
    days = days_of(when.window) if when else None
    month = days[0][0] if days else 0
    desk.numbers[month] += 1
    return f"M{month:02}-{desk.numbers[month]}"


def _distinct(desk: _Desk, title: str, when: When | None) -> str:
    """The title, with its month or a number where the same one stood above."""
    days = days_of(when.window) if when else None
    short = title if len(title) <= _LONGEST_TITLE else f"{title[:_LONGEST_TITLE]}…"
    if desk.titles[short] and days:
        short = f"{short}（{days[0][0]}月）"
    desk.titles[short] += 1
    return short if desk.titles[short] == 1 else f"{short}（{desk.titles[short]}）"


def _finished(desk: _Desk, title: str, level: str) -> Draft:
    """The draft as a plan file that is in order as far as it goes."""
    programmes = [{"name": name, "about": ABOUT if name == PROGRAMME else name} for name in desk.programmes]
    data = {"title": title.replace("\n", " "), "level": level, "source": desk.file, "programmes": programmes}
    data["entries"] = desk.entries
    document = Document(desk.file, data, {})
    read_shape(PlanShape, document, NAMED, check_plan(document))
    text = plan_text(data, Comments(tuple(heading_lines(desk.file, desk.problems))))
    dated = sum("window" in entry for entry in desk.entries)
    return Draft(title, text, len(desk.entries), dated, tuple(desk.problems))
