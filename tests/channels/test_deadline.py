"""An answer has one deadline for all of it, whichever part of it drips in."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from engine.channels import deadline
from engine.channels.base import ChannelError
from engine.channels.http import Line

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
Talk = Callable[[socket.socket], None]


@contextmanager
def answering(talk: Talk) -> Iterator[str]:
    """A server that answers one call in this way."""

    def serve() -> None:
        connection, _ = server.accept()
        with connection, suppress(OSError):
            connection.recv(1 << 16)
            talk(connection)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        thread.join()


def dripping(beginning: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        connection.sendall(beginning)
        while not select.select([connection], [], [], 0.05)[0]:  # Until it is hung up on.
            connection.sendall(b"1")

    return talk


@pytest.mark.parametrize(
    "beginning",
    [
        b"HTTP/1.",
        HEAD.removesuffix(b"\r\n\r\n"),
        HEAD.replace(b"5", b"500"),
        HEAD[:17] + b"X: ",
    ],
    ids=["status line", "length", "body", "header"],
)
def test_an_answer_that_drips_in_is_given_up(
    monkeypatch: pytest.MonkeyPatch, beginning: bytes
) -> None:
    monkeypatch.setattr(deadline, "WHOLE_ANSWER_S", 0.5)
    began = time.monotonic()

    with answering(dripping(beginning)) as url, pytest.raises(ChannelError) as caught:
        Line().call("GET", url)

    assert (caught.value.code, caught.value.ambiguous) == ("timed_out", True)
    assert time.monotonic() - began >= 0.5


def test_an_answer_in_pieces_is_read_whole() -> None:
    def talk(connection: socket.socket) -> None:
        for byte in HEAD + b"hello":
            connection.sendall(bytes([byte]))

    with answering(talk) as url:
        answer = Line().call("GET", url)

    assert (answer.status, answer.body) == (200, b"hello")
