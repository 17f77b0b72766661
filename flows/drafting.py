"""December's chain (inventory 1.8, P3C-12-5): next year's plan is drafted from this one and from what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calendars.folder import plan_path
from calendars.next_plan import draft_plan
from models.engine import reading
from reports.often import often_said
from reports.results import Result, read_results
from rules.plan import Class
from rules.recurring import occurrences
from rules.series import series
from words import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from flows.door import Door
    from rules.desk import Desk
    from rules.plan import Entry

NEXT_PLAN = "下年工作计划"
"""The paper that an entry names as its evidence, if this draft is made when it opens."""
SHOWN = 4
"""So many days of an entry stand beside it."""


def drafts_next_plan(entry: Entry | None) -> bool:
    """Whether next year's plan is what comes out of the entry."""
    return entry is not None and NEXT_PLAN in entry.evidence


def draft_next_plan(door: Door, year: int) -> str:
    """The plan file of that year: this year's text, with dates, results and what was never done.

    Args:
        door: the office, whose database is read.
        year: of the draft; the year before it is the one that is looked back on.
    """
    with reading(door.engine) as session:
        results = read_results(session, year - 1)
    text = plan_path(door.folder, door.desk.office).read_text(encoding="utf-8-sig")
    beside = {entry.id: tuple(_beside(door.desk, entry, year, results)) for entry in door.desk.plan.entries}
    return draft_plan(text, year, tuple(_heading(door, year, results)), beside)


def keep_draft(door: Door, year: int) -> Path:
    """The draft stands in the office's folder, under ``var/papers``."""
    file = door.folder / "var" / "papers" / f"plan-{year}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(draft_next_plan(door, year), encoding="utf-8")
    return file


def never_done(desk: Desk, results: Mapping[str, Result]) -> tuple[Entry, ...]:
    """The scheduled entries with a date of their own of which nobody has answered anything."""
    dated = (entry for entry in desk.plan.entries if entry.class_ is Class.SCHEDULED and entry.window)
    return tuple(entry for entry in dated if not results.get(entry.id, Result()).answered)


def _heading(door: Door, year: int, results: Mapping[str, Result]) -> Iterator[str]:
    language, before = door.language, year - 1
    yield say(language, "reports.draft.head", year=year, before=before, day=door.day)
    yield say(language, "reports.draft.how")
    missed = never_done(door.desk, results)
    items = "、".join(f"{entry.id} {entry.title}" for entry in missed)
    yield say(language, "reports.draft.never_done", before=before, count=len(missed), items=items or "—")


def _beside(desk: Desk, entry: Entry, year: int, results: Mapping[str, Result]) -> Iterator[str]:
    language, before = desk.office.language, year - 1
    if entry.class_ not in {Class.SCHEDULED, Class.EVENT} or entry.through:
        return
    result = results.get(entry.id)
    if result:
        numbers = {"periods": result.periods, "asked": result.asked, "answered": result.answered}
        more = {"owing": result.owing, "findings": result.findings}
        yield say(language, "reports.draft.result", before=before, **numbers, **more)
    else:
        yield say(language, "reports.draft.nothing", before=before)
    if entry.window:
        days = (_days(desk, entry, before), _days(desk, entry, year))
        yield say(language, "reports.draft.moved", before=days[0] or "—", after=days[1] or "—")


def _days(desk: Desk, entry: Entry, year: int) -> str:
    told = series(desk.plan, (one for one in occurrences(desk, year) if one.item == entry.id))
    language = desk.office.language
    days = [
        (often_said(language, line) + " " if line.often else "")
        + f"{line.opens_on}—{line.due_on}"
        + (say(language, "reports.provisional") if line.due_provisional else "")
        for line in told[:SHOWN]
    ]
    return "、".join(days) + ("……" if len(told) > SHOWN else "")
