"""A shop whose staff have feature phones: SMS and USSD, and WhatsApp for its owner."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count

from engine import duties, runtime
from engine.channels import text
from engine.runtime import Languages
from engine.tools.carriers import Carriers
from karani import languages
from tests.channels import africastalking_fakes as at
from tests.channels.twilio_fakes import fake_twilio, settings
from tests.end_to_end.signed_shop import BARAKA, MORNING, SignedShop
from tests.reader import READER
from webhooks import create_app

DOOR = f"/webhooks/africastalking/{at.SECRET}"
CODE = "*384*7#"
DUE = "select id from outbox where due_at <= now() and parked_at is null order by due_at"


@dataclass
class Session:
    """A session of a phone: what was typed so far goes with every step."""

    shop: DialledShop
    phone: str
    id: str
    typed: list[str] = field(default_factory=list)

    def types(self, *lines: str) -> str:
        """The screen after these lines, one after another; `END` and `CON` as they are."""
        screen = ""
        for line in lines:
            self.typed.append(line)
            screen = self.post()
        return screen

    def post(self) -> str:
        """The step as it stands: the first one is the dialling itself."""
        form = {
            "sessionId": self.id,
            "phoneNumber": self.phone,
            "networkCode": "63902",
            "serviceCode": CODE,
            "text": "*".join(self.typed),
        }
        answer = self.shop.client.post(f"{DOOR}/ussd", data=form)
        assert (answer.status_code, answer.mimetype) == (200, "text/plain")
        screen = answer.get_data(as_text=True)
        assert len(screen) - 4 <= 160, screen
        assert text.is_gsm7(screen), screen
        return screen


@dataclass
class DialledShop(SignedShop):
    """Amina on WhatsApp; Baraka's phone has SMS and USSD alone."""

    _sessions: Iterator[int] = field(default_factory=lambda: count(1))
    _texts: Iterator[int] = field(default_factory=lambda: count(1))

    def dials(self, phone: str = BARAKA) -> Session:
        """A new session; its first screen is what `post` shows."""
        return Session(self, phone, f"ATUid_{next(self._sessions)}")

    def texts(self, phone: str, words: str) -> list[str]:
        """An SMS to the short code; what is sent because of it, to whomever."""
        before = len(self.twilio.calls)
        form = at.sms(**{"from": phone, "id": f"in-{next(self._texts)}", "text": words})
        assert self.client.post(f"{DOOR}/sms", data=form).status_code == 200
        self.works()
        return self.sent(before)

    def sent(self, since: int) -> list[str]:
        """What was handed to either provider since then."""
        forms = self.twilio.sent(since)
        told = [
            (form.get("To") or form["to"], form.get("Body") or form["message"])
            for form in forms
        ]
        return [f"{to.removeprefix('whatsapp:')}: {body}" for to, body in told]

    def works(self) -> None:
        """Wait until the worker has nothing due any more."""
        until = time.monotonic() + 20
        while self.rows(DUE):
            assert time.monotonic() < until, "the outbox never comes to rest"
            threading.Event().wait(0.02)

    def opens(self) -> None:
        """Amina registers, takes Baraka on, and wants to be asked about large sales."""
        for words in ("Habari", "2", "1", "Amina", "Duka la Amina"):
            self.says("+254711000001", words)
        self.says("+254711000001", "ongeza mfanyakazi 0722000002 Baraka")
        for words in ("habari", "ndiyo"):
            self.texts(BARAKA, words)
        self.says("+254711000001", "niulize mauzo yakizidi 10,000")
        self.says("+254711000001", "1")


@contextmanager
def dialled_shop(database_url: str, redis_url: str) -> Iterator[DialledShop]:
    """Open for business, with somebody at work behind its doors."""
    with fake_twilio() as provider:
        numbers = count(1)
        provider.answer = lambda: (201, _accepted(next(numbers)))
        now = [MORNING]
        theirs = at.settings().model_dump(include=set(_OURS))
        chosen = settings(
            database_url=database_url,
            redis_url=redis_url,
            twilio_api_url=provider.url,
            twilio_sms_from=None,
            **{**theirs, "africastalking_api_url": provider.url},
        )
        spoken = Languages(READER.read, languages.translations())
        # A message is carried in the hands of whoever works: so it is there when they rest.
        made = runtime.build(chosen, spoken, clock=lambda: now[0])
        rt = replace(made, carriers=Carriers())
        shop = DialledShop(rt, create_app(rt).test_client(), provider, now)
        over = threading.Event()
        worker = threading.Thread(target=_work, args=(shop, over))
        worker.start()
        try:
            shop.opens()
            yield shop
        finally:
            over.set()
            worker.join()
            rt.close()
            rt.broker.client.close()


_OURS = (
    "africastalking_username",
    "africastalking_api_key",
    "africastalking_sender",
    "africastalking_webhook_secret",
)


def _work(shop: DialledShop, over: threading.Event) -> None:
    while not over.wait(0.02):
        for (entry_id,) in shop.rows(DUE):
            duties.start(shop.rt, entry_id)


def _accepted(number: int) -> bytes:
    taken = json.loads(at.taken(at.receiver(messageId=f"ATXid_{number}")))
    return json.dumps({"sid": f"SM{number:032x}", "status": "queued", **taken}).encode()
