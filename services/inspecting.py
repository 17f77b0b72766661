"""A finding opens a rectification: numbered, its deadline counted, its ladder frozen, on the way of its severity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from models import Counter, Finding, Rectification, RectificationStatus, Subject
from models.rows import insert_new
from models.tables import assignments, counters, findings, monitorings, rectifications, work_items
from rules import rectifying
from rules.desk import Desk
from rules.errors import NotFoundError, RefusedError
from rules.escalating import freeze, hurried, ladder_version
from rules.office import FindingSeverity, Rung
from rules.versions import rule_version
from services import cases, history, noticing, people
from words import say


@dataclass(frozen=True, slots=True)
class _Found:
    """What the form says, checked."""

    row: dict[str, Any]
    severity: FindingSeverity
    deadline: noticing.Counted
    unit_id: int
    by: str


def record_finding(  # noqa: PLR0913  (a form with that many fields)
    session: Session,
    day: date,
    desk: Desk,
    *,
    unit: str,
    severity: str,
    fact: str,
    by: str,
    assignment_id: int | None = None,
    due_on: date | None = None,
    key: str | None = None,
    category: str = "",
    basis: str = "",
    place: str = "",
    evidence: Sequence[str] = (),
    advice: str = "",
) -> int:
    """The finding has its case, on the way of its severity; the case's id.

    On the spot: closed with the advice that was given. Ordinary: the unit and its inspectors have the notice. Serious:
    a draft, for which the office issues the notice. Danger: everybody has the notice at once, at any hour, and the
    ladder waits nowhere. A finding of a category that the unit had not long ago weighs one step heavier.

    Args:
        session: the transaction.
        day: the office's local day, from which the deadline is counted.
        desk: the office.
        unit: its name or code.
        severity: a `FindingSeverity`; it decides the usual deadline.
        fact: what was found.
        by: who found it, by name.
        assignment_id: the inspection in which it was found.
        due_on: a day that was agreed on; it overrides the usual deadline and is never rolled.
        key: of the form; the same key again gives the first case. None: all that the form says, so
            that only the very same form is the same finding.
        category: one of the office's; empty: none.
        basis: the rule or indicator that was broken.
        place: where exactly.
        evidence: names of photos and files.
        advice: what was said on the spot; nothing is settled on the spot without it.

    Raises:
        NotFoundError: no such unit, person or assignment.
        RefusedError: a finder who is of a school, no fact, an unknown severity or category, another unit's assignment,
            a due day that has passed, or no advice where the finding ends with it.
    """
    more: dict[str, Any] = {"category": _category(desk, category), "basis": basis.strip(), "place": place.strip()}
    more |= {"evidence": [name.strip() for name in evidence if name.strip()], "advice": advice.strip()}
    found = _found(session, day, desk, more, (unit, severity, fact, by, assignment_id, due_on, key))
    added = insert_new(session, Finding, [found.row])
    if not added:
        return _case_of(session, found.row["key"])
    case = _open_case(session, day, desk, added[0].id, found)
    _append(session, day, desk, case, found)
    if case["status"] == RectificationStatus.DRAFT:
        noticing.tell_office(session, day, desk, case, found.row)
    elif case["status"] == RectificationStatus.ISSUED:
        noticing.tell(session, day, desk, case, found.row)
    return int(case["id"])


def _found(session: Session, day: date, desk: Desk, more: dict[str, Any], said: tuple[Any, ...]) -> _Found:
    unit, severity, fact, by, assignment_id, due_on, key = said
    place, observed = people.unit_named(session, unit), _severity(severity)
    finder = people.office_person_named(session, by).name
    if not fact.strip():
        raise RefusedError("refuse.no_fact")
    _check_assignment(session, assignment_id, place)
    repeated = _is_repeated(session, day, desk, place.id, more["category"])
    counts = rectifying.weighed(observed, repeated=repeated)
    if rectifying.is_settled_at_once(counts) and not more["advice"]:
        raise RefusedError("refuse.no_advice")
    row = {
        "key": key or _key(place, day, fact, observed, finder, assignment_id, due_on, more),
        "unit_id": place.id,
        "assignment_id": assignment_id,
        "severity": str(counts),
        "observed": str(observed),
        "fact": fact.strip(),
        "found_on": day,
        "found_by": finder,
        **more,
    }
    return _Found(row, counts, noticing.deadline(day, desk, counts, due_on), place.id, finder)


def _severity(severity: str) -> FindingSeverity:
    try:
        return FindingSeverity(severity)
    except ValueError:
        allowed = "、".join(FindingSeverity)
        raise RefusedError("refuse.bad_severity", severity=severity, allowed=allowed) from None


def _category(desk: Desk, category: str) -> str:
    known = desk.office.policies.categories
    if category.strip() and category.strip() not in known:
        raise RefusedError("refuse.bad_category", category=category, allowed="、".join(known))
    return category.strip()


def _check_assignment(session: Session, assignment_id: int | None, place: people.Place) -> None:
    if assignment_id is None:
        return
    unit_id = session.scalar(select(assignments.c.unit_id).where(assignments.c.id == assignment_id))
    if unit_id is None:
        raise NotFoundError("refuse.no_assignment", id=assignment_id)
    if unit_id != place.id:
        raise RefusedError("refuse.other_assignment", id=assignment_id, unit=place.name)


def _is_repeated(session: Session, day: date, desk: Desk, unit_id: int, category: str) -> bool:
    """Whether the unit had such a finding on an earlier day of the period; what was withdrawn does not count."""
    days = desk.office.policies.repeat_days
    if not category or not days:
        return False
    earlier = (
        select(findings.c.id)
        .join(rectifications, rectifications.c.finding_id == findings.c.id)
        .where(findings.c.unit_id == unit_id, findings.c.category == category)
        .where(findings.c.found_on.between(day - timedelta(days=days), day - timedelta(days=1)))
        .where(rectifications.c.status != RectificationStatus.WITHDRAWN)
    )
    return session.scalar(earlier.limit(1)) is not None


def _key(place: people.Place, day: date, fact: str, *more: object) -> str:
    said = "\x1f".join((fact.strip(), *map(str, more)))
    return f"{place.code}:{day}:{sha256(said.encode()).hexdigest()[:16]}"


def _case_of(session: Session, key: str) -> int:
    joined = select(rectifications.c.id).join(findings, findings.c.id == rectifications.c.finding_id)
    return int(session.execute(joined.where(findings.c.key == key)).scalar_one())


def _open_case(session: Session, day: date, desk: Desk, finding_id: int, found: _Found) -> dict[str, Any]:
    policies = desk.office.policies
    ladder = _ladder(session, desk, finding_id)
    ladder = hurried(ladder) if found.severity is FindingSeverity.URGENT else ladder
    case = {
        "number": _next_number(session, day.year),
        "finding_id": finding_id,
        "unit_id": found.unit_id,
        "opened_on": day,
        **_way(day, desk, found.severity),
        **found.deadline.columns(),
        "ladder": freeze(ladder),
        "ladder_version": ladder_version(ladder),
        "restarts_at": policies.return_restarts_at,
        "needs_revisit": rectifying.needs_return_visit(found.severity) or _is_monitored(session, found.unit_id),
        "check_ladder": freeze(desk.office.check_ladder),
        "check_version": ladder_version(desk.office.check_ladder),
    }
    return case | {"id": insert_new(session, Rectification, [case], unless=["finding_id"])[0].id}


def _way(day: date, desk: Desk, severity: FindingSeverity) -> dict[str, Any]:
    """Where a case of this severity begins."""
    if rectifying.is_settled_at_once(severity):
        return {"status": RectificationStatus.CLOSED.value, "closed_on": day, "check_due_on": None}
    if rectifying.goes_to_the_office(severity):
        by = noticing.last_day(day, desk, desk.office.policies.issuing)
        return {"status": RectificationStatus.DRAFT.value, "closed_on": None, "check_due_on": by}
    return {"status": RectificationStatus.ISSUED.value, "closed_on": None, "check_due_on": None}


def _is_monitored(session: Session, unit_id: int) -> bool:
    running = exists().where(monitorings.c.unit_id == unit_id, monitorings.c.ended_on.is_(None))
    return bool(session.scalar(select(running)))


def _append(session: Session, day: date, desk: Desk, case: Mapping[str, Any], found: _Found) -> None:
    language, row = desk.office.language, found.row
    said = say(language, "act.found")
    if row["severity"] != row["observed"]:
        was, now = (say(language, f"severity.{row[name]}") for name in ("observed", "severity"))
        said = say(language, "act.found_again", category=row["category"], was=was, now=now)
    elif case["status"] == RectificationStatus.CLOSED:
        said = say(language, "act.advised", advice=row["advice"])
    data = {"round": 1, "rung": 0, "extensions": 0, "submitted_on": None, "check_rung": 0, **cases.tracked(case)}
    step = history.Step(case["id"], "", case["status"], said, data)
    history.append(session, day, Subject.RECTIFICATION, [step], by=found.by, rules=rule_version(desk.office))


def _ladder(session: Session, desk: Desk, finding_id: int) -> tuple[Rung, ...]:
    """The ladder that the plan names for the work in which the finding was made; the office's usual one otherwise."""
    made_in = select(work_items.c.item).join(assignments, assignments.c.work_item_id == work_items.c.id)
    found = made_in.join(findings, findings.c.assignment_id == assignments.c.id).where(findings.c.id == finding_id)
    entry = desk.plan.entry(session.execute(found).scalar() or "")
    return desk.office.ladder_named(entry.ladder if entry else "")


def _next_number(session: Session, year: int) -> str:
    """整改〔2026〕3号: the counter's row is held until the transaction ends, so none is given twice or left out."""
    series = f"rectification-{year}"
    insert_new(session, Counter, [{"series": series}], unless=["series"], returning=["series"])
    last = session.execute(
        update(counters).where(counters.c.series == series).values(last=counters.c.last + 1).returning(counters.c.last)
    ).scalar_one()
    return f"整改〔{year}〕{last}号"
