"""Asking another side by HTTP over one open connection a host, and knowing what a break proves.

Three steps that are kept apart, because only they tell what may be sent again: a connection is made and the request is
written down (what breaks here never left: `NotReachedError`), it is sent, the answer is read (what breaks from then on
may have arrived). Nothing is asked twice, no redirect is followed. The standard library's client has these steps one by
one, and costs a quarter of what httpx does for a letter. Proxies stand in the environment as usual
(``HTTP_PROXY``, ``HTTPS_PROXY``, ``NO_PROXY``), certificates are trusted as httpx trusts them.
"""

from __future__ import annotations

import base64
import json
import logging
import selectors
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

_log = logging.getLogger(__name__)
_AS_WRITTEN = "!#$%&'()*+,/:;=?@[]~"
_PORTS = {"http": 80, "https": 443}
_ZIPPED = frozenset({"gzip", "x-gzip", "deflate"})
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; shown without its address, headers and body, in which the keys are.

    Args:
        url: whom to ask, ``http`` or ``https``; a user and password in it are sent as basic authentication.
        body: what is said, as bytes.
        headers: beside Host and Content-Length, which are ours.
        method: ``POST``, ``PUT`` or ``GET``.
        connect_seconds: how long making the connection may take.
        answer_seconds: how long the other side may be silent.
    """

    url: str = field(repr=False)
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    method: str = "POST"
    connect_seconds: float = 5.0
    answer_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, by the character set that the answer names."""
        try:
            return self.body.decode(self.headers.get_content_charset() or "utf-8", errors="replace")
        except LookupError:
            return self.body.decode(errors="replace")

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            ValueError: it is none.
        """
        return json.loads(self.body)


class NotReachedError(Exception):
    """Nothing of the request was sent. `reason`: the kind of error, without any text of it."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class _Line:
    """An open connection; by a proxy for plain HTTP, addresses are said whole."""

    connection: HTTPConnection
    said_before: str = ""
    proxy_word: str = ""


class HttpWire:
    """Connections, one for each host, opened when it is first asked and used for all that follow."""

    def __init__(self) -> None:
        """Nothing is opened yet."""
        self._lines: dict[str, _Line] = {}

    def ask(self, asked: Asked) -> Answer:
        """Ask once.

        Raises:
            NotReachedError: nothing was sent.
            Exception: it broke afterwards, so it may have arrived.
        """
        place = ""
        try:
            parts = urlsplit(asked.url)
            place = f"{parts.scheme}://{parts.netloc}"
            line = self._reached(place, parts, asked)
            _write(line, parts, asked)
        except (OSError, HTTPException, ValueError) as error:
            self._drop(place)
            raise NotReachedError(type(error).__name__) from error
        try:
            answer, stays = _heard(line.connection, asked.body)
        except BaseException:
            self._drop(place)
            raise
        if not stays:
            self._drop(place)
        _log.info("%s: HTTP %s", asked.method, answer.status)
        return answer

    def close(self) -> None:
        """Every connection is closed."""
        while self._lines:
            self._lines.popitem()[1].connection.close()

    def _reached(self, place: str, parts: SplitResult, asked: Asked) -> _Line:
        """A connection ready for a request: the open one, unless the other side has closed it meanwhile."""
        line = self._lines.get(place)
        if line is None or _is_over(line.connection):
            self._drop(place)
            line = self._lines[place] = _line_to(parts, asked.connect_seconds)
            line.connection.connect()
        line.connection.sock.settimeout(asked.answer_seconds)
        return line

    def _drop(self, place: str) -> None:
        line = self._lines.pop(place, None)
        if line is not None:
            line.connection.close()


def _line_to(parts: SplitResult, seconds: float) -> _Line:
    """A connection that is still to be opened, straight or by the proxy that the environment names."""
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("no address of HTTP")
    host, port = parts.hostname, parts.port or _PORTS[parts.scheme]
    named = getproxies()
    by = named.get(parts.scheme) or named.get("all")
    if not by or proxy_bypass(f"{host}:{port}"):
        return _Line(_connection(parts.scheme, host, port, seconds))
    proxy = urlsplit(by if "://" in by else f"http://{by}")
    if proxy.scheme != "http" or not proxy.hostname:
        raise ValueError("a proxy is asked by plain HTTP")
    word = _basic(proxy)
    line = _connection(parts.scheme, proxy.hostname, proxy.port or _PORTS["http"], seconds)
    if parts.scheme == "http":
        return _Line(line, f"http://{_host(parts)}", word)
    line.set_tunnel(host, port, {"Proxy-Authorization": word} if word else {})
    return _Line(line)


def _connection(scheme: str, host: str, port: int, seconds: float) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=seconds, context=httpx.create_ssl_context())
    return HTTPConnection(host, port, timeout=seconds)


def _is_over(connection: HTTPConnection) -> bool:
    """Whether the other side has closed it: then it can be read from although nothing was asked."""
    with selectors.DefaultSelector() as selector:
        selector.register(connection.sock, selectors.EVENT_READ)
        return bool(selector.select(0))


def _write(line: _Line, parts: SplitResult, asked: Asked) -> None:
    """The head of the request stands in the connection's buffer; not a byte has been sent."""
    path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    target = line.said_before + quote(path if path[0] == "/" else f"/{path}", safe=_AS_WRITTEN)
    given = {name.lower() for name in asked.headers}
    connection = line.connection
    connection.putrequest(asked.method, target, skip_host=True, skip_accept_encoding=True)
    ours = {"Host": _host(parts), "Authorization": _basic(parts), "Proxy-Authorization": line.proxy_word}
    if asked.body or asked.method != "GET":
        ours["Content-Length"] = str(len(asked.body))
    for name, value in ours.items():
        if value and name.lower() not in given:
            connection.putheader(name, value)
    for name, value in asked.headers.items():
        connection.putheader(name, value)


def _heard(connection: HTTPConnection, body: bytes) -> tuple[Answer, bool]:
    """The request is sent and the answer read; whether the connection stays open."""
    connection.endheaders(body or None)
    heard = connection.getresponse()
    told = heard.read()
    if heard.headers.get("Content-Encoding", "").lower() in _ZIPPED:
        told = zlib.decompress(told, _GZIP_OR_ZLIB)
    return Answer(heard.status, heard.headers, told), not heard.will_close


def _host(parts: SplitResult) -> str:
    """Host and port as the other side is told them."""
    host = (parts.hostname or "").encode("idna").decode()
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in {None, _PORTS[parts.scheme]} else f"{host}:{parts.port}"


def _basic(parts: SplitResult) -> str:
    """The word of basic authentication for the user in an address; empty where there is none."""
    if parts.username is None:
        return ""
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"
