"""Asking by HTTP: one connection, and what a break proves."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from notifications.wires import ANSWER_BYTES, Answer, Asked, HttpWire, NotReachedError, TooLongError
from tests.notifications.sinks import dripped, free_port, talking

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
LAST = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"


@dataclass
class Teller:
    """Says these bytes, one after the other, to whoever asks; empty ones close the connection instead.

    `heard`: every request with the number of its connection.
    """

    says: list[bytes]
    secure: ssl.SSLContext | None = None
    heard: list[tuple[int, bytes]] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    closed: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/in", scheme: str = "http", user: str = "") -> str:
        return f"{scheme}://{user}127.0.0.1:{self.port}{path}"

    def serve(self, listening: socket.socket) -> None:
        """One connection after the other, until the listening socket is closed."""
        with suppress(OSError):
            while True:
                line = listening.accept()[0]
                self.connections += 1
                with line, suppress(OSError):
                    self._talk(self.secure.wrap_socket(line, server_side=True) if self.secure else line)
                self.closed.set()

    def _talk(self, line: socket.socket) -> None:
        with line, line.makefile("rb") as reader:
            while request := self._request(reader):
                self.heard.append((self.connections, request))
                told = self.says.pop(0) if self.says else OK
                line.sendall(told)
                if not told or b"Connection: close" in told or told.endswith(b"..."):
                    return

    def _request(self, reader: object) -> bytes:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            got = reader.readline()  # type: ignore[attr-defined]  # a file of bytes
            if not got:
                return b""
            head += got
        length = [int(row.split(b":")[1]) for row in head.split(b"\r\n") if row.startswith(b"Content-Length")]
        return head + reader.read(*length) if length else head  # type: ignore[attr-defined]  # the same


@contextmanager
def telling(*says: bytes, secure: ssl.SSLContext | None = None) -> Iterator[Teller]:
    teller = Teller(list(says), secure)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        teller.port = listening.getsockname()[1]
        thread = threading.Thread(target=teller.serve, args=(listening,))
        thread.start()
        try:
            yield teller
        finally:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            thread.join(10)


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpWire]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    wire = HttpWire()
    yield wire
    wire.close()


def ask(wire: HttpWire, url: str, headers: dict[str, str] | None = None, method: str = "POST") -> Answer:
    return wire.ask(Asked(url, b"{}" if method == "POST" else b"", headers or {}, method, 2, 2))


def test_all_letters_go_by_one_connection(wire: HttpWire) -> None:
    with telling() as teller:
        assert [ask(wire, teller.url()).text for _ in range(3)] == ["ok"] * 3
        wire.close()
    assert [number for number, _ in teller.heard] == [1, 1, 1]


def test_a_connection_that_the_other_side_closed_meanwhile_is_opened_anew(wire: HttpWire) -> None:
    with telling(LAST.replace(b"Connection: close\r\n", b"X-Not: Connection: close\r\n"), OK) as teller:
        assert ask(wire, teller.url()).status == 200
        assert teller.closed.wait(10)
        assert ask(wire, teller.url()).status == 200
        wire.close()
    assert [number for number, _ in teller.heard] == [1, 2]


def test_a_connection_of_which_the_other_side_says_that_it_ends_is_not_used_again(wire: HttpWire) -> None:
    with telling(LAST, LAST) as teller:
        assert [ask(wire, teller.url()).body for _ in range(2)] == [b"ok", b"ok"]
    assert [number for number, _ in teller.heard] == [1, 2]


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/in", "http:///in", "http://127.0.0.1:x/in", "http://[/in", ""])
def test_what_is_no_address_was_never_sent(wire: HttpWire, url: str) -> None:
    with pytest.raises(NotReachedError):
        ask(wire, url)


def test_nobody_listening_means_that_nothing_was_sent(wire: HttpWire) -> None:
    with pytest.raises(NotReachedError) as raised:
        ask(wire, f"http://127.0.0.1:{free_port()}/in")
    assert raised.value.reason == "ConnectionRefusedError"


@pytest.mark.parametrize("value", ["one\r\ntwo", "督导"])
def test_a_header_that_cannot_be_written_keeps_all_of_it_from_being_sent(wire: HttpWire, value: str) -> None:
    with telling() as teller:
        with pytest.raises(NotReachedError):
            ask(wire, teller.url(), {"X-Office": value})
        assert ask(wire, teller.url("/next")).status == 200
        wire.close()
    assert [request.split(b" ")[1] for _, request in teller.heard] == [b"/next"]


@pytest.mark.parametrize("told", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n...", b"what?\r\n\r\n..."])
def test_what_breaks_after_the_request_is_never_called_not_sent_nor_asked_again(wire: HttpWire, told: bytes) -> None:
    with telling(told) as teller:
        with pytest.raises(Exception) as raised:  # noqa: PT011  (whatever it is, it is not the one below)
            ask(wire, teller.url())
        assert not isinstance(raised.value, NotReachedError)
        assert len(teller.heard) == 1
        assert ask(wire, teller.url()).status == 200
        wire.close()


def test_a_redirect_is_not_followed(wire: HttpWire) -> None:
    with telling(b"HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n") as teller:
        assert ask(wire, teller.url()).status == 302
        wire.close()
    assert len(teller.heard) == 1


def test_a_zipped_answer_and_one_in_gbk_are_read(wire: HttpWire) -> None:
    zipped, written = gzip.compress(b'{"code": 0}'), "余额不足".encode("gbk")
    with telling(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s" % (len(zipped), zipped),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=GBK\r\nContent-Length: %d\r\n\r\n%s"
        % (len(written), written),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=no-such\r\nContent-Length: 2\r\n\r\nok",
    ) as teller:
        assert ask(wire, teller.url()).json() == {"code": 0}
        assert ask(wire, teller.url()).text == "余额不足"
        assert ask(wire, teller.url()).text == "ok"
        wire.close()


def test_the_address_is_said_as_the_rules_want_it(wire: HttpWire) -> None:
    with telling() as teller:
        ask(wire, teller.url("?text=自查 1&kept=%20#part", user="office:p%40ss@"), method="GET")
        wire.close()
    head = teller.heard[0][1].decode()
    assert head.startswith("GET /?text=%E8%87%AA%E6%9F%A5%201&kept=%20 HTTP/1.1\r\n")
    assert f"\r\nHost: 127.0.0.1:{teller.port}\r\n" in head
    assert "\r\nAuthorization: Basic b2ZmaWNlOnBAc3M=\r\n" in head
    assert "Content-Length" not in head


def dripping(
    head: bytes, drop: bytes, last: bytes, whole: list[bool]
) -> Callable[[socket.socket, threading.Event], None]:
    def talk(line: socket.socket, over: threading.Event) -> None:
        line.recv(65536)
        line.sendall(head)
        dripped(line, over, drop)
        line.sendall(last)
        whole.append(True)

    return talk


@pytest.mark.parametrize(
    ("head", "drop", "last"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", b"Content-Length: 0\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 61\r\n\r\n", b" ", b"1"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b" ", b"1"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", b"0\r\n\r\n"),
    ],
)
def test_an_answer_that_drips_has_an_end_and_is_none(wire: HttpWire, head: bytes, drop: bytes, last: bytes) -> None:
    whole: list[bool] = []
    with talking(dripping(head, drop, last, whole)) as port:
        with pytest.raises(Exception) as raised:  # noqa: PT011  (whatever it is, it is not the one below)
            wire.ask(Asked(f"http://127.0.0.1:{port}/in", b"{}", {}, "POST", 0.2, 0.3))
        assert not isinstance(raised.value, NotReachedError)
        assert not whole


@pytest.mark.parametrize("length", [b"", b"Content-Length: 1000000\r\n"])
@pytest.mark.parametrize("zipped", [False, True])
def test_of_an_answer_without_end_only_the_beginning_is_read(wire: HttpWire, length: bytes, *, zipped: bool) -> None:
    said = gzip.compress(b"x" * 20_000_000) if zipped else b"x" * 1_000_000
    more = b"Content-Encoding: gzip\r\n" if zipped else length
    refused = b"HTTP/1.1 404 Not Found\r\n" + more + b"\r\n" + said + b"..."
    with telling(refused.replace(b"404 Not Found", b"200 OK"), refused, OK) as teller:
        with pytest.raises(TooLongError):
            ask(wire, teller.url())
        answer = ask(wire, teller.url())
        assert (answer.status, answer.body) == (404, b"x" * ANSWER_BYTES)
        assert ask(wire, teller.url()).text == "ok"
        wire.close()
    assert [number for number, _ in teller.heard] == [1, 2, 3]


def test_no_client_of_http_writes_an_address_into_the_log(wire: HttpWire, caplog: pytest.LogCaptureFixture) -> None:
    broken = LAST.replace(b"\r\n\r\n", b"\r\nno header at all\r\n\r\n")
    with telling(OK, broken) as teller, caplog.at_level(1):
        for _ in range(2):
            ask(wire, teller.url("/in?key=s3cr3t"))
        wire.close()
    assert "POST: HTTP 200" in caplog.text
    assert "s3cr3t" not in f"{caplog.text}{[record.__dict__ for record in caplog.records]}"


class TestProxy:
    """The proxy stands in the environment; nothing else is asked."""

    def test_plain_http_names_the_whole_address_to_it(self, wire: HttpWire, monkeypatch: pytest.MonkeyPatch) -> None:
        with telling() as proxy:
            monkeypatch.setenv("http_proxy", proxy.url("", user="us:secret@"))
            assert ask(wire, "http://gateway.example/send?a=1").status == 200
            wire.close()
        head = proxy.heard[0][1].decode()
        assert head.startswith("POST http://gateway.example/send?a=1 HTTP/1.1\r\n")
        assert "\r\nHost: gateway.example\r\n" in head
        assert "\r\nProxy-Authorization: Basic dXM6c2VjcmV0\r\n" in head

    def test_it_is_passed_by_where_the_environment_says_so(
        self, wire: HttpWire, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        with telling() as teller:
            assert ask(wire, teller.url()).status == 200
            wire.close()

    def test_a_tunnel_that_it_refuses_means_that_nothing_was_sent(
        self, wire: HttpWire, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with telling(b"HTTP/1.1 407 Who are you?\r\nConnection: close\r\nContent-Length: 0\r\n\r\n") as proxy:
            monkeypatch.setenv("https_proxy", proxy.url("", user="us:secret@"))
            with pytest.raises(NotReachedError):
                ask(wire, "https://gateway.example/send?key=secret")
        head = proxy.heard[0][1].decode()
        assert head.startswith("CONNECT gateway.example:443 HTTP/1.")
        assert "Proxy-Authorization: Basic dXM6c2VjcmV0" in head
        assert "key" not in head

    def test_one_that_is_not_asked_by_plain_http_is_not_reached(
        self, wire: HttpWire, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("https_proxy", "socks5://127.0.0.1:1")
        with pytest.raises(NotReachedError):
            ask(wire, "https://gateway.example/send")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that nobody has signed, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    began = datetime(2026, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_certificate_that_nobody_vouches_for_means_that_nothing_was_sent(wire: HttpWire, certificate: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with telling(secure=context) as teller:
        with pytest.raises(NotReachedError) as raised:
            ask(wire, teller.url(scheme="https"))
        assert raised.value.reason == "SSLCertVerificationError"
    assert not teller.heard


def test_a_certificate_that_the_environment_trusts_is_taken(
    wire: HttpWire, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with telling(secure=context) as teller:
        assert [ask(wire, teller.url(scheme="https")).status for _ in range(2)] == [200, 200]
        wire.close()
    assert teller.heard[0][0] == 1
