"""Where every trap that another system may set for a call ends."""

from __future__ import annotations

import gzip
import logging
import socket
import ssl
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import trustme

from engine.calling.answers import LARGEST
from engine.calling.caller import CallAnswer, CallError
from tests.engine.calling import answered, call, caller, refused
from tests.engine.far_side import FarSide, Reply, answer, document, far_side

PUBLIC = "93.184.215.14"


@pytest.fixture
def shop() -> Iterator[FarSide]:
    with far_side(lambda _: document(b'{"ok": true}')) as side:
        yield side


def test_a_name_is_looked_up_once_and_the_checked_address_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = [[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]]
    asked: list[str] = []
    reached: list[object] = []

    def cable_out(_: socket.socket, address: object) -> None:
        reached.append(address)
        raise OSError("unplugged")

    def rebinding(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    monkeypatch.setattr(socket.socket, "connect", cable_out)
    with pytest.raises(CallError, match=r"^unreachable: "):
        call(caller(resolve=rebinding), "https://rebind.example/x")
    assert (asked, reached) == (["rebind.example"], [(PUBLIC, 443)])


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], [PUBLIC, "10.0.0.1"], ["::ffff:169.254.169.254"], ["fe80::1%lo"]]
)
def test_one_private_address_is_enough_to_refuse_a_name(found: list[str]) -> None:
    with pytest.raises(CallError, match=r"^forbidden_address: ") as caught:
        call(caller(resolve=lambda *_: found), "https://inside.example/")
    assert not caught.value.retryable


def test_a_name_that_nobody_has_may_be_tried_again() -> None:
    def nobody(*_: object) -> Sequence[str]:
        raise socket.gaierror("no such name")

    with pytest.raises(CallError, match=r"^unknown_host: ") as caught:
        call(caller(resolve=nobody), "https://nobody.example/")
    assert caught.value.retryable


def test_a_slow_look_up_is_not_waited_for() -> None:
    with far_side(lambda _: answer("200 OK")) as side:
        slow = caller(resolve=lambda *_: [str(side.over.wait(5))], timeout_s=0.2)

        began = time.monotonic()
        with pytest.raises(CallError, match=r"^unknown_host: .*in time"):
            call(slow, "https://slow.example/")
        assert time.monotonic() - began < 2


def test_a_host_that_does_not_listen_may_be_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(CallError, match=r"^unreachable: ") as caught:
        call(caller(allowed=frozenset({f"127.0.0.1:{port}"})), f"http://127.0.0.1:{port}/")
    assert caught.value.retryable


def test_the_next_address_is_called_when_the_first_is_deaf(shop: FarSide) -> None:
    found = ["127.0.0.77", "127.0.0.1"]
    both = caller(resolve=lambda *_: found, allowed=frozenset({f"shop.lan:{shop.port}"}))

    assert call(both, f"http://shop.lan:{shop.port}/").status == 200
    assert shop.header("host") == f"shop.lan:{shop.port}"


def test_nothing_in_the_environment_turns_a_call_aside(
    shop: FarSide, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login amina password secret")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert call(caller(shop), shop.url).status == 200
    assert shop.header("authorization") is None


def test_a_redirect_is_not_followed() -> None:
    error = refused(answer("302 Found", b"", "Location: http://169.254.169.254/latest"))

    assert (error.code, error.retryable) == ("redirected", False)
    assert "169.254" not in str(error)


def drip(first: bytes, drop: bytes) -> Any:
    def reply(side: FarSide) -> Reply:
        def dripping(line: socket.socket) -> None:
            line.sendall(first)
            while not side.over.wait(0.05):
                line.sendall(drop)

        return dripping

    return reply


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_an_answer_that_drips_is_given_up(first: bytes, drop: bytes) -> None:
    with far_side(drip(first, drop)) as side:
        began = time.monotonic()
        with pytest.raises(CallError, match=r"^timed_out: .*Idempotency-Key") as caught:
            call(caller(side, timeout_s=0.5), side.url)
        assert caught.value.retryable
        assert time.monotonic() - began < 2


def test_a_silent_host_is_given_up() -> None:
    def silent(side: FarSide) -> Reply:
        def wait(_: socket.socket) -> None:
            side.over.wait(10)

        return wait

    with far_side(silent) as side, pytest.raises(CallError, match=r"^timed_out: "):
        call(caller(side, timeout_s=0.3), side.url)


def test_a_small_answer_that_unpacks_to_much_is_dropped_early() -> None:
    bomb = gzip.compress(b"\0" * (100 << 20))

    tracemalloc.start()
    error = refused(answer("200 OK", bomb, "Content-Encoding: gzip"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert error.code == "too_large"
    assert peak < 8 << 20


def test_an_answer_that_is_too_large_is_dropped() -> None:
    assert refused(document(b"1" * (LARGEST + 1))).code == "too_large"


def test_nothing_of_a_call_gets_into_the_logs(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    answered(answer("200 OK"))

    assert caplog.records == []


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def over_tls(authority: trustme.CA, named: str, *, trusted: bool = True) -> CallAnswer:
    """Call shop.example, whose certificate was made out to `named`."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(named).configure_cert(server)
    believed = ssl.create_default_context() if trusted else None
    if believed:
        authority.configure_trust(believed)
    with far_side(lambda _: document(b"1"), server) as side:
        secure = caller(
            allowed=frozenset({f"shop.example:{side.port}"}),
            resolve=lambda *_: ["127.0.0.1"],
            trust=believed,
        )
        return call(secure, f"https://shop.example:{side.port}/")


def test_a_host_proves_its_name(authority: trustme.CA) -> None:
    assert over_tls(authority, "shop.example") == CallAnswer(200, 1)


@pytest.mark.parametrize("named", ["other.example", "127.0.0.1", "*.shop.example"])
def test_a_certificate_for_another_name_is_refused(authority: trustme.CA, named: str) -> None:
    with pytest.raises(CallError, match=r"^untrusted: "):
        over_tls(authority, named)


def test_a_certificate_that_nobody_vouches_for_is_refused(authority: trustme.CA) -> None:
    with pytest.raises(CallError, match=r"^untrusted: "):
        over_tls(authority, "shop.example", trusted=False)


def test_a_host_that_speaks_no_tls_is_unreachable(shop: FarSide) -> None:
    with pytest.raises(CallError, match=r"^unreachable: "):
        call(caller(shop), f"https://127.0.0.1:{shop.port}/")


def test_a_drip_over_tls_is_given_up(authority: trustme.CA) -> None:
    server, believed = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("127.0.0.1").configure_cert(server)
    authority.configure_trust(believed)
    with far_side(drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x"), server) as side:
        slow = caller(side, timeout_s=0.5, trust=believed)
        began = time.monotonic()
        with pytest.raises(CallError, match=r"^timed_out: "):
            call(slow, f"https://127.0.0.1:{side.port}/")
        assert time.monotonic() - began < 2
