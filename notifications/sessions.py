"""An SMTP session that ends: no reply is longer than it may be, and no server keeps a mail for longer than it may."""

from __future__ import annotations

import smtplib
import ssl
from typing import Any

REPLY_BYTES = 64 * 1024
"""So much of one reply is read: of one that goes on and on, smtplib would keep every line."""
DATA_SECONDS = 120.0
"""So long the server may take over a mail that it has. Source: RFC 5321, 4.5.3.2, asks for two to ten minutes."""
_READY = 220


class _Reader:
    """The lines of one reply; where it is too long, the connection counts as closed."""

    def __init__(self, file: Any) -> None:
        self.file, self.left = file, REPLY_BYTES

    def readline(self, most: int) -> bytes:
        """The next line; nothing where the reply has had its bytes."""
        line: bytes = self.file.readline(min(most, self.left)) if self.left > 0 else b""
        self.left -= len(line)
        return line

    def close(self) -> None:
        """The file is closed."""
        self.file.close()


class Session(smtplib.SMTP):
    """As smtplib has it, not yet connected, with replies of so many bytes at most."""

    context: ssl.SSLContext

    def reach(self, host: str, port: int) -> None:
        """The server has said that it is ready.

        Raises:
            SMTPConnectError: it said something else.
            OSError: it cannot be reached.
        """
        self._host = host
        code, said = self.connect(host, port)
        if code != _READY:
            raise smtplib.SMTPConnectError(code, said)

    def getreply(self) -> tuple[int, bytes]:
        """The next reply."""
        if self.file is None and self.sock is not None:
            self.file = self.sock.makefile("rb")
        if self.file is not None:
            self.file = _Reader(getattr(self.file, "file", self.file))
        return super().getreply()


class SealedSession(Session, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def session(context: ssl.SSLContext, seconds: float, *, sealed: bool) -> Session:
    """A session that is still to be opened; the other side may be silent for so many seconds."""
    made = SealedSession(timeout=seconds, context=context) if sealed else Session(timeout=seconds)
    made.context = context
    return made
