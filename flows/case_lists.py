"""Labels of the pick lists about cases: requests for more time, and what the ladders propose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.naming import JOIN
from words import say

if TYPE_CHECKING:
    from reports.case_parts import Proposed, Request
    from reports.complaints import ComplaintLine
    from rules.desk import Desk


def request_label(language: str, each: Request) -> str:
    """A request for more time as a pick list shows it."""
    wanted = say(language, "forms.wanted", day=each.wanted_on, due=each.old_due_on)
    return JOIN.join((str(each.id), each.case, each.unit, wanted, each.asked_by))


def proposal_label(language: str, each: Proposed) -> str:
    """A proposal as a pick list shows it."""
    rung = say(language, "reports.rung", rung=each.rung)
    return JOIN.join((str(each.id), each.case, each.unit, rung, "、".join(each.measures)))


def complaint_label(language: str, each: ComplaintLine) -> str:
    """A complaint as a pick list shows it: by its number and clock; its unit is for those named on it."""
    due = say(language, "forms.due", day=each.due_on)
    return JOIN.join((str(each.id), each.number, say(language, f"status.complaint.{each.status}"), due))


def measures(desk: Desk) -> tuple[str, ...]:
    """Everything that a ladder of the office proposes, each once; what a case's own ladder proposed is checked then."""
    ladders = (desk.office.ladder, *desk.office.ladders.values())
    return tuple(dict.fromkeys(measure for ladder in ladders for rung in ladder for measure in rung.proposals))
