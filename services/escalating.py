"""Climbing: an overdue rectification goes up its own frozen ladder, the highest rung first, each rung once a round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models import Escalation, Subject
from models.rows import batches, insert_new
from models.tables import findings, rectification_is_owed, rectifications
from rules.desk import Desk
from rules.escalating import rungs_reached, thaw, working_days_overdue
from rules.office import FindingSeverity, Rung
from services import history, people, posting
from words import say

_ONE_CLIMB = ("rectification_id", "ladder_version", "round", "rung")


@dataclass(frozen=True, slots=True)
class _Climb:
    """A rung that a case has reached: who exists to be told, and who was not yet told by a higher rung today."""

    case: Any
    rung: Rung
    overdue: int
    reachable: Sequence[people.Contact]
    tell: Sequence[people.Contact]


def escalate(session: Session, day: date, desk: Desk) -> list[int]:
    """Every rung reached by the day is climbed and told; the ids of the climbs that are new.

    Only cases in which the unit owes an answer climb: submitted, verified and closed ones never do, and what is due
    today is not overdue. A rung that somebody else climbed first is no error.
    """
    overdue = _overdue(session, day)
    ladders = _ladders(session, {case.ladder_version for case in overdue})
    reached = [(case, rungs) for case in overdue if (rungs := _rungs(desk, case, ladders[case.ladder_version], day))]
    if not reached:
        return []
    found = people.directory(session, (case.unit_id for case, _ in reached))
    climbs = [climb for case, rungs in reached for climb in _climbs(desk, day, case, rungs, found)]
    new = insert_new(
        session, Escalation, (_row(climb, day) for climb in climbs), unless=_ONE_CLIMB, returning=("id", *_ONE_CLIMB)
    )
    ours = {tuple(row)[1:] for row in new}
    mine = [climb for climb in climbs if _key(climb) in ours]
    _raise_rungs(session, mine)
    history.append(session, day, Subject.RECTIFICATION, (_step(desk, climb) for climb in mine))
    posting.queue(session, day, desk, [note for climb in mine for note in _notes(desk, climb, found)])
    return sorted(row.id for row in new)


def _overdue(session: Session, day: date) -> list[Any]:
    """The cases owed and past due: a range of the partial index, locked against an answer given this moment."""
    case = rectifications.c
    told = (case.id, case.number, case.status, case.unit_id, case.due_on, case.round, case.rung, case.ladder_version)
    joined = select(*told, findings.c.fact, findings.c.severity).join(findings, findings.c.id == case.finding_id)
    owed = joined.where(rectification_is_owed, rectifications.c.due_on < day)
    return list(session.execute(owed.order_by(rectifications.c.id).with_for_update(of=rectifications)))


def _ladders(session: Session, versions: Collection[str]) -> dict[str, tuple[Rung, ...]]:
    """Every frozen ladder once, by its version: a version is a digest of its rungs, so any case of it has the same."""
    first = select(func.min(rectifications.c.id)).where(rectifications.c.ladder_version.in_(versions))
    ids = first.group_by(rectifications.c.ladder_version)
    found = select(rectifications.c.ladder_version, rectifications.c.ladder).where(rectifications.c.id.in_(ids))
    return {row.ladder_version: thaw(row.ladder) for row in session.execute(found)} if versions else {}


def _rungs(desk: Desk, case: Any, ladder: Sequence[Rung], day: date) -> tuple[Rung, ...]:
    if all(rung.rung <= case.rung for rung in ladder):
        return ()
    return rungs_reached(ladder, working_days_overdue(desk.calendar, case.due_on, day), case.rung)


def _climbs(desk: Desk, day: date, case: Any, rungs: Sequence[Rung], found: people.Directory) -> list[_Climb]:
    """Highest rung first; who hears of a higher one hears nothing of the lower ones."""
    overdue = working_days_overdue(desk.calendar, case.due_on, day)
    told: set[int] = set()
    climbs = []
    for rung in rungs:
        reachable = list(dict.fromkeys(contact for role in rung.tell for contact in found.told(role, case.unit_id)))
        climbs.append(_Climb(case, rung, overdue, reachable, [it for it in reachable if it.id not in told]))
        told |= {contact.id for contact in reachable}
    return climbs


def _row(climb: _Climb, day: date) -> dict[str, Any]:
    return dict(zip(_ONE_CLIMB, _key(climb), strict=True)) | {
        "climbed_on": day,
        "working_days_overdue": climb.overdue,
        "told": len(climb.reachable),
    }


def _key(climb: _Climb) -> tuple[int, str, int, int]:
    return climb.case.id, climb.case.ladder_version, climb.case.round, climb.rung.rung


def _raise_rungs(session: Session, climbs: Sequence[_Climb]) -> None:
    """The highest rung climbed stands on the case; one statement for each rung."""
    highest: dict[int, int] = {}
    for climb in climbs:
        highest[climb.case.id] = max(climb.rung.rung, highest.get(climb.case.id, 0))
    by_rung: dict[int, list[int]] = defaultdict(list)
    for case_id, rung in highest.items():
        by_rung[rung].append(case_id)
    for rung, ids in by_rung.items():
        for batch in batches(ids):
            chosen = rectifications.c.id.in_(batch) & (rectifications.c.rung < rung)
            session.execute(update(rectifications).where(chosen).values(rung=rung))


def _step(desk: Desk, climb: _Climb) -> history.Step:
    word = "act.climbed" if climb.reachable else "act.climbed_nobody"
    why = say(desk.office.language, word, days=climb.overdue, rung=climb.rung.rung, measure=_measure(desk, climb.rung))
    return history.Step(climb.case.id, climb.case.status, climb.case.status, why)


def _measure(desk: Desk, rung: Rung) -> str:
    return say(desk.office.language, f"measure.{rung.measure}")


def _notes(desk: Desk, climb: _Climb, found: people.Directory) -> list[posting.Note]:
    case, rung = climb.case, climb.rung
    facts = {
        "number": case.number,
        "unit": found.name_of(case.unit_id),
        "fact": case.fact,
        "severity": case.severity,
        "due_on": case.due_on.isoformat(),
        "working_days_overdue": climb.overdue,
        "rung": rung.rung,
        "measure": rung.measure,
        "proposals": list(rung.proposals),
        "round": case.round,
    }
    key = ":".join(str(part) for part in ("escalation", *_key(climb)))
    if climb.reachable or not rung.tell:
        urgent = case.severity == FindingSeverity.URGENT or rung.measure == "propose"
        return [
            posting.Note(f"{key}:{contact.id}", "escalation", contact, facts, case.unit_id, urgent=urgent)
            for contact in climb.tell
        ]
    about = say(
        desk.office.language, "act.case_climb", number=case.number, rung=rung.rung, measure=_measure(desk, rung)
    )
    return posting.nobody(found, key, about=about, units=[facts["unit"]], role=rung.tell[0])
