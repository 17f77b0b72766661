"""Every short word and sentence that a user sees, in Chinese and English; the documents are templates elsewhere.

One YAML file per room and language: ``zh/services.yaml`` holds the words that begin there. Keys are dotted paths
(``status.assignment.open``). A house test proves that both languages have the same keys with the same blanks.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

LANGUAGES = ("zh", "en")


def say(language: str, word: str, **values: object) -> str:
    """The sentence for a word in a language, its blanks filled.

    Args:
        language: ``zh`` or ``en``.
        word: a dotted key of the catalogue.
        values: the blanks; more than the sentence has is no error.

    Raises:
        KeyError: no such word: a defect of ours, never of the user's input.
    """
    return _catalogue(language)[word].format(**values)


def has(language: str, word: str) -> bool:
    """Whether the catalogue has such a word."""
    return word in _catalogue(language)


def catalogue(language: str) -> dict[str, str]:
    """All words of a language, as a copy: key to sentence with blanks."""
    return dict(_catalogue(language))


@cache
def _catalogue(language: str) -> dict[str, str]:
    merged: dict[str, str] = {}
    for source in sorted(files("words").joinpath(language).iterdir(), key=lambda item: item.name):
        if source.name.endswith(".yaml"):
            merged |= _flat(yaml.safe_load(source.read_text(encoding="utf-8")) or {}, "")
    return merged


def _flat(tree: dict[str, Any], prefix: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        path = f"{prefix}{key}"
        flat |= _flat(value, f"{path}.") if isinstance(value, dict) else {path: str(value)}
    return flat
