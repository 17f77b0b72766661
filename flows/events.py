"""Events of Prefect for the important changes of cases, on which an office can hang its own automations.

They are ``dudao.case.issued``, ``submitted``, ``overdue``, ``climbed`` and ``closed``.

They are read from the history after the commit: the rows are the truth, and an event that is lost loses nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prefect.events import emit_event

from flows.naming import office_slug
from models.engine import reading
from reports.events import Happened, last_change, read_happened

if TYPE_CHECKING:
    from flows.door import Door


def mark(door: Door) -> int:
    """How far the history has come; to be read before an act."""
    with reading(door.engine) as session:
        return last_change(session)


def announce(door: Door, since: int, via: str) -> int:
    """Every important change that was made through `via` after the mark is an event; how many."""
    with reading(door.engine) as session:
        happened = read_happened(session, since, via)
    for each in happened:
        emit_event(event=f"dudao.case.{each.what}", resource=_resource(door, each), payload=_payload(each))
    return len(happened)


def _resource(door: Door, each: Happened) -> dict[str, str]:
    return {
        "prefect.resource.id": f"dudao.case.{office_slug(door.name)}.{each.case_id}",
        "prefect.resource.name": each.number,
        "dudao.office": door.name,
    }


def _payload(each: Happened) -> dict[str, Any]:
    return {
        "number": each.number,
        "unit": each.unit,
        "zone": each.zone,
        "severity": each.severity,
        "status": each.status,
        "due_on": each.due_on.isoformat(),
        "rung": each.rung,
        "by": each.by,
        "on": each.on.isoformat(),
    }
