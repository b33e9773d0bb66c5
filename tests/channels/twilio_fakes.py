"""Twilio as a fake port: it signs as the provider does and answers as it is told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.server
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from engine.channels.base import Webhook
from engine.settings import Settings

ACCOUNT_SID = "AC" + "1" * 32
TOKEN = "a-token-of-the-fake"
WHATSAPP, SMS = "+14155238886", "+15005550006"
AMINA = "+254711000001"
URL = "https://karani.example.com/webhooks/twilio/messages"
FORM = "application/x-www-form-urlencoded"


def settings(**values: object) -> Settings:
    """An installation with one WhatsApp and one SMS number at the fake."""
    chosen: dict[str, object] = {
        "public_url": "https://karani.example.com",
        "twilio_account_sid": ACCOUNT_SID,
        "twilio_auth_token": TOKEN,
        "twilio_whatsapp_from": WHATSAPP,
        "twilio_sms_from": SMS,
        **values,
    }
    return Settings(**chosen)  # type: ignore[arg-type]  # As the environment would say it.


def message(**values: str) -> dict[str, str]:
    """What Twilio posts for a WhatsApp message of Amina's."""
    return {
        "MessageSid": "SM" + "0" * 32,
        "AccountSid": ACCOUNT_SID,
        "From": f"whatsapp:{AMINA}",
        "To": f"whatsapp:{WHATSAPP}",
        "Body": "nimeuza sukari kilo 2 kwa 300",
        "NumMedia": "0",
        "ProfileName": "",
        **values,
    }


def signature(
    url: str, form: Mapping[str, str], *, token: str = TOKEN, digest: str = "sha1"
) -> str:
    """Twilio's signature of a form, written down from its documentation."""
    words = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(token.encode(), words.encode(), digest)).decode()


def signed(form: Mapping[str, str], *, url: str = URL, **headers: str) -> Webhook:
    """A genuine webhook; `headers` come on top."""
    own = {"content-type": FORM, "x-twilio-signature": signature(url, form)}
    return Webhook(url, {**own, **headers}, urlencode(form).encode())


def body_hash(body: bytes) -> str:
    """How Twilio vouches for a body that is no form."""
    return hashlib.sha256(body).hexdigest()


@dataclass
class FakeTwilio:
    """Its REST API on loopback: `answer` says what to say, `calls` what was asked.

    `shelf` holds what lies at an address: status, headers, body; `tokens` the Authorization
    headers of all calls, empty where there was none.
    """

    url: str = ""
    shelf: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    callers: set[tuple[str, int]] = field(default_factory=set)
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    answer: Callable[[], tuple[int, bytes]] = lambda: (
        201,
        b'{"sid": "SM1", "status": "queued"}',
    )


@contextmanager
def fake_twilio() -> Iterator[FakeTwilio]:
    """The fake on a port of its own; a status of 0 cuts the connection."""
    fake = FakeTwilio()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _door(fake))
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _plain(answer: tuple[int, bytes]) -> tuple[int, dict[str, str], bytes]:
    return answer[0], {}, answer[1]


def _door(fake: FakeTwilio) -> type[http.server.BaseHTTPRequestHandler]:
    class Door(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            return

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            self._take(path, query)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            self._take(self.path, self.rfile.read(length).decode())

        def _take(self, path: str, form: str) -> None:
            fake.callers.add(self.client_address)
            fake.tokens.append(self.headers.get("Authorization", ""))
            is_json = self.headers.get("Content-Type") == "application/json"
            said = json.loads(form) if is_json else dict(parse_qsl(form))
            fake.calls.append((self.command, path, said))
            status, headers, body = fake.shelf.get(path) or _plain(fake.answer())
            if status == 0:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Door
