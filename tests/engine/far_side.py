"""Another system on loopback, down to the bytes: takes one request a connection, misbehaves."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Reply = Callable[[socket.socket], None]


@dataclass
class FarSide:
    """What was asked, byte for byte; `over` ends replies that have no end of their own."""

    port: int
    asked: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its address by plain http."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def allowed(self) -> frozenset[str]:
        """What an operator would write to let it be called."""
        return frozenset({f"127.0.0.1:{self.port}"})

    def header(self, name: str) -> str | None:
        """A header of the last request."""
        lines = self.asked[-1].partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
        pairs = (line.split(": ", 1) for line in lines)
        return next((value for key, value in pairs if key.lower() == name), None)

    @property
    def body(self) -> bytes:
        """The body of the last request."""
        return self.asked[-1].partition(b"\r\n\r\n")[2]


def answer(status: str, body: bytes = b"", *headers: str) -> Reply:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    whole = "\r\n".join(lines).encode() + body
    return lambda line: line.sendall(whole)


def document(body: bytes) -> Reply:
    """A success in JSON."""
    return answer("200 OK", body, "Content-Type: application/json")


@contextmanager
def far_side(
    reply: Callable[[FarSide], Reply], tls: ssl.SSLContext | None = None
) -> Iterator[FarSide]:
    """Listen until the test is over."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        side = FarSide(listener.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(listener, side, reply(side), tls))
        thread.start()
        try:
            yield side
        finally:  # Also where the test expects an error: a thread left behind ends no process.
            side.over.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(
    listener: socket.socket, side: FarSide, reply: Reply, tls: ssl.SSLContext | None
) -> None:
    while not side.over.is_set():
        try:
            line, _ = listener.accept()
        except OSError:
            return
        line.settimeout(10)  # A caller that forgets its line shall not stop the test.
        with line, suppress(OSError):
            spoken = tls.wrap_socket(line, server_side=True) if tls else line
            with spoken:
                side.asked.append(_request(spoken))
                reply(spoken)


def _request(line: socket.socket) -> bytes:
    heard = b""
    while b"\r\n\r\n" not in heard:
        piece = line.recv(65_536)
        if not piece:
            raise OSError("nothing was asked")
        heard += piece
    head, _, body = heard.partition(b"\r\n\r\n")
    lengths = [part for part in head.lower().split(b"\r\n") if b"content-length" in part]
    length = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < length:
        body += line.recv(65_536)
    return head + b"\r\n\r\n" + body
