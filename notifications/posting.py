"""Posting one JSON document and believing nothing but the answer: the base of the webhook and of the robots.

Apprise's own plugins for WeCom, DingTalk and Feishu call HTTP 200 a success even with an error code in the body, and
split a text by characters where the robots count bytes. These plugins read the body and shorten by bytes.

What counts as what: no connection was made -> failed; it was made and no readable answer came -> unknown, for the
message may have arrived; an answer with an error -> failed, with its code; the platform's own word of success -> sent.
"""

from __future__ import annotations

import json
import logging
from typing import Any, ClassVar

import requests
from apprise import NotifyBase
from urllib3.exceptions import MaxRetryError, NewConnectionError

import words
from notifications.addresses import Address
from notifications.letters import Ending, Letter, Outcome, PostRoom, Words
from notifications.shortening import clipped

_NEVER_LEFT = (
    requests.ConnectTimeout,
    requests.exceptions.ProxyError,
    requests.exceptions.SSLError,
    requests.exceptions.InvalidURL,
    UnicodeError,
)
_GATEWAY_TIMEOUT = 504
_REASON_BYTES = 160


class Post(NotifyBase):  # type: ignore[misc]  # Apprise is skipped by mypy
    """One way to post: a subclass says what the document looks like and which answer is success."""

    service_name = "dudao"
    request_rate_per_sec = 0
    codes: ClassVar[tuple[str, ...]] = ("errcode", "code")
    success: ClassVar[frozenset[str]] = frozenset({"0"})
    code_needed: ClassVar[bool] = True

    def __init__(self, address: Address, letter: Letter, room: PostRoom) -> None:
        """Keep what is posted where; `outcome` is set by `send`."""
        super().__init__(cto=address.connect_seconds, rto=address.answer_seconds)
        self.address, self.letter, self.room = address, letter, room
        self.outcome: Outcome | None = None

    def document(self, said: Words) -> dict[str, Any]:
        """The JSON document that says these words."""
        raise NotImplementedError

    def target(self) -> str:
        """The address to post to; a subclass adds its signature."""
        return self.address.url

    def send(self, body: str, title: str = "", **_: object) -> bool:
        """Post once; True only if the other side's answer proves success. Called by Apprise."""
        self.outcome = self._posted(self.document(Words(title, body)))
        return self.outcome.status is Ending.SENT

    def url(self, *_: object, **__: object) -> str:
        """The address without anything secret: what Apprise logs."""
        return f"{self.secure_protocol}://***"

    def _posted(self, document: dict[str, Any]) -> Outcome:
        _hide_addresses()
        try:
            answer = requests.post(
                self.target(),
                data=json.dumps(document, ensure_ascii=False).encode(),
                headers={"Content-Type": "application/json; charset=utf-8", "User-Agent": "dudao"},
                timeout=self.request_timeout,
                allow_redirects=False,
            )
        except Exception as error:  # noqa: BLE001  (only what surely was not sent is failed, all else is unknown)
            ending, word = (Ending.FAILED, "not_reached") if never_left(error) else (Ending.UNKNOWN, "no_answer")
            return self._ended(ending, word, reason=type(error).__name__)
        return self._judged(answer)

    def _judged(self, answer: requests.Response) -> Outcome:
        status = answer.status_code
        if status == _GATEWAY_TIMEOUT:
            return self._ended(Ending.UNKNOWN, "odd_answer", status=status)
        code, reason = self._code_of(answer)
        if code and code not in self.success:
            return self._ended(Ending.FAILED, "refused", code=code, reason=reason)
        if not requests.codes.ok <= status < requests.codes.multiple_choices:
            return self._ended(Ending.FAILED, "http_status", status=status)
        if self.code_needed and not code:
            return self._ended(Ending.UNKNOWN, "odd_answer", status=status)
        return Outcome(Ending.SENT)

    def _code_of(self, answer: requests.Response) -> tuple[str, str]:
        """The code in the body as text, empty if there is none, and what the other side says about it."""
        try:
            told = answer.json()
        except ValueError:
            return "", ""
        told = told if isinstance(told, dict) else {}
        code = next((str(told[name]) for name in self.codes if told.get(name) is not None), "")
        reason = told.get("errmsg") or told.get("msg") or told.get("message") or ""
        return clipped(code, 20), clipped(self.address.scrubbed(str(reason)), _REASON_BYTES)

    def _ended(self, ending: Ending, word: str, **values: object) -> Outcome:
        return Outcome(ending, error=words.say(self.room.language, f"notifications.error.{word}", **values))


def never_left(error: Exception) -> bool:
    """Whether the request surely was not sent: the address is none, or no connection came about."""
    if isinstance(error, _NEVER_LEFT):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


class _HiddenPath(logging.Filter):
    """Takes the path and query, where the keys are, out of the lines that urllib3 logs for each request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the line, hide every argument of it that looks like a path or an address."""
        arguments = record.args if isinstance(record.args, tuple) else ()
        record.args = tuple("***" if _is_path(value) else value for value in arguments) or record.args
        return True


_HIDE = _HiddenPath()


def _hide_addresses() -> None:
    logging.getLogger("urllib3.connectionpool").addFilter(_HIDE)


def _is_path(value: object) -> bool:
    return not isinstance(value, int | float) and ("/" in str(value) or "?" in str(value)) and str(value)[:5] != "HTTP/"
