"""SMTP servers that hang, drip, say too much, or speak something else: each mail ends, and rightly."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from notifications.channels import mail
from notifications.letters import Ending, Outcome
from rules.office import Channel
from tests.notifications.sinks import a_letter, a_room, dripped, smtp_talk, talking

MAIL = Channel("mail", "email", "MAIL_URL")
Talk = Callable[[socket.socket, threading.Event], None]


def mailed(folder: Path, port: int, options: str = "cto=0.3&rto=0.3") -> Outcome:
    url = f"mailto://127.0.0.1:{port}/?from=office@caizhuang.example&{options}"
    return mail(MAIL, a_letter(), a_room(folder, MAIL, environ={"MAIL_URL": url}))


def hangs(_line: socket.socket, over: threading.Event) -> None:
    over.wait(30)


def drips(line: socket.socket, over: threading.Event, last: bytes = b"250 ok\r\n") -> None:
    dripped(line, over, last[:3] + b"-x\r\n")
    line.sendall(last)


def chats(line: socket.socket, _over: threading.Event, last: bytes = b"250 ok\r\n") -> None:
    line.sendall((last[:3] + b"-" + b"x" * 95 + b"\r\n") * 1_000)
    line.sendall(last)


@pytest.mark.parametrize("step", ["hello", "ehlo", "mail", "rcpt"])
@pytest.mark.parametrize("does", [hangs, drips, chats])
def test_a_server_that_hangs_or_never_comes_to_an_end_before_the_mail_has_not_got_it(
    tmp_path: Path, step: str, does: Callable[..., None]
) -> None:
    told = partial(does, last=b"220 ok\r\n") if step == "hello" and does is not hangs else does
    with talking(smtp_talk(**{step: told, **({"helo": told} if step == "ehlo" else {})})) as port:
        outcome = mailed(tmp_path, port)
    assert (outcome.status, outcome.channel_fault) == (Ending.FAILED, True)


@pytest.mark.parametrize("does", [hangs, drips, chats])
def test_a_server_that_hangs_or_never_comes_to_an_end_once_it_has_the_mail_leaves_it_unknown(
    tmp_path: Path, does: Callable[..., None]
) -> None:
    with talking(smtp_talk(end=does)) as port:
        assert mailed(tmp_path, port).status is Ending.UNKNOWN


@pytest.mark.parametrize("step", ["hello", "mail", "rcpt"])
def test_what_is_no_smtp_before_the_mail_is_tried_again_and_counts_against_the_channel(
    tmp_path: Path, step: str
) -> None:
    with talking(smtp_talk(**{step: b"HTTP/1.1 400 Bad Request\r\n"})) as port:
        outcome = mailed(tmp_path, port)
    assert (outcome.status, outcome.channel_fault) == (Ending.FAILED, True)


def test_what_is_no_smtp_once_the_server_has_the_mail_is_unknown(tmp_path: Path) -> None:
    with talking(smtp_talk(end=b"\x00\xff thank you\r\n")) as port:
        assert mailed(tmp_path, port).status is Ending.UNKNOWN


def test_a_server_may_take_longer_over_a_mail_that_it_has_than_over_anything_else(tmp_path: Path) -> None:
    def slow(line: socket.socket, over: threading.Event) -> None:
        over.wait(0.6)
        line.sendall(b"250 ok\r\n")

    with talking(smtp_talk(end=slow)) as port:
        assert mailed(tmp_path, port, "cto=0.3").status is Ending.SENT


@pytest.mark.parametrize(
    "reply", [b"554 5.7.1 <a@b.example>: Relay access denied\r\n", b"550 5.7.26 not authenticated\r\n"]
)
def test_a_server_that_does_not_take_mail_from_us_is_the_channels_fault(tmp_path: Path, reply: bytes) -> None:
    with talking(smtp_talk(rcpt=reply)) as port:
        outcome = mailed(tmp_path, port)
    assert (outcome.status, outcome.channel_fault) == (Ending.REFUSED, True)
    assert outcome.error == f"邮件服务器拒收（{reply[:3].decode()}）"
