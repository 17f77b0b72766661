"""Whatever else Apprise offers by URL: its own plugin sends, what it says to its log tells how it ended."""

from __future__ import annotations

import logging
import re
from typing import Any

from apprise import Apprise

import words
from notifications.letters import Ending, Letter, Outcome, PostRoom
from notifications.shortening import clipped

_HIDE = re.compile(r"\S*(?:://|[?&=/])\S*|[A-Za-z0-9_-]{16,}")
_NEVER_LEFT = ("NewConnectionError", "Connection refused", "ConnectTimeout", "NameResolutionError", "getaddrinfo")
_NOT_SURE = ("onnection error", "timed out", "Timeout", "RemoteDisconnected", "ConnectionReset")
_ERROR_BYTES = 200


class _Listener(logging.Handler):
    """Keeps what Apprise says while one letter is sent."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(record.getMessage())


def notify(url: str, letter: Letter, room: PostRoom, asset: Any) -> Outcome:
    """Send by the plugin of the URL's scheme.

    Apprise's word for success is believed: it reads the status, not always the body. Of a failure only what surely
    never left is failed, a broken line is unknown.
    """
    logger, listener = logging.getLogger("apprise"), _Listener()
    level, propagates = logger.level, logger.propagate
    logger.addHandler(listener)
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
    try:
        plugin = Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
        if plugin is None:
            error = words.say(room.language, "notifications.error.bad_apprise")
            return Outcome(Ending.FAILED, error=error, channel_fault=True)
        plugin.request_rate_per_sec = 0  # throttling is ours
        answer = plugin.notify(title=letter.words.subject, body=letter.words.body)
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
        logger.propagate = propagates
    return _judged(room, answer, " ".join(listener.lines))


def _judged(room: PostRoom, answer: bool | None, heard: str) -> Outcome:  # noqa: FBT001  (Apprise's three answers)
    if answer is True:
        return Outcome(Ending.SENT, answer="True")
    reason = clipped(_HIDE.sub("***", heard), _ERROR_BYTES)
    if any(sign in heard for sign in _NOT_SURE) and not any(sign in heard for sign in _NEVER_LEFT):
        error = words.say(room.language, "notifications.error.no_answer", reason="Apprise")
        return Outcome(Ending.UNKNOWN, error=error, answer=reason)
    error = words.say(room.language, "notifications.error.not_taken")
    return Outcome(Ending.FAILED, error=error, channel_fault=True, answer=reason)
