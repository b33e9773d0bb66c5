"""A proxy before PostgreSQL that cuts, refuses, swallows, and loses the reply to a COMMIT."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

# One message of PostgreSQL's simple query protocol; psycopg2 sends it alone.
_COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
_CHUNK = 1 << 16


@dataclass(eq=False)
class _Line:
    """One client's connection and the server's end of it."""

    client: socket.socket
    server: socket.socket
    loses_reply: bool = False

    def cut(self) -> None:
        for end in (self.client, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@dataclass
class Proxy:
    """TCP on loopback in, PostgreSQL's unix socket out; set what goes wrong, at any time."""

    server: Path
    refuses: bool = False
    loses_commit: int = 0
    """Which COMMIT has its reply lost: every n-th; 0 for none."""
    lost: int = 0
    _open: threading.Event = field(default_factory=threading.Event)
    _door: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _lines: set[_Line] = field(default_factory=set)
    _commits: Iterator[int] = field(default_factory=lambda: count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def port(self) -> int:
        """Where clients find it."""
        return int(self._door.getsockname()[1])

    def cut_all(self) -> None:
        """End every connection, in the middle of whatever it says."""
        with self._lock:
            for line in self._lines:
                line.cut()

    @contextmanager
    def black_hole(self) -> Iterator[None]:
        """Silence, for a while."""
        self.hush()
        try:
            yield
        finally:
            self.speak()

    def hush(self) -> None:
        """Swallow nothing, but let nothing through: connections stand, in silence."""
        self._open.clear()

    def speak(self) -> None:
        """Let through what waits."""
        self._open.set()

    def serve(self) -> None:
        """Take connections until the door is closed."""
        self._open.set()
        while True:
            try:
                client, _ = self._door.accept()
            except OSError:
                return
            if self.refuses:
                client.close()
                continue
            self._connect(client)

    def close(self) -> None:
        """Take no more connections and end those there are."""
        self._open.set()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.cut_all()

    def _connect(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(str(self.server))
        except OSError:
            client.close()
            server.close()
            return
        line = _Line(client, server)
        with self._lock:
            self._lines.add(line)
        threading.Thread(target=self._carry, args=[line], daemon=True).start()

    def _carry(self, line: _Line) -> None:
        back = threading.Thread(target=self._bring_back, args=[line], daemon=True)
        back.start()
        with suppress(OSError):
            while words := line.client.recv(_CHUNK):
                self._open.wait()
                if _COMMIT in words and self._is_to_lose():
                    line.loses_reply = True
                line.server.sendall(words)
        line.cut()
        back.join()
        with self._lock:
            self._lines.discard(line)
        line.client.close()
        line.server.close()

    def _bring_back(self, line: _Line) -> None:
        with suppress(OSError):
            while words := line.server.recv(_CHUNK):
                self._open.wait()
                if line.loses_reply:
                    break  # The server has committed; the client will never know.
                line.client.sendall(words)
        line.cut()

    def _is_to_lose(self) -> bool:
        with self._lock:
            loses = bool(self.loses_commit) and next(self._commits) % self.loses_commit == 0
            self.lost += loses
        return loses


@contextmanager
def proxy(server: Path) -> Iterator[Proxy]:
    """A proxy before a PostgreSQL's socket, closed at the end."""
    made = Proxy(server)
    thread = threading.Thread(target=made.serve)
    thread.start()
    try:
        yield made
    finally:
        made.close()
        thread.join()
