"""What only the way out can tell of a folder: its own templates and its gateway files, each tried with examples."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from calendars.office_file import read_office
from calendars.overrides import FOLDER
from notifications.composing import template_problems
from notifications.gateways import gateway_problems
from notifications.schemes import apprise_problems
from notifications.sealing import key_file, open_seal
from rules.errors import DudaoError, InputError
from settings import Settings
from words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rules.errors import Problem


def delivery_problems(folder: Path) -> tuple[Problem, ...]:
    """Every template in which an example cannot be said, gateway file that cannot be used, address that is blind."""
    templates = tuple(problem for language in LANGUAGES for problem in template_problems(language, folder / FOLDER))
    try:
        channels = read_office(folder).channels
    except InputError:
        return templates
    gateways = gateway_problems(folder, tuple(channel.gateway for channel in channels if channel.gateway))
    return templates + gateways + apprise_problems(channels, os.environ, _unseal(folder))


def _unseal(folder: Path) -> Callable[[str], str] | None:
    """What makes sealed addresses readable, where there is a key; checking makes none."""
    key = Settings().key
    written = key.get_secret_value() if key else ""
    if not written and not key_file(folder).is_file():
        return None
    try:
        return open_seal(folder, written).unseal
    except DudaoError:
        return None
