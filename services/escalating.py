"""Climbing: an overdue case goes up its own frozen ladder, one rung a night, each rung once a round.

Both of its clocks have one: that of the unit, which has not reported, and that of the inspector, who has not verified.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, func, select, update
from sqlalchemy.orm import Session

from models import Escalation, Proposal, Subject
from models.rows import batches, insert_new
from models.tables import findings, rectification_is_checked, rectification_is_owed, rectifications
from rules.clocks import CHECK, REPORT, Clock
from rules.desk import Desk
from rules.escalating import next_rungs, thaw, working_days_overdue
from rules.office import FindingSeverity, Role, Rung
from rules.versions import rule_version
from rules.working_days import working_days_after
from services import history, people, posting
from words import say

_ONE_CLIMB = ("rectification_id", "stage", "ladder_version", "round", "rung")
_OWED: dict[str, ColumnElement[bool]] = {
    REPORT.stage: rectification_is_owed,
    CHECK.stage: rectification_is_checked,
}


@dataclass(frozen=True, slots=True)
class _Climb:
    """A rung that a case climbs: who exists to be told, who was not yet told by a higher rung today, who is missing."""

    clock: Clock
    case: Any
    rung: Rung
    overdue: int
    reachable: Sequence[people.Contact]
    tell: Sequence[people.Contact]
    missing: Sequence[Role]

    @property
    def key(self) -> tuple[int, str, str, int, int]:
        """What makes it happen once."""
        return self.case.id, self.clock.stage, self.case.version, self.case.round, self.rung.rung


def escalate(session: Session, day: date, desk: Desk) -> list[int]:
    """Every case that is late climbs its next rung, if its wait is over; the ids of the climbs that are new.

    Where the unit owes, its ladder climbs; where its inspector does, the other one; what is due today is not overdue.
    A rung on which nobody can be reached is kept, told to the coordinator, and the next one climbed at once. A rung
    that somebody else climbed first is no error.
    """
    return [climb for clock in (REPORT, CHECK) for climb in _climb_all(session, day, desk, clock)]


def _climb_all(session: Session, day: date, desk: Desk, clock: Clock) -> list[int]:
    overdue = _overdue(session, day, clock)
    if not overdue:
        return []
    ladders = _ladders(session, clock, {case.version for case in overdue})
    waiting = [case for case in overdue if any(rung.rung > case.rung for rung in ladders[case.version])]
    found = people.directory(session, (case.unit_id for case in waiting))
    climbs = [climb for case in waiting for climb in _climbs(desk, day, clock, case, ladders[case.version], found)]
    new = insert_new(
        session, Escalation, (_row(climb, day) for climb in climbs), unless=_ONE_CLIMB, returning=("id", *_ONE_CLIMB)
    )
    ids = {tuple(row)[1:]: row.id for row in new}
    mine = [climb for climb in climbs if climb.key in ids]
    _raise_rungs(session, day, clock, mine)
    _propose(session, day, mine, ids)
    rules = rule_version(desk.office)
    history.append(session, day, Subject.RECTIFICATION, (_step(desk, climb) for climb in reversed(mine)), rules=rules)
    posting.queue(session, day, desk, [note for climb in mine for note in _notes(desk, climb, found)])
    return sorted(ids.values())


def _overdue(session: Session, day: date, clock: Clock) -> list[Any]:
    """The cases owed and past due, locked against an answer given this moment."""
    return list(session.execute(_PAST_DUE[clock.stage], {"day": day}))


def _past_due(clock: Clock) -> Any:
    """A range of the partial index."""
    case = rectifications.c
    told = (case.id, case.number, case.status, case.unit_id, case.round, case.first_due_on, case.climbed_on)
    own = [case[name].label(label) for name, label in ((clock.due, "due_on"), (clock.rung, "rung"))]
    columns = (*told, *own, case[clock.version].label("version"), findings.c.fact, findings.c.severity)
    joined = select(*columns).join(findings, findings.c.id == case.finding_id)
    owed = joined.where(_OWED[clock.stage], case[clock.due] < bindparam("day", type_=Date))
    return owed.order_by(case.id).with_for_update(of=rectifications)


_PAST_DUE = {clock.stage: _past_due(clock) for clock in (REPORT, CHECK)}
"""Put together once: every day asks them."""


def _ladders(session: Session, clock: Clock, versions: Collection[str]) -> dict[str, tuple[Rung, ...]]:
    """Every frozen ladder once, by its version: a version is a digest of its rungs, so any case of it has the same."""
    version, ladder = rectifications.c[clock.version], rectifications.c[clock.ladder]
    ids = select(func.min(rectifications.c.id)).where(version.in_(versions)).group_by(version)
    found = select(version.label("version"), ladder.label("ladder")).where(rectifications.c.id.in_(ids))
    return {row.version: thaw(row.ladder) for row in session.execute(found)}


def _climbs(  # noqa: PLR0913, PLR0917  (what decides it)
    desk: Desk, day: date, clock: Clock, case: Any, ladder: Sequence[Rung], found: people.Directory
) -> list[_Climb]:
    """Highest rung first; who hears of a higher one hears nothing of the lower ones."""
    overdue = working_days_overdue(desk.calendar, case.due_on, day)
    waited = None if case.climbed_on is None else working_days_after(desk.calendar, case.climbed_on, day)
    rungs = next_rungs(ladder, overdue, case.rung, waited, lambda rung: not _reachable(found, rung, case.unit_id))
    told: set[int] = set()
    climbs = []
    for rung in reversed(rungs):
        reachable = _reachable(found, rung, case.unit_id)
        missing = [role for role in rung.tell if not found.told(role, case.unit_id)]
        tell = [it for it in reachable if it.id not in told]
        climbs.append(_Climb(clock, case, rung, overdue, reachable, tell, missing))
        told |= {contact.id for contact in reachable}
    return climbs


def _reachable(found: people.Directory, rung: Rung, unit_id: int) -> list[people.Contact]:
    return list(dict.fromkeys(contact for role in rung.tell for contact in found.told(role, unit_id)))


def _row(climb: _Climb, day: date) -> dict[str, Any]:
    return dict(zip(_ONE_CLIMB, climb.key, strict=True)) | {
        "climbed_on": day,
        "working_days_overdue": climb.overdue,
        "told": len(climb.reachable),
    }


def _raise_rungs(session: Session, day: date, clock: Clock, climbs: Iterable[_Climb]) -> None:
    """The highest rung climbed stands on the case; one statement for each rung."""
    highest: dict[int, int] = {}
    for climb in climbs:
        highest[climb.case.id] = max(climb.rung.rung, highest.get(climb.case.id, 0))
    by_rung: dict[int, list[int]] = defaultdict(list)
    for case_id, rung in highest.items():
        by_rung[rung].append(case_id)
    for rung, ids in by_rung.items():
        for batch in batches(ids):
            chosen = rectifications.c.id.in_(batch) & (rectifications.c[clock.rung] < rung)
            values = {clock.rung: rung, "climbed_on": day}
            session.execute(update(rectifications).where(chosen).values(values))


def _propose(session: Session, day: date, climbs: Iterable[_Climb], ids: dict[tuple[Any, ...], int]) -> None:
    """What a rung only proposes waits for a named person's decision."""
    rows = (
        {
            "escalation_id": ids[climb.key],
            "rectification_id": climb.case.id,
            "proposed_on": day,
            "rung": climb.rung.rung,
            "measures": list(climb.rung.proposals),
            "roles": [str(role) for role in climb.rung.tell],
        }
        for climb in climbs
        if climb.rung.proposals
    )
    insert_new(session, Proposal, rows, unless=["escalation_id"])


