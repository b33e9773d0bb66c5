"""An embedded Valkey, which speaks Redis's protocol: a doorbell that remembers nothing."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from karani import children, folder, programs
from karani.children import Child
from karani.folder import ServiceError

_START_S = 30
_STOP_S = 5


@contextmanager
def running(data: Path, *, keep: int, stop: Event | None = None) -> Iterator[str]:
    """Valkey on a unix socket; its address for redis-py. See `postgres.running` for `keep`."""
    account = folder.account(data)
    folder.insist_on_entry(data, account)
    program, sockets = programs.valkey(data, account), folder.sockets(data, account)
    socket, password = sockets / "valkey.sock", secrets.token_hex(16)
    socket.unlink(missing_ok=True)
    note = sockets / "valkey.conf"  # A file, because other users can read a process's words.
    folder.hand_over(note, f"requirepass {password}\n", account)
    words = [str(program), str(note), "--port", "0", "--unixsocket", str(socket)]
    words += [
        "--unixsocketperm",
        "700",
        "--dir",
        str(sockets),
        "--save",
        "",
        "--appendonly",
        "no",
    ]
    with (data / "valkey.log").open("wb") as log:
        child = children.start(words, account=account, environment={}, keep=[keep], output=log)
    try:
        url = f"unix://{quote(str(socket), safe='/')}?db=0&password={password}"
        _wait(child, url, data / "valkey.log", stop or Event())
        yield url
    finally:
        children.stop(child, patience_s=_STOP_S)


def _wait(child: Child, url: str, log: Path, stop: Event) -> None:
    end = time.monotonic() + _START_S
    with redis.Redis.from_url(url, socket_timeout=1, retry=Retry(NoBackoff(), 0)) as client:
        while True:
            try:
                client.ping()
                return
            except (redis.ConnectionError, redis.TimeoutError) as error:
                if child.poll() is not None:
                    said = log.read_text("utf-8", "replace")[-1500:].strip()
                    raise ServiceError(f"Valkey cannot start: {said}") from None
                if stop.wait(0.02):
                    raise ServiceError("Stopped while Valkey was starting") from None
                if time.monotonic() > end:
                    raise ServiceError(f"Valkey does not answer: {error}") from None
