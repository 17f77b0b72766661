"""The time words of a plan's table, read: what is certain is a window, anything else a doubt for a person to decide.

Nothing is guessed: ``33日前``, ``2月30日`` and ``适时`` have no window, and the doubt says what to write instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calendars.time_building import UnsureError
from calendars.time_marks import plain_time
from calendars.time_patterns import PATTERNS

if TYPE_CHECKING:
    from rules.plan import Window

VAGUE = re.compile(
    "适时|不定期|待定|未定|另行|另定|随时|择机|择期|视情|根据|按上级|按照|以.*为准|常年|长期|经常|平时|日常|近期|尽快|"
    "左右|前后|月初|年初|年中|期初|期中|期末|暑[假期]|寒[假期]|开学|放假|陆续|分批|分期|定期"
)
_TIMES = re.compile(r"(?:至少|不少于|不低于)?(\d{1,2})次(?:以上)?$")
_OFTEN = "每"


@dataclass(frozen=True, slots=True)
class When:
    """A time that is certain.

    Args:
        window: when.
        times: how often in each period at least.
        years: the years that the text named; a plan holds for any year, so that they are not kept in the window.
    """

    window: Window
    times: int = 1
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a text is not read.

    Args:
        code: the word of the catalogue.
        allowed: what to write instead.
    """

    code: str
    allowed: str


def read_time(text: str, months: tuple[int, ...] = (), *, deadline: bool = False) -> When | Doubt:
    """The window of a text.

    Args:
        text: what stands in the cell; ``{month: 2}``, the keys of a plan file, is no such text (`plan_cells` reads it).
        months: the months under which it stands, for ``15日前`` and ``中旬``; empty: the text has to name its own.
        deadline: whether it stands under a heading such as 完成时限, where ``2月底`` can only mean its last day.
    """
    said, years = plain_time(text)
    times = 1
    if said.startswith(_OFTEN) and (counted := _TIMES.search(said)):
        said, times = said[: counted.start()], int(counted[1]) or 1
    try:
        for pattern, build in PATTERNS:
            found = pattern.fullmatch(said)
            if found and (deadline or "by_end" not in found.groupdict() or not found["by_end"]):
                return When(build(found, months), times, years)
    except UnsureError as unsure:
        return Doubt(unsure.code, unsure.allowed)
    return Doubt("time_vague" if VAGUE.search(said) else "time_unreadable", "3月、3月10日至20日、4月30日前、每月")