def _step(desk: Desk, climb: _Climb) -> history.Step:
    word = "act.climbed" if climb.reachable else "act.climbed_nobody"
    rung = climb.rung
    why = say(desk.office.language, word, days=climb.overdue, rung=rung.rung, measure=_measure(desk, rung))
    if climb.missing and climb.reachable:
        why += say(desk.office.language, "act.climbed_without", roles=_roles(desk, climb.missing))
    data = {climb.clock.rung: rung.rung}
    return history.Step(climb.case.id, climb.case.status, climb.case.status, why, data)


def _roles(desk: Desk, roles: Iterable[Role]) -> str:
    return "、".join(say(desk.office.language, f"role.{role}") for role in roles)


def _measure(desk: Desk, rung: Rung) -> str:
    return "、".join(rung.proposals) or say(desk.office.language, f"measure.{rung.measure}")


def _notes(desk: Desk, climb: _Climb, found: people.Directory) -> list[posting.Note]:
    case, rung, kind = climb.case, climb.rung, climb.clock.kind
    facts = {
        "number": case.number,
        "unit": found.name_of(case.unit_id),
        "fact": case.fact,
        "severity": case.severity,
        "due_on": case.due_on.isoformat(),
        "first_due_on": case.first_due_on.isoformat(),
        "working_days_overdue": climb.overdue,
        "rung": rung.rung,
        "measure": rung.measure,
        "proposals": list(rung.proposals),
        "round": case.round,
    }
    key = ":".join(str(part) for part in ("escalation", *climb.key))
    urgent = case.severity == FindingSeverity.URGENT or rung.measure == "propose"
    notes = [posting.Note(f"{key}:{it.id}", kind, it, facts, case.unit_id, urgent=urgent) for it in climb.tell]
    if climb.missing:
        about = say(
            desk.office.language, "act.case_climb", number=case.number, rung=rung.rung, measure=_measure(desk, rung)
        )
        unit, missing = [facts["unit"]], climb.missing
        notes += posting.nobody(found, key, about=about, units=unit, role=missing[0], missing=missing)
    return notes
