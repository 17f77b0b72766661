"""Connections of urllib3 that tell what never left, by the proxy that the environment names, and that can be cut."""

from __future__ import annotations

import logging
import socket
from http.client import HTTPException
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from urllib3 import PoolManager, ProxyManager, make_headers
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from notifications.deadlines import cut

_BREAKS = (OSError, HTTPError, HTTPException, ValueError)
_ASKING_CLIENTS = ("urllib3", "httpx", "httpcore")


class NotReachedError(Exception):
    """Nothing of the request was sent. `reason`: the kind of error, without any text of it."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


class Line(HTTPConnection):
    """A connection whose first steps raise what is no other error: nothing of the request has left."""

    def __init__(self, opened: list[Line], *args: Any, **named: Any) -> None:
        """Among the opened ones."""
        super().__init__(*args, **named)
        self.used: socket.socket | None = None
        opened.append(self)

    def connect(self) -> None:
        """Connected, by the proxy and encrypted where that is so."""
        try:
            super().connect()
        except _BREAKS as error:
            raise NotReachedError("ProxyError" if self.proxy else kind_of(error)) from error
        self.used = self.sock

    def cut(self) -> None:
        """Whatever goes on here is over, also the rest of an answer of which the connection itself is rid."""
        for line in (self.sock, self.used):
            cut(line)

    def putrequest(self, *args: Any, **named: Any) -> None:
        """The first line is written down."""
        try:
            super().putrequest(*args, **named)
        except _BREAKS as error:
            raise NotReachedError(kind_of(error)) from error

    def putheader(self, header: str, *values: str) -> None:  # type: ignore[override]  # as urllib3 has it
        """One more line is written down."""
        try:
            super().putheader(header, *values)
        except _BREAKS as error:
            raise NotReachedError(kind_of(error)) from error


class SecureLine(Line, HTTPSConnection):
    """The same, encrypted."""


def kind_of(error: Exception) -> str:
    """The kind of error, of urllib3's own what is behind it."""
    return type(error.__cause__ if isinstance(error, HTTPError) and error.__cause__ else error).__name__


def hush() -> None:
    """The clients of HTTP do not write addresses into the log, in which the keys stand."""
    for name in _ASKING_CLIENTS:
        logging.getLogger(name).setLevel(logging.ERROR)


def manager_for(place: str, scheme: str) -> PoolManager:
    """The manager of one pool, straight or by the proxy; certificates are trusted as httpx trusts them."""
    more: dict[str, Any] = {"ssl_context": httpx.create_ssl_context()} if scheme == "https" else {}
    named = getproxies()
    by = named.get(scheme) or named.get("all")
    if not by or proxy_bypass(urlsplit(place).netloc.rpartition("@")[2]):
        return PoolManager(1, **more)
    proxy = by if "://" in by else f"http://{by}"
    user = parse_url(proxy).auth
    word = {"Proxy-Authorization": make_headers(proxy_basic_auth=unquote(user))["proxy-authorization"]} if user else {}
    return ProxyManager(proxy, 1, proxy_headers=word, **more)
