"""Owed work, one line for one entry, period and due day: how many units, how many answered, who still owes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlmodel import col

from models import OPEN_ASSIGNMENT, Assignment, AssignmentStatus, UnitRow, WorkItem
from reports.drawings import read_names
from rules.series import how_often

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from sqlalchemy.orm import Session

    from rules.plan import Plan
    from rules.series import Often

NAMES_SHOWN = 8
"""So many units are named in a line of the board; the others are a number."""

ANSWERED = (AssignmentStatus.SUBMITTED, AssignmentStatus.DONE)
"""Statuses in which the doer has done his part."""

_GROUP = (col(Assignment.work_item_id), col(Assignment.period), col(Assignment.due_on))


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One entry in one period with one due day.

    Args:
        units: how many assignments there are; `answered` of them are submitted or done.
        owing: how many still owe; `owing_names` are the first of them in code order, never of unannounced work.
        drawing: the number of the draw that a person made, whose name is the title then; 0 for all other work.
    """

    item: str
    title: str
    programme: str
    period: str
    opens_on: date
    due_on: date
    due_provisional: bool
    units: int
    answered: int
    owing: int
    owing_names: tuple[str, ...]
    often: Often | None = None
    count: int = 1
    drawing: int = 0


FOLDED = 10
"""So many times as many lines are read as are shown, because those of daily and weekly work become one."""


def fold(plan: Plan, lines: Iterable[WorkLine]) -> tuple[WorkLine, ...]:
    """The lines, those of the same daily or weekly entry as one: its first days, its sums, `count` periods."""
    folded: dict[tuple[str, ...], list[WorkLine]] = {}
    for line in lines:
        often = how_often(plan, line.item)
        key = (line.item,) if often else (line.item, line.period, line.due_on.isoformat())
        folded.setdefault(key, []).append(line)
    return tuple(_folded(how_often(plan, mine[0].item), mine) for mine in folded.values())


def _folded(often: Often | None, mine: list[WorkLine]) -> WorkLine:
    if len(mine) == 1:
        return mine[0]
    names = dict.fromkeys(name for line in mine for name in line.owing_names)
    return replace(
        mine[0],
        period=f"{mine[0].period}—{mine[-1].period}",
        due_provisional=any(line.due_provisional for line in mine),
        units=sum(line.units for line in mine),
        answered=sum(line.answered for line in mine),
        owing=sum(line.owing for line in mine),
        owing_names=tuple(names)[:NAMES_SHOWN],
        often=often,
        count=len(mine),
    )


def read_owed(session: Session, condition: ColumnElement[bool], limit: int = 100) -> tuple[WorkLine, ...]:
    """The lines in which somebody owes something that meets the condition, by due day, at most `limit`."""
    groups = session.execute(_owed_groups(condition).limit(limit)).all()
    keys = [(group.work_item_id, group.period, group.due_on) for group in groups]
    totals, names = _totals(session, keys), _names(session, keys)
    drawn = read_names(session, [f"{group.item}:{group.period}" for group in groups])
    return tuple(_as_drawn(_line(group, totals, names), drawn) for group in groups)


def _as_drawn(line: WorkLine, drawn: Mapping[str, tuple[int, str]]) -> WorkLine:
    """The line under the name of its draw, where a person made one."""
    number, topic = drawn.get(f"{line.item}:{line.period}", (0, ""))
    return replace(line, title=topic or line.title, drawing=number) if number else line


def owed() -> ColumnElement[bool]:
    """The assignments in which the doer still owes something: what the partial indexes cover."""
    return col(Assignment.status).in_(OPEN_ASSIGNMENT)


def _owed_groups(condition: ColumnElement[bool]) -> Any:
    return (
        select(
            *_GROUP,
            col(WorkItem.item),
            col(WorkItem.title),
            col(WorkItem.programme),
            func.min(Assignment.opens_on).label("opens_on"),
            func.count().filter(col(Assignment.due_provisional)).label("provisional"),
            func.count().label("owing"),
        )
        .join(WorkItem, col(WorkItem.id) == col(Assignment.work_item_id))
        .where(owed(), condition)
        .group_by(*_GROUP, col(WorkItem.item), col(WorkItem.title), col(WorkItem.programme))
        .order_by(col(Assignment.due_on), col(WorkItem.item), col(Assignment.period))
    )


def _totals(session: Session, keys: list[tuple[int, str, date]]) -> dict[tuple[int, str, date], tuple[int, int]]:
    answered = func.count().filter(col(Assignment.status).in_(ANSWERED)).label("answered")
    found = session.execute(
        select(*_GROUP, func.count().label("units"), answered)
        .where(tuple_(*_GROUP).in_(keys), col(Assignment.status) != AssignmentStatus.WITHDRAWN)
        .group_by(*_GROUP)
    ).all()
    return {(row.work_item_id, row.period, row.due_on): (row.units, row.answered) for row in found}


def _names(session: Session, keys: list[tuple[int, str, date]]) -> dict[tuple[int, str, date], list[str]]:
    place = func.row_number().over(partition_by=_GROUP, order_by=col(UnitRow.code)).label("place")
    ranked = (
        select(*_GROUP, col(UnitRow.name), place)
        .join(UnitRow, col(UnitRow.id) == col(Assignment.unit_id))
        .where(tuple_(*_GROUP).in_(keys), owed(), ~col(Assignment.unannounced))
        .subquery()
    )
    names: dict[tuple[int, str, date], list[str]] = {}
    for row in session.execute(select(ranked).where(ranked.c.place <= NAMES_SHOWN).order_by(ranked.c.place)):
        names.setdefault((row.work_item_id, row.period, row.due_on), []).append(row.name)
    return names


def _line(group: Any, totals: dict[Any, tuple[int, int]], names: dict[Any, list[str]]) -> WorkLine:
    key = (group.work_item_id, group.period, group.due_on)
    units, answered = totals[key]
    return WorkLine(
        item=group.item,
        title=group.title,
        programme=group.programme,
        period=group.period,
        opens_on=group.opens_on,
        due_on=group.due_on,
        due_provisional=group.provisional > 0,
        units=units,
        answered=answered,
        owing=group.owing,
        owing_names=tuple(names.get(key, ())),
    )
