"""What pydantic finds wrong, as our own problems: none of its English sentences ever reaches a user."""

from __future__ import annotations

import re
import typing
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, RootModel, ValidationError

from calendars.documents import Document, Place, key_path
from rules.errors import InputError, Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

CODES = {
    "missing": "missing",
    "extra_forbidden": "unknown_key",
    "enum": "not_one_of",
    "literal_error": "not_one_of",
    "int_type": "not_a_number",
    "int_parsing": "not_a_number",
    "int_from_float": "not_a_number",
    "int_parsing_size": "not_a_number",
    "bool_type": "not_yes_or_no",
    "bool_parsing": "not_yes_or_no",
    "string_type": "not_text",
    "string_too_short": "empty_text",
    "string_too_long": "too_long",
    "too_short": "empty_list",
    "tuple_type": "not_a_list",
    "list_type": "not_a_list",
    "model_type": "not_a_group",
    "dict_type": "not_a_group",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "invalid_key": "unknown_key",
}

AnyShape = TypeVar("AnyShape", bound=BaseModel)
_SHOWN = 60


def read_shape(
    shape: type[AnyShape], document: Document, named: Place = (), together: tuple[Problem, ...] = ()
) -> AnyShape:
    """The document as that shape.

    Args:
        shape: the model that the document must fit.
        document: what was written.
        named: the list whose items have an ``id``, shown beside their number: ``entries[3](P3C-02-1)``.
        together: what was found wrong between the parts that are readable, to be told at the same time.

    Raises:
        InputError: every place that does not fit, with its line, in the order of the file.
    """
    found = list(together)
    fitted: AnyShape | None = None
    try:
        fitted = shape.model_validate(document.data)
    except ValidationError as error:
        found += (_problem(shape, document, detail, named) for detail in error.errors(include_url=False))
    if fitted is None or found:
        raise InputError(tuple(sorted(found, key=lambda problem: int(problem.more["line"]))))
    return fitted


def readable(shape: type[AnyShape], written: Any) -> tuple[tuple[int, AnyShape], ...]:
    """The items of a list that fit the shape, each with its place in the list; the others are told of elsewhere."""
    found = []
    for index, item in enumerate(written if isinstance(written, list) else ()):
        with suppress(ValidationError):
            found.append((index, shape.model_validate(item)))
    return tuple(found)


def named_path(document: Document, place: Place, named: Place) -> str:
    """The key path of a place, the id of its list item in brackets: ``entries[3](P3C-02-1).window``."""
    head, tail = place[: len(named) + 1], place[len(named) + 1 :]
    if not named or head[: len(named)] != named or len(head) <= len(named):
        return key_path(place)
    item = _at(document.data, head)
    identity = item.get("id") if isinstance(item, dict) else None
    label = f"({identity})" if identity else ""
    return f"{key_path(head)}{label}" + (f".{key_path(tail)}" if tail else "")


def _at(data: Any, place: Place) -> Any:
    """What was written at a place; None where nothing was."""
    for part in place:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _problem(shape: type[BaseModel], document: Document, detail: ErrorDetails, named: Place) -> Problem:
    kind, context = detail["type"], detail.get("ctx", {})
    place = document.place(tuple(part for part in detail["loc"] if not _is_form(part)))
    code = CODES.get(kind) or _own_code(kind)
    more = {"line": str(document.line(place)), "key": str(place[-1]) if place else ""}
    value = "" if kind == "missing" else _shown(detail["input"])
    return Problem(
        document.file,
        named_path(document, place, named),
        code,
        str(place[-1]) if code == "unknown_key" else value,
        _allowed(shape, detail["loc"], kind, context),
        more=more | {key: str(item) for key, item in context.items() if key not in {"error", "line", "key"}},
    )


def _own_code(kind: str) -> str:
    """The code that a validator of our shapes raised as ``our_window``; anything else is not readable."""
    return kind.removeprefix("our_") if kind.startswith("our_") else "unreadable"


def _shown(value: Any) -> str:
    """The value as it is written in YAML, not as Python shows it."""
    text = "" if value is None else str(value)
    if isinstance(value, dict | list):
        text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False).strip()
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _allowed(shape: type[BaseModel], place: Place, kind: str, context: dict[str, Any]) -> str:
    if CODES.get(kind) == "unknown_key":
        return "、".join(_keys(shape, place[:-1]))
    if "expected" in context:
        return "、".join(re.findall(r"'([^']*)'", context["expected"]))
    return str(context.get("allowed", _limit(context)))


def _limit(context: dict[str, Any]) -> str:
    if "ge" in context:
        return f"≥ {context['ge']}"
    return f"≤ {context['le']}" if "le" in context else ""


def _is_form(part: str | int) -> bool:
    """Whether it is no key that was written, but pydantic's own mark: the form taken, ``<TermShape>``, or ``[key]``."""
    return str(part).startswith(("<", "["))


def _keys(shape: type[BaseModel], place: Place) -> list[str]:
    """The keys that may stand at a place, found by walking down the shapes."""
    found: list[type[BaseModel]] = [shape]
    for part in place:
        found = _below(found, part)
    return [field.alias or name for one in found[:1] for name, field in one.model_fields.items()]


def _below(shapes: list[type[BaseModel]], part: str | int) -> list[type[BaseModel]]:
    if any(issubclass(shape, RootModel) for shape in shapes):
        return [inner for shape in shapes for inner in _inner(shape.model_fields["root"].annotation)]
    if isinstance(part, int):
        return shapes
    if _is_form(part):
        return [shape for shape in shapes if part == f"<{shape.__name__}>"]
    fields = {field.alias or name: field for shape in shapes for name, field in shape.model_fields.items()}
    return _inner(fields[part].annotation) if part in fields else shapes


def _inner(annotation: Any) -> list[type[BaseModel]]:
    """The shapes inside ``tuple[Shape, ...]``, ``Shape | None`` or ``dict[str, Shape]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for item in typing.get_args(annotation) for found in _inner(item)]
