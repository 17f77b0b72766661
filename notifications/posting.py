"""Posting one document and believing nothing but the answer: the base of the webhook, the robots and the gateways.

Apprise's own plugins for WeCom, DingTalk and Feishu call HTTP 200 a success even with an error code in the body, split
a text by characters where the robots count bytes, and wait 5.5 seconds between two posts. These read the body, split by
bytes, and keep one connection for all letters of a round; throttling stands in the database.

What counts as what: no connection was made -> failed; it was made and no readable answer came -> unknown, for the
message may have arrived; an answer with an error -> failed or refused, by `notifications.verdicts`; the platform's own
word of success -> sent.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, ClassVar

import words
from notifications import verdicts
from notifications.addresses import Address
from notifications.letters import Ending, Letter, Outcome, PostRoom, Words
from notifications.shortening import clipped
from notifications.verdicts import Verdict
from notifications.wires import Answer, Asked, HttpWire, NotReachedError

_JSON = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "dudao"}
_REASONS = ("errmsg", "msg", "message", "StatusMessage")
_REASON_BYTES = 160
_ANSWER_BYTES = 600


class Post:
    """One way to post: a subclass says what the documents look like; which answer is success, the table of codes."""

    codes: ClassVar[tuple[str, ...]] = ("errcode", "code")
    code_needed: ClassVar[bool] = True

    def __init__(self, kind: str, address: Address, letter: Letter, room: PostRoom) -> None:
        """Keep what is posted where."""
        self.kind, self.address, self.letter, self.room = kind, address, letter, room

    def documents(self, said: Words) -> list[dict[str, Any]]:
        """The JSON documents that say these words, one for each part."""
        raise NotImplementedError

    def target(self) -> str:
        """The address to post to; a subclass adds its signature."""
        return self.address.url

    def send(self) -> Outcome:
        """Post every part once; proved only if the answer to each proves it.

        If a later part fails, the first ones are out: nobody can call that failed, so a person decides.
        """
        documents = self.documents(self.letter.words)
        for number, document in enumerate(documents):
            outcome = self._posted(document)
            if number:
                outcome = replace(outcome, posts=number + 1)
            if outcome.status is not Ending.SENT:
                return outcome if number == 0 else self._half_out(outcome, number, len(documents))
        return outcome

    def request(self, document: dict[str, Any]) -> Asked:
        """The request that posts a document."""
        address = self.address
        body = json.dumps(document, ensure_ascii=False).encode()
        return Asked(self.target(), body, _JSON, "POST", address.connect_seconds, address.answer_seconds)

    def _posted(self, document: dict[str, Any]) -> Outcome:
        try:
            answer = wire(self.room, self.kind).ask(self.request(document))
        except (NotReachedError, UnicodeError) as error:
            reason = error.reason if isinstance(error, NotReachedError) else type(error).__name__
            return self._ended(Verdict(Ending.FAILED, channel_fault=True), "not_reached", reason=reason)
        except Exception as error:  # noqa: BLE001  (only what surely was not sent is failed, all else is unknown)
            return self._ended(Verdict(Ending.UNKNOWN), "no_answer", reason=type(error).__name__)
        return self.judged(answer)

    def judged(self, answer: Answer) -> Outcome:
        """What the answer proves."""
        status, heard = answer.status, self.heard(answer)
        code, reason = self._code_of(answer)
        if code:
            verdict = verdicts.of_code(self.kind, code, reason)
            if verdict.ending is not Ending.SENT:
                return self._ended(verdict, "refused", heard, code=code, reason=reason)
        by_status = verdicts.of_status(status, answer.headers.get("Retry-After", ""))
        if by_status is not None:
            word = "odd_answer" if by_status.ending is Ending.UNKNOWN else "http_status"
            return self._ended(by_status, word, heard, status=status)
        if self.code_needed and not code:
            return self._ended(Verdict(Ending.UNKNOWN), "odd_answer", heard, status=status)
        return Outcome(Ending.SENT, answer=heard)

    def heard(self, answer: Answer) -> str:
        """The answer as a person may read it, without secrets."""
        return clipped(self.address.scrubbed(f"HTTP {answer.status} {answer.text}"), _ANSWER_BYTES)

    def _code_of(self, answer: Answer) -> tuple[str, str]:
        """The code in the body as text, empty if there is none, and what the other side says about it."""
        try:
            told = answer.json()
        except ValueError:
            return "", ""
        told = told if isinstance(told, dict) else {}
        code = next((str(told[name]) for name in self.codes if told.get(name) is not None), "")
        reason = next((told[name] for name in _REASONS if told.get(name)), "")
        return clipped(code, 20), clipped(self.address.scrubbed(str(reason)), _REASON_BYTES)

    def _half_out(self, outcome: Outcome, number: int, parts: int) -> Outcome:
        word = "half_unknown" if outcome.status is Ending.UNKNOWN else "half_out"
        said = words.say(
            self.room.language,
            f"notifications.error.{word}",
            out=number,
            next=number + 1,
            parts=parts,
            reason=outcome.error,
        )
        return replace(outcome, status=Ending.UNKNOWN, error=said, channel_fault=False)

    def _ended(self, verdict: Verdict, word: str, heard: str = "", **values: object) -> Outcome:
        error = words.say(self.room.language, f"notifications.error.{word}", **values)
        return Outcome(
            verdict.ending,
            error=error,
            rest_seconds=verdict.rest_seconds,
            channel_fault=verdict.channel_fault,
            answer=heard,
        )


def wire(room: PostRoom, name: str) -> HttpWire:
    """The open wire for a kind of channel: connections stay open from letter to letter."""
    found = room.wires.get(f"http:{name}")
    if not isinstance(found, HttpWire):
        found = room.wires[f"http:{name}"] = HttpWire()
    return found
