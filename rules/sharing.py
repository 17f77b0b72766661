"""How much waiting work is cut into shares, so that several processes carry it out at the same time."""

from __future__ import annotations

WORTH_A_RUN = 500
"""So many letters are worth a run of their own: to start one costs Prefect some seconds."""
MOST_LETTERS = 10_000
"""So many letters one run takes at most; what is beyond waits for the next one."""


def most_worth_counting(senders: int) -> int:
    """Beyond so many waiting letters it does not matter any more how many there are."""
    return senders * MOST_LETTERS


def shares(waiting: int, senders: int) -> tuple[int, ...]:
    """How many letters each run takes, the larger shares first; at most `senders` of them, () where nothing waits.

    Args:
        waiting: letters that may go out now.
        senders: so many runs at once at most, 1 or more.
    """
    runs = min(-(-waiting // WORTH_A_RUN), senders)
    if not runs:
        return ()
    each, rest = divmod(min(waiting, runs * MOST_LETTERS), runs)
    return (each + 1,) * rest + (each,) * (runs - rest)
