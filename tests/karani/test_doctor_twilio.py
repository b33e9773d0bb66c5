"""What the doctor says of Twilio, asked on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from engine.channels.twilio_account import SANDBOX, Owned
from karani.doctor import addresses, twilio
from karani.doctor.findings import Finding
from karani.doctor.installation import Installation
from tests.channels import twilio_fakes
from tests.channels.twilio_fakes import ACCOUNT_SID, SMS, FakeTwilio, fake_twilio
from tests.karani.patient import NOTE, WARNING, WELL, WRONG, installed, levels, said

OURS = "https://karani.example.com/webhooks/twilio/messages"
SENDER = "+14155550100"
OF_TWILIO = f"/2010-04-01/Accounts/{ACCOUNT_SID}"


@pytest.fixture(name="rest")
def _rest() -> Iterator[FakeTwilio]:
    with fake_twilio() as fake:
        put(fake, f"{OF_TWILIO}.json", {"status": "active", "type": "Full"})
        number = {"phone_number": SMS, "sms_url": OURS, "capabilities": {"sms": True}}
        put(
            fake, f"{OF_TWILIO}/IncomingPhoneNumbers.json", {"incoming_phone_numbers": [number]}
        )
        sender = {"sender_id": f"whatsapp:{SENDER}", "status": "ONLINE", "webhook": {}}
        put(fake, "/v2/Channels/Senders", {"senders": [sender]})
        yield fake


def put(fake: FakeTwilio, path: str, document: object, status: int = 200) -> None:
    fake.shelf[path] = (status, {}, json.dumps(document).encode())


def at_twilio(fake: FakeTwilio, **settings: Any) -> list[Finding]:
    wanted: dict[str, Any] = {
        "twilio_api_url": fake.url,
        "twilio_whatsapp_from": SENDER,
        **settings,
    }
    return list(twilio.look(Installation(twilio_fakes.settings(**wanted), installed().data)))


def test_twilio_knows_us_and_our_numbers(rest: FakeTwilio) -> None:
    found = levels(at_twilio(rest))

    assert found == {"Twilio": WELL, "TWILIO_SMS_FROM": WELL, "TWILIO_WHATSAPP_FROM": WELL}
    assert {method for method, _, _ in rest.calls} == {"GET"}


@pytest.mark.parametrize(
    ("code", "about", "words"),
    [
        (20003, "Twilio", "check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"),
        (20008, "Twilio", "test credentials"),
        (20404, "TWILIO_ACCOUNT_SID", "names no account"),
    ],
)
def test_a_refusal_of_twilio_s_is_told_in_our_words(
    rest: FakeTwilio, code: int, about: str, words: str
) -> None:
    put(rest, f"{OF_TWILIO}.json", {"code": code, "message": "about +254711000001"}, 401)

    found = at_twilio(rest)

    assert levels(found) == {about: WRONG}
    assert words in said(found)
    assert "0001" not in said(found)


@pytest.mark.parametrize(
    ("account", "level"),
    [
        ({"status": "suspended", "type": "Full"}, WRONG),
        ({"status": "active", "type": "Trial"}, WARNING),
        ({}, WRONG),
    ],
)
def test_an_account_of_twilio_s_is_judged(
    rest: FakeTwilio, account: dict[str, str], level: object
) -> None:
    put(rest, f"{OF_TWILIO}.json", account)

    assert levels(at_twilio(rest))["Twilio"] is level


def test_numbers_of_somebody_else_are_wrong(rest: FakeTwilio) -> None:
    put(rest, f"{OF_TWILIO}/IncomingPhoneNumbers.json", {"incoming_phone_numbers": []})
    put(rest, f"{OF_TWILIO}/OutgoingCallerIds.json", {"outgoing_caller_ids": []})

    found = levels(at_twilio(rest, twilio_whatsapp_from="+14155550199", twilio_voice_from=SMS))

    names = ("TWILIO_SMS_FROM", "TWILIO_VOICE_FROM", "TWILIO_WHATSAPP_FROM")
    assert [found[name] for name in names] == [WRONG, WRONG, WRONG]


def test_a_verified_phone_may_call(rest: FakeTwilio) -> None:
    caller = {"phone_number": "+254711000009"}
    put(rest, f"{OF_TWILIO}/OutgoingCallerIds.json", {"outgoing_caller_ids": [caller]})

    found = levels(at_twilio(rest, twilio_voice_from="+254711000009"))

    assert found["TWILIO_VOICE_FROM"] is WELL


def test_messages_that_go_elsewhere_are_a_warning_without_where(rest: FakeTwilio) -> None:
    number = {"phone_number": SMS, "sms_url": "https://demo.twilio.com/welcome?key=abcdef"}
    put(rest, f"{OF_TWILIO}/IncomingPhoneNumbers.json", {"incoming_phone_numbers": [number]})

    found = at_twilio(rest)

    assert levels(found)["TWILIO_SMS_FROM"] is WARNING
    assert "PUBLIC_URL/webhooks/twilio/messages#rc=3&rp=all" in said(found)
    assert "abcdef" not in said(found)


def test_a_webhook_is_the_same_whatever_stands_behind_it() -> None:
    assert addresses.same(f"{OURS}#rc=3&rp=all", OURS)
    assert not addresses.same(OURS.replace("https", "http"), OURS)
    assert not addresses.same("https://karani.example.com/", OURS)
    assert not addresses.same("https://[::1", OURS)


def test_a_number_that_cannot_do_it_is_wrong() -> None:
    found = twilio.of_number("TWILIO_SMS_FROM", Owned(works=False, webhook=""), OURS)

    assert levels(found) == {"TWILIO_SMS_FROM": WRONG}


def test_a_list_of_senders_is_read_to_its_end(rest: FakeTwilio) -> None:
    following = "https://messaging.twilio.com/v2/Channels/Senders?Page=1"
    rest.shelf["/v2/Channels/Senders"] = (
        200,
        {},
        json.dumps({"senders": [], "meta": {"next_page_url": following}}).encode(),
    )

    assert levels(at_twilio(rest))["TWILIO_WHATSAPP_FROM"] is WRONG
    assert [path for _, path, _ in rest.calls].count("/v2/Channels/Senders") == 5


def test_numbers_that_twilio_does_not_tell_of_are_noted(rest: FakeTwilio) -> None:
    put(rest, "/v2/Channels/Senders", {"code": 20403}, 403)

    assert levels(at_twilio(rest))["TWILIO_WHATSAPP_FROM"] is NOTE


def test_the_sandbox_of_twilio_s_is_everybody_s(rest: FakeTwilio) -> None:
    found = levels(at_twilio(rest, twilio_whatsapp_from=SANDBOX))

    assert found["TWILIO_WHATSAPP_FROM"] is WARNING
