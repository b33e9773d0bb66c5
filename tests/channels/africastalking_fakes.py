"""Africa's Talking as a fake port: it answers as it is told and remembers what was asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from engine.channels.base import Webhook
from engine.settings import Settings
from tests.channels.twilio_fakes import FakeTwilio

SECRET = "a-secret-path-of-the-tests"
SHORT_CODE = "22384"
BARAKA = "+254722000002"
ACCOUNT = f"africastalking:sms:{SHORT_CODE}"


def settings(**values: object) -> Settings:
    """An installation with a short code and no other provider."""
    chosen: dict[str, object] = {
        "public_url": "https://karani.example.com",
        "africastalking_username": "duka",
        "africastalking_api_key": "a-key-of-the-fake",
        "africastalking_sender": SHORT_CODE,
        "africastalking_webhook_secret": SECRET,
        **values,
    }
    return Settings(**chosen)  # type: ignore[arg-type]  # As the environment would say it.


def sms(**values: str) -> dict[str, str]:
    """What is posted for an SMS of Baraka's."""
    return {
        "date": "2026-11-27 10:15:00",
        "from": BARAKA,
        "id": "3f6c2c61-7a1b-4c55-9d0c-0e3b9c2b7a10",
        "text": "NDIYO A7",
        "to": SHORT_CODE,
        "networkCode": "63902",
        **values,
    }


def call(kind: str, form: dict[str, str]) -> Webhook:
    """A call to one of our addresses."""
    return Webhook(f"https://karani.example.com/{kind}", {}, urlencode(form).encode())


def taken(*receivers: dict[str, Any]) -> bytes:
    """Its answer to a message: what became of each receiver."""
    told = {"Message": "Sent to 1/1 Total Cost: KES 0.8000", "Recipients": list(receivers)}
    return json.dumps({"SMSMessageData": told}).encode()


def receiver(code: int = 101, **values: Any) -> dict[str, Any]:
    """One receiver, accepted unless told otherwise."""
    return {
        "statusCode": code,
        "number": BARAKA,
        "status": "Success",
        "cost": "KES 0.8000",
        "messageId": "ATXid_1",
        **values,
    }


def row(number: int, **values: object) -> dict[str, object]:
    """A line of its list of what came in: Baraka's SMS, under a number."""
    return {
        "linkId": "SampleLinkId123",
        "text": "NDIYO A7",
        "to": SHORT_CODE,
        "id": number,
        "date": "2026-11-27T07:15:00.445Z",
        "from": BARAKA,
        **values,
    }


def listing(*rows: dict[str, object]) -> bytes:
    """A part of that list."""
    return json.dumps({"SMSMessageData": {"Messages": list(rows)}}).encode()


def lists(fake: FakeTwilio, rows: Sequence[dict[str, Any]]) -> None:
    """It lists these, a hundred at a time behind the one asked for; and takes what is sent."""

    def answer() -> tuple[int, bytes]:
        method, _, asked = fake.calls[-1]
        if method == "POST":
            return 201, taken(receiver(messageId=f"ATXid_{len(fake.calls)}"))
        behind = [one for one in rows if one["id"] > int(asked["lastReceivedId"])]
        return 200, listing(*behind[:100])

    fake.answer = answer
