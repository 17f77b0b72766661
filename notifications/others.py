"""Whatever else Apprise offers by URL: its own plugin sends, what it says to its log tells how it ended."""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import unquote

from apprise import Apprise

import words
from notifications.letters import Ending, Letter, Outcome, PostRoom
from notifications.shortening import clipped

_HIDE = re.compile(r"\S*(?:://|[?&=/])\S*|[A-Za-z0-9_-]{16,}")
_STATUS = re.compile(r"error=\d+\W*")
_NEVER_LEFT = ("NewConnectionError", "Connection refused", "ConnectTimeout", "NameResolutionError", "getaddrinfo")
_NOT_SURE = ("onnection error", "timed out", "Timeout", "RemoteDisconnected", "ConnectionReset")
_ERROR_BYTES = 200
_PIECE = re.compile(r"(?<=[/@:?&=])[^/@:?&=]{4,}")


class _Listener(logging.Handler):
    """Keeps what Apprise says while one letter is sent; `warnings`: why it was not taken."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.lines.append(record.getMessage())
        if record.levelno >= logging.WARNING:
            self.warnings.append(record.getMessage())

    def reason(self, url: str) -> str:
        """What it warned of, else the end of what it said; no part of the address is told."""
        said = " ".join(self.warnings) or " ".join(self.lines)[-_ERROR_BYTES:]
        for piece in sorted({*_PIECE.findall(url), *_PIECE.findall(unquote(url))}, key=len, reverse=True):
            said = said.replace(piece, "***")
        told = (word if _STATUS.fullmatch(word) else _HIDE.sub("***", word) for word in said.split())
        return clipped(" ".join(told).rstrip("."), _ERROR_BYTES)


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
    if answer is True:
        return Outcome(Ending.SENT, answer="True")
    return _judged(room, " ".join(listener.lines), listener.reason(url))


def _judged(room: PostRoom, heard: str, reason: str) -> Outcome:
    """What a letter that was not taken means, by all that Apprise said; a person reads the reason."""
    if any(sign in heard for sign in _NOT_SURE) and not any(sign in heard for sign in _NEVER_LEFT):
        error = words.say(room.language, "notifications.error.no_answer", reason="Apprise")
        return Outcome(Ending.UNKNOWN, error=error, answer=reason)
    error = words.say(room.language, "notifications.error.not_taken", reason=reason)
    return Outcome(Ending.FAILED, error=error, channel_fault=True, answer=reason)
