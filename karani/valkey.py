"""An embedded Valkey, which speaks Redis's protocol: a doorbell that remembers nothing."""

from __future__ import annotations

import functools
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from karani import children, folder, programs
from karani.children import Child
from karani.folder import Home, ServiceError
from karani.lasting import Lasting

_START_S = 30
_STOP_S = 5


@dataclass(frozen=True)
class Valkey:
    """A running server, and its address for redis-py."""

    process: Lasting
    url: str


@contextmanager
def running(home: Home, *, stop: Event | None = None) -> Iterator[Valkey]:
    """Valkey on a unix socket, stopped at the end.

    A `stop` that is set ends the wait for the server. Raises `ServiceError`.
    """
    program, log = programs.valkey(home), home.path / "valkey.log"
    socket, password = home.sockets / "valkey.sock", secrets.token_hex(16)
    note = home.sockets / "valkey.conf"  # A file: others can read a process's words.
    folder.hand_over(note, f"requirepass {password}\n", home.account)
    words = [str(program), str(note), "--port", "0", "--unixsocket", str(socket)]
    words += ["--unixsocketperm", "700", "--dir", str(home.sockets)]
    words += ["--save", "", "--appendonly", "no"]
    folder.new_log(log)
    process = Lasting("Valkey", functools.partial(_start, words, home, log))
    server = Valkey(process, f"unix://{quote(str(socket), safe='/')}?db=0&password={password}")
    try:
        process.tend()
        _wait(server, log, stop or Event())
        yield server
    finally:
        process.stop(_STOP_S)


def _start(words: list[str], home: Home, log: Path) -> Child:
    with log.open("ab") as output:
        return children.start(
            words, account=home.account, environment={}, keep=[home.keep], output=output
        )


def _wait(server: Valkey, log: Path, stop: Event) -> None:
    end = time.monotonic() + _START_S
    with redis.Redis.from_url(
        server.url, socket_timeout=1, retry=Retry(NoBackoff(), 0)
    ) as client:
        while True:
            try:
                client.ping()
                return
            except (redis.ConnectionError, redis.TimeoutError) as error:
                if not server.process.is_alive:
                    said = log.read_text("utf-8", "replace")[-1500:].strip()
                    raise ServiceError(f"Valkey cannot start: {said}") from None
                if stop.wait(0.02):
                    raise ServiceError("Stopped while Valkey was starting") from None
                if time.monotonic() > end:
                    raise ServiceError(f"Valkey does not answer: {error}") from None
