"""Transactions that are done again where another one was in their way: a lock, a deadlock, a serialization failure.

Whatever else a database says (it is gone, the disk is full) is raised at once: what became of a commit that was cut off
is not known, and to do it again might do it twice.
"""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy.exc import OperationalError
from tenacity import Retrying, before_sleep_log, retry_if_exception, stop_after_attempt, wait_random_exponential

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tenacity import AttemptManager

MOST_TRIES = 5
"""So often at most; on SQLite each one waits half a minute for the lock before it gives up."""
_FIRST_WAIT_SECONDS = 0.05
_LONGEST_WAIT_SECONDS = 1.0

_POSTGRESQL = frozenset({"40001", "40P01", "55P03"})
"""Serialization failure, deadlock detected, lock not available."""
_SQLITE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})

_log = logging.getLogger(__name__)


def tries() -> Iterator[AttemptManager]:
    """So many tries as a transaction may need, after each failure a random wait; only the last failure is raised.

    What stands in the block must have no effect outside its transaction::

        for attempt in tries():
            with attempt, transaction(engine) as session:
                ...
    """
    return iter(
        Retrying(
            retry=retry_if_exception(was_in_the_way),
            stop=stop_after_attempt(MOST_TRIES),
            wait=wait_random_exponential(multiplier=_FIRST_WAIT_SECONDS, max=_LONGEST_WAIT_SECONDS),
            before_sleep=before_sleep_log(_log, logging.WARNING),
            reraise=True,
        )
    )


def was_in_the_way(error: BaseException) -> bool:
    """Whether another transaction made this one fail, so that nothing of it was kept and it may be done again."""
    if not isinstance(error, OperationalError):
        return False
    primary = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF  # the extended codes say what kind of busy it was
    return primary in _SQLITE or getattr(error.orig, "sqlstate", "") in _POSTGRESQL
