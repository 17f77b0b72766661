"""An end for what another side may take: a time-out of one read is none for an answer that drips byte by byte."""

from __future__ import annotations

import math
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic


class Deadline:
    """Cuts a connection that is still at work when its time is over; one thread does so for all that is asked by it."""

    def __init__(self, cut: Callable[[], None]) -> None:
        """Nothing is watched yet; `cut` is called from another thread."""
        self.is_cut = False
        self._cut = cut
        self._changed = threading.Condition()
        self._until = self._wakes_at = math.inf
        self._watching: threading.Thread | None = None
        self._is_over = False

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """What is done here ends within so many seconds, cut where it does not.

        Raises:
            TimeoutError: it was cut, but what was done here took the broken connection for a proper end.
        """
        with self._changed:
            self.is_cut, self._until = False, monotonic() + seconds
            if self._watching is None:
                self._watching = threading.Thread(target=self._watch, name="deadline", daemon=True)
                self._watching.start()
            elif self._until < self._wakes_at:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._until = math.inf
        if self.is_cut:
            raise TimeoutError

    def close(self) -> None:
        """Nothing is watched any more."""
        with self._changed:
            self._is_over = True
            self._changed.notify()
        if self._watching is not None:
            self._watching.join()
            self._watching = None
        self._is_over = False

    def _watch(self) -> None:
        """Sleeps until the end that it knows; one that is later by then costs whoever asks no waking of this thread."""
        with self._changed:
            while not self._is_over:
                left = self._until - monotonic()
                if left <= 0:
                    self.is_cut, self._until, left = True, math.inf, math.inf
                    self._cut()
                self._wakes_at = self._until
                self._changed.wait(None if left == math.inf else left)


def cut(line: socket.socket | None) -> None:
    """Whoever reads from this connection or writes to it in another thread finds it at its end.

    Also one that is encrypted: of that, Python's own `shutdown` would take the encryption away under the reader.
    """
    if line is not None:
        with suppress(OSError):
            socket.socket.shutdown(line, socket.SHUT_RDWR)
