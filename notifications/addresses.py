"""Secret addresses: where a webhook or robot listens, from the environment or sealed, and never shown.

The address is what the platform gives: ``https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=...``; the bare key or
token is enough for the platform's own host, and so is an Apprise URL (``wecombot://KEY``, ``dingtalk://SECRET@TOKEN``).
Our own parameters are taken out before it is used: ``secret`` (the signing secret of DingTalk and Feishu), ``cto`` and
``rto`` (seconds to connect, seconds to wait for the answer).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlencode, urlsplit

_OURS = ("secret", "cto", "rto")
_SHORTEST_SECRET = 6
_APPRISE = re.compile(
    r"(?P<scheme>[a-z]+)://(?:(?P<secret>[^@/?]*)@)?(?P<key>[^/?]+)/?[^?]*(?:\?(?P<options>.*))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where to post, and how long to wait; shown without the address and without the secret.

    `own`: what the roster says of this person alone, where that is no address (WxPusher's UID); `hidden`: what else the
    other side knows of us and nobody may read.
    """

    url: str = field(repr=False)
    secret: str = field(default="", repr=False)
    connect_seconds: float = 5.0
    answer_seconds: float = 10.0
    own: str = field(default="", repr=False)
    hidden: tuple[str, ...] = field(default=(), repr=False)

    def scrubbed(self, text: str) -> str:
        """The text of the other side without any part of our address, or other secret of ours, as such or encoded."""
        for piece in _secrets(self):
            text = text.replace(piece, "***")
        return text


@lru_cache(maxsize=64)
def _secrets(address: Address) -> tuple[str, ...]:
    """Every part of an address that could be a secret, as such and encoded, the longest first."""
    parts = urlsplit(address.url)
    told = [address.secret, address.own, *address.hidden, *parts.path.split("/"), parts.password or ""]
    told += [parts.username or "", *(field.partition("=")[2] for field in parts.query.split("&"))]
    pieces = {*told, *(value for _, value in parse_qsl(parts.query))}
    pieces |= {unquote(piece) for piece in pieces}
    pieces |= {said for piece in pieces for said in (quote(piece, safe=""), quote(piece), quote_plus(piece))}
    return tuple(sorted((piece for piece in pieces if len(piece) >= _SHORTEST_SECRET), key=len, reverse=True))


def read_address(text: str, usual: str, required: str, schemes: tuple[str, ...] = ()) -> Address | None:
    """The address that stands in a variable, or None if it is none.

    Args:
        text: the variable's value: a whole http(s) address, an Apprise URL, or the bare key.
        usual: the platform's address with ``{key}``; empty where there is none.
        required: the parameter without which the platform knows no robot (``key``), or empty.
        schemes: Apprise's names of the platform.
    """
    text = _from_apprise(text.strip(), schemes)
    if "://" not in text and usual and text:
        key, _, ours = text.partition("?")
        text = usual.format(key=key) + (("&" if "?" in usual else "?") + ours if ours else "")
    try:
        parts = urlsplit(text)
        query = parse_qsl(parts.query, keep_blank_values=True)
        options = {name: value for name, value in query if name in _OURS}
        connect, answer = float(options.get("cto", 5)), float(options.get("rto", 10))
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or min(connect, answer) <= 0:
        return None
    if required and required not in dict(query):
        return None
    kept = urlencode([pair for pair in query if pair[0] not in _OURS]) if options else parts.query
    return Address(parts._replace(query=kept, fragment="").geturl(), options.get("secret", ""), connect, answer)


def with_own(address: Address, own: str) -> Address:
    """The address with what the roster says of this person alone."""
    return replace(address, own=own)


def _from_apprise(text: str, schemes: tuple[str, ...]) -> str:
    """``dingtalk://SECRET@TOKEN/?rto=3`` as ``TOKEN?rto=3&secret=SECRET``; ``jsons://host/path`` as ``https://...``."""
    scheme, _, rest = text.partition("://")
    if scheme not in schemes:
        return text
    if scheme in {"json", "jsons"}:
        return f"http{'s' if scheme == 'jsons' else ''}://{rest}"
    found = _APPRISE.fullmatch(text)
    if found is None:
        return text
    options = [found["options"]] if found["options"] else []
    options += [urlencode({"secret": found["secret"]})] if found["secret"] else []
    return found["key"] + ("?" + "&".join(options) if options else "")
