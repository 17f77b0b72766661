"""Which rungs of its ladder an overdue rectification has reached (rules-of-the-field 2.10)."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rules.office import Role, Rung
from rules.working_days import working_days_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rules.working_days import WorkCalendar


def working_days_overdue(calendar: WorkCalendar, due_on: date, day: date) -> int:
    """Working days after the due day up to and including the day; 0 on the due day and on rest days right after it."""
    return working_days_after(calendar, due_on, day)


def rungs_reached(ladder: Sequence[Rung], overdue: int, climbed: int) -> tuple[Rung, ...]:
    """The rungs above the highest one climbed whose wait is over, highest first.

    After a downtime several come at once; the highest tells, the lower ones are only noted. What is due today is not
    overdue, whatever a rung says.

    Args:
        ladder: the ladder frozen on the case.
        overdue: working days overdue.
        climbed: the highest rung climbed in this round; 0 for none.
    """
    reached = [rung for rung in ladder if rung.rung > climbed and max(rung.after, 1) <= overdue]
    return tuple(sorted(reached, key=lambda rung: rung.rung, reverse=True))


def ladder_version(ladder: Sequence[Rung]) -> str:
    """A short digest: the same ladder has the same version, and any change another."""
    text = json.dumps(freeze(ladder), ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:12]


def freeze(ladder: Sequence[Rung]) -> list[dict[str, Any]]:
    """The ladder as plain JSON values, to be kept on the case."""
    return [
        {
            "rung": rung.rung,
            "after": rung.after,
            "tell": [str(role) for role in rung.tell],
            "measure": rung.measure,
            "proposals": list(rung.proposals),
        }
        for rung in ladder
    ]


def thaw(frozen: Iterable[dict[str, Any]]) -> tuple[Rung, ...]:
    """The ladder that was frozen."""
    return tuple(
        Rung(
            rung=step["rung"],
            after=step["after"],
            tell=tuple(Role(role) for role in step["tell"]),
            measure=step["measure"],
            proposals=tuple(step["proposals"]),
        )
        for step in frozen
    )
