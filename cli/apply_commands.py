"""`dudao apply`: the difference first, with who was told of what; then the folder is put into force."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.folder_commands import AsJson, Named
from cli.places import folder_of
from cli.printing import busy, put, put_json, put_table
from cli.speaking import told
from flows.door import open_door
from rules.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from flows.applying import Applied
    from reports.differing import Foreseen, Line, Told

_NAMES_SHOWN = 3
_PERIODS_SHOWN = 6
"""Of one entry so many occurrences stand in a group; the others are a number."""

_COLUMNS: dict[str, tuple[str, ...]] = {
    "added": ("title", "period", "now", "units"),
    "moved": ("title", "period", "before", "now", "units", "heard"),
    "readdressed": ("title", "period", "now", "joined", "left", "heard"),
    "removed": ("title", "period", "before", "units", "heard"),
    "reworded": ("title", "period", "what", "heard"),
    "late": ("title", "period", "now", "units"),
}
"""What stands in the table of each group."""


def apply(
    folder: Named = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what the folder would change, then load it and deploy it to Prefect."""
    from flows.applying import apply as put_into_force  # noqa: PLC0415  (the other commands need no deployments)
    from flows.applying import foresee  # noqa: PLC0415  (the same)

    place = folder_of(folder)
    with busy(told("busy.reading")):
        door = open_door(place)
        foreseen = foresee(door)
    if not as_json:
        show(foreseen, max(door.desk.office.year, door.day.year))
    goes_on = not dry_run and (yes or not foreseen.taken_back or _agreed(foreseen, as_json=as_json))
    applied = None
    if goes_on:
        with busy(told("busy.loading")):
            applied = put_into_force(door)
    if as_json:
        put_json(_document(foreseen, applied))
    elif applied is not None:
        _show_applied(applied)
    else:
        put(told("apply.dry_run" if dry_run else "apply.left"))


def show(foreseen: Foreseen, year: int) -> None:
    """The difference, group by group, each with its number and how many people were told.

    Args:
        foreseen: what would change.
        year: the plan year; what opens later is only counted.
    """
    if foreseen.first:
        put(told("apply.first", count=foreseen.begun))
        return
    groups = {name: [line for line in lines if line.year <= year] for name, lines in foreseen.groups.items()}
    counts = {name: len(lines) for name, lines in groups.items()}
    put(told("apply.summary", **counts) if len(foreseen) else told("apply.same"))
    for name, lines in groups.items():
        _show_group(name, lines)
    if later := len(foreseen) - sum(counts.values()):
        put(told("apply.later", count=later))
    if foreseen.begun:
        put(told("apply.begun", count=foreseen.begun))


def _show_group(name: str, lines: Sequence[Line]) -> None:
    heard = len({person for line in lines for person in line.told.people})
    title = told(f"apply.group.{name}", count=len(lines)) + (told("apply.heard", count=heard) if heard else "")
    few = list(_few(lines))
    put_table(_COLUMNS[name], [[_cell(line, column) for column in _COLUMNS[name]] for line in few], title)
    if len(few) < len(lines):
        put(told("apply.more", count=len(lines) - len(few)))


def _agreed(foreseen: Foreseen, *, as_json: bool) -> bool:
    """Whether the person at the terminal says yes.

    Raises:
        RefusedError: nobody is at a terminal; what people were told is not taken back unasked.
    """
    lines = foreseen.taken_back
    people = len({person for line in lines for person in line.told.people})
    if as_json or not sys.stdin.isatty():
        raise RefusedError("cli.apply.needs_yes", count=len(lines), people=people)
    return typer.confirm(told("apply.confirm", count=len(lines), people=people))


def _few(lines: Iterable[Line]) -> Iterator[Line]:
    """Of each entry only the first lines."""
    seen: dict[str, int] = {}
    for line in lines:
        seen[line.item] = seen.get(line.item, 0) + 1
        if seen[line.item] <= _PERIODS_SHOWN:
            yield line


def _cell(line: Line, column: str) -> object:
    found: dict[str, object] = {
        "title": f"{line.item} {line.title}",
        "before": _span(line.old_opens_on, line.old_due_on),
        "now": _span(line.new_opens_on, line.new_due_on) + (told("apply.provisional") if line.provisional else ""),
        "joined": _named(line.joined, "apply.and_more"),
        "left": _named(line.left, "apply.and_more"),
        "what": "、".join(told(f"apply.reworded.{name}") for name in line.reworded),
        "heard": _heard(line.told),
    }
    return found.get(column, getattr(line, column, ""))


def _span(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    until = f"{last:%m-%d}" if last.year == first.year else str(last)
    return f"{first}" if first == last else f"{first} ～ {until}"


def _heard(heard: Told) -> str:
    if not heard.people:
        return told("apply.nobody")
    waiting = told("apply.waiting", count=heard.waiting) if heard.waiting else ""
    return told("apply.people", count=len(heard.people), names=_named(heard.people, "apply.others")) + waiting


def _named(names: Sequence[str], word: str) -> str:
    more = told(word, count=len(names)) if len(names) > _NAMES_SHOWN else ""
    return "、".join(names[:_NAMES_SHOWN]) + more


def _show_applied(applied: Applied) -> None:
    put_table(("what", "count", "names"), _rows(applied.loaded), told("apply.loaded"))
    if applied.deployed is None:
        put(told("apply.no_server"))
        return
    put_table(("what", "count", "names"), _rows(applied.deployed), told("apply.deployed"))


def _rows(moved: Any) -> list[tuple[str, int, str]]:
    names = [name for name in ("added", "changed", "removed", "unchanged") if hasattr(moved, name)]
    found = ((name, getattr(moved, name)) for name in names)
    return [(told(f"apply.{name}"), len(keys), "、".join(keys[:40])) for name, keys in found]


def _document(foreseen: Foreseen, applied: Applied | None) -> dict[str, Any]:
    return {
        "ok": True,
        "applied": applied is not None,
        "difference": foreseen,
        "loaded": applied.loaded if applied else None,
        "deployed": applied.deployed if applied else None,
    }
