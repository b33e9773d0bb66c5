"""Meta's Graph API on loopback: takes messages, hands media out, and misbehaves as told."""

from __future__ import annotations

import hashlib
import http.server
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.loopback import serving

VERSION = "v26.0"
TOKEN = "a-token-of-the-fake-graph"
NUMBER_ID = "106540352242922"


NUMBER: Mapping[str, Any] = {
    "display_phone_number": "+254 711 000123",
    "quality_rating": "GREEN",
    "name_status": "APPROVED",
    "account_mode": "LIVE",
    "status": "CONNECTED",
    "health_status": {"can_send_message": "AVAILABLE", "entities": []},
    "webhook_configuration": {"application": "https://karani.example.com/webhooks/whatsapp"},
}
"""What is known of our number, by the names of its fields."""


@dataclass(frozen=True)
class Call:
    """One call: `document` is the JSON of its body, `bearer` whether our token came along."""

    method: str
    path: str
    document: Mapping[str, Any]
    bearer: bool


@dataclass(frozen=True)
class Said:
    """An answer; a status of 0 cuts the connection."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def taken(wamid: str) -> Said:
    """Meta took a message."""
    document = {"messaging_product": "whatsapp", "messages": [{"id": wamid}]}
    return Said(200, json.dumps(document).encode())


def refused(status: int, code: int, **more: Any) -> Said:
    """Meta refuses, with an error of its own."""
    error = {"message": f"(#{code}) of +254711000001", "type": "OAuthException", "code": code}
    return Said(status, json.dumps({"error": {**error, **more}}).encode())


@dataclass
class Graph:
    """What was asked, and what is answered; `media` are the files by their ids."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    answer: Callable[[], Said | None] = lambda: None
    number: dict[str, Any] = field(default_factory=lambda: dict(NUMBER))
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def base(self) -> str:
        """The address of the API, with its version."""
        return f"{self.url}/{VERSION}"

    @property
    def sent(self) -> list[Mapping[str, Any]]:
        """The messages that were handed over."""
        return [call.document for call in self.calls if "type" in call.document]

    def take(self, call: Call) -> Said:
        """Answer a call as Meta would, or as told."""
        self.calls.append(call)
        told = self.answer()
        if told is not None:
            return told
        if call.method == "POST" and "status" in call.document:
            return Said(200, b'{"success": true}')
        if call.method == "POST":
            return taken(f"wamid.fake{next(self._numbers)}")
        if call.path.partition("?")[0].endswith(f"/{NUMBER_ID}"):
            return self._of_number(call)
        return self._of_media(call)

    def _of_number(self, call: Call) -> Said:
        if not call.bearer:
            return refused(401, 190)
        (wanted,) = parse_qs(urlsplit(call.path).query)["fields"]
        names = wanted.split(",")
        if not self.number.keys() >= set(names):
            return refused(400, 100)
        known = {name: self.number[name] for name in names}
        return Said(200, json.dumps({**known, "id": NUMBER_ID}).encode())

    def _of_media(self, call: Call) -> Said:
        path, _, _ = call.path.partition("?")
        key = path.rsplit("/", 1)[1]
        if key not in self.media or not call.bearer:
            return refused(400, 100)
        kind, content = self.media[key]
        if path.startswith("/files/"):
            return Said(200, content, {"Content-Type": kind})
        known = {
            "id": key,
            "url": f"{self.url}/files/{key}",
            "mime_type": kind,
            "sha256": hashlib.sha256(content).hexdigest(),
            "file_size": str(len(content)),
            "messaging_product": "whatsapp",
        }
        return Said(200, json.dumps(known).encode())


@contextmanager
def graph() -> Iterator[Graph]:
    """The fake on a port of its own."""
    made = Graph()
    with serving(_door(made)) as url:
        made.url = url
        yield made


def _door(made: Graph) -> type[http.server.BaseHTTPRequestHandler]:
    class Door(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: Any) -> None:
            return

        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, document: Mapping[str, Any]) -> None:
            bearer = self.headers["Authorization"] == f"Bearer {TOKEN}"
            said = made.take(Call(self.command, self.path, document, bearer))
            if said.status == 0:
                self.close_connection = True
                return
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

    return Door
