"""The forms that a coordinator fills in: which fields they have, and the schema that Prefect's page shows for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.naming import JOIN
from flows.timing import OPEN, SUM_UP
from services.recording import COUNTS
from words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rules.plan import Occurrence

NO_LIST_ABOVE = 1500
"""A pick list longer than this is no help: the field is then typed, and its help says what to type."""


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
        Field("inspector", picks="inspectors", first=True),
        Field("companions", picks="inspectors", many=True, default=[]),
        Field("looked_at"),
        Field("record", default=""),
        *(Field(name, kind="integer", default=0) for name in COUNTS),
        Field("highlights", default=""),
        Field("problems", default=""),
        Field("result"),
        Field("findings", default=""),
        Field("assignment", picks="visits", first=True),
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
        Field("target", picks="targets", first=True),
        Field("period"),
        Field("value"),
        Field("source"),
        _BY,
        Field("unit", picks="measured_units", first=True),
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
    "case",
    "extension",
    "decide",
    "monitor",
    "complain",
    "answer",
    "start",
    "measure",
    "resend",
    "release",
)
"""Forms whose pick lists come from the database and change while the office works."""


def dress(language: str, form: str, lists: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The form as a JSON schema: title and help on every field, its pick list, its default, in order.

    Args:
        language: of the titles.
        form: a key of `FORMS`; any other form has no fields.
        lists: pick list to its labels.
    """
    fields = FORMS.get(form, ())
    properties = {
        field.name: _property(language, form, field, lists, position) for position, field in enumerate(fields)
    }
    required = [name for name, dressed in properties.items() if "default" not in dressed]
    title = say(language, "forms.title")
    return {"title": title, "type": "object", "properties": properties, "required": required, "definitions": {}}


def defaults(dressed: Mapping[str, Any]) -> dict[str, Any]:
    """What a field that was left alone means: the server fills in a deployment's parameters, never a schema's defaults.

    Args:
        dressed: a schema made by `dress`.
    """
    return {name: field["default"] for name, field in dressed["properties"].items() if "default" in field}


def _property(
    language: str, form: str, field: Field, lists: Mapping[str, Sequence[str]], position: int
) -> dict[str, Any]:
    labels = list(lists.get(field.picks, ())) if field.picks else []
    if field.picks and not labels:
        labels = [say(language, "forms.nothing")]
    picked = {"enum": labels} if field.picks and len(labels) <= NO_LIST_ABOVE else {}
    dressed: dict[str, Any] = {
        "title": say(language, f"forms.{form}.{field.name}.title"),
        "description": say(language, f"forms.{form}.{field.name}.help"),
        "position": position,
    }
    one = {"type": field.kind, **picked}
    dressed |= {"type": "array", "items": one} if field.many else one
    if field.first:
        dressed["default"] = labels[0]
    elif field.default is not None:
        dressed["default"] = field.default
    return dressed


def item_label(occurrence: Occurrence) -> str:
    """An entry in the pick list of its programme: key and title."""
    return f"{occurrence.item}{JOIN}{occurrence.title}"


def programme_lists(language: str, dated: Sequence[Occurrence]) -> dict[str, tuple[str, ...]]:
    """The pick lists of a programme's form: its entries, the two acts, and when.

    The period that the day itself says comes first, then those of this plan year and the next: a person finds one by
    typing its beginning.
    """
    return {
        "item": tuple(dict.fromkeys(item_label(each) for each in dated)),
        "period": (by_day(language), *dict.fromkeys(each.period for each in dated)),
        "act": tuple(say(language, f"forms.act.{act}") for act in (OPEN, SUM_UP)),
    }


def scheduled_parameters(language: str, occurrence: Occurrence, act: str) -> dict[str, str]:
    """What the runs of an entry's schedule are given: the same labels that a person would pick."""
    return {"item": item_label(occurrence), "period": by_day(language), "act": say(language, f"forms.act.{act}")}


def by_day(language: str) -> str:
    """The label of the period that the day itself says."""
    return say(language, "forms.by_day")
