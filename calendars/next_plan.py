"""A plan file as the draft of the next: its text as it was written, with what is to be known beside each entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MARK = "# ▸ "
"""Begins every line that a draft adds, so that the next draft takes the old ones away."""
_ENTRY = re.compile(r"^( *)- +id: *['\"]?([A-Za-z0-9-]+)")
_TITLE = re.compile(r"^title:.*$", flags=re.MULTILINE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")


def draft_plan(text: str, year: int, heading: Sequence[str], beside: Mapping[str, Sequence[str]]) -> str:
    """The text of the plan, its own comments and order kept, with lines of comment at its head and above each entry.

    Args:
        text: the plan file.
        year: of the draft; a year in the plan's title becomes this one.
        heading: sentences for the head of the file.
        beside: entry id to sentences that stand above the entry.
    """
    kept = [line for line in text.splitlines() if not line.lstrip().startswith(MARK)]
    lines = [MARK + said for said in heading]
    for line in kept:
        if found := _ENTRY.match(line):
            lines += [f"{found[1]}{MARK}{said}" for said in beside.get(found[2], ())]
        lines.append(line)
    drafted = "\n".join(lines) + "\n"
    return _TITLE.sub(lambda title: _YEAR.sub(str(year), title[0]), drafted, count=1)
