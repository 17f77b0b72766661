"""Real servers on loopback that play the other side, one HTTP and one SMTP, and a letter to send there."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

from notifications.letters import Letter, PostRoom, Recipient, Words
from rules.office import Channel

LIAISON = Recipient("联络员-中心小学", "liaison@school.example", "13000000000", ("mail",))
HELLO = Words("【督导室】待办提醒：1项", "联络员-中心小学，您好！\n\n- 自查：3月31日（周二）截止")


def a_letter(recipient: Recipient = LIAISON, words: Words = HELLO) -> Letter:
    return Letter(7, "digest", date(2026, 3, 23), recipient, words)


def a_room(
    folder: Path,
    *channels: Channel,
    environ: Mapping[str, str] | None = None,
    unseal: Callable[[str], str] | None = None,
    open_seconds: float = 0,
) -> PostRoom:
    by_name = {channel.name: channel for channel in channels}
    moment = datetime(2026, 3, 23, 1, tzinfo=UTC)
    room = PostRoom(
        "蔡庄镇教育督导室", "zh", by_name, folder, moment, environ or {}, unseal, seconds=lambda: open_seconds
    )
    OPENED.append(room)
    return room


def killed(sink: HttpSink | SmtpSink, place: str) -> bool:
    """Whether the sender was killed here, as the sink was told."""
    if sink.kills != place or not sink.victim:
        return False
    if sink.spares:
        sink.spares -= 1
        return False
    with suppress(ProcessLookupError):
        os.kill(sink.victim, signal.SIGKILL)
    sink.victim = 0
    return True


OPENED: list[PostRoom] = []
"""Rooms whose connections a fixture hangs up when the test ends."""


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class HttpSink:
    """Answers every POST with `status` and `body`; `hangs` and `drops` answer nothing.

    `then`: the body of every answer but the first.
    `kills`: the process `victim` is ended with the next request, before (``post``) or after (``kept``) it is kept.
    """

    status: int = 200
    body: Any = field(default_factory=dict)
    then: Any = None
    hangs: bool = False
    drops: bool = False
    kills: str = ""
    victim: int = 0
    spares: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    port: int = 0
    paths: list[str] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def address(self, path: str) -> str:
        """What an office would write into the environment."""
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def http_sink() -> Iterator[HttpSink]:
    sink = HttpSink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            if killed(sink, "post"):
                self.close_connection = True
                return
            sink.paths.append(self.path)
            sink.documents.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            killed(sink, "kept")
            if sink.hangs:
                sink.over.wait(20)
            if sink.hangs or sink.drops:
                self.close_connection = True
                return
            told = sink.body if sink.then is None or len(sink.documents) == 1 else sink.then
            body = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(sink.status)
            for name, value in {**sink.headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the lines would hold the keys that the tests look for."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sink.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield sink
    finally:
        sink.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class SmtpSink:
    """Takes mails; `rcpt` and `data` are its replies, `drops` breaks the line instead of answering DATA.

    `kills`: the process `victim` is ended at the next ``mail``, ``rcpt`` or, once the mail is kept, ``data``, after
    so many that it `spares`.
    `most`: so many mails a connection, the next one is answered 421; 0: as many as there are.
    """

    rcpt: str = "250 OK"
    data: str = "250 OK"
    drops: bool = False
    kills: str = ""
    victim: int = 0
    spares: int = 0
    most: int = 0
    connections: int = 0
    port: int = 0
    mails: list[Envelope] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802  (aiosmtpd's)
        self, _server: Any, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count the connection."""
        self.connections += 1
        session.host_name = hostname
        session.taken = 0  # type: ignore[attr-defined]  # our own count
        return responses

    async def handle_MAIL(  # noqa: N802  (aiosmtpd's)
        self, _server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender, unless this connection has had its mails."""
        killed(self, "mail")
        taken = getattr(session, "taken", 0)
        if self.most and taken >= self.most:
            return "421 too many mails on this connection"
        session.taken = taken + 1  # type: ignore[attr-defined]  # our own count
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Session, envelope: Envelope, address: str, _: Any) -> str:  # noqa: N802
        """Answer as told."""
        killed(self, "rcpt")
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: Any, _session: Session, envelope: Envelope) -> str:  # noqa: N802  (the same)
        """Keep the mail and answer as told."""
        self.mails.append(envelope)
        killed(self, "data")
        if self.drops:
            server.transport.close()
        return self.data

    def address(self, options: str = "", *, user: str = "office:right") -> str:
        """What an office would write into the environment."""
        return f"mailto://{user}@127.0.0.1:{self.port}/?from=office@caizhuang.example&cto=2{options}"


def _authenticated(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=isinstance(data, LoginPassword) and data.password == b"right", handled=False)


@contextmanager
def smtp_sink() -> Iterator[SmtpSink]:
    sink = SmtpSink(port=free_port())
    controller = Controller(
        sink, hostname="127.0.0.1", port=sink.port, authenticator=_authenticated, auth_require_tls=False
    )
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


@contextmanager
def talking(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """The port of a server that does with every connection whatever `talk` does; the event says that it is over."""
    over, lines, threads = threading.Event(), list[socket.socket](), list[threading.Thread]()

    def one(line: socket.socket) -> None:
        with line, suppress(OSError):
            talk(line, over)

    def serve() -> None:
        with suppress(OSError):
            while True:
                lines.append(listening.accept()[0])
                threads.append(threading.Thread(target=one, args=(lines[-1],)))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threads.append(threading.Thread(target=serve))
        threads[0].start()
        try:
            yield int(listening.getsockname()[1])
        finally:
            over.set()
            for open_one in [listening, *lines]:
                with suppress(OSError):
                    open_one.shutdown(socket.SHUT_RDWR)
            for thread in threads:
                thread.join(10)


def dripped(line: socket.socket, over: threading.Event, drop: bytes, times: int = 60) -> None:
    """The same few bytes again and again, a twentieth of a second apart: no single read takes long."""
    for _ in range(times):
        line.sendall(drop)
        if over.wait(0.05):
            return


def smtp_talk(**replies: bytes | Callable[[socket.socket, threading.Event], None]) -> Callable[..., None]:
    """A bare SMTP server that says 250 to all but what `replies` name: ``hello``, ``mail``, ``rcpt``, ``end``."""

    def say(line: socket.socket, over: threading.Event, word: str, usual: bytes) -> None:
        told = replies.get(word, usual)
        if isinstance(told, bytes):
            line.sendall(told)
        else:
            told(line, over)

    def talk(line: socket.socket, over: threading.Event) -> None:
        with line.makefile("rb") as reader:
            say(line, over, "hello", b"220 hi\r\n")
            while asked := reader.readline():
                word = asked[:4].decode().strip().lower()
                if word == "data":
                    line.sendall(b"354 go on\r\n")
                    while reader.readline() not in {b".\r\n", b""}:
                        pass
                    word = "end"
                say(line, over, word, b"250 ok\r\n")

    return talk
