"""A case as a person or a program reads it, and the one way in which every command acts on a case."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from cli.places import enter, split_places
from cli.printing import put, put_json, put_table, word
from cli.speaking import told
from models.engine import transaction
from models.repeating import tries
from reports.cases import Case, read_case
from services.history import SYSTEM

CASE = ("number", "unit", "severity", "status", "first_due_on", "due_on", "days_left", "days_overdue", "rung", "fact")
_STEPS = ("on", "by", "via", "from", "to", "why", "rules")
_CLIMBS = ("on", "stage", "round", "rung", "days_overdue", "told")
_REQUESTS = ("number", "asked_on", "by", "wanted_on", "status", "decided_by", "why")
_PROPOSALS = ("proposal", "rung", "proposed_on", "measures", "decision", "decided_by", "why", "basis")
_VISITS = ("on", "by", "round", "outcome", "mended")


def act_on(step: Any, places: list[str], *, as_json: bool, **values: object) -> None:
    """The step is taken on the case that was named, and the case stands on the screen."""
    folder, subject = split_places(places)
    door = enter(folder)
    for attempt in tries():
        with attempt, transaction(door.engine, via=f"dudao {step.__name__.strip('_').replace('_', '-')}") as session:
            moved = step(session, door.day, door.desk, subject, **values)
            found = read_case(session, door.day, door.desk, moved)
    put_case(found, as_json=as_json)


def put_case(found: Case, *, as_json: bool) -> None:
    """The case with its whole history."""
    if as_json:
        put_json(_document(found))
        return
    put_table(CASE, [case_row(found.line)])
    details = found.details
    said = [(name, getattr(details, name)) for name in ("category", "place", "basis", "advice")]
    for name, text in [*said, ("evidence", "、".join(details.evidence))]:
        if text:
            put(told(f"case.{name}", text=text))
    put_table(_STEPS, map(_step_row, found.steps), told("case.steps"))
    put_table(_CLIMBS, map(_climb_row, found.climbs), told("case.climbs"))
    put_table(_REQUESTS, map(_request_row, found.extensions), told("case.extensions"))
    put_table(_PROPOSALS, map(_proposal_row, found.proposals), told("case.proposals"))
    put_table(_VISITS, map(_visit_row, found.revisits), told("case.revisits"))


def case_row(line: Any) -> list[object]:
    """A case as one line of a table."""
    return [
        line.number,
        line.unit,
        word("severity", line.severity),
        word("status.rectification", line.status),
        line.first_due_on,
        line.owed_on,
        line.days_left,
        line.working_days_overdue or line.check_overdue or "",
        line.rung or "",
        line.fact,
    ]


def _document(found: Case) -> dict[str, Any]:
    """The case's own fields, and its history beside them."""
    own = {field.name: getattr(found.line, field.name) for field in fields(found.line)}
    counted = {"due_basis": found.due_basis, "due_value": found.due_value, "finding": found.details}
    more = {"requests": found.extensions, "proposals": found.proposals, "revisits": found.revisits}
    return {**own, **counted, **more, "history": found.steps, "escalations": found.climbs, "ladder": found.ladder}


def _step_row(step: Any) -> list[object]:
    by = told("case.system") if step.by == SYSTEM else step.by
    moved = (word("status.rectification", status) for status in (step.from_status, step.to_status))
    return [step.on, by, step.via, *moved, step.why, step.rules]


def _climb_row(climb: Any) -> list[object]:
    stage = word("stage_of_case", climb.stage)
    return [climb.on, stage, climb.round, climb.rung, climb.working_days_overdue, climb.told]


def _request_row(one: Any) -> list[object]:
    status = word("status.extension", one.status)
    return [one.id, one.asked_on, one.asked_by, one.wanted_on, status, one.decided_by, one.why or one.reason]


def _proposal_row(one: Any) -> list[object]:
    decision = "" if one.decided_on is None else one.measure or told("case.declined")
    measures = "、".join(one.measures)
    return [one.id, one.rung, one.proposed_on, measures, decision, one.decided_by, one.reason, one.basis]


def _visit_row(one: Any) -> list[object]:
    return [one.on, one.by, one.round, one.outcome, told("case.mended" if one.is_mended else "case.not_mended")]
