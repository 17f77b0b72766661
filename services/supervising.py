"""A comprehensive or special supervision: started with its team and all its dated steps, and led through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Subject, Supervision, SupervisionStatus, SupervisionStep
from models.rows import insert_new
from models.tables import supervision_steps, supervisions
from rules.desk import Desk
from rules.errors import RefusedError
from rules.supervising import (
    RULE,
    DatedStep,
    Step,
    SupervisionKind,
    next_step,
    timetable_of,
)
from services import history, numbering, people, summoning, supervised, teams
from words import say

_TOLD_TO_UNIT = (Step.NOTICE, Step.PRELIMINARY, Step.LETTER)


@dataclass(frozen=True, slots=True)
class Form:
    """What the form says: `team` are inspectors, the leader first; `key` makes the same form sent twice one."""

    kind: SupervisionKind
    topic: str
    units: Sequence[str]
    team: Sequence[str]
    on_site_on: date
    by: str
    matters: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What the form says of a step: `document` its paper's number, `deadline_on` the rectification day of a letter."""

    step: Step
    by: str
    done_on: date | None = None
    document: str = ""
    note: str = ""
    deadline_on: date | None = None


def start(session: Session, day: date, desk: Desk, form: Form) -> list[int]:
    """Every unit has its supervision with all steps dated, and the team knows; the ids, the same for the same form.

    Raises:
        NotFoundError: no such unit or person.
        RefusedError: no topic or unit, fewer than three inspectors, one who should stay away, or an on-site day that is
            a rest day or too soon for the written notice.
    """
    who = people.office_person_named(session, form.by).name
    places = [people.unit_named(session, name) for name in form.units]
    if not form.topic.strip():
        raise RefusedError("refuse.no_topic")
    if not places:
        raise RefusedError("refuse.no_units")
    team = teams.checked_team(session, desk, form.team, [place.code for place in places])
    teams.check_on_site(desk, day, form.on_site_on)
    return [_start_one(session, day, desk, form, place, team, by=who) for place in places]


def record_step(session: Session, day: date, desk: Desk, supervision_id: int, done: Done) -> int:
    """The step is done, what is counted from it is dated anew, and who has to know is told; the supervision's id.

    Raises:
        NotFoundError: no such supervision or person.
        RefusedError: not the next step, a day to come or before the step before, no paper where one is needed, or a
            letter without the day by which the unit has to rectify.
    """
    who = people.office_person_named(session, done.by).name
    case = supervised.case_of(session, supervision_id)
    rows = supervised.steps_of(session, supervision_id)
    finished = {Step(row.step): row.done_on for row in rows if row.done_on}
    done_on = done.done_on or day
    if done.step in finished:
        return supervision_id
    _check_step(day, desk, rows, done, done_on)
    _finish(session, case, done, done_on, by=who)
    supervised.date_anew(session, desk, case, finished | {done.step: done_on})
    said = say(desk.office.language, "act.step_done", on=done_on, document=done.document.strip() or "—")
    step = history.Step(supervision_id, str(_before(done.step)), str(done.step), said)
    history.append(session, day, Subject.SUPERVISION, [step], by=who)
    if done.step in _TOLD_TO_UNIT:
        days = {row.step: row.done_on or row.due_on for row in supervised.steps_of(session, supervision_id)}
        deadline = done.deadline_on.isoformat() if done.deadline_on else ""
        more = {"document": done.document.strip(), "deadline_on": deadline}
        summoning.tell_unit(session, day, desk, case, done.step, days=days, more=more)
    return supervision_id


def _before(step: Step) -> Step:
    order = list(Step)
    return order[order.index(step) - 1]


def _start_one(  # noqa: PLR0913, PLR0917  (one case)
    session: Session, day: date, desk: Desk, form: Form, place: people.Place, team: list[str], *, by: str
) -> int:
    key = f"{form.key or form.topic.strip()}:{form.kind}:{form.on_site_on}:{place.code}"
    known = session.scalar(select(supervisions.c.id).where(supervisions.c.key == key))
    if known is not None:
        return int(known)
    row: dict[str, Any] = {
        "key": key,
        "number": f"督导〔{day.year}〕{numbering.next_in(session, f'supervision-{day.year}')}号",
        "kind": str(form.kind),
        "topic": form.topic.strip(),
        "matters": form.matters.strip(),
        "unit_id": place.id,
        "team": team,
        "on_site_on": form.on_site_on,
        "rule": RULE,
        "opened_on": day,
        "opened_by": by,
    }
    new = insert_new(session, Supervision, [row])
    if not new:
        raise RefusedError("refuse.raced")
    added = new[0]
    done = {Step.TEAM: day}
    dated = timetable_of(desk, form.kind, form.on_site_on, done)
    rows = [_step_row(added.id, place_, one, done.get(one.step), by) for place_, one in enumerate(dated, start=1)]
    insert_new(session, SupervisionStep, rows, unless=("supervision_id", "step"))
    opened = history.Step(added.id, "", str(Step.TEAM), say(desk.office.language, "act.supervision_started"))
    history.append(session, day, Subject.SUPERVISION, [opened], by=by)
    summoning.tell_team(session, day, desk, row | {"id": added.id, "unit": place.name}, dated)
    return int(added.id)


def _step_row(supervision_id: int, place: int, step: DatedStep, done_on: date | None, by: str) -> dict[str, Any]:
    return {
        "supervision_id": supervision_id,
        "step": str(step.step),
        "place": place,
        "due_on": done_on or step.due_on,
        "due_basis": str(step.basis),
        "due_value": step.value,
        "provisional": step.provisional,
        "source": step.source,
        "done_on": done_on,
        "done_by": by if done_on else "",
    }


def _check_step(day: date, desk: Desk, rows: Sequence[Any], done: Done, done_on: date) -> None:
    finished = {Step(row.step): row.done_on for row in rows if row.done_on}
    following = next_step(finished)
    if done.step is not following:
        names = [say(desk.office.language, f"supervision.step.{step}") for step in (done.step, following)]
        raise RefusedError("refuse.step_before", step=names[0], next=names[1])
    if done_on > day or done_on < max(finished.values()):
        raise RefusedError("refuse.step_day", done=done_on, first=max(finished.values()), day=day)
    due_on = next(row.due_on for row in rows if row.step == done.step)
    if done.step is Step.REPLY and done_on < due_on and not (done.document.strip() or done.note.strip()):
        raise RefusedError("refuse.reply_window", due=due_on)
    if done.step in (*_TOLD_TO_UNIT, Step.REPORT) and not done.document.strip():
        raise RefusedError("refuse.no_document")
    if done.step is Step.LETTER and (done.deadline_on is None or done.deadline_on <= done_on):
        raise RefusedError("refuse.letter_deadline", done=done_on)


def _finish(session: Session, case: Any, done: Done, done_on: date, *, by: str) -> None:
    moved = session.execute(
        update(supervision_steps)
        .where(supervision_steps.c.supervision_id == case.id, supervision_steps.c.step == str(done.step))
        .where(supervision_steps.c.done_on.is_(None))
        .values(
            done_on=done_on,
            done_by=by,
            document=done.document.strip(),
            note=done.note.strip(),
            deadline_on=done.deadline_on,
        )
        .returning(supervision_steps.c.id)
    ).all()
    if not moved:
        raise RefusedError("refuse.raced")
    if done.step is list(Step)[-1]:
        closed = {"status": SupervisionStatus.CLOSED, "closed_on": done_on}
        session.execute(update(supervisions).where(supervisions.c.id == case.id).values(**closed))
