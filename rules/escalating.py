"""Which rungs of its ladder an overdue rectification has reached (rules-of-the-field 2.10)."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from rules.office import Role, Rung
from rules.working_days import working_days_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from rules.working_days import WorkCalendar


def working_days_overdue(calendar: WorkCalendar, due_on: date, day: date) -> int:
    """Working days after the due day up to and including the day; 0 on the due day and on rest days right after it."""
    return working_days_after(calendar, due_on, day)


def next_rungs(
    ladder: Sequence[Rung], overdue: int, climbed: int, waited: int | None, is_empty: Callable[[Rung], bool]
) -> tuple[Rung, ...]:
    """The rungs climbed today, lowest first: the next one, and those behind it for which nobody has to wait.

    A case that was asleep climbs one rung a night, and each next one only after the wait that the ladder puts between
    the two. A rung on which nobody can be reached is not waited on: the next one comes at once. What is due today is
    not overdue, whatever a rung says.

    Args:
        ladder: the ladder frozen on the case.
        overdue: working days overdue.
        climbed: the highest rung climbed in this round; 0 for none.
        waited: working days since that climb; None where nothing was climbed.
        is_empty: whether nobody of a rung can be reached.
    """
    by_rung = {rung.rung: rung for rung in sorted(ladder, key=lambda rung: rung.rung)}
    taken: list[Rung] = []
    before = by_rung.get(climbed)
    for rung in (rung for number, rung in by_rung.items() if number > climbed):
        wait = rung.after - before.after if before else 0
        if taken:
            goes_on = is_empty(taken[-1]) or wait <= 0
        else:
            goes_on = max(rung.after, 1) <= overdue and (waited is None or waited >= max(wait, 1))
        if not goes_on:
            break
        taken.append(rung)
        before = rung
    return tuple(taken)


def hurried(ladder: Sequence[Rung]) -> tuple[Rung, ...]:
    """The same ladder without any wait: all of it is climbed on the first working day after the due day."""
    return tuple(replace(rung, after=1) for rung in ladder)


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
