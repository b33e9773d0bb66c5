"""Another system that workflows call: it carries out each key once, however often it comes."""

from __future__ import annotations

import http.server
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from tests.loopback import serving


@dataclass
class Receiver:
    """What was asked: how often under which key, and what that key carried out."""

    url: str = ""
    asked: Counter[str] = field(default_factory=Counter)
    carried_out: dict[str, str] = field(default_factory=dict)
    quarrels: list[str] = field(default_factory=list)
    """Keys that came again with something else."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def environment(self) -> dict[str, str]:
        """The setting that lets workflows call it."""
        return {"CALL_HOSTS": self.url.removeprefix("http://")}

    def take(self, key: str, body: str) -> None:
        """One call."""
        with self._lock:
            self.asked[key] += 1
            if self.carried_out.setdefault(key, body) != body:
                self.quarrels.append(key)

    def forget(self) -> None:
        """Begin anew, for another database."""
        with self._lock:
            self.asked.clear()
            self.carried_out.clear()
            self.quarrels.clear()


@contextmanager
def receiver() -> Iterator[Receiver]:
    """The receiver on a port of its own."""
    made = Receiver()
    with serving(_door(made)) as url:
        made.url = url
        yield made


def _door(made: Receiver) -> type[http.server.BaseHTTPRequestHandler]:
    class Door(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            return

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            made.take(self.headers["Idempotency-Key"], body)
            payload = json.dumps({"taken": True}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            with suppress(ConnectionError):  # Whoever asked was killed meanwhile.
                self.end_headers()
                self.wfile.write(payload)

    return Door
