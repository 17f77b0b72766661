"""``python -m bench.sinks KIND``: another side on loopback in a process of its own: smtp, http, or http-slow.

It takes everything, writes its port in one line and stops when its standard input ends.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.smtp import SMTP

SLOW_SECONDS = 0.02
"""How long a gateway far away takes for one message."""
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n" + b'{"errcode":0}'


@contextmanager
def sink(kind: str) -> Iterator[int]:
    """The port of a sink that runs while the block does."""
    command = [sys.executable, "-m", "bench.sinks", kind]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


class _Taker:
    """Takes every mail and forgets it."""

    async def handle_DATA(self, _server: object, _session: object, _envelope: object) -> str:  # noqa: N802  (aiosmtpd's name)
        """Say yes."""
        return "250 OK"


async def _http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while head := await _head(reader):
        length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-l"))
        await reader.readexactly(length)
        await asyncio.sleep(SLOW_SECONDS if sys.argv[1] == "http-slow" else 0)
        writer.write(ANSWER)
        await writer.drain()
    writer.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


async def _serve(kind: str) -> None:
    loop = asyncio.get_running_loop()
    if kind == "smtp":
        server = await loop.create_server(lambda: SMTP(_Taker(), loop=loop), "127.0.0.1", 0)
    else:
        server = await asyncio.start_server(_http, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
