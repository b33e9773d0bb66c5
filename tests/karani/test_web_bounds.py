"""The doors behind the real server: what is odd on the wire gets no further than it should."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.product import Product, start_product
from tests.services import swift_folder

HEAD = (
    "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
)


@pytest.fixture(scope="module", name="product")
def _product() -> Iterator[Product]:
    with swift_folder() as folder, start_product(folder / "data") as running:
        yield running


def says(product: Product, sent: bytes) -> list[int]:
    """The statuses of all answers to what is sent on one connection."""
    with socket.create_connection(("127.0.0.1", product.port), timeout=20) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        heard = b""
        while part := line.recv(65536):
            heard += part
    parts = heard.split(b"HTTP/1.1 ")[1:]
    return [int(part[:3]) for part in parts]


def test_a_body_with_two_lengths_smuggles_nothing(product: Product) -> None:
    inner = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    both = f"{HEAD}Content-Length: {len(inner) + 5}\r\nTransfer-Encoding: chunked\r\n\r\n"

    statuses = says(product, both.encode() + b"0\r\n\r\n" + inner)

    assert len(statuses) <= 1
    assert 200 not in statuses


@pytest.mark.parametrize(
    "encoding", ["chunked, identity", "identity, chunked", "xchunked", "chunked\r\n chunked"]
)
def test_an_encoding_that_is_not_plain_is_refused(product: Product, encoding: str) -> None:
    statuses = says(product, f"{HEAD}Transfer-Encoding: {encoding}\r\n\r\n0\r\n\r\n".encode())

    assert 200 not in statuses
    assert not [status for status in statuses if status >= 500 and status != 501]


@pytest.mark.parametrize(
    "more",
    ["".join(f"X-{number}: 1\r\n" for number in range(120)), "X: " + "x" * 9000 + "\r\n"],
)
def test_headers_are_bounded(product: Product, more: str) -> None:
    statuses = says(product, f"{HEAD}{more}Content-Length: 2\r\n\r\n{{}}".encode())

    assert statuses in ([400], [431])


def test_an_address_is_bounded(product: Product) -> None:
    asked = f"GET /api/v1/events?{'a=1&' * 2000} HTTP/1.1\r\nHost: localhost\r\n\r\n"

    assert says(product, asked.encode()) in ([400], [414])


def test_a_body_in_chunks_is_bounded(product: Product) -> None:
    chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
    sent = f"{HEAD}Transfer-Encoding: chunked\r\n\r\n".encode() + chunk * 5 + b"0\r\n\r\n"

    assert says(product, sent) == [413]


def test_trace_says_nothing_back(product: Product) -> None:
    asked = b"TRACE /api/v1/events HTTP/1.1\r\nHost: localhost\r\nX-Secret: mango\r\n\r\n"

    assert says(product, asked) == [405]
