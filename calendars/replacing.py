"""A file of an office replaced as a whole or not at all, with what changes said before and the old one kept."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KEPT = ("var", "replaced")
"""Where in an office's folder the file stands that was replaced last."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different, by name."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    @property
    def are_none(self) -> bool:
        """Whether nothing is different."""
        return not (self.added or self.changed or self.removed)


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Changes:
    """The names that only one has, and those whose things are different."""
    both = [name for name in new if name in old]
    return Changes(
        added=tuple(name for name in new if name not in old),
        changed=tuple(name for name in both if old[name] != new[name]),
        removed=tuple(name for name in old if name not in new),
        unchanged=tuple(name for name in both if old[name] == new[name]),
    )


def replace_file(target: Path, content: bytes, office: Path | None = None) -> Path | None:
    """The content stands at the target, whole; the file that stood there is kept in the office's folder.

    Args:
        target: the file.
        content: of the new one.
        office: the office's folder; None: nothing is kept.

    Returns:
        Where the old file is kept; None where there was none, or no office.
    """
    kept = None
    if office is not None and target.is_file():
        kept = office.joinpath(*KEPT) / target.name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(target, kept)
    beside = target.with_name(f".{target.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return kept
