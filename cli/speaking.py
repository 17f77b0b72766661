"""In which language the command speaks: ``DUDAO_LANGUAGE``, else the office's own, else Chinese."""

from __future__ import annotations

import os
import re
from contextvars import ContextVar
from typing import TYPE_CHECKING

from words import LANGUAGES, say

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "DUDAO_LANGUAGE"
_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


def language() -> str:
    """The language of this run: ``zh`` or ``en``."""
    return _language.get()


def speak(wanted: str = "") -> str:
    """From here on this run speaks that language, where the environment does not ask for another one."""
    asked = os.environ.get(VARIABLE, "").strip().lower()[:2]
    chosen = next((name for name in (asked, wanted) if name in LANGUAGES), LANGUAGES[0])
    _language.set(chosen)
    return chosen


def speak_for(folder: Path) -> str:
    """The office's language is spoken, also where the rest of its folder is not in order."""
    file = folder / "office.yaml"
    text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    found = re.search(r"""^(?:language|语言):\s*["']?(\w+)""", text, flags=re.MULTILINE)
    return speak(found[1] if found else "")


def told(word: str, **values: object) -> str:
    """The sentence for a word below ``cli.`` in the language of this run."""
    return say(language(), f"cli.{word}", **values)
