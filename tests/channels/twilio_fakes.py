"""Twilio as a fake port: it signs as the provider does and answers as it is told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.server
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from engine.channels.base import Webhook
from engine.settings import Settings
from tests.loopback import serving

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
    contents: dict[str, Any] = field(default_factory=dict)
    callers: set[tuple[str, int]] = field(default_factory=set)
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    answer: Callable[[], tuple[int, bytes]] = lambda: (
        201,
        b'{"sid": "SM1", "status": "queued"}',
    )

    def make(self, document: Any) -> tuple[int, dict[str, str], bytes]:
        """A content, with places to be filled in."""
        sid = f"HX{len(self.contents):032x}"
        self.contents[sid] = document["types"]
        return 201, {}, json.dumps({"sid": sid}).encode()

    def sent(self, since: int = 0) -> list[dict[str, Any]]:
        """The messages among the calls since then, a content by its words and choices."""
        asked = self.calls[since:]
        return [_filled(form, self.contents) for _, path, form in asked if _is_said(path, form)]


@contextmanager
def fake_twilio() -> Iterator[FakeTwilio]:
    """The fake on a port of its own; a status of 0 cuts the connection."""
    fake = FakeTwilio()
    with serving(_door(fake)) as url:
        fake.url = url
        yield fake


def _is_said(path: str, form: dict[str, Any]) -> bool:
    return path.endswith("/Messages.json") and "From" in form


def _filled(form: dict[str, Any], contents: dict[str, Any]) -> dict[str, Any]:
    if form.get("ContentSid") not in contents:
        return form
    plain = json.dumps(contents[form["ContentSid"]])
    for place, word in json.loads(form["ContentVariables"]).items():
        plain = plain.replace("{{" + place + "}}", json.dumps(word)[1:-1])
    (content,) = json.loads(plain).values()
    return {**form, "Body": content["body"], "Choices": content}


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
            made = is_json and path not in fake.shelf
            answer = fake.make(said) if made else fake.shelf.get(path)
            status, headers, body = answer or _plain(fake.answer())
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
