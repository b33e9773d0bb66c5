"""Look a host name up, no longer than one may wait."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence

from engine.calling.destinations import CallError

Resolve = Callable[[str, int], Sequence[str]]
"""Every address of a host, as text. Raises `OSError`."""

_AT_ONCE = threading.BoundedSemaphore(32)
"""A look-up cannot be stopped: one that nobody waits for any more still holds its thread."""


def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def addresses(resolve: Resolve, host: str, port: int, seconds: float) -> Sequence[str]:
    """The addresses of a host, at least one. Raises `CallError`, always retryable."""
    if not _AT_ONCE.acquire(blocking=False):
        raise _unknown("too many names are being looked up")
    answers: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError):
            answers.put(())
        finally:
            _AT_ONCE.release()

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        found = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty:
        raise _unknown("the name of the host was not found in time") from None
    if not found:
        raise _unknown("no host has this name")
    return found


def _unknown(detail: str) -> CallError:
    return CallError("unknown_host", detail, retryable=True)
