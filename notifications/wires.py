"""Asking another side by HTTP over one open connection a host, and knowing what a break proves.

urllib3 does it, told to ask once: no second try, no redirect. A connection is made and the head of the request is
written down: what breaks here never left (`NotReachedError`). What breaks from then on may have arrived. Proxies stand
in the environment as usual (``HTTP_PROXY``, ``HTTPS_PROXY``, ``NO_PROXY``), certificates are trusted as httpx trusts
them. An answer may take so long and be so long; what goes beyond is no answer.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from urllib3 import HTTPHeaderDict, PoolManager, Retry, Timeout, make_headers
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util import parse_url

from notifications.connections import Line, NotReachedError, SecureLine, hush, kind_of, manager_for
from notifications.deadlines import Deadline

__all__ = ["ANSWER_BYTES", "Answer", "Asked", "HttpWire", "NotReachedError", "TooLongError", "hush"]

ANSWER_BYTES = 64 * 1024
"""So much of an answer is read."""

_log = logging.getLogger(__name__)
_ONCE = Retry(total=False, redirect=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; shown without its address, headers and body, in which the keys are.

    Args:
        url: whom to ask, ``http`` or ``https``; a user and password in it are sent as basic authentication.
        body: what is said, as bytes.
        headers: beside Host and Content-Length, which are ours.
        method: ``POST``, ``PUT`` or ``GET``.
        connect_seconds: how long making the connection may take.
        answer_seconds: how long the whole answer may take.
    """

    url: str = field(repr=False)
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    method: str = "POST"
    connect_seconds: float = 5.0
    answer_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said; of an answer that refuses by its status, perhaps only the beginning of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, by the character set that the answer names."""
        kind = Message()
        kind["Content-Type"] = self.headers.get("Content-Type", "")
        try:
            return self.body.decode(kind.get_content_charset() or "utf-8", errors="replace")
        except LookupError:
            return self.body.decode(errors="replace")

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            ValueError: it is none.
        """
        try:
            return json.loads(self.body)
        except RecursionError as error:
            raise ValueError("too deep") from error


class TooLongError(Exception):
    """An answer of success that goes on and on: whatever its end says was not read."""


class HttpWire:
    """Connections, one for each host, opened when it is first asked and used for all that follow."""

    def __init__(self) -> None:
        """Nothing is opened yet."""
        hush()
        self._pools: dict[str, tuple[PoolManager, dict[str, str]]] = {}
        self._lines: list[Line] = []
        self._deadline = Deadline(self._cut)

    def ask(self, asked: Asked) -> Answer:
        """Ask once.

        Raises:
            NotReachedError: nothing was sent.
            Exception: it broke afterwards, so it may have arrived.
        """
        try:
            parts = urlsplit(asked.url)
            place = f"{parts.scheme}://{parts.netloc}"
            pool, ours = self._pools.get(place) or self._opened(place, parts.scheme)
        except (HTTPError, ValueError) as error:
            raise NotReachedError(kind_of(error)) from error
        with self._deadline.within(asked.connect_seconds + asked.answer_seconds):
            answer = pool.urlopen(
                asked.method,
                asked.url,
                redirect=False,
                body=asked.body or None,
                headers=_joined(ours, asked.headers),
                retries=_ONCE,
                timeout=Timeout(connect=asked.connect_seconds, read=asked.answer_seconds),
                preload_content=False,
            )
            told = _read(answer)
        _log.info("%s: HTTP %s", asked.method, answer.status)
        return Answer(answer.status, answer.headers, told)

    def close(self) -> None:
        """Every connection is closed; urllib3 alone would leave that to whoever collects the pools."""
        self._pools.clear()
        while self._lines:
            self._lines.pop().close()
        self._deadline.close()

    def _opened(self, place: str, scheme: str) -> tuple[PoolManager, dict[str, str]]:
        """The pool of a host, straight or by the proxy that the environment names, and the headers it is asked with."""
        if scheme not in {"http", "https"}:
            raise ValueError("no address of HTTP")
        manager = manager_for(place, scheme)
        pool = manager.connection_from_url(place)
        pool.ConnectionCls = partial(SecureLine if scheme == "https" else Line, self._lines)  # type: ignore[assignment]
        user = parse_url(place).auth
        word = {"Authorization": make_headers(basic_auth=unquote(user))["authorization"]} if user else {}
        self._pools[place] = manager, word
        return manager, word

    def _cut(self) -> None:
        for line in self._lines:
            line.cut()


def _joined(ours: Mapping[str, str], given: Mapping[str, str]) -> Mapping[str, str]:
    """The headers given, and of ours those that are not given in any spelling."""
    if not ours:
        return dict(given)
    headers = HTTPHeaderDict(ours)
    headers.update(given)
    return headers


def _read(answer: BaseHTTPResponse) -> bytes:
    """The body, as far as it is read; afterwards the connection is ready for the next request, or closed.

    Raises:
        TooLongError: success, but with too long a body.
    """
    told = b""
    try:
        while len(told) <= ANSWER_BYTES and (more := answer.read(ANSWER_BYTES + 1 - len(told))):
            told += more
        if len(told) <= ANSWER_BYTES:
            return told
        answer.close()
    except BaseException:
        answer.close()
        raise
    finally:
        answer.release_conn()
    if answer.status < 300:  # noqa: PLR2004  (HTTP: from 300 on it is no success, whatever the body says)
        raise TooLongError
    return told[:ANSWER_BYTES]
