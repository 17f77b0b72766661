"""Composing: the words of a message from its kind and facts. What is said stands in the templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

import words
from notifications.examples import examples
from notifications.letters import Words
from notifications.writing import filters
from rules.errors import Problem

_TEMPLATES = Path(__file__).parent / "templates"
_PARAGRAPHS = frozenset({"fact", "why"})
_FAILURES = (TemplateError, TypeError, ValueError, KeyError, AttributeError)

KINDS = tuple(sorted(path.name.removesuffix(".md.j2") for path in (_TEMPLATES / "zh").glob("[!_]*.md.j2")))
"""Every kind of message that has words."""


class ComposingError(Exception):
    """A template does not fit the facts; the text says which and why."""


def compose(language: str, kind: str, facts: Mapping[str, Any], overrides: Path | None = None) -> Words:
    """The subject and body of a message.

    Args:
        language: ``zh`` or ``en``.
        kind: one of `KINDS`.
        facts: what `Message.facts` holds: plain strings, numbers, lists; days as ISO text.
        overrides: the office's ``templates`` folder: ``<language>/<kind>.md.j2`` there goes before ours.

    Raises:
        ComposingError: a fact is missing, or the office's own template is broken.
    """
    try:
        template = _environment(language, overrides).get_template(f"{kind}.md.j2")
        text = template.render(_plain(facts))
    except _FAILURES as error:
        raise ComposingError(f"{language}/{kind}.md.j2: {type(error).__name__}: {error}") from error
    subject, _, body = text.strip().partition("\n")
    return Words(subject.strip(), re.sub(r"\n{3,}", "\n\n", body).strip() or subject.strip())


def template_problems(language: str, overrides: Path) -> tuple[Problem, ...]:
    """Every template of the office's own in which one of our examples cannot be said: a wrong name, a wrong filter.

    Names of files and the syntax are checked where the office folder is read.
    """
    own = ((kind, overrides / language / f"{kind}.md.j2") for kind in KINDS)
    found = ((path, _trouble(language, kind, overrides)) for kind, path in own if path.is_file())
    return tuple(
        Problem(f"{overrides.name}/{language}/{path.name}", "", "template_broken", said, more={"key": path.name})
        for path, said in found
        if said
    )


def _trouble(language: str, kind: str, overrides: Path) -> str:
    try:
        for facts in examples(kind).values():
            compose(language, kind, facts, overrides)
    except ComposingError as error:
        return str(error.__cause__)
    return ""


@cache
def _environment(language: str, overrides: Path | None) -> SandboxedEnvironment:
    folders = [_TEMPLATES / language] if overrides is None else [overrides / language, _TEMPLATES / language]
    environment = SandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        undefined=StrictUndefined,
        autoescape=False,  # plain text: an escaped fact would be read as it is written
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters(language)
    environment.globals["say"] = lambda word, **values: words.say(language, word, **values)
    return environment


def _plain(value: Any, name: str = "") -> Any:
    """Facts that cannot break a line where a line is meant: only a fact and a reason may have paragraphs."""
    if isinstance(value, str):
        lines = (" ".join(line.split()) for line in value.splitlines())
        return ("\n" if name in _PARAGRAPHS else " ").join(line for line in lines if line)
    if isinstance(value, dict):
        return {key: _plain(item, key) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
