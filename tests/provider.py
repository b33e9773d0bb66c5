"""Twilio's REST API on loopback, for the whole product: takes, remembers, and misbehaves."""

from __future__ import annotations

import base64
import email.utils
import hmac
import http.client
import http.server
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from tests.loopback import serving

ACCOUNT = "AC" + "2" * 32
TOKEN = "a-token-of-the-loopback-provider"
WHATSAPP = "+14155238886"
MESSAGES = "/webhooks/twilio/messages"
STATUS = "/webhooks/twilio/status"
ACCOUNT_PATH = f"/Accounts/{ACCOUNT}.json"

Answer = tuple[int, Mapping[str, Any]]
CUT: Answer = (0, {})
"""Accepted or not, the connection ends without a word."""
RESET: Answer = (-1, {})
"""The same, torn down instead of closed."""
GARBAGE: Answer = (-2, {})
"""An answer of success whose body is no JSON."""
TOO_MANY: Answer = (429, {"code": 20429, "message": "Too many requests", "status": 429})
UNAVAILABLE: Answer = (503, {"code": 20503, "message": "Unavailable", "status": 503})
BROKEN: Answer = (500, {"code": 20500, "message": "Internal error", "status": 500})


@dataclass(frozen=True)
class Sent:
    """One message that the product handed over; `at` is the monotonic time of its arrival."""

    sid: str
    to: str
    body: str
    at: float
    date: str


@dataclass
class Provider:
    """What was sent. `refuse` answers instead of taking, `spoil` answers after taking.

    What it took it lists when asked, unless it `forgets`.
    """

    url: str = ""
    sent: list[Sent] = field(default_factory=list)
    contents: dict[str, str] = field(default_factory=dict)
    arrived: threading.Condition = field(default_factory=threading.Condition)
    refuse: Callable[[], Answer | None] = lambda: None
    spoil: Callable[[], Answer | None] = lambda: None
    forgets: bool = False
    pause: Callable[[], float] = lambda: 0
    """Seconds between taking a message and saying so."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def environment(self) -> dict[str, str]:
        """The settings that lead the product here."""
        return {
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_WHATSAPP_FROM": WHATSAPP,
            "TWILIO_API_URL": self.url,
        }

    def take(self, form: Mapping[str, str]) -> Answer:
        """Accept a message, or behave as told."""
        if refusal := self.refuse():
            return refusal
        if form.get("ContentSid", "") not in {"", *self.contents}:
            return 400, {"code": 21655, "message": "No such content", "status": 400}
        sid = f"SM{next(self._numbers):032x}"
        to = form["To"].removeprefix("whatsapp:")
        now = email.utils.formatdate()
        with self.arrived:
            self.sent.append(Sent(sid, to, self._words(form), time.monotonic(), now))
            self.arrived.notify_all()
        time.sleep(self.pause())  # noqa: TID251 -- As slow as a provider may be.
        return self.spoil() or (201, {"sid": sid, "status": "queued", "to": form["To"]})

    def make(self, document: Mapping[str, Any]) -> Answer:
        """A content: a text with places to be filled in, and what can be tapped under it."""
        sid = f"HX{next(self._numbers):032x}"
        (content,) = document["types"].values()
        self.contents[sid] = content["body"]
        return 201, {"sid": sid}

    def _words(self, form: Mapping[str, str]) -> str:
        if "ContentSid" not in form:
            return form["Body"]
        body = self.contents[form["ContentSid"]]
        for place, word in json.loads(form["ContentVariables"]).items():
            body = body.replace("{{" + place + "}}", word)
        return body

    def listing(self, to: str | None) -> Answer:
        """The messages taken for a number, as Twilio lists them."""
        kept = [] if self.forgets else self.sent
        found = [one for one in kept if to in (None, f"whatsapp:{one.to}")]
        return 200, {"messages": [_listed(one) for one in found], "next_page_uri": None}

    def wait_for(self, how_many: int, seconds: float) -> list[Sent]:
        """What was sent, once there is that much of it."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.sent) >= how_many, seconds), (
                f"{len(self.sent)} of {how_many} messages arrived within {seconds} s"
            )
            return list(self.sent)


@dataclass
class Phone:
    """A person's WhatsApp: posts signed webhooks to the product."""

    number: str
    product_url: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def says(self, text: str, sid: str | None = None) -> int:
        """Send a message; the status of the answer."""
        return post(self.product_url, MESSAGES, self.form(text, sid))

    def form(self, text: str, sid: str | None = None) -> dict[str, str]:
        """The form of a webhook that brings a message."""
        return {
            "MessageSid": sid or f"SM{self.number[1:]}{next(self._numbers):08d}",
            "AccountSid": ACCOUNT,
            "From": f"whatsapp:{self.number}",
            "To": f"whatsapp:{WHATSAPP}",
            "Body": text,
            "NumMedia": "0",
        }


def signed(product_url: str, path: str, form: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The body and the headers of a webhook, as Twilio signs it."""
    words = product_url + path + "".join(name + form[name] for name in sorted(form))
    digest = hmac.digest(TOKEN.encode(), words.encode(), "sha1")
    return urlencode(form), {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": base64.b64encode(digest).decode(),
    }


def post(product_url: str, path: str, form: Mapping[str, str]) -> int:
    """Post a form to the product as the provider does; the status of the answer."""
    body, headers = signed(product_url, path, form)
    connection = http.client.HTTPConnection(urlsplit(product_url).netloc, timeout=15)
    try:
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


@contextmanager
def provider() -> Iterator[Provider]:
    """The provider on a port of its own."""
    made = Provider()
    with serving(_door(made)) as url:
        made.url = url
        yield made


def _door(made: Provider) -> type[http.server.BaseHTTPRequestHandler]:
    class Door(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # Head and body are two writes: 40 ms without this.

        def log_message(self, *_: Any) -> None:
            return

        def do_GET(self) -> None:
            self._answer(_asked(made, self.path, self.headers["Authorization"]))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(_posted(made, self.path, body))

        def _hang_up(self, how: Answer) -> None:
            if how == RESET:
                at_once = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            self.close_connection = True

        def _answer(self, answer: Answer) -> None:
            status, document = answer
            if answer in (CUT, RESET):
                self._hang_up(answer)
                return
            payload = b"{what" if answer == GARBAGE else json.dumps(document).encode()
            self.send_response(201 if answer == GARBAGE else status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            with suppress(ConnectionError):  # Whoever asked was killed meanwhile.
                self.end_headers()
                self.wfile.write(payload)

    return Door


def _asked(made: Provider, path: str, authorization: str | None) -> Answer:
    asked = urlsplit(path)
    if asked.path.endswith(ACCOUNT_PATH):
        return _known(authorization)
    return made.listing(next(iter(parse_qs(asked.query).get("To", [])), None))


def _known(authorization: str | None) -> Answer:
    """The account, for whoever knows its token."""
    ours = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    if authorization != f"Basic {ours}":
        return 401, {"code": 20003, "message": "Authenticate", "status": 401}
    return 200, {"sid": ACCOUNT, "status": "active", "type": "Full"}


def _posted(made: Provider, path: str, body: str) -> Answer:
    if path.endswith("/Content"):
        return made.make(json.loads(body))
    return made.take(dict(parse_qsl(body, keep_blank_values=True)))


def _listed(one: Sent) -> dict[str, Any]:
    return {
        "sid": one.sid,
        "to": f"whatsapp:{one.to}",
        "from": f"whatsapp:{WHATSAPP}",
        "body": one.body,
        "status": "sent",
        "direction": "outbound-api",
        "date_created": one.date,
        "date_sent": one.date,
    }
