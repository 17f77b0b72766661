"""Which fields every form has, in the order of the page, and which pick lists follow the office's work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.recording import COUNTS


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `picks` names its pick list; `many` lets several be picked; `default` None means it must be filled."""

    name: str
    picks: str = ""
    many: bool = False
    kind: str = "string"
    default: Any = None
    first: bool = False


_BY = Field("by", picks="office_people", first=True)
"""Of the office or an inspector: what schools cannot do they are not offered."""

FORMS: dict[str, tuple[Field, ...]] = {
    "programme": (
        Field("item", picks="item", first=True),
        Field("period", picks="period", first=True),
        Field("act", picks="act", first=True),
    ),
    "draw": (
        Field("entry", picks="inspections", first=True),
        Field("title", default=""),
        Field("checklist", default=""),
        Field("how_many", default=""),
        Field("zones", picks="zones", many=True, default=[]),
        Field("kinds", picks="kinds", many=True, default=[]),
        Field("monitored", kind="boolean", default=False),
        Field("inspectors", kind="integer", default=2),
        Field("first_on", default=""),
        Field("due_on", default=""),
        Field("secret", kind="boolean", default=False),
        Field("seed", default=""),
        _BY,
    ),
    "finding": (
        Field("unit", picks="units"),
        Field("severity", picks="severities", first=True),
        Field("fact"),
        Field("category", picks="categories", first=True),
        Field("place", default=""),
        Field("basis", default=""),
        Field("evidence", default=""),
        Field("advice", default=""),
        Field("assignment", picks="visits", first=True),
        Field("due_on", default=""),
        _BY,
    ),
    "visit": (
        Field("unit", picks="schools"),
        Field("visited_on", default=""),
        Field("half", picks="halves", first=True),
        Field("inspector", picks="inspectors"),
        Field("companions", picks="inspectors", many=True, default=[]),
        Field("looked_at"),
        Field("record", default=""),
        *(Field(name, kind="integer", default=0) for name in COUNTS),
        Field("highlights", default=""),
        Field("problems", default=""),
        Field("result"),
        Field("findings", default=""),
        Field("assignment", picks="months_visits", first=True),
        _BY,
    ),
    "supervise": (
        Field("kind", picks="supervision_kinds", first=True),
        Field("topic"),
        Field("matters", default=""),
        Field("units", picks="schools", many=True),
        Field("team", picks="inspectors", many=True),
        Field("on_site_on"),
        _BY,
    ),
    "supervision_step": (
        Field("supervision", picks="supervisions"),
        Field("step", picks="supervision_steps"),
        Field("done_on", default=""),
        Field("document", default=""),
        Field("note", default=""),
        Field("deadline_on", default=""),
        _BY,
    ),
    "rearrange": (
        Field("supervision", picks="supervisions"),
        Field("on_site_on", default=""),
        Field("team", picks="inspectors", many=True, default=[]),
        Field("why"),
        _BY,
    ),
    "case": (
        Field("case", picks="cases"),
        Field("act", picks="case_acts"),
        Field("by", picks="people"),
        Field("why", default=""),
        Field("due_on", default=""),
    ),
    "extension": (
        Field("request", picks="requests"),
        Field("act", picks="extension_acts"),
        Field("by", picks="deciders", first=True),
        Field("why", default=""),
        Field("due_on", default=""),
    ),
    "decide": (
        Field("proposal", picks="proposals"),
        Field("measure", picks="measures"),
        Field("by", picks="deciders"),
        Field("reason"),
        Field("basis", default=""),
    ),
    "complain": (
        Field("unit", picks="units"),
        Field("how", picks="hows", first=True),
        Field("received_on", default=""),
        Field("handler", picks="office_people"),
        _BY,
    ),
    "complaint": (
        Field("complaint", picks="complaints"),
        Field("act", picks="complaint_acts"),
        Field("inspector", picks="complaint_inspectors", first=True),
        Field("visit_by", default=""),
        Field("case", picks="cases_to_link", first=True),
        Field("text", default=""),
        Field("reply", default=""),
        _BY,
    ),
    "monitor": (
        Field("unit", picks="units"),
        Field("act", picks="monitor_acts", first=True),
        Field("reason"),
        Field("case", picks="cases_or_none", first=True),
        Field("checks", picks="announcements", first=True),
        Field("by", picks="deciders", first=True),
    ),
    "answer": (
        Field("assignment", picks="assignments"),
        Field("act", picks="assignment_acts"),
        Field("by", picks="people"),
        Field("text", default=""),
    ),
    "start": (
        Field("entry", picks="events"),
        Field("units", picks="units", many=True),
        Field("due_on", default=""),
        _BY,
    ),
    "measure": (
        Field("target", picks="targets"),
        Field("unit", picks="measured_units", first=True),
        Field("period"),
        Field("value"),
        Field("source"),
        _BY,
    ),
    "failed": (Field("run"),),
    "resend": (Field("message", picks="messages"), Field("act", picks="message_acts", first=True), _BY),
    "release": (Field("held", picks="held"), Field("act", picks="held_acts", first=True), _BY),
    "reload": (Field("act", picks="reload_acts", first=True),),
}
"""Field by field, in the order of the page; a form of no fields stands nowhere here."""

REFRESHED = (
    "draw",
    "finding",
    "visit",
    "supervise",
    "supervision_step",
    "rearrange",
    "case",
    "extension",
    "decide",
    "monitor",
    "complain",
    "complaint",
    "answer",
    "start",
    "measure",
    "resend",
    "release",
)
"""Forms whose pick lists come from the database and change while the office works."""
