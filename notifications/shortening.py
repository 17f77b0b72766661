"""Fitting a text into so many bytes, as the robots count: a Chinese character is three."""

from __future__ import annotations

ELLIPSIS = "……"
_LONG_LINE = 300


def size(text: str) -> int:
    """How many bytes the text has in UTF-8."""
    return len(text.encode())


def clipped(text: str, room: int) -> str:
    """The text itself if it fits into `room` bytes, else its beginning and an ellipsis; never half a character."""
    if size(text) <= room:
        return text
    kept = text.encode()[: max(room - size(ELLIPSIS), 0)].decode(errors="ignore")
    return kept.rstrip() + ELLIPSIS


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
