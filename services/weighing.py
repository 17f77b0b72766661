"""What is known of the units of a pool on the day of a draw: open serious findings, lapses, last check, round."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import AssignmentStatus, Subject
from models.tables import (
    assignments,
    changes,
    drawings,
    findings,
    monitorings,
    rectification_is_ended,
    rectifications,
    units,
    work_items,
)
from rules.drawing import Candidate, next_round
from rules.office import FindingSeverity, Unit
from rules.plan import Asks
from rules.weighing import Risk, tickets

_GRAVE = (FindingSeverity.SERIOUS, FindingSeverity.URGENT)
_CHECKED = (AssignmentStatus.SUBMITTED, AssignmentStatus.DONE)
_MEMORY = timedelta(days=365)


def key_monitored(session: Session) -> frozenset[str]:
    """The codes of the units on key monitoring (重点监控) now."""
    running = select(units.c.code).join(monitorings, monitorings.c.unit_id == units.c.id)
    return frozenset(session.scalars(running.where(monitorings.c.ended_on.is_(None))))


def weighed(session: Session, day: date, item: str, pool: Sequence[Unit]) -> list[dict[str, Any]]:
    """The pool as it is kept with a draw: code, zone, kind, tickets, whether checked, and the facts behind them."""
    serious, late, last = _serious(session), _late(session, day), _last_checked(session)
    done = checked_in_round(session, item)
    rows = []
    for unit in sorted(pool, key=lambda unit: unit.code):
        seen = last.get(unit.code)
        risk = Risk(serious.get(unit.code, 0), late.get(unit.code, 0), None if seen is None else _months(seen, day))
        rows.append(
            {
                "code": unit.code,
                "zone": unit.zone,
                "kind": str(unit.kind),
                "tickets": tickets(risk),
                "checked": unit.code in done,
                "serious": risk.serious,
                "late": risk.late,
                "months": risk.months,
            }
        )
    return rows


def as_candidates(rows: Iterable[dict[str, Any]]) -> tuple[Candidate, ...]:
    """The part of it that decides."""
    names = ("code", "zone", "kind", "tickets", "checked")
    return tuple(Candidate(**{name: row[name] for name in names}) for row in rows)


def checked_in_round(session: Session, item: str) -> frozenset[str]:
    """The units that had their turn in the entry's present round: its draws, one after the other.

    An inspection that was withdrawn was none.
    """
    withdrawn = _withdrawn(session, item)
    found = session.execute(
        select(drawings.c.key, drawings.c.pool, drawings.c.picked)
        .where(drawings.c.item == item)
        .order_by(drawings.c.id)
    )
    checked: frozenset[str] = frozenset()
    for row in found:
        period = row.key.removeprefix(f"{item}:")
        checked = next_round(checked, row.pool, [code for code in row.picked if (period, code) not in withdrawn])
    return checked


def _withdrawn(session: Session, item: str) -> set[tuple[str, str]]:
    joined = (
        select(assignments.c.period, units.c.code)
        .join(units, units.c.id == assignments.c.unit_id)
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
    )
    gone = joined.where(work_items.c.item == item, assignments.c.status == AssignmentStatus.WITHDRAWN)
    return {(period, code) for period, code in session.execute(gone).tuples()}


def _serious(session: Session) -> dict[str, int]:
    found = session.execute(
        select(units.c.code, func.count())
        .join(rectifications, rectifications.c.unit_id == units.c.id)
        .join(findings, findings.c.id == rectifications.c.finding_id)
        .where(findings.c.severity.in_(_GRAVE), ~rectification_is_ended)
        .group_by(units.c.code)
    )
    return dict(found.tuples().all())


def _late(session: Session, day: date) -> dict[str, int]:
    found = session.execute(
        select(units.c.code, func.count())
        .join(assignments, assignments.c.unit_id == units.c.id)
        .join(changes, (changes.c.subject_id == assignments.c.id) & (changes.c.subject == Subject.ASSIGNMENT))
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .where(changes.c.to_status == AssignmentStatus.OVERDUE, changes.c.from_status != AssignmentStatus.OVERDUE)
        .where(changes.c.on > day - _MEMORY, work_items.c.doer == "liaison")
        .group_by(units.c.code)
    )
    return dict(found.tuples().all())


def _last_checked(session: Session) -> dict[str, date]:
    found = session.execute(
        select(units.c.code, func.max(assignments.c.answered_on))
        .join(assignments, assignments.c.unit_id == units.c.id)
        .join(work_items, work_items.c.id == assignments.c.work_item_id)
        .where(work_items.c.asks == Asks.SITE_VISIT, assignments.c.status.in_(_CHECKED))
        .where(assignments.c.answered_on.is_not(None))
        .group_by(units.c.code)
    )
    return dict(found.tuples().all())


def _months(since: date, day: date) -> int:
    whole = (day.year - since.year) * 12 + day.month - since.month
    return max(whole - (day.day < since.day), 0)
