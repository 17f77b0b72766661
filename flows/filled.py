"""What a person picked or typed in a form, read back; what cannot be read is refused with a sentence."""

from __future__ import annotations

import re
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING

from flows.naming import leading
from rules.errors import NotFoundError, RefusedError
from words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.desk import Desk
    from rules.office import Unit


def meant(language: str, word: str, values: Iterable[str], label: str) -> str:
    """The value that a label stands for.

    Raises:
        RefusedError: no such label; the sentence lists what there is.
    """
    known = {say(language, f"{word}.{value}"): str(value) for value in values}
    if label in known.values():
        return label
    if label not in known:
        raise RefusedError("forms.refused.not_in_list", value=label, allowed="、".join(known))
    return known[label]


def picked_unit(desk: Desk, label: str) -> Unit:
    """The unit of a label; its code or its name alone do as well.

    Raises:
        NotFoundError: no such unit.
    """
    wanted = leading(label)
    for unit in desk.roster.units:
        if wanted in (unit.code, unit.name):
            return unit
    raise NotFoundError("forms.refused.no_unit", value=label)


def picked_id(label: str) -> int:
    """The number at the front of a label.

    Raises:
        RefusedError: none stands there: the list was empty, or something else was typed.
    """
    number = leading(label)
    if not number.isdecimal():
        raise RefusedError("forms.refused.no_number", value=label)
    return int(number)


def typed_date(text: str) -> date | None:
    """The day that a person typed, None where the field is empty.

    Raises:
        RefusedError: it is no day, with an example.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip().replace("/", "-").replace(".", "-"))
    except ValueError:
        raise RefusedError("forms.refused.no_date", value=text) from None


def needed_date(text: str) -> date:
    """The day that a person has to type.

    Raises:
        RefusedError: it is no day, or the field is empty.
    """
    found = typed_date(text)
    if found is None:
        raise RefusedError("forms.refused.no_date", value=text)
    return found


def typed_list(text: str) -> tuple[str, ...]:
    """What a person typed with commas, or one a line."""
    return tuple(part.strip() for part in re.split(r"[,，、;；\n]", text) if part.strip())


def typed_value(text: str) -> float:
    """The number that a person typed, a percent sign behind it or not.

    Raises:
        RefusedError: it is no number.
    """
    try:
        value = float(text.strip().rstrip("%％"))
    except ValueError:
        raise RefusedError("forms.refused.no_value", value=text) from None
    if not isfinite(value):
        raise RefusedError("forms.refused.no_value", value=text)
    return value
