"""Drawing the inspectors of drawn units, and the day of each visit: recusal first, then even load, then the lot."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rules.drawing import lot
from rules.terms import is_childrens_day, is_school_day
from rules.working_days import is_working_day

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date

    from rules.desk import Desk
    from rules.office import Stage


@dataclass(frozen=True, slots=True)
class Inspector:
    """Who may be drawn.

    Args:
        recused: codes of units of the pool from which he stays away: relatives, or his own former school.
        load: visits of earlier draws that he still has before him.
    """

    name: str
    recused: tuple[str, ...] = ()
    load: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """Who goes to a drawn unit, on which day."""

    unit: str
    inspectors: tuple[str, ...]
    on: date


def short_of_inspectors(units: Iterable[str], inspectors: Sequence[Inspector], per_unit: int) -> tuple[str, ...]:
    """The units for which too few inspectors are left once those who stay away are left out."""
    return tuple(unit for unit in units if len(_eligible(unit, inspectors)) < per_unit)


def pair(
    units: Iterable[str], inspectors: Sequence[Inspector], per_unit: int, days: Sequence[date], seed: str
) -> tuple[Visit, ...]:
    """A visit for every unit, in code order; the same for the same arguments in whatever order they come.

    The units with the fewest eligible inspectors choose first; each gets those with the least to do, of equals the
    higher lot, and the day on which they and the office have least to do.

    Args:
        units: codes.
        inspectors: all who may be drawn; each unit has `per_unit` that are not recused (`short_of_inspectors`).
        per_unit: 0 for none: the responsible inspectors go.
        days: the days on which a visit can be, at least one.
        seed: of the draw.
    """
    load = Counter({inspector.name: inspector.load for inspector in inspectors})
    busy: Counter[tuple[str, date]] = Counter()
    visits = []
    for unit in sorted(units, key=lambda code: (len(_eligible(code, inspectors)), lot(seed, code))):
        ranked = sorted(_eligible(unit, inspectors), key=lambda name: (load[name], lot(seed, f"{unit}:{name}"), name))
        names = tuple(sorted(ranked[:per_unit]))
        on = min(days, key=_least_busy(busy, (*names, ""), unit, seed))
        load.update(names)
        busy.update((name, on) for name in (*names, ""))
        visits.append(Visit(unit, names, on))
    return tuple(sorted(visits, key=lambda visit: visit.unit))


def visit_days(desk: Desk, stages: Collection[Stage], first: date, last: date) -> tuple[date, ...]:
    """The days from `first` to `last`, both inclusive, on which all stages are at school; else any; else working days.

    Never 1 June where children under 14 are off.
    """
    every = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    open_ = [day for day in every if not any(is_childrens_day(stage, day) for stage in stages)]
    for how in (all, any):
        if found := [day for day in open_ if how([_at_school(desk, stage, day) for stage in stages])]:
            return tuple(found)
    return tuple(day for day in open_ if is_working_day(desk.calendar, day))


def _at_school(desk: Desk, stage: Stage, day: date) -> bool:
    return is_school_day(desk.calendar, desk.office.terms, stage, day)


def _least_busy(
    busy: Counter[tuple[str, date]], names: Sequence[str], unit: str, seed: str
) -> Callable[[date], tuple[object, ...]]:
    """The empty name stands for the office as a whole."""
    return lambda day: (max(busy[name, day] for name in names[:-1] or ("",)), busy["", day], lot(seed, f"{unit}@{day}"))


def _eligible(unit: str, inspectors: Iterable[Inspector]) -> list[str]:
    return [inspector.name for inspector in inspectors if unit not in inspector.recused]
