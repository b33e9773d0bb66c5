"""Calls at Twilio: what is asked of its API, what it reports, what it is told to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from uuid import UUID
from xml.etree import ElementTree as Xml

import pytest

from engine.channels import twilio_call, twilio_form
from engine.channels.base import ChannelError, Letter, StatusReport, Trouble
from engine.channels.twilio import TwilioChannel
from engine.channels.twilio_call import Line, Ringing, Said, Voice
from tests.channels.twilio_fakes import (
    ACCOUNT_SID,
    AMINA,
    SMS,
    WHATSAPP,
    FakeTwilio,
    fake_twilio,
    settings,
    signed,
)

ID = UUID("01a21e43-2380-721b-9b1f-e1223cb3a69b")
BASE = "https://karani.example.com"
OURS: twilio_form.Numbers = {"whatsapp": WHATSAPP, "sms": SMS}
VOICE = Voice("Google.sw-KE-Standard-A")
CALL = {"CallSid": "CA1", "AccountSid": ACCOUNT_SID, "From": SMS, "To": AMINA}
LETTER = Letter(
    id=ID,
    account=f"twilio:voice:{SMS}",
    channel="voice",
    to=AMINA,
    text="Mauzo ya Ksh 15,000. Ni sawa?",
    claimed_at=datetime(2026, 11, 27, 9, 0, tzinfo=UTC),
)


def rings(fake: FakeTwilio) -> str:
    """A channel's call."""
    return TwilioChannel(settings(twilio_api_url=fake.url, twilio_voice_from=SMS)).send(LETTER)


def reported(**form: str) -> list[StatusReport]:
    """What a status callback of a call means."""
    webhook = signed({**CALL, **form}, url=f"{BASE}/webhooks/twilio/status?message={ID}")
    return [r for r in twilio_form.read(webhook, OURS) if isinstance(r, StatusReport)]


def asked(query: str, **form: str) -> Ringing | None:
    """What a request for TwiML asks."""
    url = f"{BASE}/webhooks/twilio/voice?{query}"
    return twilio_call.read(signed({**CALL, **form}, url=url))


def parsed(said: Said, voice: Voice = VOICE) -> Xml.Element:
    """The document that has it said."""
    return Xml.fromstring(twilio_call.twiml(said, voice))  # noqa: S314 -- Our own.


def test_a_letter_rings_a_phone_and_names_where_to_ask() -> None:
    with fake_twilio() as fake:
        fake.answer = lambda: (201, b'{"sid": "CA7", "status": "queued"}')
        reference = rings(fake)

    ((_, path, form),) = fake.calls
    assert (reference, path) == ("CA7", f"/2010-04-01/Accounts/{ACCOUNT_SID}/Calls.json")
    assert (form["To"], form["From"]) == (AMINA, SMS)
    assert form["Url"] == f"{BASE}/webhooks/twilio/voice?message={ID}"
    assert form["StatusCallback"] == f"{BASE}/webhooks/twilio/status?message={ID}"
    assert form["MachineDetection"] == "Enable"
    assert "Ksh" not in str(form)  # What is said is told only to whoever answers.


@pytest.mark.parametrize(
    ("status", "code", "trouble"),
    [
        (400, 21211, Trouble.ADDRESS),
        (400, 21214, Trouble.ADDRESS),
        (400, 21217, Trouble.ADDRESS),
        (401, 20003, Trouble.ACCOUNT),
        (429, 20429, Trouble.BUSY),
    ],
)
def test_a_refusal_says_what_to_do(status: int, code: int, trouble: Trouble) -> None:
    with fake_twilio() as fake:
        fake.answer = lambda: (status, f'{{"code": {code}}}'.encode())

        with pytest.raises(ChannelError) as refused:
            rings(fake)

    assert refused.value.trouble is trouble
    assert not refused.value.ambiguous


def test_a_call_that_nobody_knows_of_is_in_doubt() -> None:
    with fake_twilio() as fake:
        fake.answer = lambda: (0, b"")

        with pytest.raises(ChannelError) as refused:
            rings(fake)

    assert refused.value.ambiguous


def test_calls_to_the_same_phone_at_that_time_are_found() -> None:
    near, far = "Fri, 27 Nov 2026 09:00:05 +0000", "Fri, 27 Nov 2026 09:30:00 +0000"
    calls = [f'{{"sid": "CA{n}", "date_created": "{at}"}}' for n, at in enumerate((near, far))]
    with fake_twilio() as fake:
        fake.answer = lambda: (200, f'{{"calls": [{", ".join(calls)}]}}'.encode())
        channel = TwilioChannel(settings(twilio_api_url=fake.url, twilio_voice_from=SMS))

        found = channel.find(LETTER)

    assert found == ["CA0"]
    assert fake.calls[0][2]["To"] == AMINA


