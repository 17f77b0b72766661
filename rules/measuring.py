"""Whether a measured value reaches a target, as far as the target's words give a number and a direction."""

from __future__ import annotations

import re
from dataclasses import dataclass

_AT_LEAST = re.compile(r"至少\s*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)%(?:以上|，)")
_AT_MOST = re.compile(r"最多\s*(\d+(?:\.\d+)?)")
_LESS = ("越少越好", "越低越好", "越靠前越好", "越小越好")
_MORE = ("越多越好", "越高越好", "越大越好")


@dataclass(frozen=True, slots=True)
class Goal:
    """What a target asks for.

    Args:
        up: True where more is better, False where less is; None where the words do not say.
        number: the value that reaches it, included; None where the source gives none.
    """

    up: bool | None = None
    number: float | None = None

    def is_reached(self, value: float) -> bool | None:
        """Whether the value reaches the target, the number itself included; None where that cannot be said."""
        if self.up is None or self.number is None:
            return None
        return value >= self.number if self.up else value <= self.number


def goal_of(target: str) -> Goal:
    """The goal in the words of a target: ``60% 以上（越高越好，至少 60%）``; nothing is guessed."""
    up = True if any(word in target for word in _MORE) else False if any(word in target for word in _LESS) else None
    found = (_AT_MOST if up is False else _AT_LEAST).search(target)
    number = next((float(group) for group in found.groups() if group), None) if found else None
    return Goal(up, number)
