"""Call another system: signed, only where it may go, in bounded time and size, once."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from http.client import HTTPException
from typing import Any

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError, ReadTimeoutError

from engine.calling import answers, headers
from engine.calling.answers import AGAIN
from engine.calling.destinations import (
    CallError,
    Destination,
    check_url,
    destination,
    forbidden,
    is_public,
)
from engine.calling.headers import organization_secret
from engine.calling.hosts import Resolve, addresses, look_up

__all__ = [
    "CallAnswer",
    "CallError",
    "CallRequest",
    "Caller",
    "check_url",
    "organization_secret",
]

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
LARGEST_BODY = 256 * 1024
CONNECT_S = 3.0
MOST_ADDRESSES = 3
"""Of one host, tried one after the other while no connection stands."""


@dataclass(frozen=True, slots=True)
class CallRequest:
    """One call. `key` goes along as `Idempotency-Key`: the same for every attempt."""

    url: str
    method: str
    headers: Mapping[str, str]
    body: str | None
    key: str


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """A success: its HTTP status, and the body as JSON where it is JSON, else as text."""

    status: int
    body: Any


class Caller:
    """Makes calls; shared by the threads of a process.

    `allowed` holds "host:port" of the operator's own network, `timeout_s` bounds a whole
    call, `trust` says which certificates are believed (by default the world's).
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime],
        allowed: Set[str] = frozenset(),
        resolve: Resolve = look_up,
        timeout_s: float = 10.0,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._clock = clock
        self._allowed = allowed
        self._resolve = resolve
        self._timeout_s = timeout_s
        self._trust = trust or _trust()

    def call(self, request: CallRequest, *, secret: bytes) -> CallAnswer:
        """Call once and read the answer. Raises `CallError`.

        Where nobody knows whether the call was carried out it is retryable all the same,
        because the other system can tell a repetition by its key.
        """
        _check(request)
        goal = destination(request.url, self._allowed)
        sent = headers.headers(
            request.headers,
            body=request.body,
            key=request.key,
            secret=secret,
            at=self._clock(),
        )
        end = time.monotonic() + self._timeout_s
        with closing(self._connected(goal, end)) as line, _cut(line, end) as is_over:
            try:
                answer = _exchange(line, goal, request, sent, end)
            except (HTTPError, HTTPException, OSError) as error:
                raise _failure(error, is_over) from None  # A chain would carry the body.
            if is_over.is_set():
                raise _late()  # The line was cut, which looks like the end of an answer.
            return answer

    def _connected(self, goal: Destination, end: float) -> HTTPConnection:
        """A line to one of the host's addresses, all looked up once and all public."""
        left = end - time.monotonic()
        found = addresses(self._resolve, goal.host, goal.port, left)
        if not goal.is_inner and not all(map(is_public, found)):
            raise forbidden()
        for address in found[:MOST_ADDRESSES]:
            line = self._line(goal, address, min(CONNECT_S, end - time.monotonic()))
            try:
                line.connect()
            except ssl.SSLCertVerificationError:
                line.close()
                raise _untrusted() from None
            except (HTTPError, OSError):
                line.close()
                continue
            line.timeout = max(end - time.monotonic(), 0.001)
            return line
        raise CallError("unreachable", "the host takes no connection", retryable=True)

    def _line(self, goal: Destination, address: str, seconds: float) -> HTTPConnection:
        wait = max(seconds, 0.001)
        if goal.scheme == "http":
            return HTTPConnection(address, goal.port, timeout=wait)
        # The name is checked by OpenSSL, against SNI: `assert_hostname` would turn that off.
        return HTTPSConnection(
            address,
            goal.port,
            timeout=wait,
            server_hostname=goal.host,
            ssl_context=self._trust,
            cert_reqs="CERT_REQUIRED",
        )


def _check(request: CallRequest) -> None:
    if request.method not in METHODS:
        raise CallError("bad_method", f"the method is one of {', '.join(sorted(METHODS))}")
    if request.body is None:
        return
    if request.method == "GET":
        raise CallError("bad_body", "a GET has no body")
    try:
        size = len(request.body.encode())
    except UnicodeEncodeError:
        raise CallError("bad_body", "the body holds half a character") from None
    if size > LARGEST_BODY:
        raise CallError("bad_body", f"a body has at most {LARGEST_BODY // 1024} kB")


def _exchange(
    line: HTTPConnection,
    goal: Destination,
    request: CallRequest,
    headers: Mapping[str, str],
    end: float,
) -> CallAnswer:
    line.request(
        request.method,
        goal.target,
        body=None if request.body is None else request.body.encode(),
        headers={"host": goal.authority, **headers},
        preload_content=False,
    )
    with closing(line.getresponse()) as response:
        if not 200 <= response.status < 300:
            raise answers.refusal(response.status, response.headers)
        body = answers.whole(response, end)
        kind = response.headers.get("Content-Type", "")
        return CallAnswer(response.status, answers.content(kind, body))


@contextmanager
def _cut(line: HTTPConnection, end: float) -> Iterator[threading.Event]:
    """Cut the line at `end`: a socket's own time-out begins anew with every byte."""
    is_over, sock = threading.Event(), line.sock

    def cut() -> None:
        is_over.set()
        with suppress(OSError):
            # The socket's own method, because TLS's would pull the layer off a reader.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(max(end - time.monotonic(), 0), cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_over
    finally:
        timer.cancel()


def _failure(error: Exception, is_over: threading.Event) -> CallError:
    if is_over.is_set() or isinstance(error, TimeoutError | ReadTimeoutError):
        return _late()
    if isinstance(error, DecodeError):
        return CallError("unreadable", "the answer is not packed as it says")
    return CallError("cut_off", f"the line broke; {AGAIN}", retryable=True)


def _late() -> CallError:
    return CallError("timed_out", f"no whole answer in time; {AGAIN}", retryable=True)


def _untrusted() -> CallError:
    return CallError("untrusted", "the host's certificate is not valid for its name")


@cache
def _trust() -> ssl.SSLContext:
    """What this machine believes, and what the rest of the product does. Read once: 50 ms."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
