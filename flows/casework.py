"""The further forms about cases: more time, a measure that was proposed, key monitoring, complaints."""

from __future__ import annotations

from functools import partial
from typing import Any

from prefect import flow

from flows.acting import Filled, act_on_complaint
from flows.door import open_door
from flows.filled import meant, picked_id, picked_unit, typed_date
from flows.naming import digest, parts
from flows.papers import leave_case, leave_note
from flows.picking import ANNOUNCEMENTS, COMPLAINT_ACTS, EXTENSION_ACTS, MONITOR_ACTS
from flows.running import finish, name_run, refusing
from flows.step import step
from rules.complaining import HOWS
from services import complaining, deciding, extending, monitoring
from words import say


@flow(name="decide-extension")
@refusing
async def decide_extension(request: str, act: str, by: str, why: str = "", due_on: str = "") -> Any:
    """A request for more time is approved, and the new day counts from now on, or refused."""
    door = open_door()
    await name_run(say(door.language, "flows.extension.name"), *parts(request), act)
    number, until = picked_id(request), typed_date(due_on)
    approve = meant(door.language, "forms.extension_act", EXTENSION_ACTS, act) == "approve"
    decide = partial(extending.decide, day=door.day, desk=door.desk, extension_id=number, by=by, approve=approve)
    case_id = await step(door, "extension", partial(decide, why=why.strip(), granted_on=until))
    await leave_case(door, case_id, "case")
    await finish(door)


@flow(name="decide-measure")
@refusing
async def decide_measure(proposal: str, measure: str, by: str, reason: str, basis: str = "") -> Any:
    """What the ladder proposed is decided, with its reason and basis, for good."""
    door = open_door()
    await name_run(say(door.language, "flows.decide.name"), *parts(proposal), measure)
    number = picked_id(proposal)
    taken = "" if measure == say(door.language, "forms.no_measure") else measure
    decide = partial(deciding.decide, day=door.day, desk=door.desk, proposal_id=number, by=by)
    case_id = await step(door, "decide", partial(decide, measure=taken, reason=reason.strip(), basis=basis.strip()))
    await leave_case(door, case_id, "case")
    await finish(door)


@flow(name="monitor-unit")
@refusing
async def monitor_unit(  # noqa: PLR0913, PLR0917  (the fields of the form)
    unit: str, act: str, reason: str, by: str, case: str = "", checks: str = ""
) -> Any:
    """A unit is on key monitoring, with its checks, or is not any more."""
    door = open_door()
    where = picked_unit(door.desk, unit)
    await name_run(say(door.language, "flows.monitor.name"), where.name, act)
    verb = meant(door.language, "forms.monitor_act", MONITOR_ACTS, act)
    if verb == "end":
        work: Any = partial(monitoring.end, why=reason.strip())
    else:
        quiet = meant(door.language, "forms.announcement", ANNOUNCEMENTS, checks or ANNOUNCEMENTS[0])
        about = (picked_id(case) or None) if case else None
        work = partial(monitoring.start, reason=reason.strip(), case=about, unannounced=quiet == ANNOUNCEMENTS[0])
    await step(door, "monitor", partial(work, day=door.day, desk=door.desk, unit=where.code, by=by))
    said = say(door.language, f"flows.note.monitor_{verb}", unit=where.name, by=by, why=reason.strip())
    await leave_note(door, say(door.language, "flows.monitor.name"), said)
    await finish(door)


@flow(name="register-complaint")
@refusing
async def register_complaint(unit: str, how: str, handler: str, by: str, received_on: str = "") -> Any:
    """A complaint has its number and its clocks; who complained and of what is not for a run's parameters."""
    door = open_door()
    where, name = picked_unit(door.desk, unit), say(door.language, "flows.complain.name")
    await name_run(name, door.day)
    way, received = meant(door.language, "forms.how", HOWS, how), typed_date(received_on)
    key = digest("complaint", door.day, where.code, way, received, handler, by)
    work = partial(complaining.register, day=door.day, desk=door.desk, unit=where.code, how=way, key=key)
    number = await step(door, "complain", partial(work, by=by, handler=handler, received_on=received))
    await leave_note(door, name, say(door.language, "flows.note.complained", number=number, handler=handler))
    await finish(door)


@flow(name="handle-complaint")
@refusing
async def handle_complaint(  # noqa: PLR0913, PLR0917  (the fields of the form)
    complaint: str,
    act: str,
    by: str,
    inspector: str = "",
    visit_by: str = "",
    case: str = "",
    text: str = "",
    reply: str = "",
) -> Any:
    """A complaint has taken one step; the run is named by its number, and what it leaves says nothing of the matter."""
    door = open_door()
    name = say(door.language, "flows.complaint.name")
    await name_run(name, *parts(complaint)[:1], act)
    number, verb = picked_id(complaint), meant(door.language, "forms.complaint_act", COMPLAINT_ACTS, act)
    chosen = "" if inspector == say(door.language, "forms.nobody") else inspector.strip()
    linked = (picked_id(case) or None) if case else None
    filled = Filled(chosen, typed_date(visit_by), linked, text.strip(), reply.strip())
    await step(door, "complaint", partial(act_on_complaint, door, verb, number, by, filled))
    said = say(
        door.language, "flows.note.complaint", number="".join(parts(complaint)[:1]) or str(number), act=act, by=by
    )
    await leave_note(door, name, said)
    await finish(door)
