"""Work that follows from a case and stands in no plan: return visits and fixed-point checks, as assignments."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import AssignmentStatus, Subject, WorkItem
from models.rows import insert_new
from models.tables import assignment_is_owed, assignments, work_items
from rules.desk import Desk
from rules.plan import DueBasis
from rules.standing import FIXED_POINT, RETURN_VISIT, SPOT_CHECK, STANDING_PLAN, standing_entry
from services import cases, history, opening
from words import say


def open_visits(  # noqa: PLR0913, PLR0917  (what a visit is)
    session: Session,
    day: date,
    desk: Desk,
    entry_id: str,
    unit_id: int,
    dues: dict[str, date],
    *,
    by: str,
    unannounced: bool = True,
    silent: bool = False,
) -> list[int]:
    """The inspectors of the unit have these visits to make; the unit hears nothing of unannounced ones.

    Args:
        session: the transaction.
        day: the office's local day.
        desk: the office.
        entry_id: `rules.standing.RETURN_VISIT`, `FIXED_POINT` or `SPOT_CHECK`.
        unit_id: which unit.
        dues: period to the last day; a period that is open already is left.
        by: whose act opens them.
        unannounced: whether the unit is told nothing before.
        silent: whether the caller tells whom it concerns, instead of the inspectors of the unit.
    """
    said = {part: say(desk.office.language, f"standing.{entry_id}.{part}") for part in ("title", "programme")}
    entry = standing_entry(entry_id, **said, unannounced=unannounced)
    _ensure(session, entry_id, **said)
    openings = [
        opening.Opening(
            entry=entry,
            title=f"{entry.title}（{period}）",
            period=period,
            opens_on=day,
            due_on=due_on,
            due_basis=DueBasis.FIXED_DATE,
            due_value=0,
            due_provisional=False,
            unit_ids=[unit_id],
            unannounced=unannounced,
            why="act.followed",
            silent=silent,
        )
        for period, due_on in dues.items()
    ]
    return opening.open_all(session, day, desk, openings, by=by)


def visit_period(number: str, round_: int) -> str:
    """The period of the return visit of a round of a case."""
    return f"{number}·{round_}"


def settle(act: cases.Act, status: AssignmentStatus, why: str) -> None:
    """The return visit of this round of the case, if it is still owed, has that status."""
    chosen = select(work_items.c.id).where(work_items.c.item == RETURN_VISIT).scalar_subquery()
    period = visit_period(act.case.number, act.case.round)
    its = (assignments.c.work_item_id == chosen) & (assignments.c.period == period)
    steps = []
    for was in act.session.execute(select(assignments.c.id, assignments.c.status).where(its, assignment_is_owed)).all():
        values = {"status": status, "answered_on": act.day, "answer": why}
        act.session.execute(update(assignments).where(assignments.c.id == was.id).values(values))
        steps.append(history.Step(was.id, was.status, status, why))
    history.append(act.session, act.day, Subject.ASSIGNMENT, steps, by=act.by.name)


def _ensure(session: Session, entry_id: str, *, title: str, programme: str) -> None:
    entry = standing_entry(entry_id, title=title, programme=programme, unannounced=True)
    row = {
        "item": entry.id,
        "plan": STANDING_PLAN,
        "title": entry.title,
        "klass": str(entry.class_),
        "kind": str(entry.kind),
        "programme": entry.programme,
        "doer": str(entry.doer),
        "asks": str(entry.asks),
        "unannounced": entry.unannounced,
        "reminders": list(entry.reminders),
        "digest": "",
    }
    insert_new(session, WorkItem, [row], unless=["item"])


__all__ = ["FIXED_POINT", "RETURN_VISIT", "SPOT_CHECK", "open_visits", "settle", "visit_period"]
