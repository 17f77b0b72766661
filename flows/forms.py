"""The forms that a coordinator fills in: which fields they have, and the schema that Prefect's page shows for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flows.fields import FORMS, Field
from flows.naming import JOIN
from flows.timing import OPEN, SUM_UP
from words import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rules.plan import Occurrence

NO_LIST_ABOVE = 1500
"""A pick list longer than this is no help: the field is then typed, and its help says what to type."""


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
