"""Composing: the words of a message from its kind and facts. What is said stands in the templates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

import words
from notifications.examples import examples
from notifications.letters import Words
from notifications.shortening import size
from notifications.writing import filters
from rules.errors import Problem

_TEMPLATES = Path(__file__).parent / "templates"
_PARAGRAPHS = frozenset({"fact", "why", "text"})
LETTER_BYTES = 8_000
"""Sections of a letter beyond this are named by their titles only."""
_LISTS = frozenset({"digest", "overdue"})
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


def compose_letter(
    language: str, messages: Sequence[tuple[str, Mapping[str, Any]]], overrides: Path | None = None
) -> Words:
    """The subject and body of all that one person hears at once: one message as it is, several as sections.

    Lines of the same kind are joined and said once. What goes beyond the letter's length is named by its title only,
    and beyond that counted.

    Args:
        language: ``zh`` or ``en``.
        messages: kind and facts, the most urgent first.
        overrides: as in `compose`.

    Raises:
        ComposingError: as in `compose`.
    """
    joined = joined_lines(messages)
    if len(joined) == 1:
        return compose(language, *joined[0], overrides)
    sections: list[dict[str, str]] = []
    more: list[str] = []
    used = 0
    for kind, facts in joined:
        said = compose(language, kind, {**facts, "together": True, "link": ""}, overrides)
        title, text = _without(language, facts, said)
        used += size(title) + size(text)
        if sections and used > LETTER_BYTES:
            more.append(title)
        else:
            sections.append({"title": title, "text": text})
    first = joined[0][1]
    common = {name: first[name] for name in ("office", "person", "role")}
    day = max(str(facts["day"]) for _, facts in joined)
    link = next((facts["link"] for _, facts in joined if facts.get("link")), "")
    said_once = {"day": day, "link": link}
    return compose(language, "letter", {**common, **said_once, "sections": sections, "more": more}, overrides)


def joined_lines(messages: Sequence[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, Mapping[str, Any]]]:
    """The messages, those of one kind of list as one list: every line once, as its newest message has it.

    A list that waited from yesterday and today's list speak of the same work.
    """
    found: dict[object, tuple[str, Mapping[str, Any]]] = {}
    for number, (kind, facts) in enumerate(messages):
        if kind not in _LISTS:
            found[number] = (kind, facts)
            continue
        before = found.get(kind, (kind, {"lines": [], "day": ""}))[1]
        newer = facts if str(facts["day"]) >= str(before["day"]) else before
        lines = {_line_key(line): line for line in [*before["lines"], *facts["lines"]]}
        found[kind] = (kind, {**facts, **newer, "lines": sorted(lines.values(), key=lambda line: str(line["due_on"]))})
    return list(_said_once(found).values())


def _said_once(found: dict[object, tuple[str, Mapping[str, Any]]]) -> dict[object, tuple[str, Mapping[str, Any]]]:
    """What is told as overdue is not told as to be done beside it; a reminder of nothing else is left out."""
    if "overdue" not in found or "digest" not in found:
        return found
    told = {_line_key(line) for line in found["overdue"][1]["lines"]}
    facts = found["digest"][1]
    lines = [line for line in facts["lines"] if _line_key(line) not in told]
    if lines:
        return found | {"digest": ("digest", {**facts, "lines": lines})}
    return {key: one for key, one in found.items() if key != "digest"}


def _line_key(line: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(line.get(name, "")) for name in ("what", "id", "number", "title", "unit"))


def _without(language: str, facts: Mapping[str, Any], said: Words) -> tuple[str, str]:
    """A message without what the letter says once: the office in front of the subject, the greeting of the body."""
    office = words.say(language, "notifications.prefix", office=facts["office"])
    greeting = words.say(language, "notifications.greeting", person=facts["person"])
    return said.subject.removeprefix(office).strip(), said.body.removeprefix(greeting).strip()


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
        auto_reload=overrides is not None,  # ours do not change while a process runs
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
        if value.isprintable() and "  " not in value:
            return value.strip()
        lines = (" ".join(line.split()) for line in value.splitlines())
        return ("\n" if name in _PARAGRAPHS else " ").join(line for line in lines if line)
    if isinstance(value, dict):
        return {key: _plain(item, key) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
