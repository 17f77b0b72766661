"""Weeks in which a person or a unit has more work than the office allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calendars.remarks import few, remark
from rules.loading import year_load
from rules.recurring import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.desk import Desk
    from rules.errors import Problem
    from rules.loading import YearLoad

ENTRIES = 3
"""So many entries are named that make up most of a heavy week."""


def heavy_weeks(desk: Desk) -> Iterator[Problem]:
    """One remark for all people and one for all units that have too heavy a week, the heaviest first."""
    year = desk.office.year
    load = year_load(desk, year, (*occurrences(desk, year - 1), *occurrences(desk, year)))
    policies = desk.office.policies
    names = {unit.code: unit.name for unit in desk.roster.units} | {"office": desk.office.name}
    yield from _heavy(desk, load, load.people, policies.person_week, "person_week", {})
    yield from _heavy(desk, load, load.units, policies.unit_week, "unit_week", names)


def _heavy(  # noqa: PLR0913, PLR0917  (people and units differ in that much)
    desk: Desk,
    load: YearLoad,
    rows: dict[str, tuple[float, ...]],
    most: int,
    code: str,
    names: dict[str, str],
) -> Iterator[Problem]:
    heavy = sorted(((max(row), key) for key, row in rows.items() if round(max(row), 1) > most), reverse=True)
    if not heavy:
        return
    said = [_line(load, names.get(key, key), rows[key], most) for _, key in heavy]
    peak = rows[heavy[0][1]].index(heavy[0][0])
    items = "、".join(load.heaviest(heavy[0][1], peak, ENTRIES))
    yield remark(desk, code, value=few(said), allowed=str(most), items=items)


def _line(load: YearLoad, name: str, row: tuple[float, ...], most: int) -> str:
    """``责任督学-1（03-02 22.5 ×4）``: Monday and pieces of the heaviest week, in how many too much."""
    peak = max(row)
    weeks = sum(round(amount, 1) > most for amount in row)
    return f"{name}（{load.weeks[row.index(peak)]:%m-%d} {peak:.1f} ×{weeks}）"
