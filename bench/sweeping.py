"""The daily sweep of offices of different sizes: its time has to grow with what is due, not with what is open."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine, text

from bench import offices
from bench.databases import analyse
from bench.lines import Line
from flows.day import sweep
from rules.office import UnitKind
from rules.plan import Audience, Entry, RangeWindow
from rules.recurring import occurrences
from tests.builders import a_desk, a_unit, an_entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.course import Course
    from rules.desk import Desk

DAY = date(2026, 3, 17)
"""A Tuesday: half of what is due was due on Monday and lapses, half is due today and is reminded of."""
LIMIT = 2.0


@dataclass(frozen=True, slots=True)
class Size:
    """So many units with so many entries each; two halves of the units have one entry that is due."""

    units: int
    entries: int

    @property
    def open(self) -> int:
        """So many open assignments."""
        return self.units * self.entries

    def __str__(self) -> str:
        """As a person reads it."""
        return f"{self.open:,} open, {self.units:,} due"


SIZES = {
    False: (Size(100, 100), Size(1_000, 100), Size(10_000, 100), Size(10_000, 10)),
    True: (Size(100, 30), Size(100, 3)),
}


def run(course: Course) -> Iterator[Line]:
    """One line a size and database; the last compares the largest with the same due rows among a tenth of the open."""
    for kind in course.kinds:
        took: dict[Size, float] = {}
        for size in SIZES[course.quick]:
            with course.databases.engine(kind) as engine:
                took[size] = _measured(engine, size)
            yield Line(f"sweep on {kind}, {size}", f"{took[size]:.2f} s")
        large, small = SIZES[course.quick][-2:]
        name = f"sweep on {kind}, {large.open:,} open against {small.open:,} open, {small.units:,} due in both"
        yield Line(name, f"{took[large] / took[small]:.2f} times as long", took[large] / took[small] / LIMIT)


def _measured(engine: Engine, size: Size) -> float:
    desk = _office(size)
    offices.load(engine, desk, date(2026, 3, 2))
    _open_everything(engine, desk)
    analyse(engine)
    sweep(engine, desk, date(2026, 3, 13), publish=False)
    began = time.perf_counter()
    moved = sweep(engine, desk, DAY, publish=False).counts
    took = time.perf_counter() - began
    if (moved["lapsed"], moved["reminded"]) != (size.units // 2, size.units // 2):
        raise RuntimeError(f"not what was due: {moved}")
    return took


def _office(size: Size) -> Desk:
    kinds = (UnitKind.PRIMARY, UnitKind.JUNIOR)
    units = tuple(a_unit(f"U{i:06}", f"第{i}学校", f"{i // 100}区", kind=kinds[i % 2]) for i in range(size.units))
    later = [_entry(f"P-{i}", date(2026, 3, 26) + timedelta(days=i % 40)) for i in range(size.entries - 1)]
    due = [
        replace(_entry("D-1", date(2026, 3, 16)), audience=Audience(kinds=(UnitKind.PRIMARY,)), reminders=()),
        replace(_entry("D-2", date(2026, 3, 17)), audience=Audience(kinds=(UnitKind.JUNIOR,)), reminders=(0,)),
    ]
    return a_desk(*later, *due, units=units, people=offices.people(size.units))


def _entry(name: str, last: date) -> Entry:
    return an_entry(name, window=RangeWindow(3, 2, last.month, last.day))


def _open_everything(engine: Engine, desk: Desk) -> None:
    """What months of work would have left: every occurrence of the plan stands open, long announced."""
    with engine.begin() as connection:
        for it in occurrences(desk, 2026):
            entry = desk.plan.entry(it.item)
            kinds = [str(kind) for kind in entry.audience.kinds] or ["primary", "junior"]
            chosen = ", ".join(f"'{kind}'" for kind in kinds)
            days = {"item": it.item, "period": it.period, "opens": it.opens_on, "due": it.due_on}
            connection.execute(text(_OPENED.format(kinds=chosen)), days)


_OPENED = """
INSERT INTO assignment (work_item_id, unit_id, period, opens_on, due_on, due_basis, due_value, due_provisional,
                        unannounced, status, opened_on, answer, reminders)
SELECT w.id, u.id, :period, :opens, :due, 'window_end', 0, false, false, 'open', :opens, '', 0
FROM unit u JOIN work_item w ON w.item = :item WHERE u.kind IN ({kinds})
"""
