"""How much more likely a unit is to be drawn: tickets by risk, from counted facts that are kept with the draw."""

from __future__ import annotations

from dataclasses import dataclass

_MOST_SERIOUS, _MOST_LATE, _MOST_AGE = 6, 3, 4
_MONTHS_A_TICKET = 3


@dataclass(frozen=True, slots=True)
class Risk:
    """What is known of a unit on the day of a draw.

    Args:
        serious: findings, serious or urgent, whose rectification is not closed.
        late: pieces of work that it let lapse within the last year.
        months: whole months since somebody last checked it on site; None: never.
    """

    serious: int = 0
    late: int = 0
    months: int | None = None


def tickets(risk: Risk) -> int:
    """1 to 14 tickets: two for each open serious finding, one for each lapse, one for every three months unchecked.

    Each side is capped, so that no unit is as good as certain and none is ever safe.
    """
    age = _MOST_AGE if risk.months is None else min(risk.months // _MONTHS_A_TICKET, _MOST_AGE)
    return 1 + min(2 * risk.serious, _MOST_SERIOUS) + min(risk.late, _MOST_LATE) + age
