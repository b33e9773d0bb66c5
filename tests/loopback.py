"""Serve a fake of somebody else's service on loopback, for as long as a test needs it."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # Five by default: a burst would wait a second for its turn.


@contextmanager
def serving(door: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server with this door, on a port of its own."""
    server = _Server(("127.0.0.1", 0), door)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
