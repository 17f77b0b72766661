"""Fitting a text into so many bytes, as the robots count: a Chinese character is three. A link is never cut."""

from __future__ import annotations

import re
from collections.abc import Callable

ELLIPSIS = "……"
LINK = re.compile(r"https?://[^\s，。；、）】》”]+")
_LONG_LINE = 300
_MARK = "（{number}/{parts}）"


def size(text: str) -> int:
    """How many bytes the text has in UTF-8."""
    return len(text.encode())


def clipped(text: str, room: int) -> str:
    """The text itself if it fits into `room` bytes, else its beginning and an ellipsis; no half character or link."""
    if size(text) <= room:
        return text
    return text[: _fitting(text, max(room - size(ELLIPSIS), 0))].rstrip() + ELLIPSIS


def _fitting(text: str, room: int) -> int:
    """How many characters from the front fit into `room` bytes without cutting a link in two."""
    count = len(text.encode()[:room].decode(errors="ignore"))
    inside = next((link for link in LINK.finditer(text) if link.start() < count < link.end()), None)
    return inside.start() if inside else count


def kept_lines(lines: list[str], room: int) -> int:
    """How many whole lines from the top fit into `room` bytes, line breaks counted."""
    used = 0
    for index, line in enumerate(lines):
        used += size(line) + 1
        if used > room + 1:
            return index
    return len(lines)


def shortened(text: str, room: int, notice: str) -> str:
    """The text in at most `room` bytes; what was left out is said by `notice` as its last line.

    Long paragraphs (a finding's fact) are clipped first, so that the deadline and the next step below them stay; if
    that is not enough, whole lines go from the end.
    """
    if size(text) <= room:
        return text
    room -= size(notice) + 1
    lines = _clip_longest(text.split("\n"), room)
    kept = lines[: kept_lines(lines, room)] or [clipped(lines[0], room)]
    return "\n".join([*kept, notice])


def split(text: str, room: int, most: int, notice: str, more: Callable[[int], str] | None = None) -> list[str]:
    """The text in at most `most` parts of at most `room` bytes each, cut between lines where that is possible.

    Args:
        text: all of it.
        room: bytes of one part, its mark ``（1/2）`` included.
        most: so many parts at most; with one the text is shortened.
        notice: the last line where something was left out.
        more: says how many listed items (lines that begin with ``-``) were left out, before the notice.
    """
    if size(text) <= room:
        return [text]
    if most == 1:
        return [shortened(text, room, notice)]
    inner = room - size(_MARK.format(number=most, parts=most)) - 1
    parts = _parts(text.split("\n"), inner)
    if len(parts) > most:
        parts = [*parts[: most - 1], _last(parts[most - 1 :], inner, notice, more)]
    marks = (_MARK.format(number=number, parts=len(parts)) for number in range(1, len(parts) + 1))
    return [f"{mark}\n{part}" for mark, part in zip(marks, ("\n".join(part) for part in parts), strict=True)]


def _parts(lines: list[str], room: int) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    used = 0
    for line in (piece for whole in lines for piece in _pieces(whole, room)):
        if used + size(line) + 1 > room + 1 and parts[-1]:
            parts.append([])
            used = 0
        parts[-1].append(line)
        used += size(line) + 1
    return parts


def _pieces(line: str, room: int) -> list[str]:
    """The line in pieces that fit: cut between characters, and before a link rather than in it."""
    pieces = []
    while size(line) > room:
        count = _fitting(line, room) or len(line.encode()[:room].decode(errors="ignore"))
        pieces.append(line[:count])
        line = line[count:]
    return [*pieces, line]


def _last(rest: list[list[str]], room: int, notice: str, more: Callable[[int], str] | None) -> list[str]:
    """The last part: what fits of the rest, how many items do not, and the notice."""
    lines = [line for part in rest for line in part]
    tail = [notice]
    for _ in range(2):  # the number of items that are left out decides how long it is to say so
        left = room - sum(size(line) + 1 for line in tail)
        kept = lines[: kept_lines(lines, left)]
        items = sum(line.startswith("- ") for line in lines[len(kept) :])
        tail = [f"- {more(items)}", notice] if more and items else [notice]
    return [*kept, *tail]


def _clip_longest(lines: list[str], room: int) -> list[str]:
    """Clips the longest line by what is too much, but never below what still says something."""
    over = sum(size(line) + 1 for line in lines) - 1 - room
    longest = max(range(len(lines)), key=lambda index: size(lines[index]))
    length = size(lines[longest])
    if over <= 0 or length <= _LONG_LINE:
        return lines
    lines = list(lines)
    lines[longest] = clipped(lines[longest], max(length - over, _LONG_LINE))
    return lines
