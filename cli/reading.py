"""What a person types: days, shares, severities; what cannot be read is wrong usage and says what can."""

from __future__ import annotations

from datetime import date

import typer

from cli.speaking import language, told
from rules.drawing import HowMany, how_many
from rules.errors import RefusedError
from rules.office import FindingSeverity
from words import say


def read_day(text: str) -> date:
    """``2026-03-02``."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(told("wrong.day", value=text)) from None


def read_replies(text: str) -> str | float:
    """``all``, ``none`` or a share from 0 to 1."""
    value = text.strip().lower()
    return value if value in {"all", "none"} else read_share(value)


def read_share(text: str) -> float:
    """A share from 0 to 1, both included."""
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise typer.BadParameter(told("wrong.share", value=text))
    return share


def read_severity(text: str) -> str:
    """``ordinary``, or its word in the language of this run: ``一般``."""
    words = {say(language(), f"severity.{severity}"): severity for severity in FindingSeverity}
    wanted = text.strip()
    if wanted not in words and wanted not in set(FindingSeverity):
        raise typer.BadParameter(told("wrong.choice", value=text, allowed=", ".join(FindingSeverity)))
    return str(words.get(wanted, wanted))


def read_how_many(text: str | HowMany) -> HowMany:
    """``12`` units, ``5%`` of the pool, ``2/zone`` of every zone."""
    if isinstance(text, HowMany):
        return text
    try:
        return how_many(text)
    except RefusedError:
        raise typer.BadParameter(told("wrong.how_many", value=text)) from None
