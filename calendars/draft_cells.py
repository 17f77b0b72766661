"""The cells of an office's own table: each is read with certainty, or a doubt that says what to write instead."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from calendars.audience_words import read_audience
from calendars.handwriting import plain
from calendars.item_lists import split_lines
from calendars.time_joining import days_of, join_times
from calendars.time_reading import Doubt, When, read_time
from rules.plan import Doer, Kind, MonthCadence

if TYPE_CHECKING:
    from calendars.grids import Cell

SERIALS = range(36_526, 73_051)
"""The numbers of the days from 2000-01-01 to 2099-12-31 in a spreadsheet."""
SERIAL_EPOCH = date(1899, 12, 30)
DECEMBER = 12
_BARE_MONTHS = re.compile(r"[\d一二三四五六七八九十、,，~～\-—–至到.]{1,7}")
_DOERS = {
    "督导室": Doer.OFFICE, "本室": Doer.OFFICE, "教育督导室": Doer.OFFICE, "督导办": Doer.OFFICE,
    "责任督学": Doer.INSPECTOR, "督学": Doer.INSPECTOR, "各责任督学": Doer.INSPECTOR,
    "联络员": Doer.LIAISON, "各学校": Doer.LIAISON, "各校": Doer.LIAISON, "各校联络员": Doer.LIAISON,
}  # fmt: skip
_KINDS = (
    ("开学", Kind.TERM_OPENING), ("迎接|迎评|迎检|迎查", Kind.RECEPTION), ("随机|飞行|推门", Kind.RANDOM),
    ("综合督导", Kind.COMPREHENSIVE), ("挂牌|随访|经常性", Kind.ROUTINE_VISIT), ("专项|专题", Kind.SPECIAL),
    ("举报|投诉|信访", Kind.COMPLAINT), ("整改", Kind.RECTIFICATION_FOLLOWUP), ("自评", Kind.SELF_EVALUATION),
    ("审核", Kind.MATERIAL_REVIEW), ("宣传|宣讲", Kind.PUBLICITY), ("培训|学习", Kind.TRAINING),
    ("征文|评选|竞赛|比赛", Kind.CONTEST), ("创建", Kind.ACCREDITATION),
    ("制定|制订|修订|拟订|拟定|出台", Kind.DRAFTING),
    ("总结|通报|汇报|简报", Kind.REPORTING), ("考核|考评|评估", Kind.APPRAISAL), ("调查|监测", Kind.MONITORING),
    ("指导|督查|检查|督导", Kind.GUIDANCE),
)  # fmt: skip
Reading = When | Doubt | None


def read_times(cells: dict[str, Cell], texts: dict[str, str]) -> tuple[When | None, list[tuple[str, Doubt]]]:
    """The window of a row, or the roles of the cells that leave it open, with why.

    Args:
        cells: by role; only month, window and due are looked at.
        texts: what holds for this one piece of work, where a cell has a list; by role.
    """
    month = _month(cells.get("month"), texts.get("month", ""))
    times: dict[str, Reading] = {"month": month}
    for role in ("window", "due"):
        times[role] = _time(cells.get(role), texts.get(role, ""), _context(times), deadline=role == "due")
    doubts = [(role, found) for role, found in times.items() if isinstance(found, Doubt)]
    if doubts:
        return None, doubts
    said = {role: found for role, found in times.items() if isinstance(found, When)}
    window = join_times(*(said[role].window if role in said else None for role in ("month", "window", "due")))
    if isinstance(window, Doubt):
        return None, [(next(role for role in ("due", "window", "month") if role in said), window)]
    if window is None:
        return None, []
    years = tuple(sorted({year for one in said.values() for year in one.years}))
    return When(window, max(one.times for one in said.values()), years), []


def read_doer(text: str) -> Doer | Doubt:
    """Who does it, where one of the three is named; a person's name says nothing of that."""
    found = _DOERS.get("".join(plain(text).split()))
    return found or Doubt("doer_unsure", "督导室、责任督学、联络员")


def read_units(text: str) -> dict[str, Any] | Doubt:
    """To whom it is done."""
    found = read_audience(text)
    return Doubt("audience_unsure", "学段：小学、初中；类型：乡镇；各学校、幼儿园；督导室") if found is None else found


def read_papers(text: str) -> list[str]:
    """What is handed in: a numbered list, one a line, or parted by 、 and ；."""
    lines = split_lines(text)
    return (
        list(lines)
        if len(lines) > 1
        else [item.strip() for item in re.split("[、；;]", "".join(lines)) if item.strip()]
    )


def kind_of_work(title: str) -> Kind | None:
    """The kind that the words of a title speak of; None where none does."""
    return next((kind for words, kind in _KINDS if re.search(words, title)), None)


def _context(times: dict[str, Reading]) -> tuple[int, ...] | str:
    """Under what the next cell stands: its months, or the words of a cadence such as 每月."""
    for found in reversed(list(times.values())):
        if isinstance(found, When) and found.window == MonthCadence():
            return "每月"
        days = days_of(found.window) if isinstance(found, When) else None
        if days:
            return tuple(range(days[0][0], days[1][0] + 1))
    return ()


def _month(cell: Cell | None, text: str) -> Reading:
    """The column of months: a bare 3, 三 or 七、八 can only be months there."""
    if cell is None or not text:
        return None
    if cell.number is not None and not (cell.number.is_integer() and 1 <= cell.number <= DECEMBER):
        return _number(cell.number)
    bare = "".join(text.split())
    return read_time(f"{bare}月" if _BARE_MONTHS.fullmatch(bare) else text)


def _time(cell: Cell | None, text: str, context: tuple[int, ...] | str, *, deadline: bool) -> Reading:
    if cell is None or not text:
        return None
    if cell.problem:
        return Doubt(cell.problem, "")
    if cell.number is not None:
        return _number(cell.number)
    if isinstance(context, str):
        found = read_time(f"{context}{text}", deadline=deadline)
        return read_time(text, deadline=deadline) if isinstance(found, Doubt) else found
    return read_time(text, context, deadline=deadline)


def _number(number: float) -> When | Doubt:
    """A day that a spreadsheet keeps as a number; 12.1 may be the first or the tenth of December, so it is neither."""
    if number.is_integer() and int(number) in SERIALS:
        day = SERIAL_EPOCH + timedelta(days=int(number))
        return read_time(day.isoformat())
    return Doubt("time_number", "把单元格设成文本，写 12月4日")
