"""What only the way out can tell of a folder: its own templates and its gateway files, each tried with examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calendars.office_file import read_office
from calendars.overrides import FOLDER
from notifications.composing import template_problems
from notifications.gateways import gateway_problems
from rules.errors import InputError
from words import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from rules.errors import Problem


def delivery_problems(folder: Path) -> tuple[Problem, ...]:
    """Every template in which an example cannot be said, and every gateway file that cannot be used."""
    templates = tuple(problem for language in LANGUAGES for problem in template_problems(language, folder / FOLDER))
    try:
        channels = read_office(folder).channels
    except InputError:
        return templates
    return templates + gateway_problems(folder, tuple(channel.gateway for channel in channels if channel.gateway))
