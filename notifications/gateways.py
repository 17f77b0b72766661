"""Text messages by the county's own HTTP gateway, as a file of the office says: how it is asked, how success looks.

Every county has another one, so nothing of it stands in code: ``gateways/<file>.yaml`` holds the method, the address,
headers, the body as JSON, form or text, and which answer is success, refusal for good, or "too fast". Its texts are
templates with ``phone``, ``text``, ``subject``, ``id``, ``key``, ``name``, ``office``, ``address`` (the channel's
secret), ``stamp`` (seconds), ``moment`` (``20260302093000``), ``env.NAME`` for the variables that it lists, and the
filters ``md5``, ``sha256``, ``hmac_sha256(key)``, ``base64``, ``urlencode``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import yaml
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from pydantic import ValidationError

import words
from notifications.addresses import Address
from notifications.gateway_files import Gateway, Match, read_gateway, value_at
from notifications.letters import Ending, Letter, Outcome, PostRoom
from notifications.posting import Post
from notifications.shortening import clipped
from notifications.verdicts import Verdict, of_status
from notifications.wires import Answer, Asked
from rules.errors import Problem

_ZONE = ZoneInfo("Asia/Shanghai")
_FOLDER = "gateways"


def gateway_problems(folder: Path, names: tuple[str, ...]) -> tuple[Problem, ...]:
    """What is wrong with the gateway files that the channels name: each is read, and one example is written with it."""
    return tuple(problem for name in names for problem in _problems(folder / _FOLDER / name))


def _problems(path: Path) -> tuple[Problem, ...]:
    place, more = f"{_FOLDER}/{path.name}", {"line": "", "key": path.name}
    try:
        gateway = read_gateway(path)
        _filled(gateway, dict.fromkeys(_NAMES, "1") | {"env": dict.fromkeys(gateway.env, "1")})
    except OSError:
        return (Problem(place, "", "file_missing", more=more),)
    except (ValidationError, ValueError, TemplateError, TypeError, yaml.YAMLError) as error:
        said = _said(error)
        return (Problem(place, "", "gateway_broken", said, more=more),)
    return ()


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, wrong['loc']))}: {wrong['type']}" for wrong in error.errors())
    return clipped(str(error).splitlines()[0] if str(error) else type(error).__name__, 200)


_NAMES = ("phone", "text", "subject", "id", "key", "name", "office", "address", "stamp", "moment")


class _Text(Post):
    """One text message; which answer is what, the file says."""

    def __init__(self, gateway: Gateway, values: dict[str, Any], letter: Letter, room: PostRoom) -> None:
        """Keep the gateway and what its templates are filled with."""
        connect, answer = gateway.connect_seconds, gateway.answer_seconds
        address = Address(str(values["address"]), "", connect, answer, hidden=tuple(values["env"].values()))
        super().__init__("sms", address, letter, room)
        self.gateway, self.values = gateway, values

    def documents(self, said: object) -> list[dict[str, Any]]:  # noqa: ARG002  (the words stand in the values)
        """What the file's texts say."""
        return [_filled(self.gateway, self.values)]

    def request(self, document: dict[str, Any]) -> Asked:
        """As the file says it; a header of the file goes before ours."""
        query = urlencode(document["query"])
        url = document["url"] + (("&" if "?" in document["url"] else "?") + query if query else "")
        form, body = _said_as(document)
        given = {name.lower() for name in document["headers"]}
        headers = {name: value for name, value in form.items() if name.lower() not in given} | document["headers"]
        address = self.address
        return Asked(url, body, headers, self.gateway.method, address.connect_seconds, address.answer_seconds)

    def judged(self, answer: Answer) -> Outcome:
        """Success, "too fast" and refusal are the file's to say; another answer is tried again."""
        heard, gateway = self.heard(answer), self.gateway
        by_status = of_status(answer.status, answer.headers.get("Retry-After", ""), self.room.moment())
        if gateway.rest and gateway.rest.fits(answer):
            return self._ended(
                Verdict(Ending.FAILED, gateway.rest.seconds), "refused", heard, **self._code(gateway.rest, answer)
            )
        if gateway.refused and gateway.refused.fits(answer):
            return self._ended(Verdict(Ending.REFUSED), "refused", heard, **self._code(gateway.refused, answer))
        if by_status is not None:
            return self._ended(by_status, "http_status", heard, status=answer.status)
        if gateway.success.fits(answer):
            return Outcome(Ending.SENT, answer=heard)
        return self._ended(Verdict(Ending.FAILED), "refused", heard, **self._code(gateway.success, answer))

    def _code(self, match: Match, answer: Answer) -> dict[str, object]:
        """The code that the answer has at the file's path, and its beginning."""
        code = value_at(answer, match.path) if match.path else ""
        return {"code": clipped(str(code if code is not None else ""), 20), "reason": clipped(self.heard(answer), 160)}


def _said_as(document: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    """Our headers and the body of a document: JSON, a form, or plain text as it is."""
    ours = {"User-Agent": "dudao"}
    if document["json"] is not None:
        said = json.dumps(document["json"], ensure_ascii=False, separators=(",", ":"))
        return ours | {"Content-Type": "application/json"}, said.encode()
    if document["form"]:
        return ours | {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(document["form"]).encode()
    return ours, document["body"].encode()


def send_text(gateway: Gateway, secret: str, letter: Letter, room: PostRoom) -> Outcome:
    """One text message to one phone."""
    moment = room.moment()
    values: dict[str, Any] = {
        "phone": letter.recipient.phone,
        "name": letter.recipient.name,
        "subject": letter.words.subject,
        "body": letter.words.body,
        "id": letter.message_id,
        "key": letter.key,
        "office": room.office,
        "address": secret,
        "stamp": str(int(moment.timestamp())),
        "moment": moment.astimezone(_ZONE).strftime("%Y%m%d%H%M%S"),
        "env": {name: room.environ.get(name, "") for name in gateway.env},
    }
    try:
        values["text"] = clipped(_environment().from_string(gateway.text).render(values), gateway.text_bytes)
    except (TemplateError, TypeError, ValueError) as error:
        said = words.say(room.language, "notifications.error.words", reason=type(error).__name__)
        return Outcome(Ending.FAILED, error=said, channel_fault=True)
    return _Text(gateway, values, letter, room).send()


def _filled(gateway: Gateway, values: dict[str, Any]) -> dict[str, Any]:
    """Every text of the file with the values in it."""
    names = ("url", "headers", "query", "form", "body")
    filled = {name: _render(getattr(gateway, name), values) for name in names}
    return filled | {"json": _render(gateway.json_body, values)}


def _render(written: Any, values: dict[str, Any]) -> Any:
    if isinstance(written, str):
        return _environment().from_string(written).render(values)
    if isinstance(written, dict):
        return {key: _render(value, values) for key, value in written.items()}
    if isinstance(written, list | tuple):
        return [_render(value, values) for value in written]
    return written


def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters |= {
        "md5": lambda text: hashlib.md5(str(text).encode(), usedforsecurity=False).hexdigest(),
        "sha256": lambda text: hashlib.sha256(str(text).encode()).hexdigest(),
        "hmac_sha256": lambda text, key: hmac.new(str(key).encode(), str(text).encode(), hashlib.sha256).hexdigest(),
        "base64": lambda text: base64.b64encode(str(text).encode()).decode(),
        "urlencode": lambda text: quote(str(text), safe=""),
    }
    return environment
