"""A plan file as text that people read: one key a line, short lists in brackets, comments where they stood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from calendars.documents import PlainLoader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from calendars.documents import Document

HEADINGS = ("title", "level", "source")


class _PlainDumper(yaml.SafeDumper):
    """Quotes what the reader of our files would take for a number, true, false or null, and nothing more."""

    yaml_implicit_resolvers = PlainLoader.yaml_implicit_resolvers

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  (PyYAML's own signature)
        """The same thing twice is written twice."""
        return True


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of a plan file: those at its top, and those before or in an entry, by its id; without the ``#``."""

    top: tuple[str, ...] = ()
    before: dict[str, tuple[str, ...]] = field(default_factory=dict)


def plan_text(data: dict[str, Any], comments: Comments = Comments()) -> str:
    """The text of a plan file.

    Args:
        data: the keys of the file: title, level, source, programmes, entries.
        comments: written back to where they stood.
    """
    lines = [*_comment(comments.top, ""), *([""] if comments.top else [])]
    lines += [_line(key, data[key]) for key in HEADINGS if data.get(key)]
    lines += ["", "programmes:", *(f"  - {flow(item)}" for item in data["programmes"]), "", "entries:"]
    for entry in data["entries"]:
        lines += [*_comment(comments.before.get(str(entry["id"]), ()), "  ")]
        lines += [f"  {'-' if not number else ' '} {_line(key, entry[key])}" for number, key in enumerate(entry)]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def read_comments(path: Path, document: Document) -> Comments:
    """The comments of a file at its top and before its entries.

    Args:
        path: the file.
        document: the same file, read.
    """
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    entries = document.data.get("entries")
    starts = {
        str(entry.get("id")): document.line(("entries", number))
        for number, entry in enumerate(entries if isinstance(entries, list) else ())
        if isinstance(entry, dict)
    }
    ends = [*starts.values(), len(lines) + 1][1:]
    before = {
        name: (*_above(lines, start - 1), *_inside(lines[start - 1 : end - 1]))
        for (name, start), end in zip(starts.items(), ends, strict=False)
    }
    return Comments(tuple(_top(lines)), {name: found for name, found in before.items() if found})


def flow(value: Any) -> str:
    """A value on one line, as YAML reads it back: lists and groups in brackets."""
    text = yaml.dump(
        [value], Dumper=_PlainDumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=float("inf")
    )
    return text.strip()[1:-1]


def _line(key: str, value: Any) -> str:
    return f"{key}: {flow(value)}"


def _comment(lines: tuple[str, ...], indent: str) -> Iterator[str]:
    yield from (f"{indent}#{' ' if line else ''}{line}" if line != "\n" else "" for line in lines)


def _top(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("#"):
            return
        yield _bare(line)


def _inside(lines: list[str]) -> Iterator[str]:
    """The comments between the keys of an entry; those after its last key belong to the next one."""
    last = max((number for number, line in enumerate(lines) if line.strip() and line.strip()[0] != "#"), default=0)
    yield from (_bare(line) for line in lines[:last] if line.strip().startswith("#"))


def _bare(line: str) -> str:
    return line.strip().removeprefix("#").removeprefix(" ")


def _above(lines: list[str], number: int) -> list[str]:
    """The comments above a line, in their order, with an empty line (as a line end) between two groups of them."""
    found: list[str] = []
    for line in reversed(lines[:number]):
        text = line.strip()
        if text and not text.startswith("#"):
            break
        found.append(_bare(line) if text else "\n")
    found.reverse()
    while found and found[0] == "\n":
        found.pop(0)
    return found
