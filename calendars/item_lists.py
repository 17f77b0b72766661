"""``1．…2．…`` in one cell: the items of a numbered list, or the whole text where its numbers do not run."""

from __future__ import annotations

import re

from calendars.handwriting import plain

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMBER = re.compile(r"(?<![\d.．（(〔])(?:[（(]\s*(\d{1,2})\s*[）)]|(\d{1,2})\s*[.．、)）])")
_BREAK = re.compile(r"^[\s\-—·•;；。]*$")
_ENDS = " \t\n-—·•;；。"


def split_items(text: str) -> tuple[str, ...]:
    """The items, without their numbers and the marks between them; one item where the text is no numbered list.

    A number counts only where it is the next one, and stands at the beginning, at the start of a line, after the end
    of a sentence, or before something that is no digit: the 12. of ``12.4`` is no item.
    """
    cuts = _circled(text) or _numbered(text)
    if not cuts:
        return tuple(filter(None, (text.strip(_ENDS),)))
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    items = [text[begin:end].strip(_ENDS) for (_, begin), end in zip(cuts, ends, strict=True)]
    return tuple(item for item in items if item)


def split_lines(text: str) -> tuple[str, ...]:
    """A numbered list, or else one thing a line."""
    items = split_items(text)
    return items if len(items) > 1 else tuple(filter(None, (line.strip(_ENDS) for line in text.split("\n"))))


def skipped_number(text: str) -> str:
    """The number of a list that is missing, where its lines are numbered and one is left out; empty: none is."""
    starts = [int(found[1]) for found in re.finditer(r"(?m)^[\s\-—]*(\d{1,2})\s*[.．、)）](?!\d)", plain(text))]
    wanted = next((number for number, start in enumerate(starts, start=1) if number != start), 0)
    return str(wanted) if wanted and len(starts) > 1 else ""


def _circled(text: str) -> list[tuple[int, int]]:
    places = [(text.find(sign), text.find(sign) + 1) for sign in CIRCLED[: sum(sign in text for sign in CIRCLED)]]
    return places if places and places == sorted(places) and places[0][0] >= 0 and _starts(text, places[0][0]) else []


def _numbered(text: str) -> list[tuple[int, int]]:
    """Where each number begins and its item begins: 1, then 2 after it, and so on."""
    cuts: list[tuple[int, int]] = []
    for found in _NUMBER.finditer(text):
        number = int(found[1] or found[2])
        glued = found.end() < len(text) and text[found.end()].isdigit()
        fresh = found.start() == 0 or text[found.start() - 1] in f"{_ENDS}，,：:"
        if number == len(cuts) + 1 and (cuts or _starts(text, found.start())) and (fresh or not glued):
            cuts.append((found.start(), found.end()))
    return cuts


def _starts(text: str, place: int) -> bool:
    """Whether nothing but marks stands before the first number, so that no words are lost."""
    return bool(_BREAK.match(text[:place]))