@pytest.mark.parametrize(
    ("told", "status", "code"),
    [
        ({"CallStatus": "completed"}, "delivered", None),
        ({"CallStatus": "completed", "AnsweredBy": "human"}, "delivered", None),
        ({"CallStatus": "completed", "AnsweredBy": "unknown"}, "delivered", None),
        ({"CallStatus": "completed", "AnsweredBy": "machine_start"}, "failed", "machine"),
        ({"CallStatus": "completed", "AnsweredBy": "fax"}, "failed", "machine"),
        ({"CallStatus": "busy"}, "failed", "busy"),
        ({"CallStatus": "no-answer"}, "failed", "no-answer"),
        ({"CallStatus": "failed"}, "failed", "failed"),
        ({"CallStatus": "canceled"}, "failed", "canceled"),
    ],
)
def test_the_end_of_a_call_is_a_status(
    told: dict[str, str], status: str, code: str | None
) -> None:
    (report,) = reported(**told)

    assert (report.status, report.error_code) == (status, code)
    assert (report.provider_reference, report.message_id) == ("CA1", ID)


@pytest.mark.parametrize("state", ["queued", "initiated", "ringing", "in-progress", "odd", ""])
def test_a_call_that_goes_on_says_nothing(state: str) -> None:
    assert reported(CallStatus=state) == []


def test_what_is_pressed_is_never_a_message() -> None:
    webhook = signed({**CALL, "Digits": "4821", "MessageSid": "SM1", "Body": "4821"})

    assert list(twilio_form.read(webhook, OURS)) == []


def test_a_request_names_the_message_and_what_was_pressed() -> None:
    ring = asked(f"message={ID}&asked=1&wish=yes", Digits="4821", AnsweredBy="human")

    assert ring == Ringing(ID, "CA1", AMINA, asked=1, wish="yes", digits="4821")


def test_digits_are_shown_in_no_log() -> None:
    ring = asked(f"message={ID}", Digits="4821")

    assert "4821" not in repr(ring)


@pytest.mark.parametrize(
    "query", ["", "message=", "message=1", "asked=1", "message=01a21e43-2380-721b-9b1f-zzzz"]
)
def test_a_request_about_nothing_is_none(query: str) -> None:
    assert asked(query) is None


@pytest.mark.parametrize("given", ["-1", "x", "999", "1e3", "²"])
def test_a_count_that_is_none_ends_the_asking(given: str) -> None:
    ring = asked(f"message={ID}&asked={given}")

    assert ring is not None
    assert ring.asked == 9


def test_a_question_is_said_and_waits_for_one_key() -> None:
    onward = twilio_call.address(BASE, ID, 1)

    document = parsed(Said([Line("Ni sawa?"), Line("1 au 2", "keys")], onward))

    gather, redirect = document
    assert (gather.tag, redirect.tag, redirect.text) == ("Gather", "Redirect", onward)
    assert (gather.get("numDigits"), gather.get("action")) == ("1", onward)
    assert [(one.tag, one.text) for one in gather] == [
        ("Say", "Ni sawa?"),
        ("Pause", None),
        ("Say", "1 au 2"),
    ]
    assert gather[0].get("language") == "sw-KE"


def test_a_pin_ends_with_the_hash_key() -> None:
    onward = twilio_call.address(BASE, ID, 1, "yes")

    gather = parsed(Said([Line("PIN")], onward, 6))[0]

    assert (gather.get("numDigits"), gather.get("finishOnKey")) == ("6", "#")
    assert parse_qs(urlsplit(onward).query)["wish"] == ["yes"]


def test_last_words_are_followed_by_nothing() -> None:
    document = parsed(Said([Line("Kwaheri")]))

    assert [one.tag for one in document] == ["Say", "Hangup"]


def test_a_recording_is_played_in_the_voices_place() -> None:
    voice = replace(VOICE, clips="https://example.com/sw")

    document = parsed(Said([Line("Mauzo"), Line("Kwaheri", "goodbye")]), voice)

    assert [one.text for one in document if one.text] == [
        "Mauzo",
        "https://example.com/sw/goodbye.mp3",
    ]


def test_words_of_people_cannot_leave_their_place() -> None:
    document = parsed(Said([Line("</Say><Dial>+1</Dial>\x00\x1b & <")]))

    assert [one.tag for one in document] == ["Say", "Hangup"]
    assert "Dial" in (document[0].text or "")
