"""When a message that could not be delivered is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rules.office import Policies


def next_try(policies: Policies, attempts: int, now: datetime) -> datetime | None:
    """Not before this moment; None when the tries are used up and the message is dead.

    Args:
        policies: the waits between attempts, in minutes.
        attempts: how often it was handed over so far, the one that just failed included.
        now: the moment of the failure.
    """
    waits = policies.retry_minutes
    if attempts > len(waits):
        return None
    return now + timedelta(minutes=waits[max(attempts, 1) - 1])
