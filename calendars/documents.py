"""A YAML document read strictly: what a person wrote, with the line of every key, or one clear problem.

Plain YAML 1.1 turns ``9:00`` into 540, ``no`` into False and ``010`` into 8. Here only whole numbers, ``true``,
``false`` and ``null`` have a type; everything else stays the text that was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from rules.errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

Place = tuple[str | int, ...]

TOO_DEEP = 40


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file's contents.

    Args:
        file: the name that problems show.
        data: its mapping.
        lines: the line (from 1) on which every key and list item stands.
    """

    file: str
    data: dict[Any, Any]
    lines: dict[Place, int]

    def place(self, path: Place) -> Place:
        """The place with its keys as text, a key 2027 told from the 2028th item of a list."""
        known: Place = ()
        for part in path:
            step = (*known, str(part))
            known = step if step in self.lines else (*known, part)
        return known

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest thing above it that was written."""
        known = self.place(place)
        while known and known not in self.lines:
            known = known[:-1]
        return self.lines.get(known, 1)


class PlainLoader(yaml.SafeLoader):
    """Whole numbers, true, false and null have a type, the rest is text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  (PyYAML's own shape)


PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:merge", re.compile(r"^<<$"), ["<"])


def read_document(path: Path, file: str) -> Document:
    """The document of a YAML file whose top is a mapping; an empty file is an empty mapping.

    Args:
        path: where it is.
        file: the name that problems show.

    Raises:
        InputError: not there, not UTF-8, not YAML, or a key written twice: with the line.
    """
    root, loader = _composed(_text(path, file), file)
    if root is None:
        return Document(file, {}, {})
    if not isinstance(root, yaml.MappingNode):
        raise InputError((Problem(file, "", "not_a_mapping", allowed="key: value", more=_at(root)),))
    lines: dict[Place, int] = {}
    problems = _walk(root, (), lines, file)
    if problems:
        raise InputError(tuple(problems))
    return Document(file, _constructed(loader, root, file), lines)


def read_flow(text: str) -> Any:
    """The value of a few words in YAML, ``{follows: A-1, to: 10}``; None where they are none."""
    try:
        return yaml.load(text, Loader=PlainLoader)  # noqa: S506  (a safe loader of ours)
    except yaml.YAMLError:
        return None


def key_path(place: Place) -> str:
    """``entries[3].window.month`` of a place."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    return text.removeprefix(".")


def _text(path: Path, file: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError((Problem(file, "", "file_missing"),)) from error
    except UnicodeDecodeError as error:
        raise InputError((Problem(file, "", "not_utf8", more={"line": "1"}),)) from error
    except OSError as error:
        raise InputError((Problem(file, "", "unreadable_file", value=error.strerror or str(error)),)) from error


def _composed(text: str, file: str) -> tuple[yaml.Node | None, PlainLoader]:
    try:
        loader = PlainLoader(text)
        return loader.get_single_node(), loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = str(mark.line + 1) if mark else "1"
        raise InputError((Problem(file, "", "yaml_syntax", _excerpt(text, int(line)), more={"line": line}),)) from error
    except yaml.reader.ReaderError as error:
        more = {"line": str(text.count("\n", 0, error.position) + 1)}
        raise InputError((Problem(file, "", "yaml_character", f"U+{error.character:04X}", more=more),)) from error


def _constructed(loader: PlainLoader, root: yaml.Node, file: str) -> dict[Any, Any]:
    try:
        data: dict[Any, Any] = loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        line = str(error.problem_mark.line + 1) if error.problem_mark else "1"
        raise InputError((Problem(file, "", "yaml_tag", more={"line": line}),)) from error
    return data


def _excerpt(text: str, line: int) -> str:
    rows = text.splitlines()
    return rows[line - 1].strip()[:60] if 0 < line <= len(rows) else ""


def _at(node: yaml.Node) -> dict[str, str]:
    return {"line": str(node.start_mark.line + 1)}


def _walk(node: yaml.Node, place: Place, lines: dict[Place, int], file: str) -> list[Problem]:
    """Note the line of every place below the node; a key written twice, or an endless nesting, is a problem."""
    if len(place) > TOO_DEEP:
        return [Problem(file, key_path(place[:3]), "yaml_nesting", more=_at(node))]
    if isinstance(node, yaml.SequenceNode):
        return [found for index, item in enumerate(node.value) for found in _step(item, (*place, index), lines, file)]
    if isinstance(node, yaml.MappingNode):
        return _walk_mapping(node, place, lines, file)
    return []


def _step(node: yaml.Node, place: Place, lines: dict[Place, int], file: str) -> list[Problem]:
    lines[place] = node.start_mark.line + 1
    return _walk(node, place, lines, file)


def _walk_mapping(node: yaml.MappingNode, place: Place, lines: dict[Place, int], file: str) -> list[Problem]:
    problems: list[Problem] = []
    for key, value in node.value:
        here = (*place, str(key.value))
        line = key.start_mark.line + 1
        if here in lines:
            more = {"line": str(line), "first": str(lines[here])}
            problems.append(Problem(file, key_path(here), "key_twice", str(key.value), more=more))
            continue
        problems += _walk(value, here, lines, file)
        lines[here] = line
    return problems
